"""Write documents into the output folder: atomically, and only what differs."""

import errno
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

from feeds.core.errors import OutputError
from feeds.publish.batches import Batches
from feeds.publish.replace import Beside, Replacement, holds, mend_mode, sweep
from feeds.publish.tree import Stamp, Tree, stamp_at
from feeds.publish.written import WrittenNotes

_SHORT = {errno.EMFILE, errno.ENFILE, errno.ENOSPC, errno.EDQUOT}
"""What fails where there is no room for more open files, or on the disk: new files under way take up some of both."""


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
        self._batches = Batches(self._commit, self._fail)
        self._failed: list[OutputError] = []
        self._open_one: tuple[str | None, int] = (None, -1)
        self.written: list[str] = []
        self.removed: list[str] = []
        self.stamps: dict[str, Stamp] = {}
        self.compressed: dict[str, Stamp] = {}

    def __enter__(self) -> "Output":
        self.tree.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._close_folder()
        self._batches.close()
        self.notes.close()
        self.tree.__exit__()

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
        if not self._dry_run:
            self.notes.begin()
        try:
            try:
                self._put(name, document, up_to_date)
            except OSError as error:
                if error.errno not in _SHORT or not self._batches:
                    raise
                self._batches.finish()
                self._put(name, document, up_to_date)
        except OSError as error:
            self._fail(name, error)

    def finish(self) -> None:
        """Wait until every document is in place. Raises OutputError for one that is not; the old one stays."""
        self.settle()
        if self._failed:
            raise self._failed[0]

    def settle(self) -> int:
        """Wait until no document is being written any more, and return how many were written; none by a dry run."""
        self._close_folder()
        self._batches.finish()
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
        if folder != self._open_one[0]:
            self._close_folder()
            reach = self.tree.open_folder if self._dry_run else self.tree.create_folder
            try:
                self._open_one = (folder, reach(folder))
            except OSError:
                if self._dry_run:
                    return None
                raise
        dir_fd = self._open_one[1]
        if folder not in self._swept and not self._dry_run:
            self._swept.add(folder)
            sweep(dir_fd)
        return dir_fd

    def _close_folder(self) -> None:
        """Let go of the folder of the last document: most often, the next one is in there as well."""
        folder, dir_fd = self._open_one
        if folder is not None:
            self._open_one = (None, -1)
            self._batches.release(dir_fd)

    def _put(self, name: str, document: bytes, up_to_date: frozenset[str]) -> None:
        """See to it that a document and its compressed files come to their place. Raises OSError."""
        folder, _, base = name.rpartition("/")
        dir_fd = self._open_folder(folder)
        if dir_fd is None:
            self.written.append(name)
            return

        suffixes = self.suffixes_of(name)
        stamp = stamp_at(dir_fd, base) if holds(dir_fd, base, document) else None
        if stamp is not None:
            self.stamps[name] = stamp
            if not self._dry_run:
                self.notes.note(name, stamp)
                mend_mode(dir_fd, base)
                if suffixes:
                    self._batches.add(name, Beside(dir_fd, base, document, stamp, suffixes, up_to_date))
        elif self._dry_run:
            self.written.append(name)
        else:
            self._batches.add(name, Replacement(dir_fd, base, document, suffixes))

    def _commit(self, name: str, made: Replacement | Beside) -> None:
        """Put the new version of a document in place, or take notice of compressed files that are. Raises OSError."""
        if isinstance(made, Replacement):
            stamp = made.commit(note=partial(self.notes.note, name))
            self.written.append(name)
            self.stamps[name] = stamp
        self.compressed |= {name + suffix: stamp for suffix, stamp in made.compressed.items()}

    def _fail(self, name: str, error: OSError) -> None:
        """Take notice of a document that cannot be written."""
        self.stamps.pop(name, None)  # its compressed files may not be right
        path = self._folder / name
        reason = f"cannot be written: {error.strerror}; what was there before is untouched"
        self._failed.append(OutputError(f"{path}: {reason}"))
