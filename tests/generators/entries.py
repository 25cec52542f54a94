"""What a feed says of its entries, whoever made it."""

from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

ATOM = "{http://www.w3.org/2005/Atom}"


class Entry(NamedTuple):
    """One entry of a feed. Times are in UTC; topics are in lower case; None is what the feed does not say."""

    link: str
    id: str
    title: str
    published: datetime
    updated: datetime | None = None
    topics: frozenset[str] | None = None


def names(topics: Iterable[str] | None) -> frozenset[str]:
    """Return names of topics in lower case: those that differ by case alone are one topic."""
    return frozenset(name.casefold() for name in topics or ())


def moment(text: str) -> datetime:
    """Return the time that a text in ISO 8601 says, in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)


def of_atom(document: Path) -> list[Entry]:
    """Return the entries of an Atom document; one without a date of publication has that of its last change."""
    found = []
    for entry in ElementTree.parse(document).getroot().iter(f"{ATOM}entry"):
        updated = _text(entry, f"{ATOM}updated")
        published = entry.findtext(f"{ATOM}published")
        found.append(
            Entry(
                link=_link(entry),
                id=_text(entry, f"{ATOM}id"),
                title=_text(entry, f"{ATOM}title"),
                published=moment(published or updated),
                updated=moment(updated) if published else None,
                topics=names(category.attrib["term"] for category in entry.iter(f"{ATOM}category")),
            )
        )
    return found


def of_rss(document: Path) -> list[Entry]:
    """Return the entries of an RSS document."""
    return [
        Entry(
            link=_text(item, "link"),
            id=_text(item, "guid"),
            title=item.findtext("title") or "",
            published=parsedate_to_datetime(_text(item, "pubDate")).astimezone(UTC),
        )
        for item in ElementTree.parse(document).getroot().iter("item")
    ]


def of_json(document: dict[str, Any]) -> list[Entry]:
    """Return the entries of a JSON Feed document."""
    return [
        Entry(
            link=item["url"],
            id=item["id"],
            title=item["title"],
            published=moment(item["date_published"]),
            updated=moment(item.get("date_modified", item["date_published"])),
            topics=names(item.get("tags")),
        )
        for item in document["items"]
    ]


def _link(entry: ElementTree.Element) -> str:
    (link,) = (link for link in entry.iter(f"{ATOM}link") if link.attrib.get("rel", "alternate") == "alternate")
    return link.attrib["href"]


def _text(parent: ElementTree.Element, name: str) -> str:
    text = parent.findtext(name)
    assert text is not None, f"there is no {name}"
    return text
