"""Writes documents into the output folder: atomically, and only what differs."""

import os
import re
from collections import deque
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from feeds.core.compression import SUFFIXES, compress
from feeds.core.errors import OutputError
from feeds.core.model import DOCUMENT_NAMES, SITE_DOCUMENTS
from feeds.core.workers import thread_pool

MODE, FOLDER_MODE = 0o644, 0o755
"""Every document can be read by the web server, whatever the umask of the build."""

WRITER_THREADS, MAX_PENDING = 8, 32
"""Threads that write, as each waits for the disk most of the time; and documents that may wait for them."""

MAX_TIME = 2**63 - 1
"""The latest time that is kept, in nanoseconds since 1970: what a database can hold."""

_SECOND, _FAR = 1_000_000_000, 10 * 366 * 86_400
_NAMES = "|".join(map(re.escape, {*DOCUMENT_NAMES.values(), *SITE_DOCUMENTS}))
_COMPRESSED = "|".join(map(re.escape, SUFFIXES))
_TEMPORARY = re.compile(rf"\.(?:{_NAMES})(?:{_COMPRESSED})?\.(\d{{1,9}})\.tmp")


class Stamp(NamedTuple):
    """The size of a written document in bytes, and its time of modification in nanoseconds since 1970."""

    size: int
    mtime: int


class _Result(NamedTuple):
    """What became of a document: whether it was written, its stamp, and those of its compressed files, by suffix."""

    is_new: bool
    stamp: Stamp | None
    compressed: Mapping[str, Stamp]


class Output:
    """The output folder during one build. With `dry_run` nothing is written, only counted.

    `suffixes` are those of the compressed files that each document has beside it. After `finish`, `written` names the
    documents that were written, and `stamps` and `compressed` hold the stamps of all documents and compressed files
    that are as they should be.
    """

    def __init__(self, folder: Path, *, suffixes: tuple[str, ...] = (), dry_run: bool = False) -> None:
        self.suffixes = suffixes
        self._folder = folder
        self._dry_run = dry_run
        self._prepared: set[Path] = set()
        self._pending: deque[tuple[str, Future[_Result]]] = deque()
        self._failed: list[OutputError] = []
        self.written: list[str] = []
        self.removed: list[str] = []
        self.stamps: dict[str, Stamp] = {}
        self.compressed: dict[str, Stamp] = {}

    def __enter__(self) -> "Output":
        return self

    def __exit__(self, *_: object) -> None:
        if "_threads" in self.__dict__ and self._threads is not None:
            self._threads.shutdown()

    def stamp(self, name: str) -> Stamp | None:
        """Return the stamp of a document; None if it does not exist."""
        return stamp_of(f"{self._folder}/{name}")

    def write(self, name: str, document: bytes, up_to_date: frozenset[str] = frozenset()) -> None:
        """Put a document in place if it differs from what is there. `name` is relative to the folder, with `/`.

        `up_to_date` are the suffixes of its compressed files that are right if the document stays the same. A document
        that cannot be written does not keep others from being written: `finish` raises its error.
        """
        path = self._folder / name
        try:
            self._prepare(path.parent)
        except OSError as error:
            self._failed.append(_failure(path, error))
            return
        self._pending.append((name, self._submit(path, document, up_to_date)))
        if len(self._pending) > MAX_PENDING:
            self._await_first()

    def finish(self) -> None:
        """Wait until every document is in place. Raises OutputError for one that is not; the old one stays."""
        while self._pending:
            self._await_first()
        if self._failed:
            raise self._failed[0]

    def remove(self, documents: Mapping[str, Stamp]) -> None:
        """Remove documents that still have the stamp that a build gave them, and the folders that this leaves empty.

        Raises OutputError if one cannot be removed.
        """
        for name, stamp in sorted(documents.items()):
            path = self._folder / name
            if stamp_of(path) != stamp:
                continue
            self._unlink(path)
            self.removed.append(name)

    def remove_compressed(self, files: Mapping[str, Stamp | None]) -> None:
        """Remove compressed files that still have the stamp that a build gave them, or that have none yet.

        Raises OutputError if one cannot be removed.
        """
        for name, stamp in sorted(files.items()):
            path = self._folder / name
            there = stamp_of(path)
            if there and stamp in (None, there):
                self._unlink(path)

    def _unlink(self, path: Path) -> None:
        try:
            if not self._dry_run:
                path.unlink()
                self._remove_empty(path.parent)
        except OSError as error:
            raise OutputError(f"{path}: cannot be removed: {error.strerror}") from error

    def _put(self, path: Path, document: bytes, up_to_date: frozenset[str]) -> _Result:
        """Put a document and its compressed files in place."""
        is_new = _read(path) != document
        if self._dry_run:
            return _Result(is_new, None if is_new else stamp_of(path), {})
        if is_new:
            compressed = {suffix: compress(suffix, document) for suffix in self.suffixes}
            stamp = replace_file(path, document, compressed)
            return _Result(True, stamp, {suffix: Stamp(len(compressed[suffix]), stamp.mtime) for suffix in compressed})
        found = stamp_of(path)
        if not found:
            return _Result(False, None, {})
        return _Result(False, found, {s: self._put_beside(path, s, document, found, up_to_date) for s in self.suffixes})

    def _put_beside(self, path: Path, suffix: str, document: bytes, stamp: Stamp, up_to_date: frozenset[str]) -> Stamp:
        """Put a compressed file in place beside a document that stays, and return how it looks."""
        beside = path.with_name(path.name + suffix)
        there = stamp_of(beside)
        if there and suffix in up_to_date:
            return there
        content = compress(suffix, document)
        if there and there.mtime == stamp.mtime and _read(beside) == content:
            return there
        return replace_file(beside, content, mtime=stamp.mtime)

    @cached_property
    def _threads(self) -> ThreadPoolExecutor | None:
        """Threads that write, started with the first document: what children have taken by then is not counted on."""
        return thread_pool(WRITER_THREADS)

    def _submit(self, path: Path, document: bytes, up_to_date: frozenset[str]) -> "Future[_Result]":
        """Have a document put in place by a thread, or do it here if there is none."""
        if self._threads is not None:
            return self._threads.submit(self._put, path, document, up_to_date)
        done: Future[_Result] = Future()
        try:
            done.set_result(self._put(path, document, up_to_date))
        except OSError as error:
            done.set_exception(error)
        return done

    def _await_first(self) -> None:
        """Wait for the document that was handed over first."""
        name, future = self._pending.popleft()
        try:
            is_new, stamp, compressed = future.result()
        except OSError as error:
            self._failed.append(_failure(self._folder / name, error))
            return
        if is_new:
            self.written.append(name)
        if stamp:
            self.stamps[name] = stamp
        self.compressed |= {name + suffix: beside for suffix, beside in compressed.items()}

    def _prepare(self, folder: Path) -> None:
        """Make a folder, or remove leftovers from it, once in a build."""
        if folder not in self._prepared and not self._dry_run:
            if folder.is_dir():
                sweep(folder)
            else:
                _make(folder)
            self._prepared.add(folder)

    def _remove_empty(self, folder: Path) -> None:
        while folder != self._folder and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent


