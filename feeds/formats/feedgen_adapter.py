"""Turn a Feed into a feedgen FeedGenerator and work around feedgen's faults. No other module uses feedgen.

feedgen 1.0.0 drops `rel`, `type` and `length` from the links of an Atom entry and keeps one RSS enclosure, wraps
images in `media:group`, loses authors without an e-mail address in RSS, puts content without a summary into the
description, defaults every date to the present, and sets the locale of the process for each date in RSS. The extension
`_ItemElements` writes what feedgen would lose or get wrong.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from html import escape
from typing import Any, Literal

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from feeds.core.alternates import Alternate
from feeds.core.dates import DAYS, MONTHS
from feeds.core.ids import as_iri
from feeds.core.images import fits_rss, largest, thumbnail
from feeds.core.model import MEDIA_TYPES, Feed, Image, Item, Medium
from feeds.core.xmlns import ATOM, CONTENT, DC, HISTORY, MEDIA, XML
from feeds.formats.links import address, further

GENERATOR = "feeds"
RSS_DOCS = "https://www.rssboard.org/rss-specification"
TTL_MINUTES = 15
"""How long a reader may cache the feed, in minutes."""


def frame(feed: Feed, format_name: Literal["rss", "atom"]) -> FeedGenerator:
    """Return a generator of the feed without its items, prepared to write one format."""
    generator = FeedGenerator()
    generator.register_extension("feeds", _FeedElements, _ItemElements)
    generator.title(feed.title)
    generator.id(feed.urls["atom"])
    own = address(feed, format_name, feed.chain.month)
    generator.link(href=own, rel="self", type=MEDIA_TYPES[format_name])
    generator.link(href=feed.home_url, rel="alternate")  # the last link given becomes the RSS channel's
    generator.subtitle(feed.description)
    generator.updated(feed.updated)
    generator.generator(GENERATOR)
    generator.language(feed.language)

    generator.feeds.is_archive = bool(feed.chain.month)
    links = list(further(feed, format_name))
    if format_name == "rss":
        generator.feeds.links = links
        generator.docs(RSS_DOCS)
        if not feed.chain.month:
            generator.ttl(TTL_MINUTES)
        _add_channel_image(generator, feed)
    else:
        for link in links:
            generator.link(link)
        _add_author_and_images(generator, feed)

    return generator


def _add_author_and_images(generator: FeedGenerator, feed: Feed) -> None:
    if feed.author:
        generator.author(name=feed.author)
    if feed.icon:
        generator.icon(feed.icon.url)
    if feed.logo:
        generator.logo(feed.logo.url)


def _add_channel_image(generator: FeedGenerator, feed: Feed) -> None:
    """Add the largest image that an RSS 2.0 channel may have, if there is one."""
    image = largest(filter(fits_rss, feed.images))
    if image:
        generator.image(url=image.url, title=feed.title, link=feed.home_url, **_size(image))


class Batch:
    """Items to render together; RSS and Atom share one generator."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items

    @cached_property
    def generator(self) -> FeedGenerator:
        """The generator of a placeholder feed with these items; their elements are cut out of its documents."""
        generator = FeedGenerator()
        generator.register_extension("feeds", _FeedElements, _ItemElements)
        generator.id("-")  # feedgen demands id, title, link and subtitle of any feed
        generator.title("-")
        generator.link(href="-")
        generator.subtitle("-")
        add(generator, self.items)
        return generator


def add(generator: FeedGenerator, items: Sequence[Item]) -> None:
    """Add items to a generator with the extension, in their order, ready to write either format."""
    entries = [FeedEntry() for _ in items]
    generator.entry(entries)
    for entry, item in zip(entries, items, strict=True):
        entry.feeds.item = item
        entry.guid(item.id, permalink=item.id == item.url)
        entry.title(item.title)
        entry.link(href=item.url)
        entry.updated(item.updated)  # the extension writes the date of publication
        if item.summary:
            entry.description(escape(item.summary, quote=False), isSummary=True)  # readers take it as HTML
            entry.summary()["summary"] = item.summary  # Atom's is plain text
        if item.content:
            entry.content(item.content, type="html")
        # All in one call: each call goes through the whole list again.
        entry.category([{"term": c.term, "label": c.label, "scheme": c.scheme} for c in item.categories])
        entry.author([{"name": person.name, "uri": person.url} for person in item.authors])


class _FeedElements(BaseExtension):  # type: ignore[misc]
    """Declare the namespaces that `_ItemElements` uses, and write the links that feedgen leaves out of RSS.

    An archive is marked as one (RFC 5005, section 4).
    """

    links: Sequence[dict[str, str]] = ()
    is_archive = False

    def extend_ns(self) -> dict[str, str]:
        return {"dc": DC, "media": MEDIA} | ({"fh": HISTORY} if self.is_archive else {})

    def extend_rss(self, element: Any) -> Any:
        """Add the mark of an archive, and the links, to an RSS channel."""
        channel = element[0]
        if self.is_archive:
            etree.SubElement(channel, f"{{{HISTORY}}}archive")
        for link in self.links:
            etree.SubElement(channel, f"{{{ATOM}}}link", link)
        return element

    def extend_atom(self, element: Any) -> Any:
        """Add the mark of an archive to an Atom feed."""
        if self.is_archive:
            etree.SubElement(element, f"{{{HISTORY}}}archive")
        return element


