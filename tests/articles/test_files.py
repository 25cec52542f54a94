"""Which files may be articles, and in which order they come."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from feeds.articles.excluded import Excluded
from feeds.articles.files import Folder, Found, Root, find
from feeds.core.confines import Confines
from feeds.core.errors import SourceNotFoundError


def make(root: Path, *names: str) -> None:
    """Write empty files below a folder."""
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def found(sources: Sequence[Path], excluding: Sequence[Path] = ()) -> list[tuple[int, str]]:
    """Return what is found where every folder can be listed: each file's place below the source of a position."""

    def fail(error: OSError) -> None:
        raise error

    return places(find(sources, excluding=excluding, on_error=fail, confines=Confines.of(sources)))


def places(folders: Iterable[Folder]) -> list[tuple[int, str]]:
    """Return where the files of folders are: the position of the source, and the place below that."""
    return [
        (folder.source, os.fsdecode(os.path.join(folder.path, entry.name)))
        for folder in folders
        for entry in folder.entries
    ]


def names(root: Path, excluding: Sequence[Path] = ()) -> list[str]:
    """Return the names of what is found below a folder."""
    return [place for _, place in found([root], excluding)]


def test_articles_by_suffix(tmp_path: Path) -> None:
    """Every kind of article is read, in any case and depth, and nothing else is."""
    make(tmp_path, "a.md", "b/c.markdown", "b/d/e/f.HTML", "g.txt", "h.png", "i.yaml", "j", "k.md.bak", "l.htm5")
    assert names(tmp_path) == ["a.md", "g.txt", "b/c.markdown", "b/d/e/f.HTML"]


def test_what_is_skipped(tmp_path: Path) -> None:
    """Hidden folders, data, drafts, a site already built and packages are no articles, at any depth."""
    folders = (".git", "_data", "_site", "_layouts", "_includes", "node_modules", "x/.cache", "x/_site")
    drafts = ("_drafts/b.md", "x/_drafts/b.md")
    make(tmp_path, "_news/a.md", *drafts, ".hidden.md", *(f"{folder}/n.md" for folder in folders))
    assert names(tmp_path) == ["_news/a.md"]


@pytest.mark.parametrize(
    ("root", "folder", "is_news"),
    [("site", b"", False), ("site", b"a/_news/b", True), ("_news", b"b", True), ("site", b"a_news", False)],
)
def test_the_folders_of_a_file(root: str, folder: bytes, is_news: bool) -> None:
    """Which folders a file is in does not depend on where the site lies or the command was typed."""
    assert Found(Root(Path("/_news") / root, root), folder, b"a.md").is_below("_news") is is_news


def test_the_output_is_not_read(tmp_path: Path) -> None:
    """The pages that feeds writes do not become articles, however the path to the output is written."""
    make(tmp_path, "a.md", "dist/all/index.html", "b/dist/c.md")
    assert names(tmp_path, [tmp_path / "b" / ".." / "dist"]) == ["a.md", "b/dist/c.md"]


def test_order_is_by_name(tmp_path: Path) -> None:
    """The order of the file system decides nothing."""
    make(tmp_path, "c.md", "B.md", "a.md", "z/1.md", "y/2.md", "10.md", "9.md")
    assert names(tmp_path) == ["10.md", "9.md", "B.md", "a.md", "c.md", "y/2.md", "z/1.md"]


def test_each_file_once(tmp_path: Path) -> None:
    """Sources that overlap do not make an article a duplicate of itself; the first source is its root."""
    make(tmp_path, "in/a.md", "b.md")
    again = tmp_path / "in" / ".." / "in"
    assert found([tmp_path / "in", tmp_path, again]) == [(0, "a.md"), (1, "b.md")]


def test_a_file_named_as_a_source(tmp_path: Path) -> None:
    """A file that a person names is read whatever it is called."""
    make(tmp_path, "draft.text")
    assert found([tmp_path / "draft.text"]) == [(0, "draft.text")]


