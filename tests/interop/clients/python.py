"""Readers in Python: feedparser, which everybody builds on, and reader, which keeps what it has read."""

from calendar import timegm
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import feedparser

from tests.conftest import need
from tests.interop.clients.base import Client, Entry, Library, newest, pictures

if TYPE_CHECKING:
    import reader


class Feedparser(Library):
    """feedparser, which is given the ETag and date of its last answer."""

    name = "feedparser"
    _answer: feedparser.FeedParserDict | None = None

    @classmethod
    def version(cls, folder: Path) -> str:
        """Return feedparser's version."""
        return version("feedparser")

    def fetch(self) -> list[tuple[str, Entry]] | None:
        """Return the ids and items of the feed, or None if it is not modified."""
        known = self._answer or {}
        answer = feedparser.parse(self.url, etag=known.get("etag"), modified=known.get("modified"))
        if answer.status == 304:
            return None
        self._answer = answer
        return [(entry.id, _parsed(entry)) for entry in answer.entries]


def _parsed(entry: feedparser.FeedParserDict) -> Entry:
    return Entry(
        title=entry.title,
        link=entry.link,
        date=datetime.fromtimestamp(timegm(entry.published_parsed), UTC),
        pictures=pictures(entry.content[0].value),
        enclosures=tuple(enclosure.href for enclosure in entry.enclosures),
        media=tuple(media["url"] for media in entry.get("media_content", ())),
        text=entry.content[0].value,
        author=entry.author,
        source=entry.get("source", {}).get("title", ""),
    )


class Reader(Client):
    """reader, with its database in memory."""

    name = "reader"

    def __init__(self, folder: Path, *urls: str) -> None:
        super().__init__(folder)
        import reader

        (self._url,) = urls
        self._reader: reader.Reader = reader.make_reader(":memory:")
        self._reader.add_feed(self._url)

    @classmethod
    def version(cls, folder: Path) -> str:
        """Return reader's version."""
        need("reader" if find_spec("reader") else None, "reader")
        return version("reader")

    def poll(self) -> int:
        """Update the feed; return how many entries are new."""
        from reader import ParseError

        try:
            updated = self._reader.update_feed(self._url)
        except ParseError:
            return 0
        return updated.new if updated else 0

    def entries(self) -> list[Entry]:
        """Return the entries that it keeps."""
        return newest([_kept(entry) for entry in self._reader.get_entries()])


def _kept(entry: "reader.Entry") -> Entry:
    content = entry.get_content()
    assert content
    assert entry.published
    return Entry(
        title=entry.title or "",
        link=entry.link or "",
        date=entry.published,
        pictures=pictures(content.value),
        enclosures=tuple(enclosure.href for enclosure in entry.enclosures),
        text=content.value,
        author=entry.authors_str or "",
        source=(entry.source.title or "") if entry.source else "",
    )
