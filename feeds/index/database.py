"""The file in which builds remember: an SQLite database for each output, opened, checked and sealed.

A seal beside the database says how the file looked after its last commit. A database that something else has changed
since is checked, and of what it holds only the memory of feeds is kept: everything else can be read again.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from hashlib import blake2s
from pathlib import Path

import msgspec

from feeds.core.errors import OutputError

APPLICATION, VERSION = 0x66656564, 4
"""Mark a database as one of ours (SQLite, PRAGMA application_id), and its layout; another one is begun anew."""

CACHE_KIB = 32_768
_BUSY_SECONDS = 10
_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISMATCH}

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;

CREATE TABLE folders (id INTEGER PRIMARY KEY, source INTEGER, path BLOB, signature BLOB, UNIQUE (source, path));
CREATE TABLE articles (
    id INTEGER PRIMARY KEY, folder INTEGER, name BLOB, why TEXT, published INTEGER, item_id TEXT,
    link_key INTEGER, id_key INTEGER, duplicate_of INTEGER, groups BLOB, UNIQUE (folder, name)
);
CREATE INDEX articles_by_link ON articles (link_key) WHERE why IS NULL;
CREATE INDEX articles_by_id ON articles (id_key) WHERE why IS NULL;
CREATE INDEX articles_by_duplicate_of ON articles (duplicate_of) WHERE duplicate_of IS NOT NULL;
CREATE TABLE records (article INTEGER PRIMARY KEY, record BLOB);
CREATE TABLE problems (article INTEGER, line INTEGER, severity TEXT, message TEXT);
CREATE INDEX problems_by_article ON problems (article);
CREATE TABLE image_files (article INTEGER, root INTEGER, name TEXT, size INTEGER);
CREATE INDEX image_files_by_article ON image_files (article);
CREATE TABLE groups (
    id INTEGER PRIMARY KEY, kind TEXT, topic TEXT, provider TEXT, label TEXT, UNIQUE (kind, topic, provider)
);
CREATE TABLE members (
    grp INTEGER, published INTEGER, article INTEGER, PRIMARY KEY (grp, published, article)
) WITHOUT ROWID;

CREATE TABLE feeds (folder TEXT PRIMARY KEY, record BLOB) WITHOUT ROWID;
CREATE TABLE files (document TEXT PRIMARY KEY, asked INTEGER, stale INTEGER, size INTEGER, mtime INTEGER) WITHOUT ROWID;
CREATE TABLE compressed (name TEXT PRIMARY KEY, size INTEGER, mtime INTEGER) WITHOUT ROWID;
"""
INDEX_TABLES = ("folders", "articles", "records", "problems", "image_files", "groups", "members")
"""The tables that are made from the articles alone."""


class DamagedError(OutputError):
    """The database is not what a build left; the text says why."""


DAMAGE_ERRORS = (DamagedError, sqlite3.DatabaseError, msgspec.MsgspecError)
"""What reading a damaged database may raise before `open_database` makes a DamagedError of it."""


class Database:
    """An open database. Nothing is kept before `commit`; leaving it open takes everything back."""

    def __init__(self, db: sqlite3.Connection, place: Path | None) -> None:
        self.db = db
        self._place = place
        self._kept = db.total_changes

    def commit(self) -> None:
        """Keep what was changed, and seal it. Raises OutputError where it cannot be written."""
        if not self.db.in_transaction:
            return
        if self.db.total_changes == self._kept:
            self.db.execute("ROLLBACK")
        else:
            self.db.execute("COMMIT")
            if self._place is not None:
                _seal(self._place)
        self._kept = self.db.total_changes
        self.db.execute("BEGIN")

    def get(self, key: str) -> bytes | int | None:
        """Return a value that `set` put; None where there is none."""
        row = self.db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def set(self, key: str, value: bytes | int) -> None:
        """Put a value, if it is another than before."""
        if self.get(key) != value:
            self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def forget_index(self) -> None:
        """Forget everything about the articles, and nothing about the feeds."""
        for table in INDEX_TABLES:
            self.db.execute(f"DELETE FROM {table}")
        self.db.execute("DELETE FROM meta")


def database_path(state_dir: Path, output: Path) -> Path:
    """Return where the state of an output folder lies: each has its own, and moves with the two folders."""
    folder = output.resolve()
    relative = os.fsencode(os.path.relpath(folder, state_dir.resolve()))
    return state_dir / f"{folder.name or 'output'}-{blake2s(relative, digest_size=4).hexdigest()}.sqlite"


