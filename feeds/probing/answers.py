"""The database of answers: what the network said of each address, and when it is asked again.

It lies beside the databases of the outputs, and outlives `--full`. Each answer has a stamp, which grows with every
change of what a feed shows, so that a build finds what has changed since. A killed process leaves whole answers.
"""

import sqlite3
import time
from collections.abc import Collection, Container, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from feeds.core import database_locks, safe_files, side_files
from feeds.core.damage import DamagedError, is_damage, is_whole, require_damage
from feeds.core.decoding import UNDECODABLE
from feeds.core.errors import OutputError
from feeds.core.limits import MAX_INTEGER
from feeds.core.progress import Warn
from feeds.probing.records import Answer, Kind, decoded, encoded, is_possible

APPLICATION, VERSION = 0x66656561, 1
"""Mark a database as one of ours (SQLite, PRAGMA application_id), and its layout; another one is begun anew."""

BUSY_SECONDS = 30
WHAT = "the answers of the network"
"""What messages call the database."""

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
        if side_files.is_of_others(path):
            warn(f"{path}: the answers are of another user, and are removed")
            side_files.remove(path)
        side_files.secure(path, warn)
        try:
            if fault := side_files.fault(path):
                raise DamagedError(fault)
            db = _prepared(path)
        except (sqlite3.DatabaseError, DamagedError, *UNDECODABLE) as error:
            if not is_damage(error):
                raise
            require_damage(path, error, WHAT)
            warn(f"{path}: {WHAT} cannot be used, and are asked for anew: {error}")
            side_files.remove(path)
            side_files.secure(path, warn)
            db = _prepared(path)
        with closing(db):
            yield Answers(db)
    except sqlite3.Error as error:
        raise OutputError(f"{path}: {WHAT} cannot be read or written: {error}") from error
    except OSError as error:
        place, reason = error.filename or path, safe_files.reason(error)
        raise OutputError(f"{place}: {WHAT} cannot be kept: {reason}") from error


def _prepared(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        if _is_new(db):
            with _writing(db):
                if _is_new(db):  # and no other process has just made it
                    for statement in _STATEMENTS:
                        db.execute(statement)
                    db.execute(f"PRAGMA application_id = {APPLICATION}")
                    db.execute(f"PRAGMA user_version = {VERSION}")
        if not is_ours(db):
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
    return not database_locks.execute(db, "SELECT count(*) FROM sqlite_master", BUSY_SECONDS).fetchone()[0]


def is_ours(db: sqlite3.Connection) -> bool:
    """Say whether a database has our marks and tables, and nothing else: a view or a trigger of another's would run."""
    marks = tuple(db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version"))
    made = {sql for (sql,) in db.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")}
    return marks == (APPLICATION, VERSION) and made == set(_STATEMENTS)


@contextmanager
def _writing(db: sqlite3.Connection) -> Iterator[None]:
    database_locks.execute(db, "BEGIN IMMEDIATE", BUSY_SECONDS)
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    database_locks.execute(db, "COMMIT", BUSY_SECONDS)
