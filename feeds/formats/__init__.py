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


class Renderer:
    """Renders the feeds of one build; an item is rendered once in each format, however many feeds it is in."""

    def __init__(self) -> None:
        self._parts: dict[tuple[FormatName, str], bytes] = {}

    def render(self, form: FormatName, feed: Feed) -> bytes:
        """Return a feed's document of a format, in UTF-8. Items of the same id must be the same item."""
        maker = _FORMATS[form]
        for item in feed.items:
            if (form, item.id) not in self._parts:
                self._parts[form, item.id] = maker.item(item)
        return maker.document(feed, [self._parts[form, item.id] for item in feed.items])
