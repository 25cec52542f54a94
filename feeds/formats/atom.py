"""Atom 1.0 (RFC 4287), with Media RSS."""

from collections.abc import Sequence

from feeds.formats import generator
from feeds.model import Feed, Item

_END = b"</feed>\n"


def item(item: Item) -> bytes:
    """Return the <entry> element of an Atom document."""
    return generator.part(generator.entry(item, "atom").atom_entry(), level=1)


def document(feed: Feed, parts: Sequence[bytes]) -> bytes:
    """Return an Atom 1.0 document of a feed with its entries as `item` made them, in UTF-8."""
    return generator.fill(generator.frame(feed, "atom").atom_str(pretty=True), parts, _END)
