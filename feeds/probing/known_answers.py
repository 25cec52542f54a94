"""Read the answers of the network as builds do, while probes may write them."""

import errno
import os
import sqlite3
import threading
from pathlib import Path

from feeds.core import database_locks, side_files
from feeds.core.damage import is_damage, require_damage
from feeds.core.decoding import UNDECODABLE
from feeds.core.errors import OutputError, passes
from feeds.probing.answers import BUSY_SECONDS, WHAT, Stamped, is_ours
from feeds.probing.records import decoded

_PASSING = frozenset(
    {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM}
)
"""What SQLite fails with where it may not a moment later."""


class KnownAnswers:
    """The answers as a build reads them: never changed, and none where they are damaged, or no database of ours.

    A probe that begins anew what is damaged says so; a build goes on without the answers. Where they cannot be read
    now, OSError is raised: what an article shows without them would stay.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db = _opened(path) if side_files.may_be_opened(path) else None

    def latest(self) -> int:
        """Return the stamp of the last change; 0 if there is none."""
        rows = self._rows("SELECT max(stamp) FROM answers WHERE typeof(stamp) = 'integer'")
        return (rows[0][0] if rows else None) or 0

    def stamps(self) -> dict[str, int]:
        """Return the stamp of each answer by its address."""
        return dict(self._rows("SELECT url, stamp FROM answers WHERE typeof(stamp) = 'integer'"))

    def get(self, url: str) -> Stamped | None:
        """Return the answer about an address; None if there is none."""
        query = "SELECT stamp, record FROM answers WHERE url = ? AND typeof(stamp) = 'integer'"
        for stamp, record in self._rows(query, url):
            try:
                return Stamped(stamp, decoded(record, url))
            except (*UNDECODABLE, TypeError):
                return None
        return None

    def _rows(self, query: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]
        try:
            return self._db.execute(query, values).fetchall() if self._db else []
        except (sqlite3.Error, UnicodeDecodeError) as error:  # the latter of a message, where the database is damaged
            _require_unusable(self._path, error)
            return []


def _opened(path: Path) -> sqlite3.Connection | None:
    """Return a connection to a database of answers that exists; None where it is not one of ours.

    Raises OSError where it cannot be read now.
    """
    # Open for writing, or what a killed probe left half done could not be taken back.
    name = f"{path.absolute().as_uri()}?mode=rw"
    db = None
    try:
        db = sqlite3.connect(name, timeout=BUSY_SECONDS, isolation_level=None, uri=True)
        database_locks.execute(db, "SELECT count(*) FROM sqlite_master", BUSY_SECONDS)
        if is_ours(db):
            return db
    except (sqlite3.Error, UnicodeDecodeError) as error:
        if db:
            db.close()
        _require_unusable(path, error)
        return None
    db.close()
    return None


def _require_unusable(path: Path, error: Exception) -> None:
    """Raise OSError where the answers cannot be read now, and most likely can later."""
    try:
        if is_damage(error):
            require_damage(path, error, WHAT)
            return
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _PASSING:
            return
        side_files.require_readable(path)
    except OutputError:
        pass
    except OSError as unread:
        if not passes(unread):
            return
    raise OSError(errno.EIO, f"{WHAT} cannot be read now: {error}", os.fspath(path)) from error


def known_answers(path: Path) -> KnownAnswers:
    """Return the answers at a path for this thread: a connection must not be shared with another, or with a child."""
    asked = (path, os.getpid(), path.stat().st_ino)
    if getattr(_of_thread, "asked", None) != asked:
        _of_thread.known, _of_thread.asked = KnownAnswers(path), asked
    known: KnownAnswers = _of_thread.known
    return known


_of_thread = threading.local()
"""The answers that a thread reads: SQLite lets no thread use the connection of another."""