class _ItemElements(BaseEntryExtension):  # type: ignore[misc]
    """Write the elements that feedgen omits or gets wrong."""

    item: Item

    def extend_rss(self, element: Any) -> Any:
        """Add dates, creators, enclosure and images to an RSS item."""
        item = self.item
        if not item.summary:
            element.find("description").tag = f"{{{CONTENT}}}encoded"
        etree.SubElement(element, "pubDate").text = _rfc822(item.published)
        if item.updated != item.published:
            etree.SubElement(element, f"{{{ATOM}}}updated").text = item.updated.isoformat()
        for page in item.alternates:
            etree.SubElement(element, f"{{{ATOM}}}link", _alternate(page))
        if item.source:
            etree.SubElement(element, "source", url=item.source).text = item.provider.name or item.provider.domain
        if item.language:
            etree.SubElement(element, f"{{{DC}}}language").text = item.language
        # Of several creators, most readers show one.
        if item.authors:
            names = item.words.listed(person.name for person in item.authors)
            etree.SubElement(element, f"{{{DC}}}creator").text = names
        enclosed = _enclosed(item)
        if enclosed is not None and enclosed.type:
            # 0 stands for an unknown length (RSS Board profile, enclosure).
            length = str(enclosed.length or 0)
            etree.SubElement(element, "enclosure", url=enclosed.url, length=length, type=enclosed.type)
        _add_media(element, item.media)
        _add_images(element, item.images)
        return element

    def extend_atom(self, element: Any) -> Any:
        """Make the id an IRI, and add the date, all links but the alternate one, and the images to an Atom entry."""
        item = self.item
        element.find("id").text = as_iri(item.id)
        if item.language:
            element.set(f"{{{XML}}}lang", item.language)
        etree.SubElement(element, "published").text = item.published.isoformat()
        _add_links(element, item)
        enclosures: tuple[Medium | Image, ...] = (*item.media, *item.images)
        for enclosed in enclosures:
            link = etree.SubElement(element, "link", rel="enclosure", href=enclosed.url)
            if enclosed.type:
                link.set("type", enclosed.type)
            if enclosed.length:
                link.set("length", str(enclosed.length))
            if isinstance(enclosed, Medium) and enclosed.title:
                link.set("title", enclosed.title)
        _add_media(element, item.media)
        _add_images(element, item.images)
        return element


def _add_links(element: Any, item: Item) -> None:
    """Add the links of an Atom entry to other pages."""
    # feedgen writes Atom's namespace as a plain attribute of the root, so elements are created without a namespace.
    for rel, href in (("via", item.original), ("amphtml", item.amp)):
        if href:
            etree.SubElement(element, "link", rel=rel, href=href)
    if item.alternates:
        element.find("link").set("rel", "alternate")
    for page in item.alternates:
        etree.SubElement(element, "link", _alternate(page))
    for story in item.related:
        etree.SubElement(element, "link", rel="related", href=story.url, title=story.title)


def _alternate(page: Alternate) -> dict[str, str]:
    """Return the attributes of the link to an article in a language.

    Some readers take the first alternate link for that of the item, others the last one: both lead to its own page.
    """
    return {"rel": "alternate", "hreflang": page.language, "href": page.url}


def _enclosed(item: Item) -> Medium | Image | None:
    """Return the one enclosure that RSS has: the first medium of known type, else the first picture."""
    first = next((medium for medium in item.media if medium.type), None)
    return first or (item.images[0] if item.images else None)


def _add_media(element: Any, media: tuple[Medium, ...]) -> None:
    """Add every medium as <media:content>, directly in the item."""
    for medium in media:
        known = {
            "url": medium.url,
            "fileSize": medium.length,
            "type": medium.type,
            "medium": medium.kind,
            "duration": medium.duration,
        }
        attributes = {name: str(value) for name, value in known.items() if value is not None}
        content = etree.SubElement(element, f"{{{MEDIA}}}content", attributes)
        if medium.title:
            etree.SubElement(content, f"{{{MEDIA}}}title", type="plain").text = medium.title


def _add_images(element: Any, images: tuple[Image, ...]) -> None:
    """Add every image as <media:content>, directly in the item, and the first also as <media:thumbnail>.

    The sizes of one picture are a <media:group>, which must have more than one member (Media RSS, media:group).
    """
    for image in images:
        if image.variants:
            group = etree.SubElement(element, f"{{{MEDIA}}}group")
            _add_content(group, image).set("isDefault", "true")
            for variant in image.variants:
                _add_content(group, variant)
            _add_texts(group, image)
        else:
            _add_texts(_add_content(element, image), image)
    for image in images[:1]:
        small = thumbnail(image)
        etree.SubElement(element, f"{{{MEDIA}}}thumbnail", {"url": small.url} | _size(small))


def _add_content(element: Any, image: Image) -> Any:
    attributes = {"url": image.url}
    if image.length:
        attributes["fileSize"] = str(image.length)
    if image.type:
        attributes["type"] = image.type
    attributes["medium"] = "image"
    return etree.SubElement(element, f"{{{MEDIA}}}content", attributes | _size(image))


def _add_texts(element: Any, image: Image) -> None:
    title = image.title or image.alt
    if title:
        etree.SubElement(element, f"{{{MEDIA}}}title", type="plain").text = title
    if image.caption:
        etree.SubElement(element, f"{{{MEDIA}}}description", type="plain").text = image.caption
    if image.attribution:
        etree.SubElement(element, f"{{{MEDIA}}}credit").text = image.attribution
    if image.copyright:
        etree.SubElement(element, f"{{{MEDIA}}}copyright").text = image.copyright


def _size(image: Image) -> dict[str, str]:
    size = {}
    if image.width:
        size["width"] = str(image.width)
    if image.height:
        size["height"] = str(image.height)
    return size


def _rfc822(moment: datetime) -> str:
    """Return a time in UTC as RFC 822 writes it, independent of the locale."""
    return f"{DAYS[moment.weekday()]}, {moment.day:02} {MONTHS[moment.month - 1]} {moment.year} {moment.time()} +0000"
