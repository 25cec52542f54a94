"""Decides which articles are in the feeds, and in which groups. Pure.

When an article's time comes is another question: it changes from build to build, and the catalogue answers it.
"""

from feeds.config import Selection
from feeds.model import Article
from feeds.taxonomy import Taxonomy


def why_not(article: Article, selection: Selection) -> str | None:
    """Return why a published article is in no feed, in a few words; None where it is selected.

    An article without a quality or heat does not pass a threshold of it.
    """
    if selection.since is not None and article.published < selection.since:
        return "too old"
    for value, least, name in (
        (article.quality, selection.min_quality, "quality"),
        (article.heat, selection.min_heat, "heat"),
    ):
        if least is not None and (value is None or value < least):
            return f"{name} too low"
    if selection.types and article.type.casefold() not in selection.types:
        return "not of the types selected"
    if selection.categories and (article.category or "").casefold() not in selection.categories:
        return "not of the categories selected"
    return None


def topics_of(article: Article, taxonomy: Taxonomy) -> dict[str, str]:
    """Return the slugs of an article's topics in its order, each with the first spelling that it has there."""
    topics: dict[str, str] = {}
    for name in article.topics:
        topics.setdefault(taxonomy.topic_slug(name), name)
    return topics
