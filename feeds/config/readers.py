"""Name the feed readers on the web that pages offer, unless `[[readers]]` of the configuration names others."""

from feeds.config.file import Origin, ReaderTable
from feeds.core import urls
from feeds.core.errors import ConfigError
from feeds.core.readers import Reader
from feeds.core.text import plain

READERS = (
    Reader("Feedly", "https://feedly.com/i/subscription/feed%2F{url}"),
    Reader("Inoreader", "https://www.inoreader.com/?add_feed={url}"),
    Reader("NewsBlur", "https://www.newsblur.com/?url={url}"),
    Reader("The Old Reader", "https://theoldreader.com/feeds/subscribe?url={url}"),
    Reader("Feedbin", "https://feedbin.com/?subscribe={url}"),
)
"""Readers that many people use and that subscribe at an address, as their own buttons and bookmarklets do."""

_PLACE = "the-address-of-a-feed"


def readers(tables: list[ReaderTable] | None, origin: Origin) -> tuple[Reader, ...]:
    """Return the readers of a configuration, or READERS if it names none. Raises ConfigError."""
    if tables is None:
        return READERS
    return tuple(
        Reader(plain(table.name), _address(table.url, origin, number)) for number, table in enumerate(tables, 1)
    )


def _address(url: str, origin: Origin, number: int) -> str:
    """Return a reader's address, made clean around its `{url}`."""
    if url.count("{url}") != 1 or _PLACE in url:
        raise _error(origin, number, f"{url!r} needs {{url}} once, where the address of a feed belongs")
    try:
        return urls.clean(url.replace("{url}", _PLACE)).replace(_PLACE, "{url}")
    except urls.BadURLError as error:
        raise _error(origin, number, f"{url!r} {error}") from error


def _error(origin: Origin, number: int, message: str) -> ConfigError:
    return origin.error(("readers", "url"), message, number)
