"""Decide which articles are in the feeds, and in which groups. Pure.

When an article's time comes is another question: it changes from build to build, and the catalogue answers it.
"""

from feeds.config import Selection
from feeds.core.model import Article
from feeds.core.taxonomy import Taxonomy

TOO_OLD = "too old"
LOW_QUALITY, LOW_HEAT = "quality too low", "heat too low"
OTHER_TYPE, OTHER_CATEGORY = "not of the types selected", "not of the categories selected"
THRESHOLDS = frozenset({TOO_OLD, LOW_QUALITY, LOW_HEAT, OTHER_TYPE, OTHER_CATEGORY})
"""The reasons that options and the configuration make, and not the articles."""
FUTURE = "in the future"
"""Why a published article is in no feed, or not yet."""


def why_not(article: Article, selection: Selection) -> str | None:
    """Return why a published article is in no feed, in a few words; None where it is selected.

    An article without a quality or heat does not pass a threshold of it.
    """
    if selection.since is not None and article.published < selection.since:
        return TOO_OLD
    for value, least, reason in (
        (article.quality, selection.min_quality, LOW_QUALITY),
        (article.heat, selection.min_heat, LOW_HEAT),
    ):
        if least is not None and (value is None or value < least):
            return reason
    if selection.types and article.type.casefold() not in selection.types:
        return OTHER_TYPE
    if selection.categories and (article.category or "").casefold() not in selection.categories:
        return OTHER_CATEGORY
    return None


def topics_of(article: Article, taxonomy: Taxonomy) -> dict[str, str]:
    """Return the slugs of an article's topics in its order, each with the first spelling that it has there."""
    topics: dict[str, str] = {}
    for name in article.topics:
        topics.setdefault(taxonomy.topic_slug(name), name)
    return topics
