"""RSS 2.0, by the RSS Board's profile, with Media RSS, Dublin Core and content:encoded."""

from collections.abc import Sequence

from feeds.formats import generator
from feeds.model import Feed, Item

_END = b"  </channel>\n</rss>\n"


def item(item: Item) -> bytes:
    """Return the <item> element of an RSS document."""
    return generator.part(generator.entry(item, "rss").rss_entry(), level=2)


def document(feed: Feed, parts: Sequence[bytes]) -> bytes:
    """Return an RSS 2.0 document of a feed with its items as `item` made them, in UTF-8."""
    return generator.fill(generator.frame(feed, "rss").rss_str(pretty=True), parts, _END)
