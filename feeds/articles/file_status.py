"""Look at files of a site that articles name, without following links out of it."""

import errno
import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from feeds.core.errors import passes
from feeds.core.real_paths import real_path

_BITS = 2**63 - 1

_OPEN_AS_PATH: int | None = os.O_PATH | os.O_CLOEXEC if hasattr(os, "O_PATH") else None
"""Opens whatever is there without doing anything to it (open(2)); Linux alone can."""

UNREADABLE = -1
"""Stands for the mtime of a file that its permissions, say, keep from being read: with these its mtime stays."""


class FileStatus(NamedTuple):
    """A file that was found: its path without links, its size in bytes, and its mtime in ns since 1970."""

    path: Path
    size: int
    mtime: int


def status_below(root: Path | None, name: str, apart: Sequence[Path] = ()) -> FileStatus | None:
    """Return the status of a regular file below a folder; None if there is none, or it lies elsewhere or is hidden.

    What lies in the folders `apart`, which have no links in their paths, is elsewhere, too. Raises OSError for a file
    that is behind too many links, or too long ones, and where nobody can tell for a moment.
    """
    if root is None or "/." in f"/{name}":
        return None
    try:
        folder = root.resolve()
        real = real_path(folder / name)
    except ValueError:  # a name that no file can have
        return None
    if real is None:
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), name)
    path = Path(real)
    try:
        is_here = path.is_relative_to(folder) and not any(map(path.is_relative_to, apart))
        status = path.stat() if is_here else None
    except (OSError, ValueError) as error:
        if passes(error):
            raise
        return None
    if status is None or not stat.S_ISREG(status.st_mode):
        return None
    return FileStatus(path, status.st_size, status.st_mtime_ns & _BITS)


def is_surely_none(root: Path, name: str) -> bool:
    """Say whether what a name leads to is no file below a folder for certain, by asking the system where it is.

    To follow its links in Python, as `status_below` does, takes a hundred times as long.
    """
    try:
        there, folder = _whereabouts(root / name), _whereabouts(root)
    except (OSError, ValueError):
        return False
    if there is None or folder is None:
        return False
    return not stat.S_ISREG(there.mode) or not there.path.is_relative_to(folder.path)


class _Place(NamedTuple):
    path: Path
    mode: int


def _whereabouts(path: Path) -> _Place | None:
    """Return the path without links, and the mode, of what a path leads to; None where the system does not tell."""
    if _OPEN_AS_PATH is None:
        return None
    descriptor = os.open(path, _OPEN_AS_PATH)
    try:
        real = Path(f"/proc/self/fd/{descriptor}").readlink()
        return _Place(real, os.fstat(descriptor).st_mode) if real.is_absolute() else None
    finally:
        os.close(descriptor)
