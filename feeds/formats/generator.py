"""The only module that knows feedgen: turns a Feed into a FeedGenerator, and works around feedgen's faults.

feedgen 1.0.0 drops `rel`, `type` and `length` from the links of an Atom entry and keeps one RSS enclosure, wraps
pictures in `media:group`, loses authors without an e-mail address in RSS, puts content without a summary into the
description, and dates everything now unless told otherwise. What it cannot write right is written by the extension
`_ItemElements`.
"""

from collections.abc import Sequence
from html import escape
from typing import Any, Literal

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from feeds.images import fits_rss, largest
from feeds.model import Feed, Image, Item

CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
MEDIA = "http://search.yahoo.com/mrss/"

GENERATOR = "feeds"
RSS_DOCS = "https://www.rssboard.org/rss-specification"
TTL_MINUTES = 15
"""How long a reader may keep the feed before it asks again."""

_NAMESPACES = {"dc": DC, "media": MEDIA, "content": CONTENT}
_SELF_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml"}


def frame(feed: Feed, form: Literal["rss", "atom"]) -> FeedGenerator:
    """Return a generator that holds the feed without its items, ready to write the one format asked for."""
    generator = FeedGenerator()
    generator.register_extension("feeds", _FeedElements, _ItemElements)
    generator.title(feed.title)
    generator.id(feed.urls["atom"])
    generator.link(href=feed.urls[form], rel="self", type=_SELF_TYPES[form])
    generator.link(href=feed.home_url, rel="alternate")  # the last link given becomes the RSS channel's
    generator.subtitle(feed.description)
    generator.updated(feed.updated)
    generator.generator(GENERATOR)
    generator.language(feed.language)
    if form == "rss":
        generator.docs(RSS_DOCS)
        generator.ttl(TTL_MINUTES)
        _channel_image(generator, feed)
    else:
        _feed_people_and_pictures(generator, feed)
    return generator


def _feed_people_and_pictures(generator: FeedGenerator, feed: Feed) -> None:
    if feed.author:
        generator.author(name=feed.author)
    if feed.icon:
        generator.icon(feed.icon.url)
    if feed.logo:
        generator.logo(feed.logo.url)


def _channel_image(generator: FeedGenerator, feed: Feed) -> None:
    """Give the channel the largest picture that RSS 2.0 allows, if there is one."""
    picture = largest(filter(fits_rss, feed.images))
    if picture:
        generator.image(url=picture.url, title=feed.title, link=feed.home_url, **_size(picture))


def entry(item: Item, form: Literal["rss", "atom"]) -> FeedEntry:
    """Return an entry that holds the item, ready to write the one format asked for."""
    entry = FeedEntry()
    entry.register_extension("feeds", _ItemElements)
    entry.feeds.item = item
    entry.guid(item.id, permalink=item.id == item.url)
    entry.title(item.title)
    entry.link(href=item.url)
    entry.published(item.published)
    entry.updated(item.updated)
    entry.content(item.content, type="html")
    if item.summary and form == "rss":
        entry.description(escape(item.summary, quote=False))  # RSS readers take it for HTML
    elif item.summary:
        entry.summary(item.summary)
    for category in item.categories:
        entry.category(term=category.term, label=category.label, scheme=category.scheme)
    if form == "atom":
        for person in item.authors:
            entry.author(name=person.name, uri=person.url)
    return entry


def part(element: Any, level: int) -> bytes:
    """Return an entry's element as it stands in a document at a level of indentation, with its line end."""
    root = etree.Element("root", nsmap=_NAMESPACES)
    root.append(element)  # so that its elements take the prefixes that the document declares
    etree.indent(element, level=level)
    written: bytes = etree.tostring(element, encoding="UTF-8", xml_declaration=False, with_tail=False)
    # The element itself has no attributes; what stands in its tag are declarations that the document has already.
    start, _, rest = written.partition(b">")
    return b"  " * level + start.partition(b" ")[0] + b">" + rest + b"\n"


def fill(document: bytes, parts: Sequence[bytes], end: bytes) -> bytes:
    """Return a document with entries put before its `end`."""
    return document.removesuffix(end) + b"".join(parts) + end


class _FeedElements(BaseExtension):  # type: ignore[misc]
    """Declares the namespaces that `_ItemElements` uses."""

    def extend_ns(self) -> dict[str, str]:
        return {"dc": DC, "media": MEDIA}


class _ItemElements(BaseEntryExtension):  # type: ignore[misc]
    """Writes what feedgen would not write, or would write wrongly."""

    item: Item

    def extend_rss(self, element: Any) -> Any:
        """Add enclosure, creators and pictures to an RSS item."""
        item = self.item
        if not item.summary:
            element.find("description").tag = f"{{{CONTENT}}}encoded"
        for person in item.authors:
            _add(element, f"{{{DC}}}creator", person.name)
        if item.images and item.images[0].type:
            picture = item.images[0]
            # 0 stands for an unknown length (RSS Board profile, enclosure).
            _add(element, "enclosure", url=picture.url, length=str(picture.length or 0), type=picture.type)
        _add_media(element, item.images)
        return element

    def extend_atom(self, element: Any) -> Any:
        """Add the links other than the alternate one, and the pictures, to an Atom entry."""
        item = self.item
        _add_link(element, "via", item.original)
        _add_link(element, "amphtml", item.amp)
        for story in item.related:
            _add_link(element, "related", story.url, title=story.title)
        for picture in item.images:
            _add_link(element, "enclosure", picture.url, type=picture.type, length=_number(picture.length))
        _add_media(element, item.images)
        return element


def _add_media(element: Any, pictures: tuple[Image, ...]) -> None:
    """Add every picture as Media RSS content, directly in the item, and the first as its thumbnail."""
    for picture in pictures:
        content = _add(
            element,
            f"{{{MEDIA}}}content",
            url=picture.url,
            fileSize=_number(picture.length),
            type=picture.type,
            medium="image",
            **_size(picture),
        )
        if picture.title:
            _add(content, f"{{{MEDIA}}}title", picture.title, type="plain")
        if picture.attribution:
            _add(content, f"{{{MEDIA}}}credit", picture.attribution)
    for picture in pictures[:1]:
        _add(element, f"{{{MEDIA}}}thumbnail", url=picture.url, **_size(picture))


def _add_link(element: Any, rel: str, href: str | None, **attributes: str | None) -> None:
    if href:
        # feedgen declares Atom's namespace as an attribute of the root: its elements carry none, and so must ours.
        _add(element, "link", rel=rel, href=href, **attributes)


def _add(parent: Any, tag: str, text: str | None = None, **attributes: str | None) -> Any:
    """Add an element; attributes that are None are left out."""
    element = etree.SubElement(parent, tag, {name: value for name, value in attributes.items() if value is not None})
    element.text = text
    return element


def _size(picture: Image) -> dict[str, str | None]:
    return {"width": _number(picture.width), "height": _number(picture.height)}


def _number(value: int | None) -> str | None:
    return str(value) if value else None
