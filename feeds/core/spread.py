"""Reckon what of an article is written in all the feeds that it is in."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from feeds.core.alternates import Alternate
from feeds.core.kinds import AUTHOR, FACETS, LANGUAGE, PAIR, SECTION
from feeds.core.limits import MAX_ADDED, MAX_VALUES
from feeds.core.model import Article

ESCAPED = 8
"""Bytes that a sign of markup takes more than another one, where HTML is escaped in XML (`&amp;amp;`)."""

OF_IMAGE, OF_TRANSLATION = 9, 5
"""How often a picture and the address of a translation are written in the documents of a feed at most."""


class Spread(NamedTuple):
    """The groups that an article makes besides those of everything, of its topics and of its provider.

    `values` are those of fields, `folders` the folders in which it lies, and `kinds` the kinds of groups of the site.
    """

    values: int = 0
    folders: int = 0
    kinds: frozenset[str] = frozenset()


_SINGLE = frozenset({LANGUAGE, FACETS["types"], FACETS["categories"]})
"""The kinds of which an article is in one group at most."""

USUAL = Spread()
"""How articles are spread over the feeds of a site that has the usual groups."""


def feeds_of(article: Article, spread: Spread = USUAL) -> int:
    """Return how many feeds an article may be in: of everything, of its provider, of its topics and so on.

    Feeds that the site defines itself do not count, for no article makes one.
    """
    feeds = 2 + len(article.topics)
    if not spread.kinds:
        return feeds
    if PAIR in spread.kinds:
        feeds += len(article.topics)
    if AUTHOR in spread.kinds:
        feeds += min(len(article.authors), MAX_VALUES)
    if SECTION in spread.kinds:
        feeds += min(spread.folders, MAX_VALUES)
    return feeds + spread.values + len(spread.kinds & _SINGLE)


def room_of_added(article: Article, kinds: Collection[str]) -> int:
    """Return the part of MAX_ADDED for one feed of an article, on a site with these kinds of groups.

    In how many sections it is nobody knows here, so they are reckoned at their most.
    """
    values = sum(map(len, article.fields.values()))
    return MAX_ADDED // feeds_of(article, Spread(values, MAX_VALUES, frozenset(kinds)))


def fitting(alternates: Sequence[Alternate], room: int) -> tuple[Alternate, ...]:
    """Return the pages of an article in other languages for which there is room, and its own, which is the last."""
    kept = []
    for one in alternates[:-1]:
        size = size_of(OF_TRANSLATION, (one.language, one.url))
        if size <= room:
            kept.append(one)
            room -= size
    return (*kept, alternates[-1]) if kept else ()


def size_of(places: int, texts: Sequence[str | None]) -> int:
    """Return the bytes of texts that are written so often, each sign of markup as long as it can become."""
    text = "".join(filter(None, texts))
    return places * (len(text.encode(errors="replace")) + ESCAPED * sum(map(text.count, '&<>"')))
