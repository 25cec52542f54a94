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
"""Bytes of the record of a short item, and pictures, authors and other parts, at most."""

_ITEM, _LARGE, _AUTHOR, _SMALL = (35, 45, 50), (12, 28, 38), (6, 6, 11), (2, 4, 8)
"""Tags, tags with attributes, and values in JSON: of an item, of a picture, medium or related story, of an author, and
of a category or translation, at most in any format."""

_ESCAPED = (b"&", b"<", b">", b'"')


def of(item: Item, record: bytes, formats: Sequence[FormatName], rendered: Sequence[bytes]) -> int:
    """Return the share of an item by the limit of which it takes most in any format.

    `record` is that of its article, and `rendered` has its parts in some formats. That of a short item is estimated.
    """
    if len(record) <= _SHORT and (numbers := _numbers(item)) is not None:
        return round(max(_length(item, record) / limits.MAX_BYTES, numbers) * WHOLE)
    if not set(FEED_FORMATS) <= set(formats):
        from feeds.formats import parts

        formats, rendered = FEED_FORMATS, parts([item], FEED_FORMATS)[0]
    found = {name: part for name, part in zip(formats, rendered, strict=True) if name != "page"}
    most = max(taken for name, part in found.items() for taken in _taken(name, part))
    return round(most * WHOLE / (1 - _REST))


def _length(item: Item, record: bytes) -> float:
    """Return about how long a short item is at most.

    Most are two or three times as long as the record there, and every sign that is escaped is so in several places. A
    text may grow when it is rendered.
    """
    content, text = item.content.encode("utf-8", "replace"), item.text.encode("utf-8", "replace")
    rendered = len(content) + len(text) + _escapes(content)
    return max(2.5 * len(record) + _escapes(record), 1.5 * len(record) + rendered)


def _escapes(text: bytes) -> int:
    return 8 * sum(map(text.count, _ESCAPED))


def _numbers(item: Item) -> float | None:
    """Return about how much an item takes of the numbers that documents are limited by; None if it has many parts."""
    pictures = len(item.images) + sum(len(image.variants) for image in item.images)
    counts = (
        (pictures + len(item.media) + len(item.related), _LARGE),
        (len(item.authors), _AUTHOR),
        (len(item.categories) + len(item.alternates), _SMALL),
    )
    if sum(count for count, _ in counts) > _FEW_PARTS:
        return None
    tags, parts, values = (first + sum(n * each[at] for n, each in counts) for at, first in enumerate(_ITEM))
    return max(tags / limits.MAX_TAGS, parts / limits.MAX_PARTS, values / limits.MAX_JSON_VALUES)


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
