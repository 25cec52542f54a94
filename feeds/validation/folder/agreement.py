"""Check the rules beyond one document: the feeds of a folder agree, and are served where their self links say."""

import os
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path, PurePosixPath
from urllib.parse import quote_from_bytes, unquote

from msgspec import Struct
from msgspec.structs import replace

from feeds.core.ids import as_iri, ended
from feeds.core.kinds import KINDS, OWN
from feeds.core.model import DOCUMENT_NAMES, Severity
from feeds.core.text import quoted
from feeds.validation.finding import Finding, bounded, whole_document
from feeds.validation.folder import chains
from feeds.validation.folder.summary import ItemSummary, Summary
from feeds.validation.limits import MAX_FINDINGS, MAX_SITE_FINDINGS, MAX_VALUE

_NAMES = [DOCUMENT_NAMES[format_name] for format_name in ("rss", "atom", "json")]
MOST = 3
"""Items of a document that are named at most, where it disagrees with another."""

_OWN = f"{KINDS[OWN].folder}/"
"""Below this folder are the feeds that a site defines itself, each of which it may give up."""

_FIELDS = ("title", "link", "published", "updated")


class Folder(Struct, frozen=True):
    """A folder of documents that are served together.

    root: the folder.
    documents: by their paths below the folder, with `/`.
    base_url: where the folder is served; None where that is not known.
    unread: paths of documents that exist but are not known, as they cannot be read.
    """

    root: Path
    documents: Mapping[str, Summary]
    base_url: str | None = None
    unread: frozenset[str] = frozenset()


def findings(folder: Folder, now: datetime) -> list[Finding]:
    """Compare documents with each other, with their addresses and with the clock.

    Where the address of a folder is not known, and its feeds do not agree on one, only the formats are compared: it is
    a collection of feeds from several sites, which need not fit together. No more is looked for once MAX_SITE_FINDINGS
    have been found.
    """
    kept: dict[Finding, None] = {}
    counts: Counter[tuple[str, Severity]] = Counter()
    for finding in _all(folder, now):
        if finding in kept:
            continue
        counts[finding.path, finding.severity] += 1
        count = counts[finding.path, finding.severity]
        if count < MAX_FINDINGS:
            kept[finding] = None
        elif count == MAX_FINDINGS:
            message = f"more than {MAX_FINDINGS:,} {finding.severity}s beside other documents: these are not shown"
            kept[replace(finding, rule="document", message=message)] = None
        if len(kept) == MAX_SITE_FINDINGS:
            message = f"more than {MAX_SITE_FINDINGS:,} errors and warnings between documents: the others are not shown"
            return [*kept, whole_document(folder.root, "document", message)]
    return list(kept)


def _all(folder: Folder, now: datetime) -> Iterator[Finding]:
    base = folder.base_url or _usual_base(folder)
    yield from _formats(folder)
    if base is None:
        return
    served = {base + _quote(name): name for name in (*folder.documents, *folder.unread)}
    has_lists = any(summary.packed_lists for summary in folder.documents.values())
    wanted = _wanted(folder, base) if has_lists else []
    for name, summary in folder.documents.items():
        yield from _dates(folder, name, summary, now)
        here = base + _quote(name)
        if summary.address and summary.address != here and not _is_moved(folder, name, base):
            message = f"self link is {summary.address}, but the document is served at {here}"
            yield _finding(folder, name, "site self", message)
        if summary.packed_lists:
            yield from _lists(folder, name, base, served, wanted)
    for name, message in chains.faults(folder.documents, served, base):
        yield _finding(folder, name, "site archives", message)


def _finding(folder: Folder, name: str, rule: str, message: str, severity: Severity = "error") -> Finding:
    return Finding(str(folder.root / name), 1, 1, severity, rule, bounded(message))


def _is_moved(folder: Folder, name: str, base: str) -> bool:
    """Say whether a document lies in a former place of a feed, and is the same as where that is now."""
    summary = folder.documents[name]
    if len(summary.address) > MAX_VALUE or not summary.address.startswith(base):
        return False
    other = unquote(summary.address.removeprefix(base))
    is_elsewhere = PurePosixPath(other).parent != PurePosixPath(name).parent
    return is_elsewhere and folder.documents.get(other) == summary


def _has_ended(name: str, summary: Summary) -> bool:
    """Say whether the last item of a feed is that which ends it."""
    items, folder = summary.items, PurePosixPath(name).parent.as_posix()
    return bool(items) and folder.isascii() and items[0].id == ended(folder)


def _quote(name: str) -> str:
    """Return the path of a document as its address has it; its name may hold bytes that are not UTF-8."""
    return quote_from_bytes(os.fsencode(name))


def _usual_base(folder: Folder) -> str | None:
    """Return where the folder is served if most of its feeds agree on that; one that is misplaced is then found."""
    bases: Counter[str] = Counter()
    feeds = 0
    for name, summary in folder.documents.items():
        feeds += bool(summary.address)
        if summary.address.endswith("/" + _quote(name)):
            bases[summary.address.removesuffix(_quote(name))] += 1
    usual = bases.most_common(1)
    return usual[0][0] if usual and usual[0][1] * 2 > feeds else None


