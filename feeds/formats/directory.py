"""Divide the list of all feeds into what the front page shows and, of large sites, pages from A to Z."""

from collections.abc import Sequence
from typing import NamedTuple

from feeds.core.directory import ON_FRONT_PAGE, PER_DIRECTORY_PAGE, Directory, Listing, directory_page
from feeds.core.kinds import ALL, kind_of
from feeds.core.model import GroupKind
from feeds.words.sorting import sort_key

FIRST = 24
"""The number of feeds of a kind that are shown at once, the largest; the others are shown on demand."""

SEARCHABLE = 8
"""The number of feeds from which on a list of them can be filtered and ordered."""

_LETTERS = 3


class Part(NamedTuple):
    """A page of the feeds of a kind: its name, and from which to which name it goes."""

    name: str
    label: str


class Section(NamedTuple):
    """The feeds of a kind on a page: those that are shown at once, and those that are on demand.

    `size` is how many there are; where not all of them are on the page, `parts` has the pages that do.
    """

    kind: GroupKind
    heading: str
    size: int
    first: Sequence[Listing]
    rest: Sequence[Listing]
    parts: Sequence[Part] = ()


class Page(NamedTuple):
    """A page that lists feeds of a kind from A to Z, with its name, and the names of all of that kind."""

    name: str
    title: str
    parts: Sequence[Part]
    section: Section


def sections(directory: Directory) -> list[Section]:
    """Return what the front page lists: the kinds of feeds, of each the largest first; that of all stories aside."""
    if any(listing.count == 1 for listing in directory.of_kind("all")):
        return []  # all feeds have the same story
    is_large = len(directory.listings) > ON_FRONT_PAGE
    found = []
    for kind in directory.kinds:
        if kind == ALL:
            continue
        listings = directory.of_kind(kind)
        held = listings[: ON_FRONT_PAGE // 4] if is_large else listings
        parts = parts_of(kind, listings) if len(held) < len(listings) else ()
        found.append(Section(kind, _heading(directory, kind), len(listings), held[:FIRST], held[FIRST:], parts))
    return found


def page(directory: Directory, kind: GroupKind, number: int) -> Page:
    """Return one of the pages of the feeds of a kind, which count from 1."""
    listings = directory.of_kind(kind)
    shown = _pages(listings)[number - 1]
    heading = _heading(directory, kind)
    section = Section(kind, heading, len(shown), shown, ())
    title = directory.site.words.gettext("{kind}, A–Z", kind=heading)
    return Page(directory_page(kind, number), title, parts_of(kind, listings), section)


def _heading(directory: Directory, kind: GroupKind) -> str:
    return directory.site.words.gettext(kind_of(kind).heading)


def parts_of(kind: GroupKind, listings: Sequence[Listing]) -> list[Part]:
    """Return the pages of the feeds of a kind."""
    return [
        Part(directory_page(kind, number), f"{page[0].feed.name[:_LETTERS]} – {page[-1].feed.name[:_LETTERS]}")
        for number, page in enumerate(_pages(listings), 1)
    ]


def _pages(listings: Sequence[Listing]) -> list[list[Listing]]:
    """Return feeds by name, as the language of the site sorts them, in pages."""
    language = listings[0].feed.site.language if listings else None
    ordered = sorted(listings, key=lambda one: (sort_key(one.feed.name, language), one.feed.name, one.feed.group))
    return [ordered[start : start + PER_DIRECTORY_PAGE] for start in range(0, len(ordered), PER_DIRECTORY_PAGE)]
