"""The SQLite database of an output, which holds the index and the state: opened, checked and sealed.

A seal beside the database holds its size and times after the last commit and, once a build has ended, a checksum of its
bytes. One that matches is trusted. If only the bytes differ, the disk has lost some, and the database is begun anew. If
the times differ, something else has written to it: it is checked, and only the state is kept, since the index can be
made again from the articles. The bytes are read while the build looks for what has changed: before it changes anything
itself, it asks whether the database is sound.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from hashlib import blake2s
from pathlib import Path
from typing import NamedTuple

from feeds.core import database_locks, safe_files, side_files
from feeds.core.damage import WRONG_DATA, DamagedError, is_damage, is_whole, require_damage
from feeds.core.decoding import UNDECODABLE
from feeds.core.errors import BusyError, OutputError
from feeds.core.progress import Warn
from feeds.index import memory, seal
from feeds.index.schema import APPLICATION, INDEX_TABLES, STATEMENTS, VERSION, state_checksum
from feeds.index.seal import Seal

CACHE_KIB, SMALL_CACHE_KIB = 8_192, 2_048
"""What SQLite may keep in memory of a database: while it changes, and while hardly anything is looked at twice."""

_BUSY_SECONDS = 10
_LOCKED = "the state is locked: a build is just saving it, or another program holds it; try again"


class Database:
    """An open database. Nothing is kept before `commit`; leaving it open takes everything back."""

    def __init__(self, db: sqlite3.Connection, place: Path | None, check: seal.Check | None = None) -> None:
        self.db = db
        self.has_changed = False
        self._check = check
        self.place = place
        """Where the file lies; None for a copy that goes away."""
        self._kept = db.total_changes
        self._needless: list[Path] = []

    @property
    def is_changed(self) -> bool:
        """Say whether anything was changed since the database was opened, whether that is kept yet or not."""
        return self.has_changed or self.db.total_changes != self._kept

    def require_sound(self) -> None:
        """Wait until it is known that the file is as a build left it: to be called before much is changed.

        Raises DamagedError if it is not.
        """
        if self._check is None:
            return
        if self._check.verdict() is not Seal.VALID:
            raise DamagedError("its bytes have changed on the disk")
        self._check = None
        self.db.execute("PRAGMA cache_spill = ON")

    def keep_less_in_memory(self) -> None:
        """Let go of what was read and changed, and keep little from now on."""
        self.db.execute(f"PRAGMA cache_size = -{SMALL_CACHE_KIB}")
        self.db.execute("PRAGMA shrink_memory")

    def commit(self) -> None:
        """Keep what was changed, and seal it. Raises OutputError where it cannot be written."""
        if not self.db.in_transaction:
            return

        self.require_sound()
        if self.db.total_changes == self._kept:
            self.db.execute("ROLLBACK")
        else:
            self.set("state", state_checksum(self.db))
            database_locks.execute(self.db, "COMMIT", _BUSY_SECONDS)
            self.has_changed = True
            if self.place is not None:
                seal.write(self.place)
        self._kept = self.db.total_changes
        database_locks.execute(self.db, "BEGIN IMMEDIATE", _BUSY_SECONDS)

        while self._needless:
            with suppress(OSError):
                self._needless.pop().unlink()

    def remove_with_commit(self, file: Path) -> None:
        """Remove a file after the next commit, which keeps what is in it; that of a copy keeps nothing."""
        if self.place is not None:
            self._needless.append(file)

    def get(self, key: str) -> bytes | int | None:
        """Return a value that `set` put; None where there is none."""
        row = self.db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def set(self, key: str, value: bytes | int) -> None:
        """Put a value, if it is another than before."""
        if self.get(key) != value:
            self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def forget_index(self) -> None:
        """Forget everything about the articles, and nothing about the feeds.

        What was published is put aside while the database is open, to be compared with what is found.
        """
        self.require_sound()
        memory.keep_all(self.db)
        for table in INDEX_TABLES:
            self.db.execute(f"DELETE FROM {table}")
        of_feeds = "'served', 'output', 'sorted', 'unfinished', 'no news'"
        self.db.execute(f"DELETE FROM meta WHERE key NOT IN ({of_feeds})")


def database_path(state_dir: Path, output: Path) -> Path:
    """Return where the state of an output folder lies: each has its own, and moves with the two folders."""
    folder = output.resolve()
    relative = os.fsencode(os.path.relpath(folder, state_dir.resolve()))
    return state_dir / f"{folder.name or 'output'}-{blake2s(relative, digest_size=4).hexdigest()}.sqlite"


@contextmanager
def open_database(place: Path, warn: Warn, *, scratch: bool = False) -> Iterator[Database]:
    """Open the database, made if it is missing, for the time of the body.

    One that is damaged, foreign or of another version is begun anew, and `warn` is told. With `scratch` the body gets a
    copy that goes away with it. Raises OutputError if the file cannot be read or written, DamagedError if damage shows
    only in the body, and BusyError if another process has locked it before anything was kept in it.
    """
    is_trusted = True
    database = None
    try:
        with ExitStack() as stack:
            opened = _open_copy(place, warn) if scratch else _open(place, warn, stack)
            is_trusted = opened.is_trusted
            database = Database(stack.enter_context(closing(opened.db)), None if scratch else place, opened.check)
            try:
                yield database
            except Exception:
                database.require_sound()  # what damage leads to is no error of its own
                raise
        if database.has_changed and not scratch:
            seal.write(place, with_checksum=True)
    except UNDECODABLE as error:  # a sound one may be of another release
        raise DamagedError(f"{place}: the state holds what no build has put there: {error}") from error
    except sqlite3.Error as error:
        if is_damage(error):
            require_damage(place, error)
            raise DamagedError(f"{place}: the state is damaged: {error}") from error
        if database_locks.is_locked(error) and not (database and database.has_changed):
            raise BusyError(f"{place}: {_LOCKED}") from error
        raise OutputError(f"{place}: the state cannot be read or written: {error}") from error
    except WRONG_DATA as error:
        if is_trusted:
            raise
        raise DamagedError(f"{place}: the state holds what no build has put there: {error}") from error


def discard(place: Path) -> None:
    """Remove a database and what belongs to it. Raises OutputError if that is not possible."""
    try:
        side_files.remove(place)
        seal.path_of(place).unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{place}: the state cannot be removed: {error.strerror}") from error


class _Opened(NamedTuple):
    """A connection with an open transaction; `is_trusted` is false if another than a build may have made its rows."""

    db: sqlite3.Connection
    is_trusted: bool
    check: seal.Check | None = None


def _open(place: Path, warn: Warn, stack: ExitStack) -> _Opened:
    """Open the database itself, begun anew if it cannot be used; what checks it is closed with a stack."""
    try:
        side_files.secure(place, warn)
    except OSError as error:
        path, reason = error.filename or place, safe_files.reason(error)
        raise OutputError(f"{path}: the state cannot be read or written: {reason}") from error
    check = stack.enter_context(closing(seal.Check(place)))
    try:
        if fault := side_files.fault(place):
            raise DamagedError(fault)
        if any(path.exists() for path in side_files.of(place)):  # from which SQLite is about to change the file
            check.verdict()
        opened = _prepare(str(place), check.known or Seal.VALID)
    except Exception as error:
        if not is_damage(error):
            raise
        require_damage(place, error)
        warn(f"{place}: the state cannot be used and is begun anew: {error}")
    else:
        if check.known is not None:
            return opened
        opened.db.execute("PRAGMA cache_spill = OFF")
        return opened._replace(check=check)
    discard(place)
    safe_files.make_private(place)
    return _prepare(str(place), Seal.VALID)


def _open_copy(place: Path, warn: Warn) -> _Opened:
    """Open a copy that goes away with its connection, of nothing if the database cannot be used."""
    try:
        side_files.require_readable(place)
    except OSError as error:
        raise OutputError(f"{place}: the state cannot be read: {error.strerror}") from error
    try:
        if safe_files.is_regular(place):
            if fault := side_files.fault(place):
                raise DamagedError(fault)
            found = seal.check(place)
            with closing(_connect(f"{place.absolute().as_uri()}?mode=ro")) as source:
                return _prepare("", found, source)
    except Exception as error:
        if database_locks.is_locked(error) or not (isinstance(error, sqlite3.Error) or is_damage(error)):
            raise
        if is_damage(error):
            warn(f"{place}: the state cannot be used: {error}")
    return _prepare("", Seal.VALID)


def _connect(name: str) -> sqlite3.Connection:
    return sqlite3.connect(name, timeout=_BUSY_SECONDS, isolation_level=None, uri=True)


def _prepare(name: str, found: Seal, source: sqlite3.Connection | None = None) -> _Opened:
    """Connect to a database, with a copy of `source` in it, make it ready and begin a transaction."""
    db = _connect(name)
    try:
        if source is not None:
            source.execute("BEGIN")  # and the read lock, for which a backup would wait for ever
            database_locks.execute(source, "SELECT count(*) FROM sqlite_master", _BUSY_SECONDS).fetchone()
            source.backup(db)
        return _Opened(db, is_trusted=_check(db, found))
    except BaseException:
        db.close()
        raise


def _check(db: sqlite3.Connection, found: Seal) -> bool:
    """Make the tables of a new database, or see that an old one is sound; return whether its rows can be trusted."""
    database_locks.execute(db, "SELECT count(*) FROM sqlite_master", _BUSY_SECONDS)  # as the next statements wait, too
    db.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("PRAGMA temp_store = MEMORY")
    database_locks.execute(db, "BEGIN IMMEDIATE", _BUSY_SECONDS)  # or a change would wait for a lock
    db.execute("PRAGMA busy_timeout = 0")  # what does not fit into the cache stays in memory while others read
    schema = {sql for (sql,) in db.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")}
    if not schema:
        for statement in STATEMENTS:
            db.execute(statement)
        db.execute(f"PRAGMA application_id = {APPLICATION}")
        db.execute(f"PRAGMA user_version = {VERSION}")
        return True

    if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
        raise DamagedError("it is no database of feeds")
    if db.execute("PRAGMA user_version").fetchone()[0] != VERSION:
        raise DamagedError("it is of another version")
    if schema != set(STATEMENTS):  # a view or a trigger of another user's would run
        raise DamagedError("its tables are not those of a build")
    if found is Seal.BROKEN:
        raise DamagedError("its bytes have changed on the disk")
    if found is Seal.OTHER:
        _check_rows(db)
        Database(db, None).forget_index()
    return found is Seal.VALID


def _check_rows(db: sqlite3.Connection) -> None:
    """See that a database that something else may have changed is whole, and that its state is one that a build left.

    Raises DamagedError, or what wrong values raise.
    """
    if not is_whole(db):
        raise DamagedError("it is damaged")
    if Database(db, None).get("state") != state_checksum(db):
        raise DamagedError("it holds another state than a build has left")
