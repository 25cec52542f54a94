"""Find the documents of a folder, and files beside them that should not be there; read files safely."""

import errno
import os
import re
import stat
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from feeds.core.compression import GZIP
from feeds.core.compression import SUFFIXES as COMPRESSED
from feeds.core.safe_files import NotRegularFileError, parse_temporary
from feeds.validation.finding import Finding, whole_document
from feeds.validation.limits import MAX_BYTES, MAX_MEMBERS

SUFFIXES = frozenset({".xml", ".rss", ".atom", ".rdf", ".json", ".opml"})
"""What the names of documents end in that are looked for in a folder."""


# The name of a temporary file before it had random digits; a build of those days may have left one.
_OLD_TEMPORARY = re.compile(r"\..+\.\d{1,9}\.tmp", re.DOTALL)


class UnreadableFileError(Exception):
    """A file cannot be read as a document; the text says why."""


class FolderFiles(NamedTuple):
    """The documents below a folder, the files beside them that need a look, and folders that cannot be read."""

    documents: list[Path]
    others: list[Path]
    unreadable: list[Finding]


def read(path: Path) -> bytes:
    """Return a file's bytes. A FIFO, socket or device is never opened, nor waited for; a link to a file is followed.

    Raises FileNotFoundError where there is nothing of that name, UnreadableFileError where it cannot be read.
    """
    try:
        descriptor = _open_regular(path)
        with os.fdopen(descriptor, "rb") as file:
            if os.fstat(descriptor).st_size > MAX_BYTES:
                raise UnreadableFileError(f"is larger than {MAX_BYTES:,} bytes, more than any feed")
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        if os.path.islink(path):  # noqa: PTH114 - Path.is_symlink raises where the folder above cannot be read
            raise UnreadableFileError("is a link to a file that does not exist") from error
        raise
    except NotRegularFileError as error:
        raise UnreadableFileError(f"cannot be read: {error.strerror}") from error
    except OSError as error:
        raise UnreadableFileError(f"cannot be read: {error.strerror or error}") from error
    if content is None:  # a file of the system that has nothing to give yet, as those in /proc may
        raise UnreadableFileError(f"cannot be read: {os.strerror(errno.EAGAIN)}")
    if len(content) > MAX_BYTES:
        raise UnreadableFileError(f"is larger than {MAX_BYTES:,} bytes, more than any feed")
    return content


def _open_regular(path: Path) -> int:
    """Return a descriptor of a regular file, or of the one that a link leads to. Raises OSError."""
    _require_regular(path.stat(), path)
    # Another file may have taken its place since: O_NONBLOCK keeps a FIFO from blocking.
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
    try:
        _require_regular(os.fstat(descriptor), path)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _require_regular(status: os.stat_result, path: Path) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise NotRegularFileError(path, status.st_mode)


def below(folder: Path) -> FolderFiles:
    """Return the files below a folder, in order. Hidden folders, and links to folders, are passed over."""
    found = FolderFiles([], [], [])
    pending = [str(folder)]  # not os.walk, which calls itself for each folder in another

    while pending:
        parent = pending.pop()
        try:
            folders, files = _listed(parent)
        except OSError as error:
            message = f"the folder cannot be read: {error.strerror or error}"
            found.unreadable.append(whole_document(Path(parent), "document", message))
            continue
        pending += [f"{parent}/{name}" for name in reversed(folders) if not name.startswith(".")]
        for name in files:
            path = Path(parent, name)
            if path.suffix in SUFFIXES and not name.startswith("."):
                found.documents.append(path)
            elif path.suffix in COMPRESSED or parse_temporary(name) or _OLD_TEMPORARY.fullmatch(name):
                found.others.append(path)
    return found


def _listed(parent: str) -> tuple[list[str], list[str]]:
    """Return the names of the folders and of the other files in a folder, in order, without links to folders.

    Raises OSError.
    """
    folders, files = [], []
    with os.scandir(parent) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if not _is_folder(entry):
                files.append(entry.name)
            elif not entry.is_symlink():
                folders.append(entry.name)
    return folders, files


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def leftovers(others: list[Path]) -> Iterator[Finding]:
    """Yield what is wrong with files that lie beside documents."""
    for path in others:
        message = None
        plain = path.with_suffix("")
        if path.suffix not in COMPRESSED:
            message = "an interrupted build left this temporary file; the next build removes it"
        elif plain.suffix in SUFFIXES or os.path.isfile(plain):  # noqa: PTH113 - Path.is_file raises, as above
            message = _check_compressed(path, plain)
        if message:
            yield whole_document(path, "site leftovers", message)


def _check_compressed(path: Path, plain: Path) -> str | None:
    """Say what is wrong with the compressed file of a document."""
    if _is_missing(plain):
        return f"there is no {plain.name} that this is the compressed file of"
    if path.suffix != GZIP:
        return None

    try:
        content = read(plain)
    except (FileNotFoundError, UnreadableFileError):
        return None  # which is said of the document itself
    try:
        same = _decompressed(read(path)) == content
    except FileNotFoundError:
        return None  # removed since the folder was listed
    except UnreadableFileError as error:
        return str(error)
    except (EOFError, zlib.error):
        return "this cannot be decompressed"
    return None if same else f"this is the compressed file of another {plain.name}: readers get that one"


def _is_missing(path: Path) -> bool:
    """Say whether there is no file of a name; one in a folder that cannot be entered may be there."""
    try:
        return not stat.S_ISREG(path.stat().st_mode)
    except FileNotFoundError:
        return True
    except OSError:
        return False


def _decompressed(packed: bytes) -> bytes:
    """Return what a gzip file holds; of more than MAX_BYTES, the beginning. Raises EOFError or zlib.error."""
    content = b""
    for _ in range(MAX_MEMBERS):
        member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        content += member.decompress(packed, MAX_BYTES + 1 - len(content))
        if len(content) > MAX_BYTES:
            return content
        if not member.eof:
            raise EOFError
        packed = member.unused_data.lstrip(b"\0")
        if not packed:
            return content
    raise zlib.error(f"more than {MAX_MEMBERS} members")
