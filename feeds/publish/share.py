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

_SHORT, _FEW_PARTS, _LENGTHENED = 3_000, 40, 2.5
"""Bytes of the record of a short item, and parts, at most; and how many times as long most are in a document."""


def of(item: Item, record: bytes, formats: Sequence[FormatName], rendered: Sequence[bytes]) -> int:
    """Return the share of an item by the limit of which it takes most in any format.

    `record` is that of its article, and `rendered` has its parts in some formats. That of a short item is estimated:
    signs that have to be escaped, and addresses that it has in several places, may make it twenty times as long.
    """
    listed = (item.images, item.media, item.related, item.categories, item.authors, item.alternates)
    if len(record) <= _SHORT and sum(map(len, listed)) <= _FEW_PARTS:
        return round(len(record) * _LENGTHENED / limits.MAX_BYTES * WHOLE)
    if not set(FEED_FORMATS) <= set(formats):
        from feeds.formats import parts

        formats, rendered = FEED_FORMATS, parts([item], FEED_FORMATS)[0]
    found = {name: part for name, part in zip(formats, rendered, strict=True) if name != "page"}
    most = max(taken for name, part in found.items() for taken in _taken(name, part))
    return round(most * WHOLE / (1 - _REST))


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
