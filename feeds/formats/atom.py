"""Atom 1.0 (RFC 4287), with Media RSS."""

from feeds.formats.generator import generate
from feeds.model import Feed


def render(feed: Feed) -> bytes:
    """Return a feed as an Atom 1.0 document in UTF-8."""
    document: bytes = generate(feed, "atom").atom_str(pretty=True)
    return document
