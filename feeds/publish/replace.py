"""Replace a document by a new version, atomically, and remove what killed builds left."""

import os
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from types import MappingProxyType

from feeds.core.compression import SUFFIXES
from feeds.core.directory import DIRECTORY, SITE_DOCUMENTS, directory_part
from feeds.core.model import DOCUMENT_NAMES
from feeds.core.redirects import MAPS
from feeds.core.safe_files import create_temporary, is_abandoned, open_regular, parse_temporary, write_all
from feeds.publish.tree import Stamp, stamp_at

MODE = 0o644
"""Every document can be read by the web server, whatever the umask of the build."""

Note = Callable[[Stamp], object]
"""Is told of the stamp that a document is about to have."""

_SECOND = 1_000_000_000
_MAX_SECONDS_AHEAD = 10 * 366 * 86_400
_DOCUMENTS = frozenset({*DOCUMENT_NAMES.values(), *SITE_DOCUMENTS, *MAPS})


def replace_file(
    dir_fd: int,
    name: str,
    content: bytes,
    compressed: Mapping[str, bytes] = MappingProxyType({}),
    mtime: int | None = None,
    note: Note | None = None,
) -> Stamp:
    """Replace a file in an open folder, whole or not at all: write beside it, flush, rename over it. Return its stamp.

    `compressed` are the contents of its compressed files, by suffix. They get the date of the file, as web servers send
    that. The old ones are removed before the file is replaced and the new ones put in place after it: none ever lies
    beside another version of the file, and a web server that finds none sends the file as it is. One that has the date
    of the old file is removed in any case: a build of which the state knows nothing may have made it.

    The new file gets the date `mtime`, in nanoseconds. Without one it never gets the modification second of the old
    file, as web servers often make the ETag of that and the size. A link is replaced itself, and so is a FIFO or a
    device. Before anything of that is done, `note` is told of the stamp. Raises OSError; the old file is then
    untouched, unless the renaming failed.
    """
    temporaries: dict[str, str] = {}
    try:
        temporaries[name], stamp = _write_temporary(dir_fd, name, content, mtime)
        for suffix, other in compressed.items():
            temporaries[name + suffix], _ = _write_temporary(dir_fd, name + suffix, other, stamp.mtime)

        if note is not None:
            note(stamp)
        old = stamp_at(dir_fd, name)
        for suffix in SUFFIXES:
            if suffix in compressed or (old and _has_date(dir_fd, name + suffix, old)):
                _remove(dir_fd, name + suffix)
        for target, temporary in temporaries.items():
            os.rename(temporary, target, src_dir_fd=dir_fd, dst_dir_fd=dir_fd)
    except BaseException:
        for temporary in temporaries.values():
            _discard(dir_fd, temporary)
        raise
    return stamp


def mend_mode(dir_fd: int, name: str) -> None:
    """Let the web server read a document again from which somebody has taken that, or others write it no more."""
    descriptor = open_regular(name, dir_fd=dir_fd)
    try:
        if stat.S_IMODE(os.fstat(descriptor).st_mode) != MODE:
            with suppress(PermissionError):  # a file of another user, or a file system that knows no modes
                os.fchmod(descriptor, MODE)
    finally:
        os.close(descriptor)


def _write_temporary(dir_fd: int, name: str, content: bytes, mtime: int | None) -> tuple[str, Stamp]:
    """Write the file that is to replace another, and return its name and its stamp."""
    temporary, descriptor = create_temporary(name, dir_fd=dir_fd)
    try:
        try:
            write_all(descriptor, content)
            os.fsync(descriptor)
            with suppress(PermissionError):  # some file systems know no modes
                os.fchmod(descriptor, MODE)
            if mtime is None:
                return temporary, _date_after(descriptor, stamp_at(dir_fd, name))
            os.utime(descriptor, ns=(mtime, mtime))
            return temporary, Stamp(len(content), mtime)
        finally:
            os.close(descriptor)  # some file systems write only now
    except BaseException:
        _discard(dir_fd, temporary)
        raise


def _date_after(descriptor: int, before: Stamp | None) -> Stamp:
    """Date a new file at least one second after the one that it replaces, and return its stamp.

    A date far in the future is ignored: it comes from a broken clock.
    """
    status = os.fstat(descriptor)
    ahead = before.mtime // _SECOND - status.st_mtime_ns // _SECOND if before else -1
    if before is None or not 0 <= ahead < _MAX_SECONDS_AHEAD:
        return Stamp(status.st_size, status.st_mtime_ns)
    moment = (before.mtime // _SECOND + 1) * _SECOND
    os.utime(descriptor, ns=(moment, moment))
    return Stamp(status.st_size, moment)


def _has_date(dir_fd: int, name: str, stamp: Stamp) -> bool:
    """Say whether there is a file with the date of a stamp, which in nanoseconds no other has by chance."""
    found = stamp_at(dir_fd, name)
    return found is not None and found.mtime == stamp.mtime


def _remove(dir_fd: int, name: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(name, dir_fd=dir_fd)


def _discard(dir_fd: int, temporary: str) -> None:
    """Remove a temporary file; one that cannot be removed now is left to the next build."""
    with suppress(OSError):
        os.unlink(temporary, dir_fd=dir_fd)


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
