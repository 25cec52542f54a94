"""Write documents into the output folder: atomically, and only what differs."""

import os
import time
from collections import deque
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path
from typing import NamedTuple

from feeds.core.compression import compress
from feeds.core.errors import OutputError
from feeds.core.safe_files import read_regular
from feeds.core.threads import Piece, Threads
from feeds.publish.replace import Note, mend_mode, replace_file, sweep
from feeds.publish.tree import Stamp, Tree, stamp_at
from feeds.publish.written import WrittenNotes

WRITER_THREADS, MAX_PENDING = 2, 32
"""Threads that write, as each waits for the disk most of the time; and documents that may wait for them.

With more, the threads wait for each other rather than for the disk.
"""

SECONDS_TO_STOP = 1.0
"""How long an interrupted build waits for documents that are being written; they are whole or untouched anyway."""


class _Result(NamedTuple):
    """What became of a document: whether it was written, its stamp, and those of its compressed files, by suffix."""

    is_new: bool
    stamp: Stamp | None
    compressed: Mapping[str, Stamp]


class _Pending(NamedTuple):
    """A document that was handed to a thread, with the descriptor of its folder."""

    name: str
    dir_fd: int | None
    piece: Piece[_Result]


class Output:
    """The output folder during one build. With `dry_run` nothing is written, only counted.

    `suffixes` are those of the compressed files that documents have beside them, and `notes` are told of every document
    before it is in place. After `finish`, `written` names the documents that were written, and `stamps` and
    `compressed` hold the stamps of all documents and compressed files that are as they should be.
    """

    def __init__(
        self, folder: Path, *, suffixes: tuple[str, ...] = (), notes: WrittenNotes | None = None, dry_run: bool = False
    ) -> None:
        self._suffixes = suffixes
        self.notes = notes or WrittenNotes()
        self.tree = Tree(folder)
        self._folder = folder
        self._dry_run = dry_run
        self._swept: set[str] = set()
        self._pending: deque[_Pending] = deque()
        self._failed: list[OutputError] = []
        self._open_one: tuple[str | None, int] = (None, -1)
        self.written: list[str] = []
        self.removed: list[str] = []
        self.stamps: dict[str, Stamp] = {}
        self.compressed: dict[str, Stamp] = {}

    def __enter__(self) -> "Output":
        self.tree.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        is_interrupted = kind is not None and not issubclass(kind, Exception)
        if "_threads" in self.__dict__:
            self._threads.close()
        if is_interrupted:
            self._let_go()
        for pending in self._pending:
            pending.piece.do()
            pending.piece.wait()
        self._close_folder()
        self.notes.close()
        self.tree.__exit__()

    def _let_go(self) -> None:
        """Begin no document any more, and wait a moment for those that have been begun."""
        begun = []
        for pending in self._pending:
            if not pending.piece.give_up():
                begun.append(pending.piece)
            elif pending.dir_fd is not None:
                os.close(pending.dir_fd)
        self._pending.clear()
        end = time.monotonic() + SECONDS_TO_STOP
        for piece in begun:
            piece.wait(end - time.monotonic())

    def suffixes_of(self, name: str) -> tuple[str, ...]:
        """Return the suffixes of the compressed files of a document: pictures have none."""
        return () if name.endswith(".png") else self._suffixes

    def stamp(self, name: str) -> Stamp | None:
        """Return the stamp of a document; None if there is no regular file of that name."""
        return self.tree.stamp(name)

    def replaced(self, names: Iterable[str], known: Mapping[str, Stamp]) -> set[str]:
        """Return the documents that are of another size than the known one, with which builds have left them."""
        stamps = {name: self.stamp(name) for name in names if name in known}
        return {name for name, stamp in stamps.items() if stamp and stamp.size != known[name].size}

    def write(self, name: str, document: bytes, up_to_date: frozenset[str] = frozenset()) -> None:
        """Put a document in place if it differs from what is there. `name` is relative to the folder, with `/`.

        `up_to_date` are the suffixes of its compressed files that are right if the document stays the same. A document
        that cannot be written does not keep others from being written: `finish` raises its error.
        """
        folder = name.rpartition("/")[0]
        if not self._dry_run:
            self.notes.begin()
        try:
            dir_fd = self._open_folder(folder)
        except OSError as error:
            self._failed.append(self._failure(name, error))
            return
        piece = self._threads.submit(partial(self._put, dir_fd, name, document, up_to_date))
        self._pending.append(_Pending(name, dir_fd, piece))
        if len(self._pending) > MAX_PENDING:
            self._await_first()

    def finish(self) -> None:
        """Wait until every document is in place. Raises OutputError for one that is not; the old one stays."""
        self.settle()
        if self._failed:
            raise self._failed[0]

    def settle(self) -> int:
        """Wait until no document is being written any more, and return how many were written; none by a dry run."""
        self._close_folder()
        while self._pending:
            self._await_first()
        return 0 if self._dry_run else len(self.written)

    def remove(self, documents: Mapping[str, Stamp]) -> None:
        """Remove documents that still have the stamp that a build gave them, and the folders that this leaves empty.

        Raises OutputError if one cannot be removed.
        """
        there = [name for name, stamp in sorted(documents.items()) if self.stamp(name) == stamp]
        self.sweep(name.rpartition("/")[0] for name in there)
        for name in there:
            if self.stamp(name) == documents[name]:
                self._remove(name)
                self.removed.append(name)

    def remove_compressed(self, files: Mapping[str, Stamp | None]) -> None:
        """Remove compressed files that still have the stamp that a build gave them, or that have none yet.

        Raises OutputError if one cannot be removed.
        """
        for name, stamp in sorted(files.items()):
            there = self.stamp(name)
            if there and stamp in (None, there):
                self._remove(name)

    def sweep(self, folders: Iterable[str]) -> None:
        """Remove what killed builds left in folders, and those of them in which nothing is left."""
        for folder in sorted({*folders} - self._swept) if not self._dry_run else ():
            self._swept.add(folder)
            with suppress(OSError):  # most often because there is no such folder
                dir_fd = self.tree.open_folder(folder)
                try:
                    sweep(dir_fd)
                finally:
                    os.close(dir_fd)
                self.tree.remove_empty(folder)

    def _remove(self, name: str) -> None:
        if self._dry_run:
            return
        try:
            self.tree.remove(name)
        except OSError as error:
            raise OutputError(f"{self._folder / name}: cannot be removed: {error.strerror}") from error

    def _open_folder(self, folder: str) -> int | None:
        """Return a descriptor of the folder of a document. Make it, or remove leftovers from it, once in a build.

        None stands for a folder that a dry run does not make. Raises OSError.
        """
        if self._dry_run:
            try:
                return self.tree.open_folder(folder)
            except OSError:
                return None
        if folder != self._open_one[0]:
            self._close_folder()
            self._open_one = (folder, self.tree.create_folder(folder))
        if folder not in self._swept:
            self._swept.add(folder)
            sweep(self._open_one[1])
        return os.dup(self._open_one[1])

    def _close_folder(self) -> None:
        """Let go of the folder of the last document: most often, the next one is in there as well."""
        folder, dir_fd = self._open_one
        if folder is not None:
            self._open_one = (None, -1)
            os.close(dir_fd)

    def _put(self, dir_fd: int | None, name: str, document: bytes, up_to_date: frozenset[str]) -> _Result:
        """Put a document and its compressed files in place, in an open folder, which is closed then."""
        if dir_fd is None:
            return _Result(True, None, {})
        base = name.rpartition("/")[2]
        try:
            if self._dry_run:
                is_new = not _holds(dir_fd, base, document)
                return _Result(is_new, None if is_new else stamp_at(dir_fd, base), {})
            return self._put_in(dir_fd, base, document, up_to_date, partial(self.notes.note, name))
        finally:
            os.close(dir_fd)

    def _put_in(self, dir_fd: int, name: str, document: bytes, up_to_date: frozenset[str], note: Note) -> _Result:
        found = stamp_at(dir_fd, name) if _holds(dir_fd, name, document) else None
        if found is not None:
            note(found)
            mend_mode(dir_fd, name)
        else:
            compressed = {suffix: compress(suffix, document) for suffix in self.suffixes_of(name)}
            stamp = replace_file(dir_fd, name, document, compressed, note=note)
            return _Result(True, stamp, {suffix: Stamp(len(compressed[suffix]), stamp.mtime) for suffix in compressed})

        beside = {
            suffix: self._put_beside(dir_fd, name + suffix, suffix, document, found, is_known=suffix in up_to_date)
            for suffix in self.suffixes_of(name)
        }
        return _Result(False, found, beside)

    def _put_beside(
        self, dir_fd: int, name: str, suffix: str, document: bytes, stamp: Stamp, *, is_known: bool
    ) -> Stamp:
        """Put a compressed file in place beside a document that stays, and return its stamp."""
        there = stamp_at(dir_fd, name)
        if there and is_known:
            mend_mode(dir_fd, name)
            return there
        content = compress(suffix, document)
        if there and there.mtime == stamp.mtime and _holds(dir_fd, name, content):
            mend_mode(dir_fd, name)
            return there
        return replace_file(dir_fd, name, content, mtime=stamp.mtime)

    @cached_property
    def _threads(self) -> Threads:
        """Threads that write, started with the first document: what children have taken by then is not counted on."""
        return Threads(WRITER_THREADS)

    def _await_first(self) -> None:
        """Wait for the document that was handed over first."""
        name, _, piece = self._pending.popleft()
        try:
            is_new, stamp, compressed = piece.result()
        except OSError as error:
            self._failed.append(self._failure(name, error))
            return
        if is_new:
            self.written.append(name)
        if stamp:
            self.stamps[name] = stamp
        self.compressed |= {name + suffix: beside for suffix, beside in compressed.items()}

    def _failure(self, name: str, error: OSError) -> OutputError:
        path = self._folder / name
        return OutputError(f"{path}: cannot be written: {error.strerror}; what was there before is untouched")


def _holds(dir_fd: int, name: str, content: bytes) -> bool:
    """Say whether a file in an open folder is a regular one that holds just this content and can be read."""
    stamp = stamp_at(dir_fd, name)
    if stamp is None or stamp.size != len(content):
        return False
    try:
        return read_regular(name, len(content) + 1, dir_fd=dir_fd) == content
    except OSError:
        return False
