"""Tell a damaged database from one that cannot be read now."""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from feeds.core import safe_files, side_files
from feeds.core.decoding import UNDECODABLE
from feeds.core.errors import OutputError

_CHUNK = 1 << 20
_OF_BYTES = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_OF_ROWS = {sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_CONSTRAINT}
_DAMAGE = {sqlite3.SQLITE_ERROR} | _OF_BYTES | _OF_ROWS
WRONG_DATA = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)
"""What values raise that no build has put into the database."""


class DamagedError(OutputError):
    """The database is not what a build left; the text says why."""


DAMAGE_ERRORS = (DamagedError, sqlite3.DatabaseError, *UNDECODABLE, *WRONG_DATA)
"""What reading a damaged database may raise before `open_database` makes a DamagedError of it."""


def is_damage(error: Exception) -> bool:
    """Tell damage from what may pass; errors of Python's own, such as text that is no UTF-8, have no code."""
    if isinstance(error, sqlite3.Error):
        return _code(error, sqlite3.SQLITE_CORRUPT) in _DAMAGE
    return isinstance(error, (DamagedError, *UNDECODABLE, *WRONG_DATA))


def require_damage(place: Path, error: Exception, what: str = "the state") -> None:
    """Raise OutputError where a database is not damaged, although an error says so, but cannot be read.

    `what` is in it. SQLite calls a page malformed that the disk could not read, which may pass.
    """
    try:
        if side_files.is_foreign(place):
            return
        _read_through(place)
    except FileNotFoundError:
        return
    except OSError as unread:
        raise OutputError(f"{place}: {what} cannot be read: {safe_files.reason(unread)}") from error
    if isinstance(error, sqlite3.Error) and _code(error, 0) in _OF_BYTES and _is_whole_now(place):
        message = f"{what} could not be read, and can be now, so the disk had a fault: try again"
        raise OutputError(f"{place}: {message}") from error


def _read_through(place: Path) -> None:
    """Read a file from its beginning to its end, as SQLite reads. Raises OSError."""
    descriptor = safe_files.open_regular(place)
    try:
        position = 0
        while size := len(os.pread(descriptor, _CHUNK, position)):
            position += size
    finally:
        os.close(descriptor)


def _is_whole_now(place: Path) -> bool:
    name = f"{place.absolute().as_uri()}?mode=ro"
    with suppress(sqlite3.Error, *UNDECODABLE), closing(sqlite3.connect(name, uri=True)) as db:
        return is_whole(db)
    return False


def is_whole(db: sqlite3.Connection) -> bool:
    """Say whether SQLite finds no damage in a database: what it finds once only, the disk could not read then."""
    return any(db.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",) for _ in range(2))


def _code(error: sqlite3.Error, usual: int) -> int:
    return getattr(error, "sqlite_errorcode", usual) & 0xFF
