"""Knows feeds again that lie in the output when the state is lost, so that none of them goes stale unseen."""

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


class _Said(NamedTuple):
    """What a document says of itself: where it is served, its title, its date, and whether it has items."""

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


def state(settings: Settings) -> State:
    """Return the state that the documents in the output tell of: those that say that they are served where they lie.

    Those that the site would not have by itself count as asked for by an option: they may have subscribers.
    """
    feeds: dict[str, FeedRecord] = {}
    files: set[str] = set()
    asked: set[str] = set()
    for group in _groups(settings.output):
        found: list[FormatName] = []
        for form in FEED_FORMATS:
            document = group.document(form)
            said = _said(settings.output / document, form)
            if said is None or said.url != settings.site.base_url + document:
                continue
            name = said.title.removesuffix(f" – {settings.site.title}")
            feeds.setdefault(group.folder, FeedRecord(group, name, said.updated, empty=said.is_empty))
            found.append(form)
        page_url = f"{settings.site.base_url}{group.folder}/"
        if found and _canonical(settings.output / group.document("page")) == page_url:
            found.append("page")
        files.update(map(group.document, found))
        asked.update(
            group.document(f) for f in found if group.kind not in settings.kinds or f not in settings.documents
        )
    return State(feeds=feeds, files=frozenset(files), asked=frozenset(asked))


def _groups(output: Path) -> Iterator[Group]:
    """Yield the groups that a folder's layout speaks of."""
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
    """Return where a page says that it is served."""
    try:
        found = _CANONICAL.search(page.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return html.unescape(found[1]) if found else None


def _said(path: Path, form: FeedFormat) -> _Said | None:
    """Return what a document says of itself; None where there is none, or it is not of our making."""
    try:
        raw = path.read_bytes()
        return _said_in_json(raw) if form == "json" else _said_in_xml(raw.decode())
    except (OSError, ValueError):  # of which are those of dates, of decoding, and of msgspec
        return None


def _said_in_xml(text: str) -> _Said | None:
    first = _FIRST_ENTRY.search(text)
    head = text[: first.start()] if first else text
    itself, title, updated = (pattern.search(head) for pattern in (_SELF, _TITLE, _UPDATED))
    if not (itself and title and updated):
        return None
    texts = [plain(html.unescape(found[1])) for found in (itself, title, updated)]
    return _Said(texts[0], texts[1], dates.parse(texts[2], UTC), first is None)


def _said_in_json(raw: bytes) -> _Said | None:
    feed = msgspec.json.decode(raw, type=_JSONFeed)
    moments = [item.date_modified or item.date_published for item in feed.items]
    # An empty one has no date: any of long ago will do until another format tells.
    updated = max(moments, default=datetime(2000, 1, 1, tzinfo=UTC))
    return _Said(feed.feed_url, feed.title, updated.astimezone(UTC), not feed.items)
