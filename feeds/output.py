"""Writes documents into the output folder: atomically, and only what differs."""

import os
import re
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from feeds.errors import OutputError

MODE = 0o644
"""Every document can be read by the web server, whatever the umask of the one who builds."""

HANDS, AT_HAND = 8, 32
"""Threads that write, since each waits for the disk most of the time; and documents that may wait for them."""

_TEMPORARY = re.compile(r"\..+\.(\d{1,9})\.tmp")


class Stamp(NamedTuple):
    """How a document looks from outside: bytes, and nanoseconds since 1970."""

    size: int
    mtime: int


class Output:
    """The output folder during one build. With `dry_run` it only says what would be written.

    `written` and `stamps`, the documents that are as they should be and how they look, are complete after `finish`.
    """

    def __init__(self, folder: Path, *, dry_run: bool = False) -> None:
        self._folder = folder
        self._dry_run = dry_run
        self._prepared: set[Path] = set()
        self._hands = ThreadPoolExecutor(HANDS)
        self._under_way: deque[tuple[str, Future[tuple[bool, Stamp | None]]]] = deque()
        self.written: list[str] = []
        self.removed: list[str] = []
        self.stamps: dict[str, Stamp] = {}

    def __enter__(self) -> "Output":
        return self

    def __exit__(self, *_: object) -> None:
        self._hands.shutdown()

    def stamp(self, name: str) -> Stamp | None:
        """Return how a document looks now; None where there is none."""
        return _stamp(self._folder / name)

    def write(self, name: str, document: bytes) -> None:
        """Put a document in place if it differs from what is there. `name` is relative to the folder, with `/`.

        Raises OutputError where this or an earlier one cannot be written; the old document is then still there.
        """
        path = self._folder / name
        try:
            self._prepare(path.parent)
        except OSError as error:
            raise _failure(path, error) from error
        self._under_way.append((name, self._hands.submit(self._put, path, document)))
        if len(self._under_way) > AT_HAND:
            self._take()

    def finish(self) -> None:
        """Wait until every document is in place. Raises OutputError where one cannot be written."""
        while self._under_way:
            self._take()

    def remove(self, names: Iterable[str]) -> None:
        """Remove documents that builds wrote, and the folders that this leaves empty.

        Raises OutputError where one cannot be removed.
        """
        for name in names:
            path = self._folder / name
            if not path.is_file():
                continue
            try:
                if not self._dry_run:
                    path.unlink()
                    self._tidy(path.parent)
            except OSError as error:
                raise OutputError(f"{path}: cannot be removed: {error.strerror}") from error
            self.removed.append(name)

    def _put(self, path: Path, document: bytes) -> tuple[bool, Stamp | None]:
        """Put a document in place, and say whether that was needed, and how it looks then."""
        if _read(path) == document:
            return False, _stamp(path)
        return True, None if self._dry_run else replace_file(path, document)

    def _take(self) -> None:
        """Wait for the document that was given first."""
        name, future = self._under_way.popleft()
        try:
            is_new, stamp = future.result()
        except OSError as error:
            raise _failure(self._folder / name, error) from error
        if is_new:
            self.written.append(name)
        if stamp:
            self.stamps[name] = stamp

    def _prepare(self, folder: Path) -> None:
        """Make a folder, or sweep it, once in a build."""
        if folder not in self._prepared and not self._dry_run:
            if folder.is_dir():
                sweep(folder)
            else:
                folder.mkdir(parents=True)
            self._prepared.add(folder)

    def _tidy(self, folder: Path) -> None:
        while folder != self._folder and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent


def replace_file(path: Path, content: bytes) -> Stamp:
    """Replace a file, whole or not at all: written beside it, flushed to the disk, renamed over it.

    The new file never has the modification second of the old: a web server's ETag is often made of that and the size.
    Returns how it looks. Raises OSError; the old file is then untouched.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb", buffering=0) as file:
            rest = memoryview(content)
            while rest:
                rest = rest[file.write(rest) :]
            os.fsync(file.fileno())
            os.fchmod(file.fileno(), MODE)
            stamp = _moved_on(file.fileno(), path)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return stamp


def sweep(folder: Path) -> None:
    """Remove what a build that was killed left beside its files. Raises OSError."""
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        found = _TEMPORARY.fullmatch(path.name)
        if found and not _is_running(int(found[1])):
            path.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is another user's
        return True
    return True


def _moved_on(descriptor: int, path: Path) -> Stamp:
    """Date a new file at least one second after the one that it replaces, and return how it looks."""
    status = os.fstat(descriptor)
    before = _stamp(path)
    second = 1_000_000_000
    if before is None or status.st_mtime_ns // second > before.mtime // second:
        return Stamp(status.st_size, status.st_mtime_ns)
    moment = (before.mtime // second + 1) * second
    os.utime(descriptor, ns=(moment, moment))
    return Stamp(status.st_size, moment)


def _stamp(path: Path) -> Stamp | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return Stamp(status.st_size, status.st_mtime_ns)


def _failure(path: Path, error: OSError) -> OutputError:
    return OutputError(f"{path}: cannot be written: {error.strerror}; what was there before is untouched")


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
