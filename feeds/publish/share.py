"""Measure which share of a document an item may take, so that no feed is more than readers and validators take.

An item has the same share in every format and in every feed. That of an ordinary one counts as nothing: as many as a
feed has leave room enough.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from feeds.core.model import FEED_FORMATS, FeedFormat, Item
from feeds.validation import limits

WHOLE = 1_000_000
"""The share that the items of a feed have together at most; the rest of its documents is for ordinary ones."""

_REST = 0.2
_ORDINARY_TEXT, _ORDINARY_PARTS = 10_000, 40


def is_ordinary(item: Item) -> bool:
    """Say whether an item is as long, and has as many parts, as most have."""
    listed = (item.images, item.media, item.related, item.categories, item.authors, item.alternates)
    return len(item.content) <= _ORDINARY_TEXT and sum(map(len, listed)) <= _ORDINARY_PARTS


def share(parts: Sequence[bytes]) -> int:
    """Return the share of an item by its parts in FEED_FORMATS: by the limit of which it takes most."""
    most = max(taken for name, part in zip(FEED_FORMATS, parts, strict=True) for taken in _taken(name, part))
    return round(most * WHOLE / (1 - _REST))


def room(shares: Sequence[int]) -> int:
    """Return how many of the items with these shares, the newest first, a feed has room for; one at least."""
    return max(sum(total <= WHOLE for total in accumulate(shares)), min(len(shares), 1))


def _taken(name: FeedFormat, part: bytes) -> Iterator[float]:
    """Yield how much of each limit of a document a part takes."""
    yield len(part) / limits.MAX_BYTES
    if name == "json":
        yield 2 * part.count(b"\n") / limits.MAX_JSON_VALUES  # a line has a name and a value at most
    else:
        tags = part.count(b"<")
        yield tags / limits.MAX_TAGS
        yield (tags + part.count(b'="')) / limits.MAX_PARTS
