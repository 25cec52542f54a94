"""The seal beside a database: what its file looked like after the last commit.

It holds size, times and inode and, once a build has ended, a CRC-32 of all bytes, which costs a few milliseconds for
each 10,000 articles. Bytes that a disk has lost do not change the times.
"""

import os
import zlib
from collections.abc import Callable
from contextlib import suppress
from enum import Enum, auto
from pathlib import Path

from feeds.core import safe_files
from feeds.core.errors import OutputError
from feeds.core.threads import Piece, begin

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
            text += f" {_checksum_of(database):08x}"
        safe_files.replace_private(path_of(database), f"{text}\n".encode())
    except OSError as error:
        raise OutputError(f"{path_of(database)}: the state cannot be written: {safe_files.reason(error)}") from error


def of(database: Path) -> str | None:
    """Return the seal of a database, which is another one after any change; None if it is not that of the file."""
    try:
        text = safe_files.read_regular(path_of(database), _MAX_SEAL).decode()
        return text if text.startswith(f"{_own_look(database)} ") else None
    except (OSError, ValueError):
        return None


class Check:
    """Compares a database with its seal: how the file looks at once, its bytes in a thread beside other work.

    `known` is what can be said at once: None while the bytes are read. To be made before there is a connection and
    closed after it, as closing the file takes away the locks that SQLite has on it.
    """

    def __init__(self, database: Path) -> None:
        self._database = database
        self._file = -1
        self._is_closing = False
        self._reading: Piece[int | None] | None = None
        self._look, self._expected, self.known = _first_look(database)
        if self.known is None:
            self._begin()

    def verdict(self) -> Seal:
        """Return what the seal says, once that is known. Raises OutputError if the file cannot be read."""
        if self.known is None:
            self.known = self._compared()
        return self.known

    def close(self) -> None:
        """Stop reading, and close the file."""
        self._is_closing = True
        if self._reading is not None and not self._reading.give_up():
            self._reading.wait()
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _begin(self) -> None:
        try:
            self._file = safe_files.open_regular(self._database)
        except OSError:
            self.known = Seal.OTHER
            return
        file, buffer = self._file, bytearray(_CHUNK)
        self._reading = Piece(lambda: _checksum(file, buffer, lambda: self._is_closing))
        begin(self._reading.do)

    def _compared(self) -> Seal:
        try:
            checksum = self._reading.result() if self._reading is not None else None
        except OSError as error:
            raise OutputError(f"{self._database}: the state cannot be read: {safe_files.reason(error)}") from error
        if checksum == self._expected:
            return Seal.VALID
        with suppress(OSError):
            if self._look == _look(self._database):
                return Seal.BROKEN
        return Seal.OTHER  # a build may be writing just now


def check(database: Path) -> Seal:
    """Compare a database with its seal, before there is a connection."""
    found = Check(database)
    try:
        return found.verdict()
    except OutputError:
        return Seal.OTHER
    finally:
        found.close()


def _first_look(database: Path) -> tuple[str, int, Seal | None]:
    """Return how a database looks, the checksum in its seal, and what the seal says of it without its bytes."""
    try:
        text = safe_files.read_regular(path_of(database), _MAX_SEAL).decode()
        *before, checksum = text.removesuffix("\n").split(" ")
        look = _own_look(database)
        if text == f"{look}\n":
            return look, 0, Seal.VALID
        return look, int(checksum, 16), None if " ".join(before) == look else Seal.OTHER
    except (OSError, ValueError):
        return "", 0, Seal.OTHER


def path_of(database: Path) -> Path:
    """Return where the seal of a database lies."""
    return database.with_suffix(".seal")


def _own_look(database: Path) -> str:
    """Return how a database looks, which nobody else has put there. Raises OSError otherwise."""
    with os.fdopen(safe_files.open_regular(database), "rb") as file:
        if not safe_files.is_own(file.fileno(), database.parent):
            raise PermissionError(str(database))
    return _look(database)


def _look(database: Path) -> str:
    status = database.stat()
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"


def _checksum_of(database: Path) -> int:
    file = safe_files.open_regular(database)
    try:
        return _checksum(file, bytearray(_CHUNK), lambda: False) or 0
    finally:
        os.close(file)


def _checksum(file: int, buffer: bytearray, is_over: Callable[[], bool]) -> int | None:
    """Return the checksum of an open file, which is read from where it is; None if that is over before its end."""
    checksum, view = 0, memoryview(buffer)
    while not is_over():
        size = os.readv(file, [buffer])
        if not size:
            return checksum
        checksum = zlib.crc32(view[:size], checksum)
    return None
