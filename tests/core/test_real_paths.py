"""Following links."""

import os
from pathlib import Path

import pytest

from feeds.core.confines import Confines
from feeds.core.real_paths import MAX_LINKS, MAX_NAMES, real_path

PLACES = (
    "a/b/c.md",
    "a/up/c.md",
    "in/c.md",
    "in/../c.md",
    "out",
    "out/x",
    "gone",
    "gone/../in/c.md",
    "no/../../x",
    ".",
    "",
)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a folder with links in it: relative, absolute, to nothing, and to folders."""
    folder = tmp_path / "tree"
    (folder / "a" / "b").mkdir(parents=True)
    (folder / "a" / "b" / "c.md").write_text("")
    for link, target in (("a/up", ".."), ("in", "a//./b/"), ("out", str(tmp_path)), ("gone", "nothing/at/../all")):
        (folder / link).symlink_to(target)
    (folder / "a" / "c.md").symlink_to("../in/c.md")
    return folder


@pytest.mark.parametrize("path", PLACES)
def test_links_are_followed_as_the_library_does(tree: Path, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever stands in a path or in a link, it means the same, also as bytes and from the working directory."""
    monkeypatch.chdir(tree)
    expected = os.path.realpath(tree / path)
    assert real_path(tree / path) == real_path(os.fsencode(tree / path)) == real_path(path) == expected


def test_no_more_links_are_followed_than_the_system_does(tmp_path: Path) -> None:
    """Of a long chain, or a circle, nothing can be read: it is known by its first links, and nothing calls itself."""
    for number in range(2_000):
        (tmp_path / str(number)).symlink_to(str(number + 1))
    (tmp_path / "2000").write_text("")
    (tmp_path / "circle").symlink_to("circle")
    last = 2_000 - MAX_LINKS
    assert real_path(tmp_path / str(last)) == str(tmp_path / "2000")
    assert (tmp_path / str(last)).read_text() == ""
    for name in (str(last - 1), "0", "circle"):
        assert real_path(tmp_path / name) is None
        with pytest.raises(OSError, match="Too many levels"):
            (tmp_path / name).read_text()


def test_no_long_links_are_followed(tmp_path: Path) -> None:
    """A few links of thousands of names would take longer than reading what they lead to."""
    (tmp_path / "file").write_text("")
    (tmp_path / "right").symlink_to("./" * (MAX_NAMES - 1) + "file")
    (tmp_path / "long").symlink_to("./" * MAX_NAMES + "file")
    assert real_path(tmp_path / "right") == str(tmp_path / "file")
    assert real_path(tmp_path / "long") is None


def test_what_is_behind_too_many_links_is_in_no_confines(tmp_path: Path) -> None:
    """Where nobody can tell where a link leads to, nothing is read."""
    (tmp_path / "circle").symlink_to("circle")
    confines = Confines.of([tmp_path])
    assert not confines.hold(tmp_path / "circle")
    with pytest.raises(OSError, match="Too many levels"):
        confines.target(tmp_path / "circle")
