"""Tell by its path what readers do with a document."""

from feeds.core.archives import ARCHIVE, is_month
from feeds.core.model import DOCUMENT_NAMES, FEED_FORMATS

_ENDINGS = tuple(f"/{DOCUMENT_NAMES[name]}" for name in FEED_FORMATS)


def is_fetched(document: str) -> bool:
    """Say whether readers fetch a document: it is one of a feed, or of an archive, and not for people."""
    return document.endswith(_ENDINGS)


def is_subscribed(document: str) -> bool:
    """Say whether readers subscribe to a document, and so fetch it again and again."""
    *_, above, folder, _ = ("", "", *document.split("/"))
    return is_fetched(document) and not (above == ARCHIVE and is_month(folder))
