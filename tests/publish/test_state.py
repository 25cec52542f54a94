"""What builds remember of the feeds that they wrote."""

import errno
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from feeds.core.damage import DamagedError
from feeds.core.errors import OutputError
from feeds.core.model import Group
from feeds.index.database import open_database
from feeds.publish import state, state_folder
from feeds.publish.state import FeedRecord, State
from feeds.publish.tree import Stamp

MOMENT = datetime(2026, 1, 2, tzinfo=UTC)
RECORD = FeedRecord(Group("topic", "light"), "Light", MOMENT)
STATE = State(feeds={"topics/light": RECORD}, files=frozenset({"topics/light/rss.xml", "topics/light/atom.xml"}))


def test_a_state_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    """Nothing that keeps a subscriber is lost between two builds, and what was given up is."""
    place = tmp_path / "state.sqlite"
    after = State(
        feeds={"all": FeedRecord(Group("all"), "Home", MOMENT, empty=True)},
        files=frozenset({"all/rss.xml", "all/feed.json"}),
        asked=frozenset({"all/feed.json"}),
    )
    before = State()
    for saved in (STATE, after, STATE):
        with open_database(place, pytest.fail) as database:
            state.save(database, before, saved)
            database.commit()
        with open_database(place, pytest.fail) as database:
            assert state.load(database) == saved
        before = saved


def test_what_is_not_committed_is_not_kept(tmp_path: Path) -> None:
    """A build that ends early leaves the state as it was."""
    with open_database(tmp_path / "state.sqlite", pytest.fail) as database:
        state.save(database, State(), STATE)
    with open_database(tmp_path / "state.sqlite", pytest.fail) as database:
        assert state.load(database) == State()


def test_a_document_is_fresh_once_it_was_looked_at(tmp_path: Path) -> None:
    """A document that was foreseen, or marked as stale, is looked at until a build has it as it should be."""
    rss, atom = "topics/light/rss.xml", "topics/light/atom.xml"
    stamps = {rss: Stamp(3, 4), atom: Stamp(5, 6)}
    with open_database(tmp_path / "state.sqlite", pytest.fail) as database:
        state.save(database, State(), STATE)
        assert state.fresh(database) == {}
        state.mark_fresh(database, stamps)
        assert state.fresh(database) == stamps
        state.mark_stale(database, [rss, "nobody/knows.xml"])
        assert state.fresh(database) == {atom: Stamp(5, 6)}
        state.mark_stale(database)
        assert state.fresh(database) == {}


@pytest.mark.parametrize(
    ("folder", "record"),
    [
        pytest.param("all", b"\xff\x00", id="random bytes"),
        pytest.param("x", FeedRecord(Group("all"), "", MOMENT), id="a folder that is not its group's"),
        pytest.param("topics/", FeedRecord(Group("topic"), "", MOMENT), id="a topic without a slug"),
        pytest.param("topics/../x", FeedRecord(Group("topic", "../x"), "", MOMENT), id="a feed outside the output"),
        pytest.param("all", FeedRecord(Group("all"), "\x01", MOMENT), id="a name that no document can hold"),
        pytest.param("all", FeedRecord(Group("all"), "x", datetime(2026, 1, 2)), id="a date without a zone"),  # noqa: DTZ001
    ],
)
def test_a_record_that_no_build_can_have_made_is_damage(tmp_path: Path, folder: str, record: object) -> None:
    """Nothing that a damaged state says is trusted."""
    encoded = record if isinstance(record, bytes) else msgspec.msgpack.encode(record)
    with open_database(tmp_path / "state.sqlite", pytest.fail) as database:
        database.db.execute("INSERT INTO feeds VALUES (?, ?)", (folder, encoded))
        with pytest.raises(DamagedError):
            state.load(database)


@pytest.mark.parametrize("document", ["../../etc/passwd", "/etc/passwd", "README.md", "topics/dark/rss.xml"])
def test_a_file_that_no_build_can_have_written_is_damage(tmp_path: Path, document: str) -> None:
    """A damaged state must not have a file removed that is not ours."""
    with open_database(tmp_path / "state.sqlite", pytest.fail) as database:
        state.save(database, State(), STATE)
        database.db.execute("INSERT INTO files VALUES (?, 0, 0, 1, 1)", (document,))
        with pytest.raises(DamagedError):
            state.load(database)


def test_a_state_folder_that_cannot_be_made_is_an_error_that_names_it(tmp_path: Path) -> None:
    """A file where the state folder should be is reported before anything is written."""
    (tmp_path / ".feeds").write_text("in the way")
    with pytest.raises(OutputError, match=r"\.feeds: the folder of the state cannot be made"):
        state_folder.prepare(tmp_path / ".feeds")


def test_the_folder_of_another_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a build that was run as root by mistake, the line says what to do."""

    def forbidden(*_: Any, **__: Any) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", forbidden)
    with pytest.raises(OutputError, match="belongs to another user; give it to the one that runs every build"):
        state_folder.prepare(tmp_path)
