"""Tell documents of feeds from files that something else has put in their place.

Anybody may have made those: what is read of them is bounded, and what no build can have written counts as nothing. What
the machine cannot read now is no such thing, and raises OSError.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from html import escape
from operator import eq
from pathlib import Path

from feeds.core.directory import asset_address
from feeds.core.errors import OutputError
from feeds.core.model import ASSETS, DOCUMENT_NAMES, FEED_FORMATS, FRONT_PAGE, OPML, FeedFormat, FormatName
from feeds.core.redirects import MAP_MARK, MAPS
from feeds.publish.heads import MAX_HEAD, MAX_JSON, head_now
from feeds.publish.state import State
from feeds.publish.tree import Stamp, Tree

_FORMAT_OF: dict[str, FormatName] = {name: format_name for format_name, name in DOCUMENT_NAMES.items()}
_ENDS: dict[FormatName, bytes] = {"rss": b"</rss>", "atom": b"</feed>", "json": b"}", "page": b"</html>"}
_BEGINS: dict[FormatName, bytes] = {
    "rss": b"<?xml version='1.0' encoding='UTF-8'?>\n<rss xmlns:dc=",
    "atom": b"<?xml version='1.0' encoding='UTF-8'?>\n<feed xmlns:dc=",
    "json": b'{\n  "version": "https://jsonfeed.org/version/',
    "page": b"<!doctype html>\n",
}
_MARK = re.compile(rb'<generator>feeds</generator>|"_feeds":')
_CANONICAL = re.compile(rb'<link rel="canonical" href="([^"]*)">')
_FIRST_ITEM = re.compile(rb"<(?:entry|item)>")


def require_no_foreign(documents: Collection[str], before: State, tree: Tree) -> None:
    """Raise OutputError if a document would replace a file that no build has written.

    A file is known by the state, by the mark of this program in it, or by a feed with that mark beside it. An empty one
    is nobody's. A map of redirects is for people to replace as well, and is known by what is in it.
    """
    unknown = [name for name in documents if name not in before.files or name in before.taken]
    unknown += [name for name in documents if name in MAPS and name in before.files and not _is_alike(tree, name)]
    foreign = sorted(
        name for name in unknown if (stamp := tree.stamp(name)) and stamp.size and not is_from_feeds(tree, name)
    )
    if foreign:
        more = f" (and {len(foreign) - 1} more)" if len(foreign) > 1 else ""
        raise OutputError(
            f"{tree.path(foreign[0])}{more}: exists, and no build of feeds wrote it; nothing was written."
            " Move it away, or choose another folder with --output; if a backup was restored, build with --full"
        )


def taken(documents: Iterable[str], stamps: Mapping[str, Stamp], tree: Tree) -> frozenset[str]:
    """Return those of some documents of feeds, which builds have written, in whose place something else lies now.

    `stamps` are those that builds gave them. One that bears any sign of this program is still ours, whoever changed or
    damaged it, and one that is gone has left its place free.
    """
    changed = [name for name in documents if tree.stamp(name) is None or tree.stamp(name) != stamps.get(name)]
    return frozenset(name for name in changed if not tree.is_free(name) and not _is_still_ours(tree, name, stamps))


def _is_still_ours(tree: Tree, document: str, stamps: Mapping[str, Stamp]) -> bool:
    """Say whether a document that was changed since builds wrote it bears any sign of this program.

    Of damage, one sign or another is left: the mark, the size together with the beginning or the end, or, where the end
    is missing, the beginning or a feed beside it. Nothing but zeros is what a disk leaves.
    """
    content = tree.read_if(document, MAX_JSON)
    if content is None:
        return False
    format_name = _FORMAT_OF[document.rpartition("/")[2]]
    begins, ends = content.startswith(_BEGINS[format_name]), content.rstrip().endswith(_ENDS[format_name])
    first = _FIRST_ITEM.search(content, 0, MAX_HEAD) if format_name != "json" else None
    is_marked = _MARK.search(content, 0, first.start() if first else MAX_HEAD) is not None
    known = stamps.get(document)
    is_as_long = known is not None and known.size == len(content)
    is_damaged = (is_as_long and (begins or ends)) or (begins and not ends) or not content.strip(b"\0")
    return is_marked or is_damaged or is_from_feeds(tree, document)


def is_from_feeds(tree: Tree, document: str) -> bool:
    """Say whether a document is one that bears the mark of this program.

    The page of a feed, and a document of which the end is missing, are known by a feed with that mark beside them; the
    front page and what pages share, by the digests with which the one names the others.
    """
    if document in MAPS:
        return is_map(tree, document)
    if document == FRONT_PAGE:
        return any(_is_named(tree, name) for name in ASSETS)
    if document in ASSETS:
        return _is_named(tree, document) or (_is_built_in(tree, document) and is_from_feeds(tree, FRONT_PAGE))
    folder, _, name = document.rpartition("/")
    format_name = _FORMAT_OF.get(name)
    if not folder or format_name is None:
        return False
    is_whole = format_name != "page" and _ends(tree, document, format_name)
    formats: tuple[FeedFormat, ...] = tuple(one for one in FEED_FORMATS if one == format_name or not is_whole)
    heads = (head_now(tree, f"{folder}/{DOCUMENT_NAMES[one]}", one) for one in formats)
    return any(head.is_from_feeds for head in heads if head) or (
        format_name == "page" and _is_built_page(tree, document)
    )


def _is_built_page(tree: Tree, page: str) -> bool:
    """Say whether the page of a feed is as the built-in templates make it: it names its address, and feeds there."""
    text = tree.read_if(page, MAX_HEAD)
    if text is None:
        return False
    found = _CANONICAL.search(text)
    is_here = found is not None and found[1].endswith(f"/{page.removesuffix(DOCUMENT_NAMES['page'])}".encode())
    names = (DOCUMENT_NAMES[one].encode() for one in FEED_FORMATS)
    return bool(text.startswith(_BEGINS["page"]) and is_here and found and any(found[1] + one in text for one in names))


def _is_named(tree: Tree, asset: str) -> bool:
    """Say whether the front page names a file that pages share, as it is, in the way that only a build does."""
    page, content = tree.read_if(FRONT_PAGE, MAX_HEAD), tree.read_if(asset, MAX_HEAD)
    if page is None or content is None:
        return False
    return f'"{asset_address(asset, content)}"'.encode() in page


def _is_built_in(tree: Tree, asset: str) -> bool:
    """Say whether a file that pages share is what builds write: a site with an icon of its own names no other."""
    from feeds import formats  # slow to load, and hardly ever needed

    built_in = (Path(formats.__file__).parent / "templates" / asset).read_bytes()
    return tree.read_if(asset, len(built_in) + 1) == built_in


def is_without_feeds(tree: Tree, base_url: str) -> bool:
    """Say whether the documents that belong to no feed are those of a build that had no feed to list."""
    listed = tree.read_if(OPML, MAX_HEAD) or b""
    is_empty = b"xmlUrl=" not in listed and f"<ownerId>{escape(base_url, quote=False)}</ownerId>".encode() in listed
    return is_empty or is_from_feeds(tree, FRONT_PAGE)


def is_map(tree: Tree, name: str) -> bool:
    """Say whether a map of redirects is one that a build wrote."""
    return (tree.read_if(name, MAX_HEAD) or b"").startswith(MAP_MARK)


def marked(tree: Tree, documents: Iterable[str]) -> dict[str, Stamp]:
    """Return the stamps of those documents that bear the mark of this program, whatever the state knows of them.

    A page does not by a feed beside it: it may be another one.
    """
    pages = f"/{DOCUMENT_NAMES['page']}"
    ours = (name for name in documents if (_is_built_page if name.endswith(pages) else is_from_feeds)(tree, name))
    there = {name: tree.stamp(name) for name in ours}
    return {name: stamp for name, stamp in there.items() if stamp is not None}


def _is_alike(tree: Tree, name: str) -> bool:
    """Say whether a map begins about as one that a build wrote: a disk may have damaged it, or filled it with zeros."""
    begin = tree.read_if(name, len(MAP_MARK))
    if begin is None:
        return False
    return not begin.strip(b"\0") or sum(map(eq, begin, MAP_MARK)) > len(MAP_MARK) // 2


def _ends(tree: Tree, document: str, format_name: FeedFormat) -> bool:
    """Say whether a document ends as any of its format does, whoever made it; one that cannot be read may."""
    content = tree.read_if(document, MAX_JSON)
    return content is None or content.rstrip().endswith(_ENDS[format_name])
