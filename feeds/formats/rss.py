"""RSS 2.0, by the RSS Board's profile, with Media RSS, Dublin Core and content:encoded."""

from collections.abc import Sequence

from feeds.formats import generator
from feeds.formats.generator import Batch
from feeds.model import Feed

_TAG = b"    <item>\n"
_END = b"  </channel>\n</rss>\n"


def parts(batch: Batch) -> list[bytes]:
    """Return the <item> element of each item, as it stands in RSS documents."""
    return generator.cut(batch.generator.rss_str(pretty=True), _TAG, _END)


def document(feed: Feed, parts: Sequence[bytes]) -> bytes:
    """Return an RSS 2.0 document of a feed with its items as `parts` made them, in UTF-8."""
    return generator.fill(generator.frame(feed, "rss").rss_str(pretty=True), parts, _END)
