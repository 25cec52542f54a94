"""How builds ended is remembered beside the state, whatever became of them."""

import json
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from feeds.core.errors import BusyError, OutputError
from feeds.index.database import database_path
from feeds.publish import attempts
from feeds.publish.build import Request
from feeds.publish.lock import hold
from tests.support import Site


@pytest.fixture
def database(site: Site) -> Path:
    """Return where the state of a site lies that was built once."""
    site.write()
    site.build()
    return database_path(site.folder / ".feeds", site.output)


def test_the_heartbeat_moves_although_nothing_changed(site: Site, database: Path) -> None:
    """A monitor need only look at the time of one file; it is not in the output."""
    heartbeat = database.with_suffix(".heartbeat")
    os.utime(heartbeat, (0, 0))
    assert site.build().written == ()
    assert heartbeat.stat().st_mtime > 1_000_000_000
    assert heartbeat.name not in str(sorted(site.files()))


def test_a_failure_leaves_the_heartbeat_alone(site: Site, database: Path) -> None:
    """The last attempt tells of the failure, the last success of the build before."""
    before = database.with_suffix(".heartbeat").stat().st_mtime_ns
    (site.output / "all" / "rss.xml").unlink()
    (site.output / "all" / "rss.xml").mkdir()
    with pytest.raises(OutputError):
        site.build()
    attempt = attempts.last(database)
    assert attempt is not None
    assert attempt.status == 4
    assert "rss.xml" in str(attempt.error)
    assert database.with_suffix(".heartbeat").stat().st_mtime_ns == before
    (site.output / "all" / "rss.xml").rmdir()
    site.build()
    success = attempts.last(database)
    assert success is not None
    assert success.is_success
    assert success == attempts.last_success(database)


def test_a_build_that_finds_another_one_is_an_attempt(site: Site, database: Path) -> None:
    """Its status is 3."""
    with hold(database.with_suffix(".lock")), pytest.raises(BusyError):
        site.build()
    attempt = attempts.last(database)
    assert attempt is not None
    assert attempt.status == 3


def test_a_dry_run_is_none(site: Site, database: Path) -> None:
    """What is only tried out says nothing about the feeds."""
    before = attempts.last(database)
    site.build(request=Request(dry_run=True))
    assert attempts.last(database) == before


def test_an_error_is_news_once_a_day(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told when it begins, when it changes, and after a day; those who want to read all of it do not count."""
    now = datetime(2026, 6, 1, 12, tzinfo=UTC)

    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override] # it is always UTC
            return now

    monkeypatch.setattr(attempts, "datetime", Clock)

    def fail(minutes: int, error: str = "the disk is full", *, news_only: bool = True) -> bool:
        nonlocal now
        now += timedelta(minutes=minutes)
        return attempts.note_failure(database, None, 4, error, news_only=news_only).is_news

    assert not fail(0, news_only=False)
    assert [fail(10), fail(10), fail(10)] == [True, False, False]
    gone = "the disk is gone"
    assert [fail(minutes, gone) for minutes in (10, 60, 22 * 60, 60, 10)] == [True, False, False, True, False]
    attempt = attempts.last(database)
    assert attempt is not None
    assert attempt.since == datetime(2026, 6, 1, 12, 30, tzinfo=UTC) + timedelta(minutes=10)


def test_a_long_error_is_cut_to_fit_its_file(database: Path) -> None:
    """The file is one block, so that it can be written over when the disk is full."""
    attempts.note_failure(database, None, 4, "ü\x01" * 5_000, news_only=True)
    path = database.with_suffix(".attempt")
    assert path.stat().st_size == 4096
    assert json.loads(path.read_bytes())["status"] == 4


_MOMENTS = ["0001-01-01T00:00:00+14:00", "1969-12-31T00:00:00Z", "9999-12-31T23:59:59-12:00", "2026-01-01T00:00:00"]


@pytest.mark.parametrize("moment", _MOMENTS)
def test_a_moment_that_no_clock_says_ends_no_build(site: Site, database: Path, moment: str) -> None:
    """One with which nobody can reckon, or without a zone, does not stop every later build: nothing is known then."""
    attempt = {"time": moment, "status": 4, "version": "1", "error": "No", "since": moment, "told": moment}
    for suffix in (".attempt", ".heartbeat"):
        database.with_suffix(suffix).write_text(json.dumps(attempt))
    assert attempts.last(database) is attempts.last_success(database) is None
    site.build(request=Request(news_only=True))
    assert attempts.last_success(database) is not None


@pytest.mark.parametrize("content", [b"", b"{", b"null", b"\xff", b'{"time": 1}', b'{"a":' + b"[" * 4_000])
def test_a_file_that_is_not_ours_is_no_attempt(site: Site, database: Path, content: bytes) -> None:
    """It is as if nothing were known, and the next build writes it anew."""
    for suffix in (".attempt", ".heartbeat"):
        database.with_suffix(suffix).write_bytes(content)
    assert attempts.last(database) is None
    site.build()
    assert attempts.last(database) is not None


def test_what_is_planted_is_not_written_through(site: Site, database: Path) -> None:
    """A link in the place of the heartbeat is replaced, and what it leads to stays as it was."""
    victim = site.folder / "victim"
    victim.write_text("mine")
    for suffix in (".attempt", ".heartbeat"):
        database.with_suffix(suffix).unlink()
        database.with_suffix(suffix).symlink_to(victim)
    site.build()
    assert victim.read_text() == "mine"
    assert attempts.last_success(database) is not None


def test_a_wait_ends_with_the_other_build(site: Site, database: Path) -> None:
    """`wait` turns exit status 3 into a build that comes a little later."""
    from threading import Event, Thread

    held = Event()

    def other() -> None:
        with hold(database.with_suffix(".lock")):
            held.set()
            time.sleep(0.3)

    thread = Thread(target=other)
    thread.start()
    held.wait()
    assert site.build(request=Request(wait=60)).written == ()
    thread.join()
