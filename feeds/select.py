"""Decides which articles are in the feeds, and in which groups. Pure; the time comes from the caller."""

from collections.abc import Iterable
from datetime import datetime

from feeds.config import Selection
from feeds.model import Article, Group, GroupKind
from feeds.taxonomy import Taxonomy


def why_not(article: Article, selection: Selection, now: datetime) -> str | None:
    """Return why an article is in no feed, in a few words; None where it is selected.

    An article without a quality or heat does not pass a threshold of it.
    """
    if article.published > now:
        return "in the future"
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


def groups_of(article: Article, taxonomy: Taxonomy, kinds: Iterable[GroupKind]) -> tuple[Group, ...]:
    """Return the groups that a selected article belongs to, each once, its topics in the article's order."""
    provider = taxonomy.provider_key(article.provider.domain)
    topics = dict.fromkeys(taxonomy.topic_slug(name) for name in article.topics)
    found: list[Group] = []
    for kind in kinds:
        if kind == "all":
            found.append(Group("all"))
        elif kind == "provider":
            found.append(Group("provider", provider=provider))
        elif kind == "topic":
            found.extend(Group("topic", topic) for topic in topics)
        else:
            found.extend(Group("topic-provider", topic, provider) for topic in topics)
    return tuple(dict.fromkeys(found))
