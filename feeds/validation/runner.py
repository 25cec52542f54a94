"""Files and folders → everything that is wrong with the documents in them."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from feeds.core.errors import DocumentError
from feeds.core.workers import Workers, cores
from feeds.validation import xml_feed
from feeds.validation.finding import Finding
from feeds.validation.folder import agreement, discovery, summary
from feeds.validation.formats import jsonfeed

PIECE = 20
"""Documents that a process is given at a time."""

_SPACE = b" \t\r\n\xef\xbb\xbf"
# Of a document that is broken, this tells whether it was to be a feed; in UTF-16, without the zeros.
_ROOT = re.compile(rb"<(?:[\w.-]+:)?(?:rss|feed|entry|rdf|opml|service|categories|channel)\b|^\s*[{\[]", re.IGNORECASE)


class Served(Struct, frozen=True):
    """A folder and the address that it is served at, with a slash at the end."""

    folder: Path
    base_url: str


class Outcome(Struct, frozen=True):
    """What was found, in the order of paths and lines, in how many documents."""

    findings: list[Finding]
    documents: int


class Checked(NamedTuple):
    """What is wrong with a document, and what of it matters to others, if it can be read as a feed or a list."""

    findings: list[Finding]
    summary: summary.Summary | None


def validate(paths: Sequence[Path], now: datetime, served: Sequence[Served] = ()) -> Outcome:
    """Check documents: each file that is named, and those below each folder.

    A file that is named is a document whatever it holds. In a folder, files that are no feeds are passed over, and the
    rules beyond one document hold. A folder that is not `served` is thought to be where most of its feeds say.

    Raises SourceNotFoundError for a path that does not exist, DocumentError for one that cannot be read, or a folder
    without a document.
    """
    found: list[Finding] = []
    count = 0
    for path in paths:
        inner, checked = _folder(path, now, served) if path.is_dir() else _file(path)
        if path.is_dir() and not checked:
            raise DocumentError(f"{path}: no RSS, Atom, JSON Feed or OPML document to check")
        found += inner
        count += checked
    return Outcome(sorted(set(found)), count)


def _file(path: Path) -> tuple[list[Finding], int]:
    content = discovery.read(path)
    checked = _document(path, content)
    if checked is None or (checked.summary is None and not _ROOT.search(content.replace(b"\0", b""))):
        return [Finding(str(path), 1, 1, "error", "document", "not an RSS, Atom, JSON Feed or OPML document")], 1
    return checked.findings, 1


def _folder(folder: Path, now: datetime, served: Sequence[Served]) -> tuple[list[Finding], int]:
    documents, others = discovery.below(folder)
    found = list(discovery.leftovers(others))
    root, base_url = _root(folder, served)
    summaries = {}
    unread = set()
    count = 0
    for path, checked in _all(documents):
        if checked is None:
            continue
        count += 1
        found += checked.findings
        place = _place(path, folder, root)
        if checked.summary:
            summaries[place] = checked.summary
        else:
            unread.add(place)
    prefix = "" if root == Path() else f"{root}/"
    return found + agreement.findings(agreement.Folder(prefix, summaries, base_url, frozenset(unread)), now), count


def _all(paths: Sequence[Path]) -> Iterator[tuple[Path, Checked | None]]:
    """Yield each document with what was found in it; several processes share the work where there is much."""
    pieces = ((tuple(paths[start : start + PIECE]),) for start in range(0, len(paths), PIECE))
    with Workers(cores()) as workers:
        for (piece,), checked in workers.map(check_piece, pieces):
            yield from zip(piece, checked or map(_ended, piece), strict=True)


def check_piece(paths: Sequence[Path]) -> list[Checked | None]:
    """Return what is found in each of some documents; None for one that is no kind of feed."""
    return [_document(path, discovery.read(path)) for path in paths]


def _ended(path: Path) -> Checked:
    message = "this document, or one near it, ended the process that checked it: look at it alone"
    return Checked([Finding(str(path), 1, 1, "error", "document", message)], None)


def _root(folder: Path, served: Sequence[Served]) -> tuple[Path, str | None]:
    """Return the folder that addresses are made from, and its address if that is known."""
    resolved = folder.resolve()
    for one in served:
        root = one.folder.resolve()
        if resolved.is_relative_to(root):
            return (folder if resolved == root else one.folder), one.base_url
    return folder, None


def _place(path: Path, folder: Path, root: Path) -> str:
    """Return where a document lies below the root, with `/`; the two folders may be named in different ways."""
    below = folder.resolve().relative_to(root.resolve())
    return (below / path.relative_to(folder)).as_posix()


def _document(path: Path, content: bytes) -> Checked | None:
    """Return what is found in what a file holds; None where it is no kind of feed."""
    name = str(path)
    if content.lstrip(_SPACE)[:1] in (b"{", b"["):
        checked = jsonfeed.validate(name, content)
        if checked is None:
            return None
        return Checked(checked[0], summary.of_json(checked[1]) if checked[1] is not None else None)
    verdict = xml_feed.validate(name, content)
    if verdict is None:
        return None
    return Checked(verdict.findings, summary.of_xml(verdict.root) if verdict.root is not None else None)
