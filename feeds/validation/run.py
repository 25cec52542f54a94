"""Files and folders → everything that is wrong with the documents in them."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from feeds.validation import files, jsonfeed, site, summary, xmlfeed
from feeds.validation.finding import Finding

_SPACE = b" \t\r\n\xef\xbb\xbf"


class Served(Struct, frozen=True):
    """A folder and the address that it is served at, with a slash at the end."""

    folder: Path
    base_url: str


class Outcome(Struct, frozen=True):
    """What was found, in the order of paths and lines, in how many documents."""

    findings: list[Finding]
    documents: int


def validate(paths: Sequence[Path], now: datetime, served: Sequence[Served] = ()) -> Outcome:
    """Check documents: each file that is named, and those below each folder.

    A file that is named is a document whatever it holds. In a folder, files that are no feeds are passed over, and the
    rules beyond one document hold. Without `served`, the folder's address is what most of its feeds say.

    Raises UsageError where a path is not there, or cannot be read.
    """
    found: list[Finding] = []
    count = 0
    for path in paths:
        if path.is_dir():
            inner, checked = _folder(path, now, served)
        else:
            inner, checked = _file(path)
        found += inner
        count += checked
    return Outcome(sorted(set(found)), count)


def _file(path: Path) -> tuple[list[Finding], int]:
    checked = _document(path)
    if checked is None:
        return [Finding(str(path), 1, 1, "error", "document", "this is no RSS, Atom, JSON Feed or OPML")], 1
    return checked[0], 1


def _folder(folder: Path, now: datetime, served: Sequence[Served]) -> tuple[list[Finding], int]:
    documents, others = files.below(folder)
    found = list(files.leftovers(others))
    root, base_url = _root(folder, served)
    summaries = {}
    count = 0
    for path in documents:
        checked = _document(path)
        if checked is None:
            continue
        count += 1
        found += checked[0]
        if checked[1]:
            summaries[path.relative_to(root).as_posix()] = checked[1]
    prefix = "" if root == Path() else f"{root}/"
    return found + site.findings(site.Folder(prefix, summaries, base_url), now), count


def _root(folder: Path, served: Sequence[Served]) -> tuple[Path, str | None]:
    """Return the folder that addresses are made from, and its address if that is known."""
    resolved = folder.resolve()
    for one in served:
        root = one.folder.resolve()
        if resolved.is_relative_to(root):
            above = len(resolved.relative_to(root).parts)
            return (folder if not above else one.folder), one.base_url
    return folder, None


def _document(path: Path) -> tuple[list[Finding], summary.Summary | None] | None:
    """Return what is wrong with a file and what matters of it to others; None where it is no kind of feed."""
    content = files.read(path)
    name = str(path)
    if content.lstrip(_SPACE)[:1] in (b"{", b"["):
        checked = jsonfeed.validate(name, content)
        if checked is None:
            return None
        return checked[0], summary.of_json(checked[1]) if checked[1] is not None else None
    verdict = xmlfeed.validate(name, content)
    if verdict is None:
        return None
    return verdict.findings, summary.of_xml(verdict.root) if verdict.root is not None else None
