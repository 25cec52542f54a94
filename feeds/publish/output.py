"""Writes documents into the output folder: atomically, and only what differs."""

import os
import re
from collections import deque
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from feeds.core.compression import SUFFIXES, pack
from feeds.core.errors import OutputError
from feeds.core.model import DOCUMENT_NAMES, SITE_DOCUMENTS

MODE, FOLDER_MODE = 0o644, 0o755
"""Every document can be read by the web server, whatever the umask of the one who builds."""

HANDS, AT_HAND = 8, 32
"""Threads that write, since each waits for the disk most of the time; and documents that may wait for them."""

FARTHEST = 2**63 - 1
"""The farthest moment that is kept, in nanoseconds since 1970: what a database can hold."""

_SECOND, _FAR = 1_000_000_000, 10 * 366 * 86_400
_NAMES = "|".join(map(re.escape, {*DOCUMENT_NAMES.values(), *SITE_DOCUMENTS}))
_PACKED = "|".join(map(re.escape, SUFFIXES))
_TEMPORARY = re.compile(rf"\.(?:{_NAMES})(?:{_PACKED})?\.(\d{{1,9}})\.tmp")


class Stamp(NamedTuple):
    """How a document looks from outside: bytes, and nanoseconds since 1970."""

    size: int
    mtime: int


class _Put(NamedTuple):
    """What became of a document: whether it was written, how it looks, and so its compressed files, by suffix."""

    is_new: bool
    stamp: Stamp | None
    packed: Mapping[str, Stamp]


class Output:
    """The output folder during one build. With `dry_run` it only says what would be written.

    `suffixes` are those of the compressed files that each document has beside it. `written`, and `stamps` and `packed`,
    the documents and compressed files that are as they should be and how they look, are complete after `finish`.
    """

    def __init__(self, folder: Path, *, suffixes: tuple[str, ...] = (), dry_run: bool = False) -> None:
        self.suffixes = suffixes
        self._folder = folder
        self._dry_run = dry_run
        self._prepared: set[Path] = set()
        self._hands = ThreadPoolExecutor(HANDS)
        self._under_way: deque[tuple[str, Future[_Put]]] = deque()
        self._failed: list[OutputError] = []
        self.written: list[str] = []
        self.removed: list[str] = []
        self.stamps: dict[str, Stamp] = {}
        self.packed: dict[str, Stamp] = {}

    def __enter__(self) -> "Output":
        return self

    def __exit__(self, *_: object) -> None:
        self._hands.shutdown()

    def stamp(self, name: str) -> Stamp | None:
        """Return how a document looks now; None where there is none."""
        return look(f"{self._folder}/{name}")

    def write(self, name: str, document: bytes, finished: frozenset[str] = frozenset()) -> None:
        """Put a document in place if it differs from what is there. `name` is relative to the folder, with `/`.

        `finished` are the suffixes of its compressed files that are right as long as the document stays the same. What
        cannot be written keeps no other document from being written: `finish` tells.
        """
        path = self._folder / name
        try:
            self._prepare(path.parent)
        except OSError as error:
            self._failed.append(_failure(path, error))
            return
        self._under_way.append((name, self._hands.submit(self._put, path, document, finished)))
        if len(self._under_way) > AT_HAND:
            self._take()

    def finish(self) -> None:
        """Wait until every document is in place. Raises OutputError where one is not; the old one stays."""
        while self._under_way:
            self._take()
        if self._failed:
            raise self._failed[0]

    def remove(self, documents: Mapping[str, Stamp]) -> None:
        """Remove documents that builds wrote and that still look so, and the folders that this leaves empty.

        Raises OutputError where one cannot be removed.
        """
        for name, stamp in sorted(documents.items()):
            path = self._folder / name
            if look(path) != stamp:
                continue
            self._unlink(path)
            self.removed.append(name)

    def remove_packed(self, files: Mapping[str, Stamp | None]) -> None:
        """Remove compressed files that builds wrote and that still look so, or that were under way.

        Raises OutputError where one cannot be removed.
        """
        for name, stamp in sorted(files.items()):
            path = self._folder / name
            there = look(path)
            if there and stamp in (None, there):
                self._unlink(path)

    def _unlink(self, path: Path) -> None:
        try:
            if not self._dry_run:
                path.unlink()
                self._tidy(path.parent)
        except OSError as error:
            raise OutputError(f"{path}: cannot be removed: {error.strerror}") from error

    def _put(self, path: Path, document: bytes, finished: frozenset[str]) -> _Put:
        """Put a document and its compressed files in place."""
        is_new = _read(path) != document
        if self._dry_run:
            return _Put(is_new, None if is_new else look(path), {})
        if is_new:
            packed = {suffix: pack(suffix, document) for suffix in self.suffixes}
            stamp = replace_file(path, document, packed)
            return _Put(True, stamp, {suffix: Stamp(len(packed[suffix]), stamp.mtime) for suffix in packed})
        found = look(path)
        if not found:
            return _Put(False, None, {})
        return _Put(False, found, {s: self._put_beside(path, s, document, found, finished) for s in self.suffixes})

    def _put_beside(self, path: Path, suffix: str, document: bytes, stamp: Stamp, finished: frozenset[str]) -> Stamp:
        """Put a compressed file in place beside a document that stays, and return how it looks."""
        beside = path.with_name(path.name + suffix)
        there = look(beside)
        if there and suffix in finished:
            return there
        content = pack(suffix, document)
        if there and there.mtime == stamp.mtime and _read(beside) == content:
            return there
        return replace_file(beside, content, mtime=stamp.mtime)

    def _take(self) -> None:
        """Wait for the document that was given first."""
        name, future = self._under_way.popleft()
        try:
            is_new, stamp, packed = future.result()
        except OSError as error:
            self._failed.append(_failure(self._folder / name, error))
            return
        if is_new:
            self.written.append(name)
        if stamp:
            self.stamps[name] = stamp
        self.packed |= {name + suffix: beside for suffix, beside in packed.items()}

    def _prepare(self, folder: Path) -> None:
        """Make a folder, or sweep it, once in a build."""
        if folder not in self._prepared and not self._dry_run:
            if folder.is_dir():
                sweep(folder)
            else:
                _make(folder)
            self._prepared.add(folder)

    def _tidy(self, folder: Path) -> None:
        while folder != self._folder and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent


