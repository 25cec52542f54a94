"""Judge the files beside a database from which SQLite takes changes: it is given only those that feeds can have left.

A journal can do more than spoil a database: SQLite removes the file that a journal names as the one of a transaction
over several databases, wherever that lies. Nothing in feeds has such transactions.
"""

import os
import stat
from contextlib import suppress
from pathlib import Path

from feeds.core import safe_files
from feeds.core.errors import passes
from feeds.core.progress import Warn

_SUFFIXES = ("-journal", "-wal", "-shm")
_MAGIC = bytes.fromhex("d9d505f920a163d7")
"""How a journal begins, and ends if it names another file (SQLite, Database File Format, section 3)."""

_HEAD, _CHUNK = 100, 1 << 20

_VERSIONS = {1, 2}
"""The versions of the file format (section 1.3.3)."""


def of(database: Path) -> list[Path]:
    """Return where SQLite may look for changes that are not in the database yet."""
    return [database.with_name(database.name + suffix) for suffix in _SUFFIXES]


def planted(database: Path) -> list[Path]:
    """Return those of these files that exist, and that feeds has not left. Raises OSError.

    Those of feeds belong to this user, or to the one that the database belongs to.
    """
    owners = {os.geteuid(), *(status.st_uid for status in [_status(database)] if status)}
    return [path for path in of(database) if (status := _status(path)) and _is_planted(path, status, owners)]


def secure(database: Path, warn: Warn) -> None:
    """Make a database that may be opened, a private file: what is planted in its place or beside it is removed.

    One that has another name as well (a hard link) is replaced by a copy, so that no other file is written to. `warn`
    is told of what is removed. Raises OSError, for a folder in the place of a file among others.
    """
    if safe_files.remove_irregular(database):
        warn(f"{database}: it was not a regular file, and is removed")
    for path in planted(database):
        path.unlink()
        warn(f"{path}: no build has left it there, and it is removed")
    status = _status(database)
    if status and stat.S_ISREG(status.st_mode) and status.st_nlink != 1:
        if not _is_worth_a_copy(database, status):
            remove(database)
            warn(f"{database}: it was a file that has another name, and is removed")
        else:
            _copy(database)
    try:
        safe_files.make_private(database)
    except PermissionError:
        if status is None or _is_owners(database, status):
            raise
        remove(database)
        safe_files.make_private(database)
        warn(f"{database}: it is of another user and cannot be used, and is removed")


def fault(database: Path) -> str | None:
    """Return what no build can have left of a database or beside it; None for nothing. Raises OSError.

    SQLite leaves bytes alone that are behind its pages (Database File Format, section 1.3): they would be read and
    copied for ever.
    """
    found = planted(database)
    if found:
        return f"no build has left {found[0].name}"
    if any(_status(path) for path in of(database)):  # a transaction may not be over
        return None
    with os.fdopen(safe_files.open_regular(database), "rb") as file:
        head = file.read(_HEAD)
        size = os.fstat(file.fileno()).st_size
    if len(head) == _HEAD and not {head[18], head[19]} <= _VERSIONS:  # SQLite would read it, and never write to it
        return "its format is of another version"
    page = int.from_bytes(head[16:18])
    is_longer = len(head) == _HEAD and size > int.from_bytes(head[28:32]) * (page if page > 1 else 65_536)
    return "it is longer than its pages" if is_longer else None


def may_be_opened(database: Path) -> bool:
    """Say whether a database can be read as it is: it is a regular file of an owner, and nothing is planted beside it.

    Raises OSError where nobody can tell for a moment.
    """
    try:
        status = _status(database)
        is_file = status is not None and stat.S_ISREG(status.st_mode) and _is_owners(database, status)
        return is_file and not planted(database)
    except OSError as error:
        if passes(error):
            raise
        return False


def is_of_others(database: Path) -> bool:
    """Say whether a database that exists belongs to neither this user nor the owner of its folder. Raises OSError."""
    status = _status(database)
    return status is not None and not _is_owners(database, status)


def is_foreign(database: Path) -> bool:
    """Say whether a database that exists is most likely none of this user's, by its owner and its length.

    A file with holes may be of any length, and reading it takes as long. Raises OSError.
    """
    status = _status(database)
    return status is not None and (not _is_owners(database, status) or _is_hollow(status))


def require_readable(database: Path) -> None:
    """See that a database can be read, if there is one: what only has its name, and is not opened, is none.

    Raises OSError. SQLite does not say why it cannot open a file.
    """
    with suppress(FileNotFoundError, safe_files.NotRegularFileError):
        os.close(safe_files.open_regular(database))


def remove(database: Path) -> None:
    """Remove a database, and the files beside it. Raises OSError."""
    for path in (database, *of(database)):
        path.unlink(missing_ok=True)


def _is_worth_a_copy(database: Path, status: os.stat_result) -> bool:
    """Say whether a database may be one of this user's: it is as long as its pages, and these are on the disk."""
    if not _is_owners(database, status) or _is_hollow(status):
        return False
    return not any(_status(path) for path in of(database)) and not fault(database)


def _is_owners(database: Path, status: os.stat_result) -> bool:
    """Say whether a database belongs to this user or to the owner of its folder."""
    return status.st_uid in safe_files.owners(database.parent)


def _is_hollow(status: os.stat_result) -> bool:
    """Say whether less of a file than any file system compresses it to is on the disk."""
    return status.st_blocks * 512 < status.st_size // 10


def _copy(database: Path) -> None:
    """Replace a database by a copy of it, whole or not at all. Raises OSError."""
    with os.fdopen(safe_files.open_regular(database), "rb") as source, safe_files.replacing(database) as target:
        while chunk := source.read(_CHUNK):
            safe_files.write_all(target, chunk)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.lstat()
    except FileNotFoundError:
        return None


def _is_planted(path: Path, status: os.stat_result, owners: set[int]) -> bool:
    if not stat.S_ISREG(status.st_mode) or status.st_uid not in owners or status.st_nlink != 1:
        return True
    try:
        descriptor = safe_files.open_regular(path)
    except FileNotFoundError:  # another process of ours has ended its transaction
        return False
    with os.fdopen(descriptor, "rb") as file:
        file.seek(max(0, status.st_size - len(_MAGIC)))
        return file.read(len(_MAGIC)) == _MAGIC
