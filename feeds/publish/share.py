"""Measure which share of a document an item may take, so that no feed is more than readers and validators take.

An item has the same share in every format and in every feed, whichever of them a build renders.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from feeds.core.model import FEED_FORMATS, FormatName, Item
from feeds.validation import limits

WHOLE = 1_000_000
"""The share that the items of a feed have together at most."""

_REST = 0.2
"""How much of a document is left for what short items take beyond their estimate, and for the feed itself."""

_SHORT, _FEW_PARTS = 3_000, 40
"""Bytes of the record of a short item, and parts, at most."""

_ESCAPED = (b"&", b"<", b">", b'"')


def of(item: Item, record: bytes, formats: Sequence[FormatName], rendered: Sequence[bytes]) -> int:
    """Return the share of an item by the limit of which it takes most in any format.

    `record` is that of its article, and `rendered` has its parts in some formats. That of a short item is estimated.
    """
    large = sum(map(len, (item.images, item.media, item.related)))
    small = sum(map(len, (item.categories, item.authors, item.alternates)))
    if len(record) <= _SHORT and large + small <= _FEW_PARTS:
        return round(_estimated(record, large, small) * WHOLE)
    if not set(FEED_FORMATS) <= set(formats):
        from feeds.formats import parts

        formats, rendered = FEED_FORMATS, parts([item], FEED_FORMATS)[0]
    found = {name: part for name, part in zip(formats, rendered, strict=True) if name != "page"}
    most = max(taken for name, part in found.items() for taken in _taken(name, part))
    return round(most * WHOLE / (1 - _REST))


def _estimated(record: bytes, large: int, small: int) -> float:
    """Return about how much of a document a short item takes, with so many large and small parts.

    Most are two or three times as long as the record there, and every sign that is escaped is so in several places.
    """
    size = 2.5 * len(record) + 8 * sum(map(record.count, _ESCAPED))
    tags_and_attributes, values = 40 + 28 * large + 4 * small, 40 + 12 * large + 2 * small
    return max(size / limits.MAX_BYTES, tags_and_attributes / limits.MAX_PARTS, values / limits.MAX_JSON_VALUES)


def room(shares: Sequence[int]) -> int:
    """Return how many of the items with these shares, the newest first, a feed has room for; one at least."""
    return max(sum(total <= WHOLE for total in accumulate(shares)), min(len(shares), 1))


def _taken(name: FormatName, part: bytes) -> Iterator[float]:
    """Yield how much of each limit of a document a part takes."""
    yield len(part) / limits.MAX_BYTES
    if name == "json":
        yield 2 * part.count(b"\n") / limits.MAX_JSON_VALUES  # a line has a name and a value at most
    else:
        tags = part.count(b"<")
        yield tags / limits.MAX_TAGS
        yield (tags + part.count(b'="')) / limits.MAX_PARTS