def test_a_missing_source(tmp_path: Path) -> None:
    """A mistyped source is an error and not a site without articles."""
    with pytest.raises(SourceNotFoundError, match="nowhere: no such file or folder"):
        found([tmp_path / "nowhere"])


def test_an_empty_source(tmp_path: Path) -> None:
    """A folder without articles is no error."""
    assert found([tmp_path]) == []


def test_what_is_no_file_is_skipped(tmp_path: Path) -> None:
    """A folder with an article's name, a dead link and a pipe neither stop nor hang the build."""
    make(tmp_path, "real.md", "folder.md/inner.md")
    (tmp_path / "dead.md").symlink_to(tmp_path / "gone")
    os.mkfifo(tmp_path / "pipe.md")
    assert names(tmp_path) == ["real.md", "folder.md/inner.md"]


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    """A link to a folder above is not followed for ever."""
    make(tmp_path, "a/b.md")
    (tmp_path / "a" / "up").symlink_to(tmp_path, target_is_directory=True)
    assert names(tmp_path) == ["a/b.md"]


def test_a_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Articles in a folder without permission are not lost in silence, and the others are read."""
    make(tmp_path, "a.md", "shut/b.md")
    scandir = os.scandir

    def guarded(folder: bytes) -> object:
        if folder.endswith(b"shut"):
            raise PermissionError(13, "Permission denied", folder)
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", guarded)
    errors: list[OSError] = []
    assert places(find([tmp_path], excluding=(), on_error=errors.append, confines=Confines.of([tmp_path]))) == [
        (0, "a.md")
    ]
    assert [error.filename for error in errors] == [os.fsencode(tmp_path / "shut")]


def test_a_file_that_cannot_be_looked_at(tmp_path: Path) -> None:
    """A link to nothing is passed over, a link in a circle is told; neither stands in another article's way."""
    make(tmp_path, "b.md")
    (tmp_path / "a.md").symlink_to("nowhere.md")
    (tmp_path / "c.md").symlink_to("c.md")
    errors: list[OSError] = []
    assert places(find([tmp_path], excluding=(), on_error=errors.append, confines=Confines.of([tmp_path]))) == [
        (0, "b.md")
    ]
    assert [error.filename for error in errors] == [os.fsencode(tmp_path / "c.md")]


def test_a_link_does_not_take_a_file_from_its_place(tmp_path: Path) -> None:
    """Whoever may make links beside their own articles can neither move the article of another nor hold it back."""
    make(tmp_path, "b/theirs.md", "b/_drafts/draft.md")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "mine.md").symlink_to("../b/theirs.md")
    (tmp_path / "a" / "again.md").symlink_to("mine.md")
    (tmp_path / "a" / "shown.md").symlink_to("../b/_drafts/draft.md")
    assert names(tmp_path) == ["a/shown.md", "b/theirs.md"]
    (tmp_path / "b" / "shown.md").symlink_to("_drafts/draft.md")
    assert names(tmp_path) == ["a/shown.md", "b/shown.md", "b/theirs.md"]
    (tmp_path / "b" / "shown.md").unlink()
    first, second = tmp_path / "a", tmp_path / "b"
    assert found([first, second]) == [(0, "shown.md"), (1, "theirs.md")]


def test_what_a_site_excludes(tmp_path: Path) -> None:
    """A path excludes what is below it, and a pattern what it matches, seen from the site's root."""
    make(tmp_path, "a.md", "wip/b.md", "wip.md", "posts/c.md", "posts/wip/d.md", "posts/e.draft.md", "posts/about.md")
    excluded = Excluded(tmp_path, ["wip/", "/posts/about.md", "*.draft.md"])
    for sources, expected in (
        ([tmp_path], ["a.md", "wip.md", "posts/c.md", "posts/wip/d.md"]),
        ([tmp_path / "posts"], ["c.md", "wip/d.md"]),
    ):
        result = places(find(sources, excluding=(), on_error=print, confines=Confines(), excluded=excluded))
        assert [place for _, place in result] == expected
