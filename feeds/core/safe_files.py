"""Open, read and replace files in folders to which another user may be able to write.

Links, FIFOs, sockets and devices that such a user puts there are never followed, opened or waited for: only regular
files are. A `dir_fd` is an open folder in which a name is looked up, as functions of `os` have it.
"""

import errno
import fcntl
import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
"""Modes that let only the user who builds read and write."""

_KINDS = (
    (stat.S_ISLNK, "a symbolic link"),
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a FIFO"),
    (stat.S_ISSOCK, "a socket"),
)
_TEMPORARY = re.compile(r"\.(.+)\.[0-9a-f]{16}\.tmp", re.DOTALL)


class NotRegularFileError(OSError):
    """What has the name of a file is a link, a folder, a FIFO, a socket or a device."""

    def __init__(self, name: Path | str, mode: int) -> None:
        kind = next((words for is_kind, words in _KINDS if is_kind(mode)), "a device")
        super().__init__(errno.EINVAL, f"It is {kind}, not a regular file", str(name))


def reason(error: OSError) -> str:
    """Return why a file of one's own could not be used, and what to do where something else has its place."""
    is_in_the_way = isinstance(error, NotRegularFileError | IsADirectoryError)
    return f"{error.strerror}; remove it" if is_in_the_way else str(error.strerror)


def open_regular(
    name: Path | str, flags: int = os.O_RDONLY, mode: int = PRIVATE_FILE, *, dir_fd: int | None = None
) -> int:
    """Open a regular file, without following a link in its last step, and return the descriptor.

    Raises NotRegularFileError for anything else, without opening it, or another OSError.
    """
    with suppress(FileNotFoundError):
        _require_regular(os.stat(name, dir_fd=dir_fd, follow_symlinks=False), name)
    # Something else may have been put there since: O_NONBLOCK keeps a FIFO from blocking, O_NOFOLLOW refuses a link.
    safe = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY
    descriptor = os.open(name, flags | safe, mode, dir_fd=dir_fd)
    try:
        _require_regular(os.fstat(descriptor), name)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def read_regular(name: Path | str, limit: int | None = None, *, dir_fd: int | None = None) -> bytes:
    """Return the content of a regular file, at most the first `limit` bytes. Raises OSError as `open_regular` does."""
    with open(open_regular(name, dir_fd=dir_fd), "rb") as file:
        return file.read(-1 if limit is None else limit)


def is_regular(name: Path | str, *, dir_fd: int | None = None) -> bool:
    """Say whether there is a regular file of this name, not a link to one."""
    try:
        return stat.S_ISREG(os.stat(name, dir_fd=dir_fd, follow_symlinks=False).st_mode)
    except OSError:
        return False


def temporary_beside(name: str) -> str:
    """Return a name that nobody can predict, for a file that is to replace another one beside it.

    Whoever makes the file has to know the name before, to remove what it holds if a signal comes while it is made.
    """
    folder, base = os.path.split(name)
    return os.path.join(folder, f".{base}.{os.urandom(8).hex()}.tmp")  # noqa: PTH118 - as `name`


def create_temporary(temporary: str, mode: int = PRIVATE_FILE, *, dir_fd: int | None = None) -> int:
    """Make a file with a name of `temporary_beside`, and return its descriptor, open for writing.

    Nothing that exists is opened: an existing file, or a link, is an error. The file is locked until the descriptor is
    closed, so `is_abandoned` can tell whether it is still being written. Raises OSError.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(temporary, flags, mode, dir_fd=dir_fd)
    with suppress(OSError):  # some file systems have no locks
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return descriptor


def parse_temporary(temporary: str) -> str | None:
    """Return the name of the file that one of `temporary_beside` was to replace; None for any other name."""
    found = _TEMPORARY.fullmatch(temporary)
    return found[1] if found else None


def is_abandoned(temporary: str, *, dir_fd: int | None = None) -> bool:
    """Say whether a temporary file is a regular file of this user that no process is writing any longer."""
    try:
        descriptor = open_regular(temporary, dir_fd=dir_fd)
    except OSError:
        return False
    try:
        if os.fstat(descriptor).st_uid != os.geteuid():
            return False
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # no locks here
        return True
    finally:
        os.close(descriptor)
    return True


def remove_abandoned(paths: Iterable[Path], *, is_alone: bool = False) -> None:
    """Remove the temporary files that killed processes of this user left of files, as far as possible.

    Only regular files are removed, and only those that no process is writing: an empty one may just be begun, unless
    the caller `is_alone`, as no other process writes these files while it holds a lock.
    """
    targets = {(path.parent, path.name) for path in paths}
    for folder in {folder for folder, _ in targets}:
        with suppress(OSError):  # they harm nobody
            for path in list(folder.iterdir()):
                is_ours = (folder, parse_temporary(path.name)) in targets
                if is_ours and (is_alone or path.lstat().st_size) and is_abandoned(str(path)):
                    path.unlink()


def write_all(descriptor: int, content: bytes) -> None:
    """Write all of the content to a descriptor. Raises OSError."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def replace_private(path: Path, content: bytes) -> None:
    """Replace a file, whole or not at all, by one that only this user can read; a link is replaced, not followed.

    Raises OSError; the old file is then untouched.
    """
    with replacing(path) as descriptor:
        write_all(descriptor, content)


