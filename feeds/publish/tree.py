"""Access the folders and files of an output. Below its root no link is followed, as anybody may have put it there."""

import errno
import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from feeds.core.errors import passes
from feeds.core.safe_files import make_folders, read_regular, remove_irregular

FOLDER_MODE = 0o755
"""Every folder can be entered by the web server, whatever the umask of the build."""

MAX_TIME = 2**63 - 1
"""The latest time that is kept, in nanoseconds since 1970: what a database can hold."""

_NO_FOLDER = {errno.ENOENT, errno.ENOTDIR, errno.ELOOP}
"""What opening a folder fails with where there is none, but nothing, or a link or something else."""

_NOTHING = _NO_FOLDER | {errno.ENAMETOOLONG, errno.EINVAL}
"""What looking at a file fails with where there is none, and cannot be."""

_OPEN_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC


class Stamp(NamedTuple):
    """The size of a written document in bytes, and its time of modification in nanoseconds since 1970."""

    size: int
    mtime: int


class Tree:
    """An output folder. Paths are relative to it, with `/`; the root itself may be a link.

    Folders are opened one step at a time, each from the one above it, so what is replaced by a link meanwhile is an
    error, and nothing outside the output is ever reached.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._reached: str | None = None
        self._names: list[str] = []
        self._open_ones: list[int] = []

    def __enter__(self) -> "Tree":
        return self

    def __exit__(self, *_: object) -> None:
        self._forget()

    def path(self, path: str) -> Path:
        """Return the path of a document for messages."""
        return self._root / path

    def open_folder(self, folder: str) -> int:
        """Return a descriptor of a folder, which the caller closes. Raises OSError."""
        return self._open(folder, create=False)

    def create_folder(self, folder: str) -> int:
        """Return a descriptor of a folder, made where it is missing, which the caller closes.

        A link, FIFO, socket or device in its place is replaced; a file is an error. Raises OSError.
        """
        return self._open(folder, create=True)

    def stamp(self, path: str) -> Stamp | None:
        """Return the stamp of a file; None if there is no regular file of that name. Raises OSError as `stamps`."""
        folder, _, name = path.rpartition("/")
        return self.stamps(folder, (name,))[0]

    def stamps(self, folder: str, names: Sequence[str]) -> list[Stamp | None]:
        """Return the stamps of files in a folder; None for each that is no regular file, or not there.

        Raises OSError where nobody can tell, as in a folder that cannot be entered now: what is taken for gone would be
        forgotten, and stay for ever.
        """
        if folder != self._reached:
            try:
                self._reach(folder)
            except OSError as error:
                self._require_nothing(error, folder)
                return [None] * len(names)
        descriptor = self._open_ones[-1]
        return [stamp_at(descriptor, name) for name in names]

    def is_free(self, path: str) -> bool:
        """Say whether nothing lies in the place of a file, and nothing but folders on the way to it."""
        folder, _, name = path.rpartition("/")
        try:
            descriptor = self.open_folder(folder)
        except FileNotFoundError:
            return True
        except OSError:
            return False
        try:
            os.stat(name, dir_fd=descriptor, follow_symlinks=False)
        except FileNotFoundError:
            return True
        finally:
            os.close(descriptor)
        return False

    def read(self, path: str, limit: int) -> bytes:
        """Return the content of a file, at most the first `limit` bytes. Raises OSError."""
        folder, _, name = path.rpartition("/")
        descriptor = self.open_folder(folder)
        try:
            return read_regular(name, limit, dir_fd=descriptor)
        finally:
            os.close(descriptor)

    def read_if(self, path: str, limit: int) -> bytes | None:
        """Return what `read` does; None for a file that is not there, or that cannot be read at all.

        Raises OSError where the machine cannot read it now, and most likely can later: what is decided then stays so.
        """
        try:
            return self.read(path, limit)
        except OSError as error:
            if passes(error):
                raise
            return None

    def names(self, folder: str) -> list[str]:
        """Return the names of what is in a folder, in order; none if there is none. Raises OSError as `stamps`."""
        try:
            descriptor = self.open_folder(folder)
        except OSError as error:
            self._require_nothing(error, folder)
            return []
        try:
            return sorted(os.listdir(descriptor))  # noqa: PTH208 - of a descriptor
        finally:
            os.close(descriptor)

    def remove(self, path: str) -> None:
        """Remove a file, and the folders that this leaves empty. Raises OSError."""
        self._forget()
        folder, _, name = path.rpartition("/")
        descriptor = self.open_folder(folder)
        try:
            os.unlink(name, dir_fd=descriptor)
        finally:
            os.close(descriptor)
        self.remove_empty(folder)

    def remove_empty(self, folder: str) -> None:
        """Remove a folder in which nothing is, and those above it that this leaves empty. Raises OSError."""
        self._forget()
        while folder:
            above, _, name = folder.rpartition("/")
            descriptor = self.open_folder(above)
            try:
                os.rmdir(name, dir_fd=descriptor)
            except OSError:  # most often because it holds something else
                return
            finally:
                os.close(descriptor)
            folder = above

    def _open(self, folder: str, *, create: bool) -> int:
        try:
            descriptor = os.open(self._root, _OPEN_FOLDER)
        except (FileNotFoundError, NotADirectoryError):
            if not create:
                raise
            _make(self._root)
            descriptor = os.open(self._root, _OPEN_FOLDER)
        for name in folder.split("/") if folder else ():
            above = descriptor
            try:
                descriptor = _open_below(above, name, create=create)
            finally:
                os.close(above)
        return descriptor

    def _reach(self, folder: str) -> None:
        """Open a folder, from those above it that are open since the one before. Raises OSError.

        Whoever looks at one folder after the other, in order, opens few of them twice.
        """
        self._reached = None
        names = folder.split("/") if folder else []
        while self._names != names[: len(self._names)]:
            self._names.pop()
            os.close(self._open_ones.pop())
        if not self._open_ones:
            self._open_ones.append(os.open(self._root, _OPEN_FOLDER))
        for name in names[len(self._names) :]:
            self._open_ones.append(_open_below(self._open_ones[-1], name, create=False))
            self._names.append(name)
        self._reached = folder

    def _require_nothing(self, error: OSError, folder: str) -> None:
        """Raise the error of opening a folder, with its path, unless it says that there is none."""
        if error.errno not in _NOTHING:
            error.filename = os.fspath(self.path(folder))
            raise error

    def _forget(self) -> None:
        """Close what is open, as it may not be what is there any more."""
        self._reached = None
        self._names.clear()
        while self._open_ones:
            os.close(self._open_ones.pop())


def stamp_at(dir_fd: int, name: str) -> Stamp | None:
    """Return the stamp of a file in an open folder; None if there is no regular file of that name.

    Raises OSError where nobody can tell.
    """
    try:
        status = os.stat(name, dir_fd=dir_fd, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NOTHING:
            raise
        return None
    return Stamp(status.st_size, min(status.st_mtime_ns, MAX_TIME)) if stat.S_ISREG(status.st_mode) else None


def _open_below(dir_fd: int, name: str, *, create: bool) -> int:
    """Open a folder in an open folder, without following a link; make it first if that is asked for and needed."""
    if name in ("", ".", ".."):  # whoever names it so, it is not below
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), name)
    flags = _OPEN_FOLDER | os.O_NOFOLLOW
    try:
        descriptor = os.open(name, flags, dir_fd=dir_fd)
    except OSError as error:
        if not create or error.errno not in _NO_FOLDER:
            raise
        remove_irregular(name, dir_fd=dir_fd)
        os.mkdir(name, dir_fd=dir_fd)
        descriptor = os.open(name, flags, dir_fd=dir_fd)
    if create:
        _let_in(descriptor)
    return descriptor


def _let_in(descriptor: int) -> None:
    """Let everybody enter a folder that was just made, by this build or by one that was killed then."""
    if stat.S_IMODE(os.fstat(descriptor).st_mode) != FOLDER_MODE and not os.listdir(descriptor):
        with suppress(PermissionError):  # some file systems know no modes
            os.fchmod(descriptor, FOLDER_MODE)


def _make(folder: Path) -> None:
    """Make a folder and those above it that are missing."""
    for made in make_folders(folder):
        with suppress(PermissionError):
            made.chmod(FOLDER_MODE)
