"""Read from finished documents how many items a feed has, and when they were published.

Anybody may have made them: no more is read than of any document in the output.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import islice

import msgspec
from msgspec import Struct

from feeds.core import dates
from feeds.core.decoding import UNDECODABLE
from feeds.core.model import FEED_FORMATS, FeedFormat, Group
from feeds.publish.heads import MAX_ITEMS, MAX_JSON
from feeds.publish.tree import Tree

_DATES = re.compile(rb"<(?:published|pubDate)>([^<]{1,40})</(?:published|pubDate)>")


class _Item(Struct):
    date_published: datetime


class _Feed(Struct):
    items: list[_Item]


class Extent(Struct, frozen=True):
    """The number of items of a feed, and when the newest was published."""

    items: int
    newest: datetime | None


def extent(tree: Tree, group: Group, documents: Iterable[str]) -> Extent | None:
    """Return what a feed holds, from the first of its documents that can be read; None if none can."""
    there = set(documents)
    for form in reversed(FEED_FORMATS):  # JSON is the quickest to read
        document = group.document(form)
        if document in there:
            try:
                moments = _moments(tree.read(document, MAX_JSON), form)
            except (OSError, ValueError, *UNDECODABLE):
                continue
            return Extent(len(moments), max(moments, default=None))
    return None


def _moments(raw: bytes, form: FeedFormat) -> list[datetime]:
    """Return when the items of a document were published. Raises ValueError for what is no such document."""
    if form == "json":
        items = msgspec.json.decode(raw, type=_Feed).items[:MAX_ITEMS]
        return [dates.parse(item.date_published, UTC) for item in items]
    if b"</feed>" not in raw[-100:] and b"</rss>" not in raw[-100:]:
        raise ValueError("the document does not end")
    return [dates.parse(found[1].decode(), UTC) for found in islice(_DATES.finditer(raw), MAX_ITEMS)]
