"""Decide which articles are in the feeds, and in which of one's own. Pure.

When an article's time comes is another question: it changes from build to build, and the catalogue answers it.
"""

from collections.abc import Collection, Iterator

from feeds.config import Grouping, OwnFeed, Selection
from feeds.core.kinds import FACETS, LANGUAGE
from feeds.core.model import Article
from feeds.index.facets import Facets

TOO_OLD = "too old"
LOW_QUALITY, LOW_HEAT = "quality too low", "heat too low"
OTHER = {kind: f"not of the {facet} selected" for facet, kind in FACETS.items()}
UNWANTED = {kind: f"of {facet} that are left out" for facet, kind in FACETS.items()}
"""Why an article is not selected, by the kind of the groups that it is not in, or is in."""

THRESHOLDS = frozenset({TOO_OLD, LOW_QUALITY, LOW_HEAT, *OTHER.values(), *UNWANTED.values()})
"""The reasons that options and the configuration make, and not the articles."""
FUTURE = "in the future"
"""Why a published article is in no feed, or not yet."""


def why_not(article: Article, facets: Facets, selection: Selection) -> str | None:
    """Return why a published article is not selected, in a few words; None where it is.

    `facets` has the groups of the article, of every kind that the selection asks for. An article without a quality or
    heat does not pass a threshold of it.
    """
    if selection.since is not None and article.published < selection.since:
        return TOO_OLD
    for value, least, reason in (
        (article.quality, selection.min_quality, LOW_QUALITY),
        (article.heat, selection.min_heat, LOW_HEAT),
    ):
        if least is not None and (value is None or value < least):
            return reason
    for kind, keys in selection.wanted.items():
        if not any(key in keys for key in _keys(kind, facets)):
            return OTHER[kind]
    for kind, keys in selection.unwanted.items():
        if any(key in keys for key in _keys(kind, facets)):
            return UNWANTED[kind]
    return None


def _keys(kind: str, facets: Facets) -> Collection[str]:
    """Return the keys of an article's groups of a kind; a language is meant by its first part, too."""
    found = facets[kind]
    if kind != LANGUAGE:
        return found
    return {*found, *(key.partition("-")[0] for key in found)}


class Matcher:
    """Finds the feeds of one's own that an article is in, without a look at each that it cannot be in."""

    def __init__(self, grouping: Grouping | None = None) -> None:
        self.grouping = grouping or Grouping()
        self._always: list[int] = []
        self._by_key: dict[tuple[str, str], list[int]] = {}
        for position, own in enumerate(self.grouping.own):
            kind, keys = next(iter(own.selection.wanted.items()), ("", frozenset()))
            for key in keys:
                self._by_key.setdefault((kind, key), []).append(position)
            if not keys:
                self._always.append(position)
        self._kinds = {kind for kind, _ in self._by_key}

    def feeds(self, article: Article, facets: Facets) -> Iterator[OwnFeed]:
        """Yield the feeds of one's own that an article is in, if it is selected for the site."""
        possible = set(self._always)
        for kind in self._kinds:
            for key in _keys(kind, facets):
                possible.update(self._by_key.get((kind, key), ()))
        for position in sorted(possible):
            own = self.grouping.own[position]
            if why_not(article, facets, own.selection) is None:
                yield own
