"""From a Feed to the bytes of a document, one module a format.

Each has two pure functions: `item` makes the part of a document that shows one item, the same in every feed, and
`document` puts such parts into a feed's frame.
"""

from collections.abc import Sequence
from typing import Protocol

from feeds.formats import atom, jsonfeed, rss
from feeds.model import Feed, FormatName, Item


class _Format(Protocol):
    """What the module of a format offers."""

    def item(self, item: Item) -> bytes: ...

    def document(self, feed: Feed, parts: Sequence[bytes]) -> bytes: ...


_FORMATS: dict[FormatName, _Format] = {"rss": rss, "atom": atom, "json": jsonfeed}


def parts(items: Sequence[Item], forms: Sequence[FormatName]) -> list[tuple[bytes, ...]]:
    """Return the parts of each item, one in each format, in the order of the formats."""
    return [tuple(_FORMATS[form].item(item) for form in forms) for item in items]


def document(form: FormatName, feed: Feed, parts: Sequence[bytes]) -> bytes:
    """Return a feed's document of a format, in UTF-8."""
    return _FORMATS[form].document(feed, parts)
