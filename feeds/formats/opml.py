"""OPML 2.0: the list of all feeds, which feed readers import."""

import re
from collections import Counter
from xml.etree import ElementTree

from feeds.core.directory import Directory, Listing
from feeds.core.kinds import ALL, kind_of

DOCS = "http://opml.org/spec2.opml"
# OPML uses "rss" for Atom too; readers detect the format themselves.
_TYPES = {"rss": "rss", "atom": "rss", "json": "JSONFeed"}


def document(directory: Directory) -> bytes:
    """Return the OPML document in UTF-8: the feed of all articles, and one folder for each other kind of feed."""
    site = directory.site
    opml = ElementTree.Element("opml", version="2.0")
    head = ElementTree.SubElement(opml, "head")
    _add(head, "title", site.title)
    _add(head, "ownerName", site.author)
    _add(head, "ownerId", site.url)
    _add(head, "docs", DOCS)
    body = ElementTree.SubElement(opml, "body")
    titles = Counter(_comparable_title(listing) for listing in directory.listings)
    for kind in directory.kinds:
        listings = directory.of_kind(kind)
        parent = body
        if kind != ALL:
            title = site.words.gettext(kind_of(kind).heading)
            parent = ElementTree.SubElement(body, "outline", text=title, title=title)
        for listing in listings:
            _outline(parent, listing, is_unique=titles[_comparable_title(listing)] == 1)
    if not directory.listings:
        nothing = site.words.gettext("No feeds at the moment")
        ElementTree.SubElement(body, "outline", text=nothing)  # OPML demands an outline

    ElementTree.indent(opml)
    written: bytes = ElementTree.tostring(opml, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + written + b"\n"


def _comparable_title(listing: Listing) -> str:
    """Return the letters and digits of a feed's title: some readers name feeds by these alone (rss2email)."""
    return re.sub(r"[\W_]+", "", listing.feed.title.casefold())


def _outline(parent: ElementTree.Element, listing: Listing, *, is_unique: bool) -> None:
    feed = listing.feed
    folder = feed.group.folder.rpartition("/")[2]
    format_name = feed.site.opml if feed.site.opml in feed.formats else feed.formats[0]
    attributes = {
        "type": _TYPES[format_name],
        "text": feed.title if is_unique else f"{feed.title} ({folder})",
        "title": feed.title,
        "description": feed.description,
        "xmlUrl": feed.urls[format_name],
        "htmlUrl": feed.page_url if feed.site.has_pages else feed.home_url,
        "language": feed.language,
    }
    ElementTree.SubElement(parent, "outline", {name: value for name, value in attributes.items() if value})


def _add(parent: ElementTree.Element, name: str, text: str | None) -> None:
    if text:
        ElementTree.SubElement(parent, name).text = text
