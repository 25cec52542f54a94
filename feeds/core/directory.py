"""Hold the list of all feeds, and name the pages that a large site has for it and other documents of no feed."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from hashlib import blake2s

from msgspec import Struct

from feeds.core.kinds import KINDS, field_of, in_order, of_field
from feeds.core.model import ASSETS, FRONT_PAGE, OPML, Feed, GroupKind, Publisher
from feeds.core.redirects import MAPS

SITE_DOCUMENTS = (FRONT_PAGE, OPML, *ASSETS)
"""The documents that belong to no feed: the front page, the OPML list of feeds, and the assets of all pages."""

DIRECTORY = "directory"
"""The folder of the pages that list the feeds of a large site from A to Z."""

ON_FRONT_PAGE, PER_DIRECTORY_PAGE = 600, 500
"""The number of feeds that the front page lists at most, and that a page from A to Z lists."""

_DIRECTORY_PAGE = re.compile(rf"{DIRECTORY}/(field-)?([a-z][a-z0-9_-]*)-([1-9][0-9]{{0,6}})\.html")


class Listing(Struct, frozen=True):
    """A feed in the directory, with its number of articles and the date of the newest; `day` is in the site's zone."""

    feed: Feed
    count: int
    newest: datetime
    day: date


class Directory(Struct, frozen=True):
    """Every feed that has an article, by number of articles, largest first."""

    site: Publisher
    listings: tuple[Listing, ...]

    @property
    def kinds(self) -> tuple[GroupKind, ...]:
        """The kinds of the feeds, in the order in which people see them."""
        return tuple(in_order({listing.feed.group.kind for listing in self.listings}))

    def of_kind(self, kind: GroupKind) -> tuple[Listing, ...]:
        """Return the feeds of a kind."""
        return tuple(listing for listing in self.listings if listing.feed.group.kind == kind)


def directory_page(kind: GroupKind, number: int) -> str:
    """Return the name of a page that lists feeds of a kind from A to Z; they count from 1."""
    field = field_of(kind)
    return f"{DIRECTORY}/{kind if field is None else f'field-{field}'}-{number}.html"


def directory_pages(kinds: Iterable[GroupKind]) -> frozenset[str]:
    """Return the names of the pages that list from A to Z what the front page has no room for.

    `kinds` has the kind of each feed that has an article.
    """
    counted = Counter(kinds)
    if counted.total() <= ON_FRONT_PAGE:
        return frozenset()
    return frozenset(
        directory_page(kind, number)
        for kind, count in counted.items()
        if count > ON_FRONT_PAGE // 4
        for number in range(1, -(-count // PER_DIRECTORY_PAGE) + 1)
    )


def directory_part(name: str) -> tuple[GroupKind, int] | None:
    """Return the kind and the number of a page that lists feeds from A to Z, by its name; None for another document."""
    found = _DIRECTORY_PAGE.fullmatch(name)
    if not found or not (found[1] or found[2] in KINDS):
        return None
    return of_field(found[2]) if found[1] else found[2], int(found[3])


def asset_address(name: str, content: bytes) -> str:
    """Return the address of one of ASSETS, with a digest of its content, so that browsers load a changed one anew."""
    return f"{name}?{blake2s(content, digest_size=4).hexdigest()}"


def is_site_document(name: str) -> bool:
    """Say whether a document belongs to no feed."""
    return name in SITE_DOCUMENTS or name in MAPS or directory_part(name) is not None


def lists_feeds(name: str) -> bool:
    """Say whether a document shows what feeds are called and hold."""
    return name in (FRONT_PAGE, OPML) or directory_part(name) is not None
