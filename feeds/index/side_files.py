"""Judge the files beside a database from which SQLite takes changes: it is given only those that a build can have left.

A journal can do more than spoil a database: SQLite removes the file that a journal names as the one of a transaction
over several databases, wherever that lies. Builds have no such transactions.
"""

import os
import stat
from pathlib import Path

from feeds.core import safe_files

_SUFFIXES = ("-journal", "-wal", "-shm")
_MAGIC = bytes.fromhex("d9d505f920a163d7")
"""How a journal begins, and ends if it names another file (SQLite, Database File Format, section 3)."""


def of(database: Path) -> list[Path]:
    """Return where SQLite may look for changes that are not in the database yet."""
    return [database.with_name(database.name + suffix) for suffix in _SUFFIXES]


def planted(database: Path) -> list[Path]:
    """Return those of these files that exist, and that no build has left. Raises OSError.

    A build's belong to this user, or to the one that the database belongs to.
    """
    owners = {os.geteuid(), *(status.st_uid for status in [_status(database)] if status)}
    return [path for path in of(database) if (status := _status(path)) and _is_planted(path, status, owners)]


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.lstat()
    except FileNotFoundError:
        return None


def _is_planted(path: Path, status: os.stat_result, owners: set[int]) -> bool:
    if not stat.S_ISREG(status.st_mode) or status.st_uid not in owners or status.st_nlink != 1:
        return True
    with os.fdopen(safe_files.open_regular(path), "rb") as file:
        file.seek(max(0, status.st_size - len(_MAGIC)))
        return file.read(len(_MAGIC)) == _MAGIC
