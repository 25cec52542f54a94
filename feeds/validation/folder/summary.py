"""Summarise a document for comparison with others: its names, its date, and its items."""

import zlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import blake2b
from sys import getsizeof
from typing import Any

import msgspec
from msgspec import Struct

from feeds.core.model import FormatName
from feeds.validation.limits import MAX_VALUE
from feeds.validation.values.dates import read
from feeds.validation.xml import names
from feeds.validation.xml.document import Element, strip, text_of

_ATOM, _MEDIA = f"{{{names.ATOM}}}", f"{{{names.MEDIA}}}"

_LONG = 300
"""Characters of a title beyond which its beginning and a digest stand for it: a folder may have many documents."""


_OVERHEAD = 500
"""Bytes that a summary takes besides its texts."""


class ItemSummary(Struct, frozen=True, array_like=True):
    """An item. A title is None where it is markup, and so not the same in all formats."""

    id: str
    title: str | None
    link: str
    published: datetime | None
    updated: datetime | None
    images: tuple[str, ...] | None


class Summary(Struct, frozen=True):
    """A feed, or a list of feeds. `address` is where it says to be served.

    `older` and `newer` are the addresses of the archives before and after it, and `current` that of the feed of which
    it is an archive (RFC 5005, section 4); `is_archive` says whether it says to be one. The items, and the addresses of
    a list, are kept compressed, as a folder may hold many thousand documents: ask for them once.
    """

    format_name: FormatName | None
    address: str = ""
    title: str | None = None
    updated: datetime | None = None
    packed: bytes = b""
    packed_lists: bytes = b""
    older: str = ""
    newer: str = ""
    current: str = ""
    is_archive: bool = False

    @property
    def items(self) -> tuple[ItemSummary, ...]:
        """Return the items, in the order of the document."""
        return msgspec.msgpack.decode(zlib.decompress(self.packed), type=tuple[ItemSummary, ...]) if self.packed else ()

    @property
    def lists(self) -> tuple[str, ...]:
        """Return the addresses of feeds that an OPML file names."""
        return (
            msgspec.msgpack.decode(zlib.decompress(self.packed_lists), type=tuple[str, ...])
            if self.packed_lists
            else ()
        )

    @property
    def size(self) -> int:
        """Return about how many bytes it takes to keep."""
        texts = (self.title or "", self.address, self.older, self.newer, self.current)
        return len(self.packed) + len(self.packed_lists) + sum(map(getsizeof, texts)) + _OVERHEAD


def _packed(items: Iterable[ItemSummary | str]) -> bytes:
    listed = tuple(items)
    return zlib.compress(msgspec.msgpack.encode(listed), 1) if listed else b""


def of_xml(root: Element) -> Summary | None:
    """Return the summary of a document of XML; None of one that is neither a feed nor a list of feeds."""
    if root.tag == "opml":
        return Summary(None, packed_lists=_packed(_outlines(root)))
    if root.tag == "rss":
        channel = root.find("channel")
        return None if channel is None else _of_rss(channel)
    return _of_atom(root) if root.tag == f"{_ATOM}feed" else None


def of_json(feed: Mapping[str, Any]) -> Summary:
    """Return the summary of a JSON Feed's values, whatever is wrong with them."""
    extension = feed.get("_feeds")
    current = _string(extension.get("current_url")) if isinstance(extension, dict) else ""
    return Summary(
        "json",
        address=_string(feed.get("feed_url")),
        title=_string(feed.get("title"), _LONG),
        packed=_packed(map(_of_json, _objects(feed.get("items")))),
        older=_string(feed.get("next_url")),
        current=current,
        is_archive=bool(current),
    )


def _string(value: object, long: int = MAX_VALUE) -> str:
    return _kept(value, long) if isinstance(value, str) else ""


def _kept(text: str, long: int = MAX_VALUE) -> str:
    """Return a text that equals what stands for another one if the two are equal."""
    if len(text) <= long:
        return text
    return f"{text[:_LONG]}… {blake2b(text.encode('utf-8', 'surrogatepass'), digest_size=16).hexdigest()}"


def _objects(value: object) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _of_json(item: Mapping[str, Any]) -> ItemSummary:
    urls = [_string(one.get("url")) for one in _objects(item.get("attachments"))]
    return ItemSummary(
        id=_string(item.get("id")),
        title=_string(item.get("title"), _LONG),
        link=_string(item.get("url")),
        published=read(_string(item.get("date_published"))),
        updated=read(_string(item.get("date_modified"))),
        images=tuple(urls),
    )


def _outlines(root: Element) -> Iterable[str]:
    for outline in root.iter("outline"):
        if outline.get("xmlUrl"):
            yield _kept(outline.get("xmlUrl"))


def _text(element: Element, tag: str, long: int = MAX_VALUE) -> str:
    child = element.find(tag)
    return _kept(strip(text_of(child) or ""), long) if child is not None else ""


def _media(element: Element) -> tuple[str, ...]:
    return tuple(_kept(content.get("url", "")) for content in element.iter(f"{_MEDIA}content"))


def _links(element: Element) -> dict[str, str]:
    """Return the first address of each relation."""
    links: dict[str, str] = {}
    for link in element.iterchildren(f"{_ATOM}link"):
        links.setdefault(_kept(link.get("rel", "alternate")), _kept(link.get("href", "")))
    return links


def _places(feed: Element) -> dict[str, Any]:
    """Return where a document says to be served, and what it says of the archives beside it."""
    links = _links(feed)
    return {
        "address": links.get("self", ""),
        "older": links.get("prev-archive", ""),
        "newer": links.get("next-archive", ""),
        "current": links.get("current", ""),
        "is_archive": feed.find(f"{{{names.HISTORY}}}archive") is not None,
    }


def _of_rss(channel: Element) -> Summary:
    return Summary(
        "rss",
        title=_text(channel, "title", _LONG),
        updated=read(_text(channel, "lastBuildDate")),
        packed=_packed(
            ItemSummary(
                id=_text(item, "guid"),
                title=_text(item, "title", _LONG),
                link=_text(item, "link"),
                published=read(_text(item, "pubDate")),
                updated=None,
                images=_media(item),
            )
            for item in channel.iterchildren("item")
        ),
        **_places(channel),
    )


def _of_atom(feed: Element) -> Summary:
    return Summary(
        "atom",
        title=_plain(feed),
        updated=read(_text(feed, f"{_ATOM}updated")),
        packed=_packed(
            ItemSummary(
                id=_text(entry, f"{_ATOM}id"),
                title=_plain(entry),
                link=_links(entry).get("alternate", ""),
                published=read(_text(entry, f"{_ATOM}published")),
                updated=read(_text(entry, f"{_ATOM}updated")),
                images=_media(entry),
            )
            for entry in feed.iterchildren(f"{_ATOM}entry")
        ),
        **_places(feed),
    )


def _plain(element: Element) -> str | None:
    title = element.find(f"{_ATOM}title")
    if title is None:
        return ""
    return _kept(strip(text_of(title) or ""), _LONG) if title.get("type", "text") == "text" else None
