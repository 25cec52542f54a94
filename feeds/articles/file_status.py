"""Look at files of a site that articles name, without following links out of it."""

import errno
import os
import stat
from pathlib import Path
from typing import NamedTuple

from feeds.core.real_paths import real_path

_BITS = 2**63 - 1

UNREADABLE = -1
"""Stands for the mtime of a file that its permissions, say, keep from being read: with these its mtime stays."""


class FileStatus(NamedTuple):
    """A file that was found: its path without links, its size in bytes, and its mtime in ns since 1970."""

    path: Path
    size: int
    mtime: int


def status_below(root: Path | None, name: str) -> FileStatus | None:
    """Return the status of a regular file below a folder; None if there is none, or it lies elsewhere.

    Raises OSError for a file that is behind too many links, or too long ones.
    """
    if root is None:
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
        status = path.stat() if path.is_relative_to(folder) else None
    except (OSError, ValueError):
        return None
    if status is None or not stat.S_ISREG(status.st_mode):
        return None
    return FileStatus(path, status.st_size, status.st_mtime_ns & _BITS)


def mtime_elsewhere(root: Path | None, name: str) -> int | None:
    """Return the mtime of what a name leads to that `status_below` does not take for a file; None for nothing."""
    try:
        return (root / name).stat().st_mtime_ns & _BITS if root is not None else None
    except (OSError, ValueError):
        return None
