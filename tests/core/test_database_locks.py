"""Waiting for a database that another process has locked."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from feeds.core import database_locks


class _Counting(sqlite3.Connection):
    """A connection that notes for how long SQLite is to wait, and is interrupted at its third try."""

    timeouts: list[int]
    ends = True

    def execute(self, statement: str, *given: object) -> sqlite3.Cursor:
        if statement == "BEGIN IMMEDIATE":
            self.timeouts.append(super().execute("PRAGMA busy_timeout").fetchone()[0])
            if len(self.timeouts) == 3 and self.ends:
                raise KeyboardInterrupt
        return super().execute(statement, *given)  # type: ignore[arg-type]


@pytest.fixture
def other(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Return a connection to a database that holds a lock on it."""
    with closing(sqlite3.connect(tmp_path / "db", isolation_level=None)) as other:
        other.execute("CREATE TABLE one (a)")
        other.execute("BEGIN IMMEDIATE")
        yield other


@pytest.fixture
def db(tmp_path: Path, other: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> Iterator[_Counting]:
    """Return another connection to the same database, which waits no longer than a moment at a time."""
    monkeypatch.setattr(database_locks, "_STEP_MS", 1)
    with closing(sqlite3.connect(tmp_path / "db", timeout=7, isolation_level=None, factory=_Counting)) as db:
        db.timeouts = []
        yield db


def test_a_signal_ends_the_wait(db: _Counting) -> None:
    """SQLite waits for short steps, between which a signal is seen; other statements wait as before."""
    with pytest.raises(KeyboardInterrupt):
        database_locks.execute(db, "BEGIN IMMEDIATE", 100)
    assert db.timeouts == [1, 1, 1]
    assert db.execute("PRAGMA busy_timeout").fetchone() == (7000,)


def test_the_lock_is_waited_for_no_longer_than_said(db: _Counting, other: sqlite3.Connection) -> None:
    """The error of SQLite is raised then; once the lock is gone, the statement has its effect."""
    db.ends = False
    with pytest.raises(sqlite3.OperationalError) as raised:
        database_locks.execute(db, "BEGIN IMMEDIATE", 0)
    assert database_locks.is_locked(raised.value)
    other.execute("ROLLBACK")
    database_locks.execute(db, "BEGIN IMMEDIATE", 0)
    assert db.in_transaction
