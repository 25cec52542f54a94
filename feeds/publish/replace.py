"""Replace a document by a new version, atomically, and remove what killed builds left."""

import os
import stat
from collections.abc import Callable, Container, Iterable
from contextlib import suppress

from feeds.core.compression import SUFFIXES, compress
from feeds.core.directory import DIRECTORY, SITE_DOCUMENTS, directory_part
from feeds.core.model import DOCUMENT_NAMES
from feeds.core.redirects import MAPS
from feeds.core.safe_files import (
    create_temporary,
    is_abandoned,
    open_regular,
    parse_temporary,
    read_regular,
    temporary_beside,
    write_all,
)
from feeds.publish.tree import Stamp, stamp_at

MODE = 0o644
"""Every document can be read by the web server, whatever the umask of the build."""

Note = Callable[[Stamp], object]
"""Is told of the stamp that a document is about to have."""

_SECOND = 1_000_000_000
_MAX_SECONDS_AHEAD = 10 * 366 * 86_400
_DOCUMENTS = frozenset({*DOCUMENT_NAMES.values(), *SITE_DOCUMENTS, *MAPS})


class Replacement:
    """A new version of a file in an open folder, written beside it until it is put in place, whole or not at all.

    After `write` and `flush`, which may be called in a thread, `commit` puts it in place; one that is not wanted any
    more has to be discarded. What raises OSError has discarded it, and the old file is untouched, unless the renaming
    failed.

    `suffixes` are those of the compressed files that it has beside it. They get the date of the file, as web servers
    send that.
    """

    def __init__(self, dir_fd: int, name: str, content: bytes, suffixes: Iterable[str] = ()) -> None:
        self._dir_fd = dir_fd
        self._name = name
        self._suffixes = tuple(suffixes)
        self._content = content
        self._temporary = temporary_beside(name)
        self._descriptor = -1
        self.size = len(content)
        self._compressed: dict[str, tuple[str, int]] = {}
        self.compressed: dict[str, Stamp] = {}
        """The stamps of its compressed files, by suffix, once it is in place."""

    def write(self) -> None:
        """Write the new version. Raises OSError.

        Whoever may be interrupted has to hold on to this object before, to discard what is written of it.
        """
        try:
            self._descriptor = create_temporary(self._temporary, dir_fd=self._dir_fd)
            _fill(self._descriptor, self._content)
        except BaseException:
            self.discard()
            raise
        if not self._suffixes:
            self._content = b""

    def flush(self) -> None:
        """Have the disk take up the new version, and write its compressed files. Raises OSError.

        This is all that waits long, or works without holding up other threads.
        """
        try:
            os.fsync(self._descriptor)
            for suffix in self._suffixes:
                self._compress(suffix)
        except BaseException:
            self.discard()
            raise
        self._content = b""

    def commit(self, *, mtime: int | None = None, note: Note | None = None) -> Stamp:
        """Put the new version in place, dated `mtime` in nanoseconds, and return its stamp.

        Without a date it never gets the modification second of the old file, as web servers often make the ETag of that
        and the size. Before anything of the old version is touched, `note` is told of the stamp. Its compressed files
        are removed before the file is replaced and the new ones put in place after it: none ever lies beside another
        version of the file, and a web server that finds none sends the file as it is. One that has the date of the old
        file is removed in any case: a build of which the state knows nothing may have made it. A link is replaced
        itself, and so is a FIFO or a device. Raises OSError.
        """
        dir_fd, name = self._dir_fd, self._name
        try:
            old = stamp_at(dir_fd, name)
            stamp = _date(self._descriptor, old, mtime)
            for temporary, _ in self._compressed.values():
                os.utime(temporary, ns=(stamp.mtime, stamp.mtime), dir_fd=dir_fd, follow_symlinks=False)
            self._close()  # some file systems write only now

            if note is not None:
                note(stamp)
            for suffix in SUFFIXES:
                if suffix in self._compressed or (old and _has_date(dir_fd, name + suffix, old)):
                    _remove(dir_fd, name + suffix)
            os.rename(self._temporary, name, src_dir_fd=dir_fd, dst_dir_fd=dir_fd)
            for suffix, (temporary, size) in self._compressed.items():
                os.rename(temporary, name + suffix, src_dir_fd=dir_fd, dst_dir_fd=dir_fd)
                self.compressed[suffix] = Stamp(size, stamp.mtime)
        except BaseException:
            self.discard()
            raise
        return stamp

    def discard(self) -> None:
        """Remove what was written; what cannot be removed now is left to the next build."""
        with suppress(OSError):
            self._close()
        for temporary in (self._temporary, *(temporary for temporary, _ in self._compressed.values())):
            with suppress(OSError):
                os.unlink(temporary, dir_fd=self._dir_fd)

    def _compress(self, suffix: str) -> None:
        content = compress(suffix, self._content)
        temporary = temporary_beside(self._name + suffix)
        self._compressed[suffix] = (temporary, len(content))
        descriptor = create_temporary(temporary, dir_fd=self._dir_fd)
        try:
            _fill(descriptor, content)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _close(self) -> None:
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)


