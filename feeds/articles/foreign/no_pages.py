"""Say which files among the articles of a site its generator makes no page of, or none that it lists."""

from collections.abc import Iterable, Mapping
from typing import Any

from feeds.articles.conventions import Conventions, Generator
from feeds.articles.foreign.collected import Given
from feeds.articles.foreign.location import Location, dated
from feeds.articles.foreign.spellings import folded
from feeds.articles.foreign.values import topics_of


def is_no_page(location: Location, generator: Generator | None) -> bool:
    """Say whether a generator passes a file over for its name."""
    if generator is None:
        return False
    if generator in ("hugo", "zola") and location.name.lower() == "_index":
        return True
    if generator == "jekyll":
        return location.collection == "posts" and dated(location.name)[0] is None
    return location.suffix == "txt"


def is_locked(data: Mapping[str, Any], topics: Iterable[Given], locked: frozenset[str]) -> bool:
    """Say whether a site has a password for one of the tags of an article; `password: ""` frees it of that."""
    if not locked or any(isinstance(name, str) and folded(name) == "password" and data[name] == "" for name in data):
        return False
    tags = [one for one in topics if folded(one.name) in ("tags", "tag")]
    return not locked.isdisjoint(topic.casefold() for topic, _ in topics_of(tags, Conventions(), ()))
