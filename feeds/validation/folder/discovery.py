"""Find the documents of a folder, and files beside them that should not be there; read files safely."""

import gzip
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
from feeds.validation.limits import MAX_BYTES

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
        if path.is_symlink():
            raise UnreadableFileError("is a link to a file that does not exist") from error
        raise
    except NotRegularFileError as error:
        raise UnreadableFileError(f"cannot be read: {error.strerror}") from error
    except OSError as error:
        raise UnreadableFileError(f"cannot be read: {error.strerror or error}") from error
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

    def note_unreadable(error: OSError) -> None:
        message = f"the folder cannot be read: {error.strerror or error}"
        found.unreadable.append(whole_document(Path(error.filename or folder), "document", message))

    for parent, folders, files in os.walk(folder, onerror=note_unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(parent, name)
            if path.suffix in SUFFIXES and not name.startswith("."):
                found.documents.append(path)
            elif path.suffix in COMPRESSED or parse_temporary(name) or _OLD_TEMPORARY.fullmatch(name):
                found.others.append(path)
    return found


def leftovers(others: list[Path]) -> Iterator[Finding]:
    """Yield what is wrong with files that lie beside documents."""
    for path in others:
        message = None
        if path.suffix not in COMPRESSED:
            message = "an interrupted build left this temporary file; the next build removes it"
        elif path.with_suffix("").suffix in SUFFIXES or path.with_suffix("").exists():
            message = _check_compressed(path)
        if message:
            yield whole_document(path, "site leftovers", message)


def _check_compressed(path: Path) -> str | None:
    """Say what is wrong with the compressed file of a document."""
    plain = path.with_suffix("")
    name = plain.name
    if not plain.is_file():
        return f"there is no {name} that this is the compressed file of"
    if path.suffix != GZIP:
        return None

    try:
        with os.fdopen(_open_regular(path), "rb") as raw, gzip.open(raw) as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        return "this cannot be decompressed"

    try:
        same = content == read(plain)
    except (FileNotFoundError, UnreadableFileError):
        return None  # which is said of the document itself
    return None if same else f"this is the compressed file of another {name}: readers get that one"