class Beside:
    """The compressed files of a document that stays as it is. They are made by `flush`, as those of a `Replacement`.

    `up_to_date` are the suffixes of those that are known to be right.
    """

    def __init__(
        self, dir_fd: int, name: str, document: bytes, stamp: Stamp, suffixes: Iterable[str], up_to_date: Container[str]
    ) -> None:
        self._dir_fd = dir_fd
        self._name = name
        self._document = document
        self.size = len(document)
        self._stamp = stamp
        self._suffixes = suffixes
        self._up_to_date = up_to_date
        self.compressed: dict[str, Stamp] = {}
        """Their stamps, by suffix, once they are flushed."""

    def write(self) -> None:
        """Nothing is written before it is flushed."""

    def flush(self) -> None:
        """Put those in place that are not right. Raises OSError."""
        for suffix in self._suffixes:
            self.compressed[suffix] = self._put(self._name + suffix, suffix)
        self._document = b""

    def discard(self) -> None:
        """Nothing is left of one that is not flushed."""

    def _put(self, name: str, suffix: str) -> Stamp:
        there = stamp_at(self._dir_fd, name)
        if there and suffix in self._up_to_date:
            mend_mode(self._dir_fd, name)
            return there
        content = compress(suffix, self._document)
        if there and there.mtime == self._stamp.mtime and holds(self._dir_fd, name, content):
            mend_mode(self._dir_fd, name)
            return there
        return replace_file(self._dir_fd, name, content, self._stamp.mtime)


def replace_file(dir_fd: int, name: str, content: bytes, mtime: int | None = None) -> Stamp:
    """Replace a file in an open folder at once, as a `Replacement` does, and return its stamp. Raises OSError."""
    replacement = Replacement(dir_fd, name, content)
    replacement.write()
    replacement.flush()
    return replacement.commit(mtime=mtime)


def holds(dir_fd: int, name: str, content: bytes) -> bool:
    """Say whether a file in an open folder is a regular one that holds just this content and can be read."""
    stamp = stamp_at(dir_fd, name)
    if stamp is None or stamp.size != len(content):
        return False
    try:
        return read_regular(name, len(content) + 1, dir_fd=dir_fd) == content
    except OSError:
        return False


def mend_mode(dir_fd: int, name: str) -> None:
    """Let the web server read a document again from which somebody has taken that, or others write it no more."""
    descriptor = open_regular(name, dir_fd=dir_fd)
    try:
        if stat.S_IMODE(os.fstat(descriptor).st_mode) != MODE:
            with suppress(PermissionError):  # a file of another user, or a file system that knows no modes
                os.fchmod(descriptor, MODE)
    finally:
        os.close(descriptor)


def _fill(descriptor: int, content: bytes) -> None:
    """Write a new file that the web server can read. Raises OSError."""
    write_all(descriptor, content)
    with suppress(PermissionError):  # some file systems know no modes
        os.fchmod(descriptor, MODE)


def _date(descriptor: int, before: Stamp | None, mtime: int | None) -> Stamp:
    """Date a new file `mtime`, or at least one second after the one that it replaces, and return its stamp.

    A date of that one far in the future is ignored: it comes from a broken clock.
    """
    status = os.fstat(descriptor)
    if mtime is None:
        ahead = before.mtime // _SECOND - status.st_mtime_ns // _SECOND if before else -1
        if before is None or not 0 <= ahead < _MAX_SECONDS_AHEAD:
            return Stamp(status.st_size, status.st_mtime_ns)
        mtime = (before.mtime // _SECOND + 1) * _SECOND
    os.utime(descriptor, ns=(mtime, mtime))
    return Stamp(status.st_size, mtime)


def _has_date(dir_fd: int, name: str, stamp: Stamp) -> bool:
    """Say whether there is a file with the date of a stamp, which in nanoseconds no other has by chance."""
    found = stamp_at(dir_fd, name)
    return found is not None and found.mtime == stamp.mtime


def _remove(dir_fd: int, name: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(name, dir_fd=dir_fd)


def sweep(dir_fd: int) -> None:
    """Remove the temporary files of documents that killed builds of this user left in an open folder. Raises OSError.

    Only regular files are removed, and only those that no process is writing.
    """
    for name in os.listdir(dir_fd):
        target = parse_temporary(name)
        if target and _is_document(target) and is_abandoned(name, dir_fd=dir_fd):
            _remove(dir_fd, name)


def _is_document(name: str) -> bool:
    name = name[:-3] if name.endswith(SUFFIXES) else name
    return name in _DOCUMENTS or directory_part(f"{DIRECTORY}/{name}") is not None
