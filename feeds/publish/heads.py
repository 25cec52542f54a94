"""Read what documents say about their feed at their start.

Anybody may have made them: what is read is bounded, and what no build can have written counts as nothing.
"""

import html
import re
from datetime import UTC, datetime
from typing import Annotated, NamedTuple

import msgspec
from msgspec import Meta, Struct, field

from feeds.core import dates
from feeds.core.decoding import UNDECODABLE
from feeds.core.limits import MAX_TITLE
from feeds.core.model import FeedFormat
from feeds.core.text import plain
from feeds.publish.tree import Tree

MAX_HEAD, MAX_JSON = 1 << 20, 16 << 20
"""The most bytes of an XML document or page, and of a JSON Feed, that are read: the former say all at their start."""

_MAX_GROUPS = 300_000
"""Braces that open a group in a JSON Feed that is read at most: items, and what stands in their texts."""

MAX_ITEMS = 20_000
"""Items of a JSON Feed that are looked at, the newest: more than `feeds validate` takes."""

_MAX_TITLE = 10 * MAX_TITLE
"""Characters of the title of a feed, with entities: those of its topic, of its provider and of the site."""

_SELF = re.compile(r'<(?:atom:)?link href="([^"]*)" rel="self"')
_TITLE = re.compile(r"<title>([^<]*)</title>")
_UPDATED = re.compile(r"<(?:updated|lastBuildDate)>([^<]*)</(?:updated|lastBuildDate)>")
_GENERATOR = re.compile(r"<generator>feeds</generator>")
_ARCHIVE = re.compile(r"<fh:archive/>")
_FIRST_ENTRY = re.compile(r"<(?:entry|item)>")
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)"')


class Head(NamedTuple):
    """What a document says about its feed: the self link, the title, the date, and whether there are items.

    `is_from_feeds` says whether it bears the mark of this program, `is_archive` whether that of an archive, and `items`
    are those of a JSON Feed.
    """

    url: str
    title: str
    updated: datetime
    is_empty: bool
    is_from_feeds: bool
    is_archive: bool
    items: "tuple[JSONItem, ...]" = ()


_Moment = Annotated[datetime, Meta(tz=True)]


class JSONItem(Struct):
    """An item of a JSON Feed: its id, its link, and when it was published and last changed."""

    date_published: _Moment
    id: str = ""
    url: str = ""
    title: str = ""
    date_modified: _Moment | None = None


class _Extension(Struct):
    current_url: str | None = None


class _JSONFeed(Struct):
    feed_url: str
    title: str
    items: list[JSONItem]
    extension: _Extension | None = field(name="_feeds", default=None)


def canonical(tree: Tree, page: str) -> str | None:
    """Return the canonical address in a page; None if there is none. Raises OSError as `Tree.read_if` does."""
    found = _CANONICAL.search((tree.read_if(page, MAX_HEAD) or b"").decode("utf-8", "replace"))
    return html.unescape(found[1]) if found else None


def read_head(tree: Tree, document: str, format_name: FeedFormat) -> Head | None:
    """Return what a document says about its feed; None if it does not exist or is not one that feeds can have made."""
    try:
        return head_now(tree, document, format_name)
    except OSError:
        return None


def head_now(tree: Tree, document: str, format_name: FeedFormat) -> Head | None:
    """Return what a document says about its feed, as `read_head` does, for what is decided once and for all.

    Raises OSError as `Tree.read_if` does.
    """
    content = tree.read_if(document, MAX_JSON if format_name == "json" else MAX_HEAD)
    if content is None:
        return None
    try:
        return _head_of_json(content) if format_name == "json" else _head_of_xml(content.decode("utf-8", "replace"))
    except (ValueError, *UNDECODABLE):  # ValueError is of dates
        return None


def _head_of_xml(text: str) -> Head | None:
    first = _FIRST_ENTRY.search(text)
    head = text[: first.start()] if first else text
    self_link, title, updated = (pattern.search(head) for pattern in (_SELF, _TITLE, _UPDATED))
    if not (self_link and title and updated):
        return None
    return Head(
        url=html.unescape(self_link[1]),
        title=_title(title[1]),
        updated=dates.parse(updated[1], UTC),
        is_empty=first is None,
        is_from_feeds=_GENERATOR.search(head) is not None,
        is_archive=_ARCHIVE.search(head) is not None,
    )


def _head_of_json(raw: bytes) -> Head | None:
    if raw.count(b"{") > _MAX_GROUPS:
        return None
    feed = msgspec.json.decode(raw, type=_JSONFeed)
    items = tuple(feed.items[:MAX_ITEMS])
    moments = [dates.parse(item.date_modified or item.date_published, UTC) for item in items]
    for item in items:
        dates.parse(item.date_published, UTC)
    # An empty JSON Feed has no date: any old one serves until another format gives it.
    updated = max(moments, default=datetime(2000, 1, 1, tzinfo=UTC))
    extension = feed.extension
    is_archive = extension is not None and extension.current_url is not None
    title = _title(html.escape(feed.title[: _MAX_TITLE + 1], quote=False))
    return Head(feed.feed_url, title, updated, not items, extension is not None, is_archive, items)


def _title(escaped: str) -> str:
    """Return the title of a feed as plain text. Raises ValueError for one that no feed has."""
    title = plain(escaped) if len(escaped) <= _MAX_TITLE else ""
    if not title:
        raise ValueError(title)
    return title
