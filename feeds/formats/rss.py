"""RSS 2.0, by the RSS Board's profile, with Media RSS, Dublin Core and content:encoded."""

from feeds.formats.generator import generate
from feeds.model import Feed


def render(feed: Feed) -> bytes:
    """Return a feed as an RSS 2.0 document in UTF-8."""
    document: bytes = generate(feed, "rss").rss_str(pretty=True)
    return document
