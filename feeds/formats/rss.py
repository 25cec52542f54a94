"""RSS 2.0, by the RSS Board's profile, with Media RSS, Dublin Core and content:encoded."""

from collections.abc import Sequence

from feeds.core.model import Feed
from feeds.formats import feedgen_adapter
from feeds.formats.elements import cut, fill
from feeds.formats.feedgen_adapter import Batch

_TAG = b"    <item>\n"
_END = b"  </channel>\n</rss>\n"


def parts(batch: Batch) -> list[bytes]:
    """Return the <item> element of each item, indented as in a document."""
    return cut(batch.generator.rss_str(pretty=True), _TAG, _END)


def document(feed: Feed, parts: Sequence[bytes]) -> bytes:
    """Return a feed's RSS 2.0 document in UTF-8, with the items that `parts` rendered."""
    return fill(feedgen_adapter.frame(feed, "rss").rss_str(pretty=True), parts, _END)
