"""Check files and folders of documents: what `feeds validate` runs."""

import os
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from feeds.core.errors import DocumentError, SourceNotFoundError
from feeds.core.workers import Workers, cores
from feeds.validation import xml_feed
from feeds.validation.finding import Finding, whole_document
from feeds.validation.folder import agreement, discovery, summary
from feeds.validation.formats import jsonfeed
from feeds.validation.limits import MAX_COMPARED, MAX_FOLDER_FINDINGS

BATCH_SIZE = 20
"""Documents that a process is given at a time."""

_SPACE = b" \t\r\n\xef\xbb\xbf"
# Tells whether a broken document was meant to be a feed; UTF-16 is searched without its zeros.
_ROOT = re.compile(rb"<(?:[\w.-]+:)?(?:rss|feed|entry|rdf|opml|service|categories|channel)\b|^\s*[{\[]", re.IGNORECASE)


class Served(Struct, frozen=True):
    """A folder and the address that it is served at, with a slash at the end."""

    folder: Path
    base_url: str


class Outcome(Struct, frozen=True):
    """The findings, in the order of paths and lines, and the number of documents that were checked."""

    findings: list[Finding]
    documents: int


class Checked(NamedTuple):
    """The findings in a document, and what other documents are compared with, if it can be read as a feed or list."""

    findings: list[Finding]
    summary: summary.Summary | None


def validate(paths: Sequence[Path], now: datetime, served: Sequence[Served] = ()) -> Outcome:
    """Check documents: each file that is named, and those below each folder.

    A named file is a document whatever it holds. In a folder, files that are no feeds are passed over, and the rules of
    a folder apply. A folder that is not in `served` is taken to be served where most of its feeds say. A file that
    cannot be read is a finding.

    Raises SourceNotFoundError for a path that does not exist, DocumentError for a folder without a document.
    """
    findings: list[Finding] = []
    documents = 0

    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where the folder above cannot be read
            found, count = _check_folder(path, now, served)
            if not count and not found:
                raise DocumentError(f"{path}: no RSS, Atom, JSON Feed or OPML document to check")
        else:
            found, count = _check_named_file(path)
        findings += found
        documents += count

    return Outcome(sorted(set(findings)), documents)


def _check_named_file(path: Path) -> tuple[list[Finding], int]:
    try:
        content = discovery.read(path)
    except FileNotFoundError as error:
        raise SourceNotFoundError(f"{path}: no such file or folder") from error
    except discovery.UnreadableFileError as error:
        return [whole_document(path, "document", str(error))], 1

    checked = _check_content(path, content)
    if checked is None or (checked.summary is None and not _ROOT.search(content.replace(b"\0", b""))):
        return [whole_document(path, "document", "not an RSS, Atom, JSON Feed or OPML document")], 1
    return checked.findings, 1


def _check_folder(folder: Path, now: datetime, served: Sequence[Served]) -> tuple[list[Finding], int]:
    files = discovery.below(folder)
    findings = [*files.unreadable, *discovery.leftovers(files.others)]
    root, base_url = _root(folder, served)
    place = folder.resolve().relative_to(root.resolve())  # the two may be named in different ways
    summaries = {}
    unread = set()
    count = kept = 0

    for path, checked in _check_all(files.documents):
        if checked is None:
            continue
        count += 1
        findings += checked.findings if len(findings) < MAX_FOLDER_FINDINGS else _numbers(path, checked.findings)
        name = (place / path.relative_to(folder)).as_posix()
        kept += checked.summary.size if checked.summary else 0
        if checked.summary and kept <= MAX_COMPARED:
            summaries[name] = checked.summary
        else:
            unread.add(name)

    if kept > MAX_COMPARED:
        message = "the documents here are too large to compare all of them with each other: check parts of the folder"
        findings.append(Finding(str(folder), 1, 1, "warning", "document", message))
    return findings + agreement.findings(agreement.Folder(root, summaries, base_url, frozenset(unread)), now), count


def _numbers(path: Path, findings: Sequence[Finding]) -> list[Finding]:
    """Return one finding in the place of a document's, if it has any: that there are so many."""
    if not findings:
        return []
    errors = sum(finding.severity == "error" for finding in findings)
    message = f"{errors:,} errors and {len(findings) - errors:,} warnings, of too many in the folder: check it alone"
    return [Finding(str(path), 1, 1, "error" if errors else "warning", "document", message)]


def _check_all(paths: Sequence[Path]) -> Iterator[tuple[Path, Checked | None]]:
    """Yield each document with its findings; several processes share the work where there is much."""
    batches = ((tuple(paths[start : start + BATCH_SIZE]),) for start in range(0, len(paths), BATCH_SIZE))
    with Workers(cores()) as workers:
        for (batch,), checked in workers.map(check_batch, batches):
            yield from zip(batch, checked or map(_process_ended, batch), strict=True)


def check_batch(paths: Sequence[Path]) -> list[Checked | None]:
    """Return the findings in each of some documents below a folder; None for one that is no kind of feed."""
    return [_check_file(path) for path in paths]


def _check_file(path: Path) -> Checked | None:
    try:
        content = discovery.read(path)
    except FileNotFoundError:
        return None  # removed since the folder was listed
    except discovery.UnreadableFileError as error:
        return Checked([whole_document(path, "document", str(error))], None)
    return _check_content(path, content)


def _process_ended(path: Path) -> Checked:
    message = "the process that checked this document, and others with it, has ended: check it alone"
    return Checked([whole_document(path, "document", message)], None)


def _root(folder: Path, served: Sequence[Served]) -> tuple[Path, str | None]:
    """Return the folder that addresses are made from, and its address if that is known."""
    resolved = folder.resolve()
    for one in served:
        root = one.folder.resolve()
        if resolved.is_relative_to(root):
            return (folder if resolved == root else one.folder), one.base_url
    return folder, None


def _check_content(path: Path, content: bytes) -> Checked | None:
    """Return the findings in a file's content; None where it is no kind of feed."""
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
