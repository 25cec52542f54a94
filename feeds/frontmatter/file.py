"""Read the bytes of a file that may be an article, or describes a topic, an organisation or a site."""

import errno
import os
import stat
import time
from pathlib import Path

from feeds.core.confines import Confines
from feeds.core.limits import MAX_FILE_BYTES
from feeds.core.safe_files import NotRegularFileError

_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY
"""A FIFO must not block, and what was no link when it was listed must not have become one."""

_NO_LINK = Confines()

_PAUSE = 0.02
"""Seconds between two attempts to open a file on which another program has a lease."""

_patience = {"seconds": 2.0}
"""How long this process still waits for such programs, whatever the number of files: they need not give way."""


class ForeignFileError(OSError):
    """A file belongs to another user, in a folder in which everybody has files."""


def read_bytes(path: Path | str | bytes, confines: Confines = _NO_LINK, owners: frozenset[int] | None = None) -> bytes:
    """Return the bytes of a file; of one that is longer than MAX_FILE_BYTES, enough to tell that.

    The file may be a link to one within the confines, and is that of one of the `owners`, if they are given. Raises
    StrayLinkError for any other link, ForeignFileError for a file of somebody else, NotRegularFileError for a FIFO, a
    device, a socket or a folder, or another OSError.
    """
    descriptor = _open(path, confines)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise NotRegularFileError(os.fsdecode(path), status.st_mode)
        if owners is not None and status.st_uid not in owners:
            raise ForeignFileError(errno.EPERM, "it belongs to another user", os.fsdecode(path))

        missing = MAX_FILE_BYTES + 1
        piece = os.read(descriptor, min(status.st_size + 1, missing))
        if len(piece) == status.st_size:  # as many as there are, though there was room for one more
            return piece
        pieces = []
        while piece:  # a short piece is not the end: an empty one is
            pieces.append(piece)
            missing -= len(piece)
            piece = os.read(descriptor, min(65_536, missing)) if missing > 0 else b""
        return b"".join(pieces)
    finally:
        os.close(descriptor)


def _open(path: Path | str | bytes, confines: Confines) -> int:
    """Open a file to read.

    A server of network shares may have a lease on it (fcntl(2), F_SETLEASE). The first attempt to open it makes the
    kernel ask for it back, which most often is a matter of milliseconds.
    """
    while True:
        try:
            return os.open(path, _FLAGS)
        except BlockingIOError:
            if _patience["seconds"] <= 0:
                raise
            _patience["seconds"] -= _PAUSE
            time.sleep(_PAUSE)
        except OSError as error:
            target = confines.target(path) if error.errno == errno.ELOOP else None
            if target in (None, os.fsdecode(path)):  # the links lead in a circle
                raise
            path = str(target)
