"""Read the bytes of a file that may be an article, or describes a topic, an organisation or a site."""

import os
import stat
from pathlib import Path

from feeds.core.limits import MAX_FILE_BYTES
from feeds.core.safe_files import NotRegularFileError

_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY
"""A FIFO must not block."""


def read_bytes(path: Path | bytes) -> bytes:
    """Return the bytes of a file; of one that is longer than MAX_FILE_BYTES, enough to tell that.

    The path may be a link. Raises NotRegularFileError for a FIFO, a device, a socket or a folder, or another OSError.
    """
    descriptor = os.open(path, _FLAGS)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise NotRegularFileError(os.fsdecode(path), status.st_mode)

        pieces = []
        missing = MAX_FILE_BYTES + 1
        size = min(status.st_size + 1, missing)
        while missing > 0 and (piece := os.read(descriptor, size)):  # a short piece is not the end: an empty one is
            pieces.append(piece)
            missing -= len(piece)
            size = min(65_536, missing)
        return b"".join(pieces)
    finally:
        os.close(descriptor)