@contextmanager
def open_database(place: Path, warn: Callable[[str], None], *, scratch: bool = False) -> Iterator[Database]:
    """Open the database, made where it is missing, for the time of the body.

    One that is damaged, foreign or of another version is begun anew, and `warn` is told. With `scratch` the body gets a
    copy that goes away with it. Raises OutputError where the file cannot be read or written.
    """
    try:
        with closing(_connect(place, warn, scratch=scratch)) as db:
            yield Database(db, None if scratch else place)
    except msgspec.MsgspecError as error:
        raise DamagedError(f"{place}: the state holds what no build has put there: {error}") from error
    except sqlite3.Error as error:
        if _is_damage(error):
            raise DamagedError(f"{place}: the state is damaged: {error}") from error
        raise OutputError(f"{place}: the state cannot be read or written: {error}") from error


def discard(place: Path) -> None:
    """Remove a database and what belongs to it. Raises OutputError where that is not possible."""
    try:
        for path in (place, _journal_of(place), _seal_of(place)):
            path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{place}: the state cannot be removed: {error.strerror}") from error


def _connect(place: Path, warn: Callable[[str], None], *, scratch: bool) -> sqlite3.Connection:
    try:
        return _checked(_copy(place) if scratch else _database(str(place)), place)
    except (DamagedError, sqlite3.DatabaseError) as error:
        is_damage = isinstance(error, DamagedError) or _is_damage(error)
        if not is_damage and not scratch:
            raise
        if is_damage:  # else another build is at work, and nobody has to know
            warn(f"{place}: the state cannot be used{'' if scratch else ' and is begun anew'}: {error}")
    if not scratch:
        discard(place)
    return _checked(_database("" if scratch else str(place)), place)


def _is_damage(error: sqlite3.Error) -> bool:
    """Tell damage from what may pass; errors of Python's own, such as text that is no UTF-8, have no code."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF in _DAMAGE


def _database(name: str) -> sqlite3.Connection:
    return sqlite3.connect(name, timeout=_BUSY_SECONDS, isolation_level=None, uri=True)


def _copy(place: Path) -> sqlite3.Connection:
    """Return a copy that goes away with its connection."""
    copy = _database("")
    try:
        if place.is_file():
            with closing(_database(f"{place.absolute().as_uri()}?mode=ro")) as source:
                # Taking the read lock first fails after a while where a build holds on to it; a backup waits for ever.
                source.execute("BEGIN")
                source.execute("SELECT count(*) FROM sqlite_master").fetchone()
                source.backup(copy)
    except BaseException:
        copy.close()
        raise
    return copy


def _checked(db: sqlite3.Connection, place: Path) -> sqlite3.Connection:
    try:
        _check(db, place)
    except BaseException:
        db.close()
        raise
    return db


def _check(db: sqlite3.Connection, place: Path) -> None:
    """Make the tables of a new database, or see that an old one is sound; a transaction is open then."""
    db.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("PRAGMA temp_store = MEMORY")
    db.execute("BEGIN")
    if not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        for statement in filter(str.strip, _SCHEMA.split(";")):
            db.execute(statement)
        db.execute(f"PRAGMA application_id = {APPLICATION}")
        db.execute(f"PRAGMA user_version = {VERSION}")
        return
    if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
        raise DamagedError("it is no database of feeds")
    if db.execute("PRAGMA user_version").fetchone()[0] != VERSION:
        raise DamagedError("it is of another version")
    if not _is_sealed(place):
        found = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if found != "ok":
            raise DamagedError("it is damaged")
        Database(db, None).forget_index()


def _seal(place: Path) -> None:
    try:
        _seal_of(place).write_text(_signature(place), encoding="ascii")
    except OSError as error:
        raise OutputError(f"{_seal_of(place)}: the state cannot be written: {error.strerror}") from error


def _is_sealed(place: Path) -> bool:
    with suppress(OSError, ValueError):
        return _seal_of(place).read_text(encoding="ascii") == _signature(place)
    return False


def _signature(place: Path) -> str:
    status = place.stat()
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}\n"


def _seal_of(place: Path) -> Path:
    return place.with_suffix(".seal")


def _journal_of(place: Path) -> Path:
    return place.with_name(f"{place.name}-journal")
