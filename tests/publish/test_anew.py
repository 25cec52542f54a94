"""A build that a state makes fail: one begun anew loses nothing, and where that fails as well the state stays."""

import errno
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from feeds.core import side_files
from feeds.core.errors import FAULT
from feeds.index import changes, seal
from feeds.index.database import Database, database_path
from feeds.publish import attempts
from feeds.publish.build import Request
from feeds.publish.staleness import mark_stale
from tests.support import Site


@pytest.fixture
def database(site: Site, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Build a site, and return its database; no file is read again for having changed just now."""
    monkeypatch.setattr(changes, "_is_racy", lambda entry, now: False)
    for number in range(6):
        site.write(f"{number}.md", title=f"Story {number}", webUrl=f"https://lamps.example/{number}", topics=["Lamps"])
    site.build()
    assert site.build().written == ()
    return database_path(site.folder / ".feeds", site.output)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE folders SET source = 7",
        "UPDATE folders SET source = NULL",
        "UPDATE folders SET signature = 7",
        "UPDATE articles SET updated = 'x'",
        "UPDATE articles SET updated = 9999999999999999",
        "UPDATE articles SET updated = 4611686018427387904",
        "UPDATE records SET record = 7",
        "UPDATE groups SET kind = x'ff'",
        "UPDATE shown SET items = 7",
        "UPDATE files SET document = x'ff' WHERE document = 'all/rss.xml'",
    ],
)
def test_a_state_with_wrong_values_is_begun_anew(site: Site, database: Path, change: str) -> None:
    """Values of the wrong kind under a right seal end no build, and cost no item."""
    with closing(sqlite3.connect(database)) as db:
        db.execute(change)
        db.commit()
    seal.write(database, with_checksum=True)
    site.write("new.md", title="New", webUrl="https://lamps.example/new", topics=["Lamps"])
    site.build()
    (warning,) = site.warnings
    assert warning.startswith(f"{database}: a build failed with this state (")
    assert warning.endswith("), so it was begun anew")
    assert sorted(site.titles()) == ["New", *(f"Story {number}" for number in range(6))]

    site.warnings.clear()
    assert site.build(request=Request(full=True)).written == ()
    assert site.warnings == []
    assert [path.name for path in database.parent.iterdir() if ".anew" in path.name] == []


def test_a_fault_that_another_state_has_too_leaves_the_state(
    site: Site, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of feeds costs nothing that builds remember, and is tried with another state once, not in every build."""
    tries = []

    def fail(*_: object, **__: object) -> None:
        tries.append(1)
        raise KeyError("a fault")

    site.write("new.md", title="New", webUrl="https://lamps.example/new")
    before = database.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr("feeds.publish.build.prepare_plan", fail)
        for number in (2, 3, 4):
            with pytest.raises(KeyError, match="a fault"):
                site.build()
            assert len(tries) == number
    assert database.read_bytes() == before
    assert [path.name for path in database.parent.iterdir() if ".anew" in path.name] == []
    last = attempts.last(database)
    assert last
    assert last.status == FAULT

    site.build()
    assert "New" in site.titles()
    assert site.warnings == []


def test_what_a_killed_build_left_of_another_state_is_removed(site: Site, database: Path) -> None:
    """A database begun anew whose build was killed is in nobody's way."""
    left = database.with_name(f"{database.stem}.anew.sqlite")
    left.write_bytes(b"half of one")
    assert site.build().written == ()
    assert not left.exists()


def _fail_once_it_has_written(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Have a build with a certain database fail by a fault, with an open cursor in the midst of a change."""

    def fail(database: Database, *others: Any, **options: Any) -> Any:
        if database.place != path:
            return mark_stale(database, *others, **options)
        cursor = database.db.execute("SELECT name FROM sqlite_master")
        cursor.fetchone()
        database.db.execute("DELETE FROM articles")
        raise OSError(errno.EOVERFLOW, "a fault")

    monkeypatch.setattr("feeds.publish.build.mark_stale", fail)


def test_a_state_begun_anew_has_no_journal_of_the_old_one(
    site: Site, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite would take back in the new database what was changed in the old one."""
    site.write("new.md", title="New", webUrl="https://lamps.example/new")
    with monkeypatch.context() as patch:
        _fail_once_it_has_written(patch, database)
        site.build()
    assert len(site.warnings) == 1
    assert [path.name for path in side_files.of(database) if path.exists()] == []
    assert site.build().written == ()
    assert len(site.warnings) == 1


def test_a_build_that_is_refused_takes_no_state_away(
    site: Site, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With --strict nothing is written, and nothing remembered, also not by the second try with another state."""
    site.write("new.md", title="New", webUrl="https://lamps.example/new", quality="high")
    before = database.read_bytes()
    with monkeypatch.context() as patch:
        _fail_once_it_has_written(patch, database)
        assert site.build(request=Request(strict=True)).refused
    assert database.read_bytes() == before
    assert site.warnings == []
