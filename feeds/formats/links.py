"""Link the documents of a feed: to themselves, to hubs, and to those of its archives (RFC 5005, section 4)."""

from collections.abc import Iterator

from feeds.core.model import MEDIA_TYPES, Feed, FeedFormat


def address(feed: Feed, format_name: FeedFormat, month: str) -> str:
    """Return the address of a document of a feed's archive of a month; that of the feed itself for `""`."""
    return feed.site.feeds_url + feed.group.document(format_name, month)


def further(feed: Feed, format_name: FeedFormat) -> Iterator[dict[str, str]]:
    """Yield the attributes of the links in RSS and Atom besides those to the document and to the site.

    A feed leads to its hubs (WebSub, section 4), and to its newest archive; an archive, to which nobody subscribes, to
    the feed, and to the archives beside it.
    """
    chain, media_type = feed.chain, MEDIA_TYPES[format_name]
    if chain.month:
        yield {"href": feed.urls[format_name], "rel": "current", "type": media_type}
    else:
        yield from ({"href": hub, "rel": "hub"} for hub in feed.site.hubs)
    for relation, month in (("prev-archive", chain.older), ("next-archive", chain.newer)):
        if month:
            yield {"href": address(feed, format_name, month), "rel": relation, "type": media_type}
