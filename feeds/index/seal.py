"""The seal beside a database: what its file looked like after the last commit.

It holds size, times and inode and, once a build has ended, a CRC-32 of all bytes, which costs a few milliseconds for
each 10,000 articles. Bytes that a disk has lost do not change the times.
"""

import os
import zlib
from enum import Enum, auto
from pathlib import Path

from feeds.core import safe_files
from feeds.core.errors import OutputError

_CHUNK = 1 << 20
_MAX_SEAL = 200


class Seal(Enum):
    """What the seal says of a database."""

    VALID = auto()
    """It is as a build left it."""
    OTHER = auto()
    """Something else has written to it, or the build was ended before it was sealed."""
    BROKEN = auto()
    """Its bytes have changed although nothing has written to it."""


def write(database: Path, *, with_checksum: bool = False) -> None:
    """Seal a database as it is now. Raises OutputError if the seal cannot be written."""
    try:
        text = _look(database)
        if with_checksum:
            text += f" {_checksum(database):08x}"
        safe_files.replace_private(path_of(database), f"{text}\n".encode())
    except OSError as error:
        raise OutputError(f"{path_of(database)}: the state cannot be written: {safe_files.reason(error)}") from error


def check(database: Path) -> Seal:
    """Compare a database with its seal, before there is a connection: closing the file would take its locks away."""
    try:
        text = safe_files.read_regular(path_of(database), _MAX_SEAL).decode()
        *look, checksum = text.removesuffix("\n").split(" ")
        if text == f"{_look(database)}\n":
            return Seal.VALID
        if " ".join(look) != _look(database):
            return Seal.OTHER
        if int(checksum, 16) == _checksum(database):
            return Seal.VALID
        return Seal.BROKEN if " ".join(look) == _look(database) else Seal.OTHER  # a build may be writing just now
    except (OSError, ValueError):
        return Seal.OTHER


def path_of(database: Path) -> Path:
    """Return where the seal of a database lies."""
    return database.with_suffix(".seal")


def _look(database: Path) -> str:
    status = database.stat()
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"


def _checksum(database: Path) -> int:
    checksum = 0
    with os.fdopen(safe_files.open_regular(database), "rb", buffering=0) as file:
        buffer = memoryview(bytearray(_CHUNK))
        while size := file.readinto(buffer):
            checksum = zlib.crc32(buffer[:size], checksum)
    return checksum
