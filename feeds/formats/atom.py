"""Atom 1.0 (RFC 4287), with Media RSS."""

from collections.abc import Sequence

from feeds.formats import generator
from feeds.formats.generator import Batch
from feeds.model import Feed

_TAG = b"  <entry>\n"
_END = b"</feed>\n"


def parts(batch: Batch) -> list[bytes]:
    """Return the <entry> element of each item, as it stands in Atom documents."""
    return generator.cut(batch.generator.atom_str(pretty=True), _TAG, _END)


def document(feed: Feed, parts: Sequence[bytes]) -> bytes:
    """Return an Atom 1.0 document of a feed with its entries as `parts` made them, in UTF-8."""
    return generator.fill(generator.frame(feed, "atom").atom_str(pretty=True), parts, _END)