def _formats(folder: Folder) -> Iterator[Finding]:
    """Compare the documents of each feed with the first of them."""
    groups: dict[PurePosixPath, list[str]] = defaultdict(list)
    for name in folder.documents:
        if PurePosixPath(name).name in _NAMES:
            groups[PurePosixPath(name).parent].append(name)
    for group in groups.values():
        first, *others = sorted(group, key=lambda name: _NAMES.index(PurePosixPath(name).name))
        for other in others:
            yield from _compared(folder, first, other)
        if len(others) > 1:
            yield from _compared(folder, others[0], others[1])


def _compared(folder: Folder, first: str, other: str) -> Iterator[Finding]:
    one, two = folder.documents[first], folder.documents[other]
    name = PurePosixPath(first).name
    if one.title is not None and two.title is not None and one.title != two.title:
        yield _finding(folder, other, "site formats", f"the feed's title is not that in {name}: {quoted(two.title)}")
    if one.updated and two.updated and one.updated != two.updated:
        yield _finding(folder, other, "site formats", f"the feed's date is not that in {name}")
    is_atom = "atom" in (one.format_name, two.format_name)
    ids, other_ids = _ids(one, as_iris=is_atom), _ids(two, as_iris=is_atom)
    if ids != other_ids:
        same = set(ids) == set(other_ids)
        what = "in another order than" if same else "not those"
        yield _finding(folder, other, "site formats", f"the items are {what} in {name}")
        return
    differing = [
        (mine, fields)
        for theirs, mine in zip(one.items, two.items, strict=True)
        if (fields := _differing(theirs, mine))
    ]
    for item, fields in differing[:MOST]:
        yield _finding(folder, other, "site formats", f"{' and '.join(fields)} of {item.id[:80]!r}: not as in {name}")


def _ids(summary: Summary, *, as_iris: bool) -> list[str]:
    """Return the ids of a document's items, as IRIs where they are compared with those of an Atom document."""
    is_other = as_iris and summary.format_name != "atom"
    return [as_iri(item.id) if is_other and 0 < len(item.id) <= MAX_VALUE else item.id for item in summary.items]


def _differing(one: ItemSummary, two: ItemSummary) -> list[str]:
    pairs = [(field, getattr(one, field), getattr(two, field)) for field in _FIELDS]
    found = [field for field, mine, theirs in pairs if None not in (mine, theirs) and mine != theirs]
    if one.images is not None and two.images is not None and not set(two.images) <= set(one.images):
        found.append("images")
    return found


def _dates(folder: Folder, name: str, summary: Summary, now: datetime) -> Iterator[Finding]:
    items = summary.items
    for item in [item for item in items if item.published and item.published > now][:MOST]:
        yield _finding(folder, name, "site future", f"{item.id[:80]!r} is in the future: {item.published:%Y-%m-%d}")
    dates = [date for item in items if (date := item.updated or item.published)]
    if not dates or summary.updated is None:
        return
    if summary.updated < max(dates):
        yield _finding(folder, name, "site date", "the feed's date is before that of its newest item")
    elif summary.updated > max(dates) and summary.format_name == "atom":
        message = "the feed's date is after that of its newest item: readers fetch it anew for nothing"
        yield _finding(folder, name, "site date", message, "warning")


def _wanted(folder: Folder, base: str) -> list[str]:
    """Return the folders of the feeds that a list of feeds should name, in order."""
    return sorted(
        {
            PurePosixPath(name).parent.as_posix()
            for name, feed in folder.documents.items()
            if feed.format_name and feed.packed and not feed.is_archive
            if not _has_ended(name, feed) and not _is_moved(folder, name, base)
        }
    )


def _lists(folder: Folder, name: str, base: str, served: Mapping[str, str], wanted: Sequence[str]) -> Iterator[Finding]:
    """Compare what an OPML file lists with the feeds that are served, by their addresses, and those it should name."""
    listed = [address for address in folder.documents[name].lists if address.startswith(base)]
    for address in listed:
        if address not in served:
            yield _finding(folder, name, "site OPML", f"there is no {address.removeprefix(base)}, which is listed here")
        elif served[address] in folder.documents and folder.documents[served[address]].is_archive:
            message = f"{served[address]} is an archive, and listed here: readers subscribe to the feed itself"
            yield _finding(folder, name, "site OPML", message)
    if not listed or PurePosixPath(name).parent != PurePosixPath():
        return
    parents = {PurePosixPath(served[address]).parent for address in listed if address in served}
    folders = {parent.as_posix() for parent in parents}
    kinds = {_kind(parent) for parent in parents}
    missing = (parent for parent in wanted if parent not in folders)
    for parent in islice(missing, 2 * MAX_FINDINGS):
        message = f"the feed {parent} is not listed here"
        if _kind(PurePosixPath(parent)) not in kinds:
            message += ", and none of its kind is: the site may no longer have them"
            yield _finding(folder, name, "site OPML", message, "warning")
        elif parent.startswith(_OWN):
            yield _finding(folder, name, "site OPML", f"{message}: the site may no longer define it", "warning")
        else:
            yield _finding(folder, name, "site OPML", message)


def _kind(parent: PurePosixPath) -> tuple[str, ...]:
    """Return what the folders of all feeds of a kind of group have in common, such as `topics` and `providers`."""
    return parent.parts[::2]