@contextmanager
def replacing(path: Path) -> Iterator[int]:
    """Replace a file as `replace_private` does, by what the body writes to the descriptor. Raises OSError."""
    temporary = temporary_beside(str(path))
    try:
        descriptor = create_temporary(temporary)
        try:
            yield descriptor
            Path(temporary).replace(path)  # while it is locked: nobody takes it for an abandoned one
        finally:
            os.close(descriptor)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def create_whole(path: Path, content: bytes) -> None:
    """Make a file, whole or not at all, with the mode that the umask of the process leaves.

    What killed processes left of it is removed. Raises FileExistsError where there is something of this name, also a
    link to nothing, or another OSError.
    """
    remove_abandoned([path])
    temporary = temporary_beside(str(path))
    try:
        descriptor = create_temporary(temporary, 0o666)
        try:
            write_all(descriptor, content)
            _put_in_place(temporary, path)
        finally:
            os.close(descriptor)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _put_in_place(temporary: str, path: Path) -> None:
    """Give a file another name, in place of nothing. Raises FileExistsError if there is something, or OSError."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # some file systems know no second name of a file
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        Path(temporary).rename(path)


def make_folders(folder: Path, mode: int = 0o777) -> list[Path]:
    """Make a folder of a mode, and those above it that are missing; return those that were made, the uppermost first.

    A path may name some thousand of them, more than functions may call each other. Raises OSError.
    """
    missing = [folder]
    while not missing[-1].is_dir() and missing[-1] != missing[-1].parent:
        missing.append(missing[-1].parent)
    made = []
    for at in reversed(missing):
        try:
            at.mkdir(mode if at == folder else 0o777)
            made.append(at)
        except OSError:
            if not at.is_dir():
                raise
    return made


def is_own(descriptor: int, folder: Path | None = None) -> bool:
    """Say whether an open file is one of this user: another may have put one there, or a hard link to one.

    With a folder, which holds the file, one of its owner is as good: root may build for others.
    """
    known = {os.geteuid()} if folder is None else owners(folder)
    return os.fstat(descriptor).st_uid in known and not has_other_names(descriptor)


def owners(folder: Path) -> set[int]:
    """Return the users whose files in a folder are as good as this one's: it, and the owner of the folder."""
    return {os.geteuid(), folder.stat().st_uid}


def has_other_names(descriptor: int) -> bool:
    """Say whether an open file may be another one: somebody has put a hard link to it there."""
    return os.fstat(descriptor).st_nlink != 1


def make_private(path: Path) -> None:
    """Make a file that only this user can read and write, or take that permission from others if it exists.

    Raises NotRegularFileError for what is no regular file, or another OSError. A file of another user stays as it is.
    """
    descriptor = open_regular(path, os.O_RDWR | os.O_CREAT)
    try:
        make_descriptor_private(descriptor, PRIVATE_FILE)
    finally:
        os.close(descriptor)


def make_descriptor_private(descriptor: int, mode: int) -> None:
    """Take permissions from others for an open file or folder of this user; nothing is done where that is not possible.

    Some file systems know no modes; and a file with another name may be another one's, which others are to read.
    """
    status = os.fstat(descriptor)
    is_alone = stat.S_ISDIR(status.st_mode) or status.st_nlink == 1
    if is_alone and stat.S_IMODE(status.st_mode) & ~mode:
        with suppress(PermissionError):
            os.fchmod(descriptor, mode)


def remove_irregular(name: Path | str, *, dir_fd: int | None = None) -> bool:
    """Remove a link, FIFO, socket or device that has the name of a file, and say whether there was one.

    Files and folders stay. Raises OSError.
    """
    try:
        mode = os.stat(name, dir_fd=dir_fd, follow_symlinks=False).st_mode
    except FileNotFoundError:
        return False
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        return False
    os.unlink(name, dir_fd=dir_fd)
    return True


def _require_regular(status: os.stat_result, name: Path | str) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise NotRegularFileError(name, status.st_mode)
