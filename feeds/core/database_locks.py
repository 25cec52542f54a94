"""Wait for a database that another process has locked, so that a signal ends the wait.

SQLite itself waits without a look at signals.
"""

import sqlite3
import time

_STEP_MS = 200
"""Milliseconds for which SQLite waits at a time."""


def execute(db: sqlite3.Connection, statement: str, seconds: float) -> sqlite3.Cursor:
    """Execute a statement that takes a lock, and wait for that for some seconds. Raises sqlite3.Error, as SQLite does.

    One that fails for a lock has done nothing, and can be tried again. What SQLite waits for in other statements is as
    it was.
    """
    end = time.monotonic() + seconds
    (before,) = db.execute("PRAGMA busy_timeout").fetchone()
    db.execute(f"PRAGMA busy_timeout = {_STEP_MS}")
    try:
        while True:
            try:
                return db.execute(statement)
            except sqlite3.OperationalError as error:
                if not is_locked(error) or time.monotonic() >= end:
                    raise
    finally:
        db.execute(f"PRAGMA busy_timeout = {before}")


def is_locked(error: BaseException) -> bool:
    """Say whether an error is that another process has locked the database."""
    return isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
