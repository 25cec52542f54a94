"""Walk the chain of a feed and its archives, as a reader does, by the documents alone."""

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import feedparser

from feeds.core.model import DOCUMENT_NAMES, FeedFormat

_ARCHIVE = re.compile(r".+/archive/\d{4}-\d{2}/[^/]+")


def is_archive(name: str) -> bool:
    """Say whether the path of a document is that of an archive."""
    return _ARCHIVE.fullmatch(name) is not None


class Link(NamedTuple):
    """A document of a chain: its address, the ids of its items, and its links to other documents, by their relation."""

    address: str
    items: list[str]
    links: dict[str, str]


def walk(output: Path, base_url: str, folder: str, form: FeedFormat) -> list[Link]:
    """Return the documents of a chain from the feed on, newest first; a circle never ends, and fails."""
    read = _read_json if form == "json" else _read_xml
    address = f"{base_url}{folder}/{DOCUMENT_NAMES[form]}"
    found: list[Link] = []
    while address:
        assert address not in [link.address for link in found], "a circle"
        link = Link(address, *read((output / address.removeprefix(base_url)).read_bytes()))
        assert link.links["self"] == address
        found.append(link)
        address = link.links.get("prev-archive", "")
    return found


def _read_xml(content: bytes) -> tuple[list[str], dict[str, str]]:
    parsed: Any = feedparser.parse(content)
    assert not parsed.bozo
    links = {link["rel"]: link["href"] for link in parsed.feed.links}
    if "current" in links:
        assert b"<fh:archive/>" in content
    return [entry.id for entry in parsed.entries], links


def _read_json(content: bytes) -> tuple[list[str], dict[str, str]]:
    feed = json.loads(content)
    links = {
        "self": feed["feed_url"],
        "prev-archive": feed.get("next_url"),
        "current": feed["_feeds"].get("current_url"),
    }
    return [item["id"] for item in feed["items"]], {rel: url for rel, url in links.items() if url}
