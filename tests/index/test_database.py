"""The file in which builds remember: kept whole, checked, and begun anew when it is not what a build left."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from feeds.config import Options, load
from feeds.core.damage import DamagedError
from feeds.core.errors import BusyError, OutputError
from feeds.diagnostics.log import log
from feeds.diagnostics.status import status
from feeds.index.database import database_path, open_database
from feeds.index.reading import reading
from feeds.publish.build import Request
from tests.support import BASE_URL, Site


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return the place of a database that holds one feed and one folder of articles."""
    place = tmp_path / "state.sqlite"
    with open_database(place, pytest.fail) as database:
        database.db.execute("INSERT INTO feeds VALUES ('all', x'00')")
        database.db.execute("INSERT INTO folders VALUES (1, 0, x'', x'')")
        database.set("key", 7)
        database.commit()
    return place


def _held(place: Path, warnings: list[str]) -> tuple[int, int]:
    """Return how many feeds and folders a database holds."""
    with open_database(place, warnings.append) as database:
        feeds, folders = (
            database.db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("feeds", "folders")
        )
        return feeds, folders


def test_what_was_committed_is_there_again(place: Path) -> None:
    """A sealed database is taken as it is."""
    assert _held(place, []) == (1, 1)
    with open_database(place, pytest.fail) as database:
        assert database.get("key") == 7
        assert database.get("other") is None


def test_a_commit_of_nothing_touches_nothing(place: Path) -> None:
    """A build that changes nothing leaves the files of the state as they were."""
    before = {path: path.stat().st_mtime_ns for path in place.parent.iterdir()}
    with open_database(place, pytest.fail) as database:
        database.set("key", 7)
        database.commit()
    assert {path: path.stat().st_mtime_ns for path in place.parent.iterdir()} == before


@pytest.mark.parametrize("content", [b"", b"\x00\xff" * 5000, b"SQLite format 3\x00" + b"\x07" * 9000])
def test_random_bytes_are_begun_anew(place: Path, content: bytes) -> None:
    """Whatever lies there instead of a database is replaced, with a warning where it was anything at all."""
    place.write_bytes(content)
    warnings: list[str] = []
    assert _held(place, warnings) == (0, 0)
    assert len(warnings) == bool(content)
    assert all(str(place) in warning for warning in warnings)


