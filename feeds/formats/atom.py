"""Atom 1.0 (RFC 4287), with Media RSS."""

from collections.abc import Sequence

from feeds.core.model import Feed
from feeds.formats import feedgen_adapter
from feeds.formats.elements import cut, fill
from feeds.formats.feedgen_adapter import Batch

_TAG = b"  <entry"
_END = b"</feed>\n"


def parts(batch: Batch) -> list[bytes]:
    """Return the <entry> element of each item, indented as in a document."""
    return cut(batch.generator.atom_str(pretty=True), _TAG, _END)


def document(feed: Feed, parts: Sequence[bytes]) -> bytes:
    """Return a feed's Atom 1.0 document in UTF-8, with the entries that `parts` rendered."""
    return fill(feedgen_adapter.frame(feed, "atom").atom_str(pretty=True), parts, _END)
