"""What builds remember."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds import state
from feeds.errors import OutputError
from feeds.model import Group
from feeds.state import FeedRecord, State

RECORD = FeedRecord(Group("topic", "light"), "Light", datetime(2026, 1, 2, tzinfo=UTC))
STATE = State(feeds={"topics/light": RECORD}, files=frozenset({"topics/light/rss.xml"}))


def test_a_state_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    """Nothing that keeps a subscriber is lost between two builds."""
    path = tmp_path / "deep" / "state.json"
    state.prepare(path)
    state.save(path, STATE)
    assert state.load(path, pytest.fail) == STATE


def test_no_state_is_an_empty_one(tmp_path: Path) -> None:
    """A first build is not worth a warning."""
    assert state.load(tmp_path / "state.json", pytest.fail) == State()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\x00\xff\x13random", id="random bytes"),
        pytest.param(b'{"version": 99}', id="another version"),
        pytest.param(b'{"version": 1, "files": ["../../etc/passwd"]}', id="a file outside the output"),
        pytest.param(b'{"version": 1, "files": ["/etc/passwd"]}', id="an absolute file"),
        pytest.param(
            b'{"version": 1, "feeds": {"topics/../../x": {"group": {"kind": "topic", "topic": "../../x"},'
            b' "name": "", "updated": "2026-01-01T00:00Z"}}}',
            id="a feed outside the output",
        ),
        pytest.param(b'{"version": 1, "files": ["README.md"]}', id="a file that no build writes"),
        pytest.param(
            b'{"version": 1, "feeds": {"all": {"group": {"kind": "all"}, "name": "x", "updated": "2026-01-01T00:00"}}}',
            id="a date without a zone",
        ),
        pytest.param(
            b'{"version": 1, "feeds": {"topics/": {"group": {"kind": "topic"}, "name": "",'
            b' "updated": "2026-01-01T00:00Z"}}}',
            id="a topic without a slug",
        ),
        pytest.param(
            b'{"version": 1, "feeds": {"a": {"group": {"kind": "all"}, "name": "", "updated": "2026-01-01T00:00Z"}}}',
            id="a folder that is not its group's",
        ),
    ],
)
def test_a_damaged_state_is_begun_anew_with_a_warning(tmp_path: Path, content: bytes) -> None:
    """Nothing that a damaged state says is trusted, least of all what may be removed."""
    path = tmp_path / "state.json"
    path.write_bytes(content)
    warnings: list[str] = []
    assert state.load(path, warnings.append) == State()
    assert len(warnings) == 1
    assert str(path) in warnings[0]


def test_every_output_has_a_state_of_its_own(tmp_path: Path) -> None:
    """A second site built from the same place does not empty the feeds of the first; both can be moved together."""
    one = state.path_for(tmp_path / ".feeds", tmp_path / "one")
    assert one != state.path_for(tmp_path / ".feeds", tmp_path / "two" / "one")
    moved = state.path_for(tmp_path / "moved" / ".feeds", tmp_path / "moved" / "one")
    assert moved.name == one.name


def test_an_output_under_another_name_has_the_same_state(tmp_path: Path) -> None:
    """A link to the output does not make two builds of one folder unknown to each other."""
    (tmp_path / "dist").mkdir()
    (tmp_path / "public").symlink_to("dist")
    assert state.path_for(tmp_path, tmp_path / "public") == state.path_for(tmp_path, tmp_path / "dist")


def test_a_state_folder_that_cannot_be_made_is_an_error_that_names_it(tmp_path: Path) -> None:
    """A file where the state folder should be is reported before anything is written."""
    (tmp_path / ".feeds").write_text("in the way")
    with pytest.raises(OutputError, match=r"\.feeds: the folder of the state cannot be made"):
        state.prepare(tmp_path / ".feeds" / "state.json")


def test_a_state_that_cannot_be_written_is_an_error_that_names_it(tmp_path: Path) -> None:
    """A file where the state folder should be is reported."""
    (tmp_path / ".feeds").write_text("in the way")
    with pytest.raises(OutputError, match=r"\.feeds"):
        state.save(tmp_path / ".feeds" / "state.json", STATE)
