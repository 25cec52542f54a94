"""The database of answers: what the network said of each address, and when it is asked again.

It lies beside the databases of the outputs, and outlives `--full`. Each answer has a stamp, which grows with every
change of what a feed shows, so that a build finds what has changed since. A killed process leaves whole answers.
"""

import errno
import os
import sqlite3
import threading
import time
from collections.abc import Collection, Container, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from feeds.core import database_locks, safe_files, side_files
from feeds.core.damage import is_damage, is_whole, require_damage
from feeds.core.decoding import UNDECODABLE
from feeds.core.errors import OutputError, passes
from feeds.core.limits import MAX_INTEGER
from feeds.core.progress import Warn
from feeds.probing.records import Answer, Kind, decoded, encoded, is_possible

APPLICATION, VERSION = 0x66656561, 1
"""Mark a database as one of ours (SQLite, PRAGMA application_id), and its layout; another one is begun anew."""

_BUSY_SECONDS = 30
_WHAT = "the answers of the network"
_PASSING = frozenset(
    {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM}
)
_SCHEMA = """
CREATE TABLE answers (url TEXT PRIMARY KEY, stamp INTEGER, due INTEGER, record BLOB) WITHOUT ROWID;
CREATE INDEX answers_by_stamp ON answers (stamp);
CREATE TABLE hosts (host TEXT PRIMARY KEY, until INTEGER) WITHOUT ROWID;
"""

_STATEMENTS = [statement.strip() for statement in _SCHEMA.split(";") if statement.strip()]

_OF_OTHER_TYPES = (
    "SELECT count(*) FROM answers WHERE typeof(url) || typeof(stamp) || typeof(due) || typeof(record)"
    " <> 'textintegerintegerblob'",
    "SELECT count(*) FROM hosts WHERE typeof(host) || typeof(until) <> 'textinteger'",
)
"""Count rows that hold values of other types, which SQLite does not mind."""


class Stamped(NamedTuple):
    """An answer and its stamp."""

    stamp: int
    answer: Answer


class Looked(NamedTuple):
    """An address whose answer was looked up, for what, whether the article tells all of it, and the answer's stamp."""

    url: str
    kind: Kind
    is_told: bool
    stamp: int | None


def answers_path(state_dir: Path) -> Path:
    """Return where the answers lie."""
    return state_dir / "answers.sqlite"


_KEPT = 365 * 86_400
"""Seconds for which an answer is kept that is due, and that nobody asks for."""

_LONGEST = 40 * 86_400
"""Seconds after which every address, and every host that was left alone, is asked again."""


