"""Tell a damaged database from one that cannot be read now."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from feeds.core.decoding import UNDECODABLE
from feeds.core.errors import OutputError

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
        return _code(error) in _DAMAGE
    return isinstance(error, (DamagedError, *UNDECODABLE, *WRONG_DATA))


def reads_now(place: Path, error: Exception) -> bool:
    """Say whether a database is whole of which SQLite has just said that it is not.

    It says so as well where the disk could not read a page, which may pass.
    """
    if not isinstance(error, sqlite3.Error) or _code(error) not in _OF_BYTES:
        return False
    name = f"{place.absolute().as_uri()}?mode=ro"
    with suppress(sqlite3.Error, *UNDECODABLE), closing(sqlite3.connect(name, uri=True)) as db:
        return bool(db.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",))
    return False


def _code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
