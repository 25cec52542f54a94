"""Rebuild the state from an existing output, so that no feed is forgotten when the state is lost."""

import html
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import Struct

from feeds.config import Settings
from feeds.core import dates
from feeds.core.model import FEED_FORMATS, FeedFormat, FormatName, Group
from feeds.core.slugs import is_slug
from feeds.core.text import plain
from feeds.publish.state import FeedRecord, State

_SELF = re.compile(r'<(?:atom:)?link href="([^"]*)" rel="self"')
_TITLE = re.compile(r"<title>([^<]*)</title>")
_UPDATED = re.compile(r"<(?:updated|lastBuildDate)>([^<]*)</(?:updated|lastBuildDate)>")
_FIRST_ENTRY = re.compile(r"<(?:entry|item)>")
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)"')


class _Head(NamedTuple):
    """What a document says about its feed: the self link, the title, the date, and whether there are items."""

    url: str
    title: str
    updated: datetime
    is_empty: bool


class _JSONItem(Struct):
    date_published: datetime
    date_modified: datetime | None = None


class _JSONFeed(Struct):
    feed_url: str
    title: str
    items: list[_JSONItem]


def recover_state(settings: Settings) -> State:
    """Return the state that follows from the documents in the output whose self links are where they are served.

    Documents that the site would not have without an option count as asked for by one: they may have subscribers.
    """
    feeds: dict[str, FeedRecord] = {}
    files: set[str] = set()
    asked: set[str] = set()
    for group in _groups(settings.output):
        found: list[FormatName] = []
        for format_name in FEED_FORMATS:
            document = group.document(format_name)
            head = _read_head(settings.output / document, format_name)
            if head is None or head.url != settings.site.base_url + document:
                continue
            name = head.title.removesuffix(f" – {settings.site.title}")
            feeds.setdefault(group.folder, FeedRecord(group, name, head.updated, empty=head.is_empty))
            found.append(format_name)
        page_url = f"{settings.site.base_url}{group.folder}/"
        if found and _canonical(settings.output / group.document("page")) == page_url:
            found.append("page")
        files.update(map(group.document, found))
        asked.update(
            group.document(name) for name in found if group.kind not in settings.kinds or name not in settings.documents
        )
    return State(feeds=feeds, files=frozenset(files), asked=frozenset(asked))


def _groups(output: Path) -> Iterator[Group]:
    """Yield the groups that have a folder in the output."""
    yield Group("all")
    for provider in _names(output / "providers"):
        yield Group("provider", provider=provider)
    for topic in _names(output / "topics"):
        yield Group("topic", topic)
        for provider in _names(output / "topics" / topic / "providers"):
            yield Group("topic-provider", topic, provider)


def _names(folder: Path) -> list[str]:
    try:
        return sorted(name for name in os.listdir(folder) if is_slug(name))
    except OSError:
        return []


def _canonical(page: Path) -> str | None:
    """Return the canonical address in a page; None if there is none."""
    try:
        found = _CANONICAL.search(page.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return html.unescape(found[1]) if found else None


def _read_head(path: Path, format_name: FeedFormat) -> _Head | None:
    """Return what a document says about its feed; None if it does not exist or is not one that feeds can have made."""
    try:
        raw = path.read_bytes()
        return _head_of_json(raw) if format_name == "json" else _head_of_xml(raw.decode())
    except (OSError, ValueError):  # ValueError: of dates, of decoding, and of msgspec
        return None


def _head_of_xml(text: str) -> _Head | None:
    first = _FIRST_ENTRY.search(text)
    head = text[: first.start()] if first else text
    self_link, title, updated = (pattern.search(head) for pattern in (_SELF, _TITLE, _UPDATED))
    if not (self_link and title and updated):
        return None
    texts = [plain(html.unescape(found[1])) for found in (self_link, title, updated)]
    return _Head(texts[0], texts[1], dates.parse(texts[2], UTC), first is None)


def _head_of_json(raw: bytes) -> _Head | None:
    feed = msgspec.json.decode(raw, type=_JSONFeed)
    moments = [item.date_modified or item.date_published for item in feed.items]
    # An empty JSON Feed has no date: any old one serves until another format gives it.
    updated = max(moments, default=datetime(2000, 1, 1, tzinfo=UTC))
    return _Head(feed.feed_url, feed.title, updated.astimezone(UTC), not feed.items)
