"""The only module that knows feedgen: turns a Feed into a FeedGenerator, and works around feedgen's faults.

feedgen 1.0.0 drops `rel`, `type` and `length` from the links of an Atom entry and keeps one RSS enclosure, wraps
pictures in `media:group`, loses authors without an e-mail address in RSS, puts content without a summary into the
description, dates everything now unless told otherwise, and sets the locale of the process for each date in RSS. What
it cannot write right is written by the extension `_ItemElements`.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property
from html import escape
from typing import Any, Literal

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from feeds.core.dates import DAYS, MONTHS
from feeds.core.images import fits_rss, largest
from feeds.core.model import MEDIA_TYPES, Feed, Image, Item
from feeds.core.xmlns import CONTENT, DC, MEDIA

GENERATOR = "feeds"
RSS_DOCS = "https://www.rssboard.org/rss-specification"
TTL_MINUTES = 15
"""How long a reader may keep the feed before it asks again."""


def frame(feed: Feed, form: Literal["rss", "atom"]) -> FeedGenerator:
    """Return a generator that holds the feed without its items, ready to write the one format asked for."""
    generator = FeedGenerator()
    generator.register_extension("feeds", _FeedElements, _ItemElements)
    generator.title(feed.title)
    generator.id(feed.urls["atom"])
    generator.link(href=feed.urls[form], rel="self", type=MEDIA_TYPES[form])
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


class Batch:
    """Some items to render together; what is made of them for one format serves the other."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items

    @cached_property
    def generator(self) -> FeedGenerator:
        """A generator of a feed that nobody will see, with these items."""
        generator = FeedGenerator()
        generator.register_extension("feeds", _FeedElements, _ItemElements)
        generator.id("-")  # this and the next three are what feedgen wants of any feed
        generator.title("-")
        generator.link(href="-")
        generator.subtitle("-")
        add(generator, self.items)
        return generator


def add(generator: FeedGenerator, items: Sequence[Item]) -> None:
    """Put items into a generator with our extension, in their order, ready to write either format."""
    entries = [FeedEntry() for _ in items]
    generator.entry(entries)
    for entry, item in zip(entries, items, strict=True):
        entry.feeds.item = item
        entry.guid(item.id, permalink=item.id == item.url)
        entry.title(item.title)
        entry.link(href=item.url)
        entry.updated(item.updated)  # the extension writes when it was published
        if item.summary:
            entry.summary(item.summary)
            entry.description(escape(item.summary, quote=False))  # RSS readers take it for HTML
        entry.content(item.content, type="html")  # not before the description, which is Atom's content to feedgen
        # All in one call: each call goes through all that there are.
        entry.category([{"term": c.term, "label": c.label, "scheme": c.scheme} for c in item.categories])
        entry.author([{"name": person.name, "uri": person.url} for person in item.authors])


def cut(document: bytes, tag: bytes, end: bytes) -> list[bytes]:
    """Return the elements of a document that begin with `tag`, as they stand in it; after the last comes `end`.

    A tag in a text or an attribute is none: there `<` is written as `&lt;`.
    """
    return [tag + rest for rest in document.removesuffix(end).split(tag)[1:]]


def fill(document: bytes, parts: Iterable[bytes], end: bytes) -> bytes:
    """Return a document with elements put before its `end`."""
    return b"".join((document.removesuffix(end), *parts, end))


class _FeedElements(BaseExtension):  # type: ignore[misc]
    """Declares the namespaces that `_ItemElements` uses."""

    def extend_ns(self) -> dict[str, str]:
        return {"dc": DC, "media": MEDIA}


class _ItemElements(BaseEntryExtension):  # type: ignore[misc]
    """Writes what feedgen would not write, or would write wrongly."""

    item: Item

    def extend_rss(self, element: Any) -> Any:
        """Add date, creators, enclosure and pictures to an RSS item."""
        item = self.item
        if not item.summary:
            element.find("description").tag = f"{{{CONTENT}}}encoded"
        etree.SubElement(element, "pubDate").text = _rfc822(item.published)
        for person in item.authors:
            etree.SubElement(element, f"{{{DC}}}creator").text = person.name
        if item.images and item.images[0].type:
            picture = item.images[0]
            # 0 stands for an unknown length (RSS Board profile, enclosure).
            etree.SubElement(element, "enclosure", url=picture.url, length=str(picture.length or 0), type=picture.type)
        _add_pictures(element, item.images)
        return element

    def extend_atom(self, element: Any) -> Any:
        """Add the date, the links other than the alternate one, and the pictures to an Atom entry."""
        item = self.item
        etree.SubElement(element, "published").text = item.published.isoformat()
        # feedgen declares Atom's namespace as an attribute of the root: its elements carry none, and so must ours.
        for rel, href in (("via", item.original), ("amphtml", item.amp)):
            if href:
                etree.SubElement(element, "link", rel=rel, href=href)
        for story in item.related:
            etree.SubElement(element, "link", rel="related", href=story.url, title=story.title)
        for picture in item.images:
            link = etree.SubElement(element, "link", rel="enclosure", href=picture.url)
            if picture.type:
                link.set("type", picture.type)
            if picture.length:
                link.set("length", str(picture.length))
        _add_pictures(element, item.images)
        return element


def _add_pictures(element: Any, pictures: tuple[Image, ...]) -> None:
    """Add every picture as Media RSS content, directly in the item, and the first as its thumbnail."""
    for picture in pictures:
        attributes = {"url": picture.url}
        if picture.length:
            attributes["fileSize"] = str(picture.length)
        if picture.type:
            attributes["type"] = picture.type
        attributes["medium"] = "image"
        content = etree.SubElement(element, f"{{{MEDIA}}}content", attributes | _size(picture))
        if picture.title:
            etree.SubElement(content, f"{{{MEDIA}}}title", type="plain").text = picture.title
        if picture.attribution:
            etree.SubElement(content, f"{{{MEDIA}}}credit").text = picture.attribution
    for picture in pictures[:1]:
        etree.SubElement(element, f"{{{MEDIA}}}thumbnail", {"url": picture.url} | _size(picture))


def _size(picture: Image) -> dict[str, str]:
    size = {}
    if picture.width:
        size["width"] = str(picture.width)
    if picture.height:
        size["height"] = str(picture.height)
    return size


def _rfc822(moment: datetime) -> str:
    """Return a time in UTC as RSS has it, whatever the locale."""
    return f"{DAYS[moment.weekday()]}, {moment.day:02} {MONTHS[moment.month - 1]} {moment.year} {moment.time()} +0000"
