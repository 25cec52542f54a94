"""From a Feed to the bytes of a document, one module a format. Pure."""

from collections.abc import Callable

from feeds.formats import atom, jsonfeed, rss
from feeds.model import Feed, FormatName

RENDERERS: dict[FormatName, Callable[[Feed], bytes]] = {
    "rss": rss.render,
    "atom": atom.render,
    "json": jsonfeed.render,
}