def replace_file(
    path: Path, content: bytes, packed: Mapping[str, bytes] = MappingProxyType({}), mtime: int | None = None
) -> Stamp:
    """Replace a file, whole or not at all: written beside it, flushed to the disk, renamed over it.

    `packed` are the contents of its compressed files, by suffix. They get its date, as web servers send that. The old
    ones go before it comes, the new ones come after it: at no moment does one stand beside another version of it, and
    a web server that finds none sends the document as it is.

    The new file has the date `mtime`, in nanoseconds, or never the modification second of the old: a web server's ETag
    is often made of that and the size. Returns how it looks. Raises OSError; the old file is then untouched, unless
    the renaming failed.
    """
    new: dict[Path, Path] = {}
    try:
        new[path] = _temporary(path)
        stamp = _write(new[path], content, path, mtime)
        for suffix, other in packed.items():
            beside = path.with_name(path.name + suffix)
            new[beside] = _temporary(beside)
            _write(new[beside], other, beside, stamp.mtime)
        for beside in list(new)[1:]:
            beside.unlink(missing_ok=True)
        for target, temporary in new.items():
            temporary.replace(target)
    except BaseException:
        for temporary in new.values():
            temporary.unlink(missing_ok=True)
        raise
    return stamp


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.tmp")


def _write(temporary: Path, content: bytes, path: Path, mtime: int | None) -> Stamp:
    """Write the file that is to replace another, and return how it looks."""
    with temporary.open("wb", buffering=0) as file:
        rest = memoryview(content)
        while rest:
            rest = rest[file.write(rest) :]
        os.fsync(file.fileno())
        with suppress(PermissionError):  # some file systems know no modes
            os.fchmod(file.fileno(), MODE)
        if mtime is None:
            return _moved_on(file.fileno(), path)
        os.utime(file.fileno(), ns=(mtime, mtime))
        return Stamp(len(content), mtime)


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


def _make(folder: Path) -> None:
    """Make a folder and those above it that are missing."""
    if not folder.parent.is_dir():
        _make(folder.parent)
    folder.mkdir()
    with suppress(PermissionError):
        folder.chmod(FOLDER_MODE)


def _moved_on(descriptor: int, path: Path) -> Stamp:
    """Date a new file at least one second after the one that it replaces, and return how it looks.

    A date far in the future is nothing to go on from: it was a broken clock's.
    """
    status = os.fstat(descriptor)
    before = look(path)
    ahead = before.mtime // _SECOND - status.st_mtime_ns // _SECOND if before else -1
    if before is None or not 0 <= ahead < _FAR:
        return Stamp(status.st_size, status.st_mtime_ns)
    moment = (before.mtime // _SECOND + 1) * _SECOND
    os.utime(descriptor, ns=(moment, moment))
    return Stamp(status.st_size, moment)


def look(path: Path | str) -> Stamp | None:
    """Return how a file looks; None where there is none."""
    try:
        status = os.stat(path)  # noqa: PTH116 - asked of every document of every build
    except OSError:
        return None
    return Stamp(status.st_size, min(status.st_mtime_ns, FARTHEST))


def _failure(path: Path, error: OSError) -> OutputError:
    return OutputError(f"{path}: cannot be written: {error.strerror}; what was there before is untouched")


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