def replace_file(
    path: Path, content: bytes, compressed: Mapping[str, bytes] = MappingProxyType({}), mtime: int | None = None
) -> Stamp:
    """Replace a file, whole or not at all: write beside it, flush to the disk, rename over it. Return its stamp.

    `compressed` are the contents of its compressed files, by suffix. They get the date of the file, as web servers send
    that. The old ones are removed before the file is replaced and the new ones put in place after it: none ever lies
    beside another version of the file, and a web server that finds none sends the file as it is.

    The new file gets the date `mtime`, in nanoseconds. Without one it never gets the modification second of the old
    file, as web servers often make the ETag of that and the size. Raises OSError; the old file is then untouched,
    unless the renaming failed.
    """
    new: dict[Path, Path] = {}
    try:
        new[path] = _temporary(path)
        stamp = _write(new[path], content, path, mtime)
        for suffix, other in compressed.items():
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
    """Write the file that is to replace another, and return its stamp."""
    with temporary.open("wb", buffering=0) as file:
        rest = memoryview(content)
        while rest:
            rest = rest[file.write(rest) :]
        os.fsync(file.fileno())
        with suppress(PermissionError):  # some file systems know no modes
            os.fchmod(file.fileno(), MODE)
        if mtime is None:
            return _date_after(file.fileno(), path)
        os.utime(file.fileno(), ns=(mtime, mtime))
        return Stamp(len(content), mtime)


def sweep(folder: Path) -> None:
    """Remove the temporary files that a killed build left in a folder. Raises OSError."""
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


def _date_after(descriptor: int, path: Path) -> Stamp:
    """Date a new file at least one second after the one that it replaces, and return its stamp.

    A date far in the future is ignored: it comes from a broken clock.
    """
    status = os.fstat(descriptor)
    before = stamp_of(path)
    ahead = before.mtime // _SECOND - status.st_mtime_ns // _SECOND if before else -1
    if before is None or not 0 <= ahead < _FAR:
        return Stamp(status.st_size, status.st_mtime_ns)
    moment = (before.mtime // _SECOND + 1) * _SECOND
    os.utime(descriptor, ns=(moment, moment))
    return Stamp(status.st_size, moment)


def stamp_of(path: Path | str) -> Stamp | None:
    """Return the stamp of a file; None if it does not exist."""
    try:
        status = os.stat(path)  # noqa: PTH116 - asked of every document of every build
    except OSError:
        return None
    return Stamp(status.st_size, min(status.st_mtime_ns, MAX_TIME))


def _failure(path: Path, error: OSError) -> OutputError:
    return OutputError(f"{path}: cannot be written: {error.strerror}; what was there before is untouched")


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
