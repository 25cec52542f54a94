"""From items and feeds to the bytes of documents, one module a format. Pure.

An item looks the same in every feed. So its part of a document is made once, wherever there is a processor for it, and
documents are put together from such parts.
"""

from collections.abc import Sequence
from typing import Protocol

from feeds.formats import atom, jsonfeed, rss
from feeds.formats.generator import Batch
from feeds.model import Feed, FormatName, Item


class _Format(Protocol):
    """What the module of a format offers."""

    def parts(self, batch: Batch) -> list[bytes]: ...

    def document(self, feed: Feed, parts: Sequence[bytes]) -> bytes: ...


_FORMATS: dict[FormatName, _Format] = {"rss": rss, "atom": atom, "json": jsonfeed}
_BATCH = 100  # items; more of them gain nothing, and cost memory


def parts(items: Sequence[Item], forms: Sequence[FormatName]) -> list[tuple[bytes, ...]]:
    """Return the parts of each item, one in each format, in the order of the formats.

    Many items in one call cost less than many calls.
    """
    found: list[tuple[bytes, ...]] = []
    for start in range(0, len(items), _BATCH):
        batch = Batch(items[start : start + _BATCH])
        columns = [_FORMATS[form].parts(batch) for form in forms]
        found += (row[1:] for row in zip(batch.items, *columns, strict=True))
    return found


def document(form: FormatName, feed: Feed, parts: Sequence[bytes]) -> bytes:
    """Return a feed's document of a format, in UTF-8, with these parts of that format as its items."""
    return _FORMATS[form].document(feed, parts)
