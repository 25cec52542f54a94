"""Knows feeds again that lie in the output when the state is lost, so that none of them goes stale unseen."""

import html
import os
import re
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

from feeds import dates
from feeds.config import Settings
from feeds.model import Group
from feeds.slugs import is_slug
from feeds.state import FeedRecord
from feeds.text import plain

_HEAD_BYTES = 20_000
"""Bytes of a document that hold what it says of itself before its first entry."""

_SELF = re.compile(r'<link href="([^"]*)" rel="self"')
_TITLE = re.compile(r"<title>([^<]*)</title>")
_UPDATED = re.compile(r"<updated>([^<]*)</updated>")


def feeds(settings: Settings) -> dict[str, FeedRecord]:
    """Return the feeds in the output whose Atom document says that it is the one served there, by folder."""
    found = {}
    for group in _groups(settings.output):
        record = _record(group, settings)
        if record:
            found[group.folder] = record
    return found


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


def _record(group: Group, settings: Settings) -> FeedRecord | None:
    try:
        with (settings.output / group.document("atom")).open("rb") as file:
            head = file.read(_HEAD_BYTES).decode("utf-8", "replace").partition("<entry>")[0]
    except OSError:
        return None
    itself, title, updated = (pattern.search(head) for pattern in (_SELF, _TITLE, _UPDATED))
    if not (itself and title and updated) or html.unescape(itself[1]) != settings.site.base_url + group.document(
        "atom"
    ):
        return None
    try:
        changed = dates.parse(updated[1], UTC)
    except dates.BadDateError:
        return None
    name = plain(html.unescape(title[1])).removesuffix(f" – {settings.site.title}")
    return FeedRecord(group, name, changed)
