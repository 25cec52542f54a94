"""Which files are looked at, and what lies beside documents that should not."""

import gzip
import os
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from feeds.core.compression import GZIP
from feeds.core.compression import SUFFIXES as PACKED
from feeds.core.errors import DocumentError, SourceNotFoundError
from feeds.validation.finding import Finding
from feeds.validation.xml.document import LARGEST

SUFFIXES = frozenset({".xml", ".rss", ".atom", ".rdf", ".json", ".opml"})
"""What the names of documents end in that are looked for in a folder."""

# As `feeds.publish.output` names what it has not finished.
_TEMPORARY = re.compile(r"\..+\.\d{1,9}\.tmp")


def read(path: Path) -> bytes:
    """Return a file's bytes. Raises SourceNotFoundError or DocumentError."""
    try:
        if path.stat().st_size > LARGEST:
            raise DocumentError(f"{path}: is larger than {LARGEST:,} bytes: no feed is")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise SourceNotFoundError(f"{path}: no such file or folder") from error
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read: {error.strerror}") from error


def below(folder: Path) -> tuple[list[Path], list[Path]]:
    """Return the documents below a folder, and the files beside them that need a look, each in order.

    Hidden folders, and links to folders, are passed over.
    """
    documents, others = [], []
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(parent, name)
            if path.suffix in SUFFIXES and not name.startswith("."):
                documents.append(path)
            elif path.suffix in PACKED or _TEMPORARY.fullmatch(name):
                others.append(path)
    return documents, others


def leftovers(others: list[Path]) -> Iterator[Finding]:
    """Yield what is wrong with files that lie beside documents."""
    for path in others:
        message = None
        if path.suffix not in PACKED:
            message = "a build that was interrupted left this behind; the next one removes it"
        elif path.with_suffix("").suffix in SUFFIXES or path.with_suffix("").exists():
            message = _packed(path)
        if message:
            yield Finding(str(path), 1, 1, "error", "site leftovers", message)


def _packed(path: Path) -> str | None:
    """Say what is wrong with the packed form of a document."""
    plain = path.with_suffix("")
    if not plain.is_file():
        return f"there is no {plain.name} that this is the packed form of"
    if path.suffix != GZIP:
        return None
    try:
        with gzip.open(path) as file:
            content = file.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error):
        return "this cannot be unpacked"
    return None if content == read(plain) else f"this is the packed form of another {plain.name}: readers get that one"