def test_damage_inside_is_found(place: Path) -> None:
    """A database with a hole in the middle is not half believed."""
    with open_database(place, pytest.fail) as database:
        for number in range(2000):
            database.db.execute("INSERT INTO records VALUES (?, ?)", (number, b"x" * 100))
        database.commit()
    with place.open("r+b") as file:
        file.seek(place.stat().st_size // 2)
        file.write(os.urandom(20_000))
    warnings: list[str] = []
    assert _held(place, warnings) == (0, 0)
    assert len(warnings) == 1


def test_what_something_else_has_changed_is_read_again(place: Path) -> None:
    """A sound database that was copied or edited keeps the memory of feeds; articles can be read again."""
    place.write_bytes(place.read_bytes())
    warnings: list[str] = []
    assert _held(place, warnings) == (1, 0)
    assert warnings == []


def test_a_foreign_database_is_begun_anew(place: Path) -> None:
    """The database of another program is not read."""
    place.unlink()
    with closing(sqlite3.connect(place)) as db:
        db.execute("CREATE TABLE feeds (folder, record)")
        db.commit()
    warnings: list[str] = []
    assert _held(place, warnings) == (0, 0)
    assert "no database of feeds" in warnings[0]


def test_another_version_is_begun_anew(place: Path) -> None:
    """What an older or newer program left is not misread."""
    with closing(sqlite3.connect(place)) as db:
        db.execute("PRAGMA user_version = 99")
        db.commit()
    warnings: list[str] = []
    assert _held(place, warnings) == (0, 0)
    assert "another version" in warnings[0]


def test_a_scratch_copy_leaves_no_trace(place: Path) -> None:
    """Whoever only looks changes nothing, also where there is nothing yet."""
    before = place.read_bytes()
    with open_database(place, pytest.fail, scratch=True) as database:
        assert database.db.execute("SELECT count(*) FROM feeds").fetchone() == (1,)
        database.db.execute("DELETE FROM feeds")
        database.commit()
    assert place.read_bytes() == before
    with open_database(place.parent / "none.sqlite", pytest.fail, scratch=True) as database:
        assert database.get("key") is None
    assert not (place.parent / "none.sqlite").exists()


def test_a_scratch_copy_of_a_damaged_database_is_a_new_one(place: Path) -> None:
    """Whoever only looks repairs nothing either."""
    place.write_bytes(b"\x00\xff" * 5000)
    warnings: list[str] = []
    with open_database(place, warnings.append, scratch=True) as database:
        assert database.get("key") is None
    assert len(warnings) == 1
    assert place.read_bytes() == b"\x00\xff" * 5000


def test_damage_that_shows_late_is_told(place: Path) -> None:
    """A table that is missing ends the work with a word for it, so that it can begin anew."""
    with pytest.raises(DamagedError), open_database(place, pytest.fail) as database:
        database.db.execute("SELECT * FROM nothing")


def test_a_database_that_cannot_be_written_is_an_error_that_names_it(tmp_path: Path) -> None:
    """A folder in the way is reported, not run over."""
    (tmp_path / "state.sqlite").mkdir()
    with pytest.raises(OutputError, match=r"state\.sqlite"), open_database(tmp_path / "state.sqlite", pytest.fail):
        pass


def test_every_output_has_a_state_of_its_own(tmp_path: Path) -> None:
    """A second site built from the same place does not empty the feeds of the first; both can be moved together."""
    one = database_path(tmp_path / ".feeds", tmp_path / "one")
    assert one != database_path(tmp_path / ".feeds", tmp_path / "two" / "one")
    moved = database_path(tmp_path / "moved" / ".feeds", tmp_path / "moved" / "one")
    assert moved.name == one.name


def test_an_output_under_another_name_has_the_same_state(tmp_path: Path) -> None:
    """A link to the output does not make two builds of one folder unknown to each other."""
    (tmp_path / "dist").mkdir()
    (tmp_path / "public").symlink_to("dist")
    assert database_path(tmp_path, tmp_path / "public") == database_path(tmp_path, tmp_path / "dist")


def test_a_locked_state_is_not_taken_for_an_empty_one(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks what builds remember is told that it cannot be read now; the articles are looked at without it."""
    monkeypatch.setattr("feeds.index.database._BUSY_SECONDS", 0.1)
    site.write()
    site.build()
    folders = (site.source,), site.output, site.folder / ".feeds"
    settings = load(Options(sources=folders[0], output=folders[1], state_dir=folders[2], base_url=BASE_URL))
    place = database_path(settings.state_dir, settings.output)
    holder = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""
    command = [sys.executable, "-c", holder, str(place)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        for ask in (log, status):
            with pytest.raises(BusyError, match="the state is locked"):
                ask(settings, warn=pytest.fail)
        with pytest.raises(BusyError, match="the state is locked"):
            site.build(request=Request(dry_run=True))
        with reading(settings, warn=pytest.fail) as found:
            assert found.tally.published == 1
    assert len(log(settings, warn=pytest.fail)) == 1


@pytest.mark.parametrize("kind", ["IMMEDIATE", "EXCLUSIVE"])
def test_a_build_is_busy_where_another_program_has_locked_the_state(
    site: Site, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """It waits for the lock, then says so, and leaves everything as it was."""
    monkeypatch.setattr("feeds.index.database._BUSY_SECONDS", 0)
    site.write()
    site.build()
    before = site.files()
    site.write(title="Changed")
    (place,) = (site.folder / ".feeds").glob("*.sqlite")
    with closing(sqlite3.connect(place, isolation_level=None)) as other:
        other.execute(f"BEGIN {kind}")
        with pytest.raises(BusyError, match="the state is locked"):
            site.build()
    assert site.files() == before
    site.build()
    assert site.titles() == ["Changed"]


def test_what_does_not_fit_into_memory_waits_for_no_reader(place: Path) -> None:
    """SQLite waits for locks without a look at signals: a full cache grows instead, until the commit."""
    with open_database(place, pytest.fail) as database:
        database.keep_less_in_memory()
        database.db.execute("PRAGMA cache_size = 1")
        with closing(sqlite3.connect(place)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM meta").fetchone()
            for number in range(2_000):
                database.set(f"key {number}", b"x" * 1_000)
            assert database.db.execute("PRAGMA busy_timeout").fetchone() == (0,)
        database.commit()
        assert database.db.execute("PRAGMA busy_timeout").fetchone() == (0,)
    with open_database(place, pytest.fail) as database:
        assert database.get("key 1999") == b"x" * 1_000


def test_a_lock_that_comes_later_is_no_other_build(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once something is kept, documents may be written as well: nobody is told that nothing was."""
    monkeypatch.setattr("feeds.index.database._BUSY_SECONDS", 0)

    def keep_twice(reader: sqlite3.Connection) -> None:
        with open_database(place, pytest.fail) as database:
            database.set("one", b"1")
            database.commit()
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM meta").fetchone()
            database.set("two", b"2")
            database.commit()

    with (
        closing(sqlite3.connect(place, isolation_level=None)) as reader,
        pytest.raises(OutputError, match="cannot be read or written: database is locked") as error,
    ):
        keep_twice(reader)
    assert not isinstance(error.value, BusyError)


def test_a_record_that_is_no_text_is_damage(place: Path) -> None:
    """What cannot be decoded is what no build has put there, and the state is begun anew."""
    with pytest.raises(DamagedError, match="no build has put there"), open_database(place, pytest.fail):
        b"\xff".decode()