class Answers:
    """An open database of answers, to be changed. Everything is kept at once, or at `put` all of its answers."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def get(self, url: str) -> Answer | None:
        """Return the answer about an address; None if it was never asked."""
        row = self._db.execute("SELECT record FROM answers WHERE url = ?", (url,)).fetchone()
        return decoded(row[0], url) if row else None

    def due(self, urls: Iterable[str], now: int, told: Container[str] = ()) -> Iterator[str]:
        """Yield those of the addresses that are to be asked, in their order, and then those that failed the last time.

        What is due later than any answer is was put off by a clock that was wrong. Of addresses that are not among
        those of which articles tell all, headers alone are not enough.
        """
        failed: list[str] = []
        for url in urls:
            row = self._db.execute("SELECT due, record FROM answers WHERE url = ?", (url,)).fetchone()
            if row is None:
                yield url
                continue
            known = decoded(row[1], url)
            if now < row[0] <= now + _LONGEST and (known.failures or not known.is_unread or url in told):
                continue
            if known.failures:
                failed.append(url)
            else:
                yield url
        yield from failed

    def put(self, found: Iterable[Answer]) -> None:
        """Keep answers, each in the place of an older one."""
        with _writing(self._db):
            latest = self._db.execute("SELECT max(stamp) FROM answers").fetchone()[0] or time.time_ns() // 1_000_000
            for answer in filter(is_possible, found):  # what could not be read back would cost all others
                row = self._db.execute("SELECT stamp, record FROM answers WHERE url = ?", (answer.url,)).fetchone()
                if row and decoded(row[1], answer.url).shown == answer.shown:
                    stamp = row[0]
                else:
                    latest = stamp = latest + 1
                record = (answer.url, stamp, answer.due, encoded(answer))
                self._db.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)", record)

    def forget(self, kept: Collection[str], now: int) -> None:
        """Forget the answers that were due a year ago or earlier, but for those of some addresses, and past pauses."""
        with _writing(self._db):
            self._db.execute("DELETE FROM hosts WHERE NOT (until > ? AND until <= ?)", (now, now + _LONGEST))
        query = "SELECT url FROM answers WHERE due < ? AND stamp < (SELECT max(stamp) FROM answers)"  # stamps only rise
        old = [(url,) for (url,) in self._db.execute(query, (now - _KEPT,)) if url not in kept]
        if old:
            with _writing(self._db):
                self._db.executemany("DELETE FROM answers WHERE url = ?", old)

    def put_off(self, host: str, until: int) -> None:
        """Ask nothing of a host until a time, as it has asked for."""
        with _writing(self._db):
            self._db.execute("INSERT OR REPLACE INTO hosts VALUES (?, ?)", (host, until))

    def hosts_put_off(self, now: int) -> dict[str, int]:
        """Return the hosts that are not to be asked now, and until when."""
        query = "SELECT host, until FROM hosts WHERE until > ? AND until <= ?"
        return dict(self._db.execute(query, (now, now + _LONGEST)).fetchall())


@contextmanager
def open_answers(path: Path, warn: Warn) -> Iterator[Answers]:
    """Open the database of answers, made if it is missing, for the time of the body.

    One that is damaged or foreign is begun anew, and what another user has planted there is removed; `warn` is told.
    Raises OutputError if it cannot be written.
    """
    try:
        side_files.secure(path, warn)
        try:
            db = _prepared(path)
        except (sqlite3.DatabaseError, *UNDECODABLE) as error:
            if isinstance(error, sqlite3.OperationalError) and hasattr(error, "sqlite_errorcode"):
                raise  # one without a code is Python's own, of a text that is no UTF-8
            require_damage(path, error, _WHAT)
            warn(f"{path}: {_WHAT} cannot be used, and are asked for anew: {error}")
            side_files.remove(path)
            side_files.secure(path, warn)
            db = _prepared(path)
        with closing(db):
            yield Answers(db)
    except sqlite3.Error as error:
        raise OutputError(f"{path}: {_WHAT} cannot be read or written: {error}") from error
    except OSError as error:
        place, reason = error.filename or path, safe_files.reason(error)
        raise OutputError(f"{place}: {_WHAT} cannot be kept: {reason}") from error


def _prepared(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
    try:
        if _is_new(db):
            with _writing(db):
                if _is_new(db):  # and no other process has just made it
                    for statement in _STATEMENTS:
                        db.execute(statement)
                    db.execute(f"PRAGMA application_id = {APPLICATION}")
                    db.execute(f"PRAGMA user_version = {VERSION}")
        if not _is_ours(db):
            raise sqlite3.DatabaseError("it is no database of answers, or of another version")
        if not is_whole(db):
            raise sqlite3.DatabaseError("it is damaged")
        if any(db.execute(query).fetchone()[0] for query in _OF_OTHER_TYPES):
            raise sqlite3.DatabaseError("it holds what no probe has put there")
        for url, stamp, due, record in db.execute("SELECT url, stamp, due, record FROM answers"):
            if decoded(record, url).due != due or not 0 < stamp <= MAX_INTEGER:
                raise sqlite3.DatabaseError("it holds what no probe has put there")
        db.execute("SELECT host FROM hosts").fetchall()
    except BaseException:
        db.close()
        raise
    return db


def _is_new(db: sqlite3.Connection) -> bool:
    return not database_locks.execute(db, "SELECT count(*) FROM sqlite_master", _BUSY_SECONDS).fetchone()[0]


def _is_ours(db: sqlite3.Connection) -> bool:
    """Say whether a database has our marks and tables, and nothing else: a view or a trigger of another's would run."""
    marks = tuple(db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version"))
    made = {sql for (sql,) in db.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")}
    return marks == (APPLICATION, VERSION) and made == set(_STATEMENTS)


@contextmanager
def _writing(db: sqlite3.Connection) -> Iterator[None]:
    database_locks.execute(db, "BEGIN IMMEDIATE", _BUSY_SECONDS)
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    database_locks.execute(db, "COMMIT", _BUSY_SECONDS)


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
    db = sqlite3.connect(name, timeout=_BUSY_SECONDS, isolation_level=None, uri=True)
    try:
        database_locks.execute(db, "SELECT count(*) FROM sqlite_master", _BUSY_SECONDS)
        if _is_ours(db):
            return db
    except (sqlite3.Error, UnicodeDecodeError) as error:
        db.close()
        _require_unusable(path, error)
    db.close()
    return None


def _require_unusable(path: Path, error: Exception) -> None:
    """Raise OSError where the answers cannot be read now, and most likely can later."""
    try:
        if is_damage(error):
            require_damage(path, error, _WHAT)
            return
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _PASSING:
            return
        side_files.require_readable(path)
    except OutputError:
        pass
    except OSError as unread:
        if not passes(unread):
            return
    raise OSError(errno.EIO, f"{_WHAT} cannot be read now: {error}", os.fspath(path)) from error


def known_answers(path: Path) -> KnownAnswers:
    """Return the answers at a path for this thread: a connection must not be shared with another, or with a child."""
    asked = (path, os.getpid(), path.stat().st_ino)
    if getattr(_of_thread, "asked", None) != asked:
        _of_thread.known, _of_thread.asked = KnownAnswers(path), asked
    known: KnownAnswers = _of_thread.known
    return known


_of_thread = threading.local()
"""The answers that a thread reads: SQLite lets no thread use the connection of another."""
