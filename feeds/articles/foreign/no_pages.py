"""Say which files among the articles of a site its generator makes no page of, or none that it lists."""

from collections.abc import Iterator, Mapping
from typing import Any

from feeds.articles.conventions import Generator
from feeds.articles.foreign.bundles import HUGO_INDEX, HUGO_SUFFIXES
from feeds.articles.foreign.location import Location, dated
from feeds.articles.foreign.spellings import folded


def is_no_page(location: Location, generator: Generator | None) -> bool:
    """Say whether a generator passes a file over for its name."""
    if generator is None:
        return False
    if generator in ("hugo", "zola") and location.name.lower() == "_index":
        return True
    if generator == "hugo":
        is_home = not location.folders and HUGO_INDEX.fullmatch(location.name) is not None
        return is_home or location.suffix not in HUGO_SUFFIXES
    if generator == "jekyll":
        return location.collection == "posts" and dated(location.name)[0] is None
    return location.suffix == "txt" or (generator == "hexo" and location.suffix == "mdx")


def is_locked(data: Mapping[str, Any], locked: frozenset[str]) -> bool:
    """Say whether a site has a password for one of the tags of an article; `password: ""` frees it of that.

    All tags count, however many there are, and of a text with commas also its parts.
    """
    if not locked or data.get("password") == "":
        return False
    tags = [value for name, value in data.items() if is_tagging(name)]
    return any(tag_name(part) in locked for tag in _all_tags(tags) for part in (tag, *tag.split(",")))


def is_tagging(name: object) -> bool:
    """Say whether a field of front matter has tags."""
    return isinstance(name, str) and folded(name) in ("tags", "tag")


def _all_tags(waiting: list[Any]) -> Iterator[str]:
    """Yield all texts, numbers and dates in lists, and the names in groups."""
    while waiting:
        value = waiting.pop()
        if isinstance(value, list | dict):
            waiting += value
            waiting += value.values() if isinstance(value, dict) else ()
        elif value is not None:
            yield str(value)


def tag_name(value: object) -> str:
    """Return a tag as text, as an article and a configuration alike have it."""
    return str(value).strip().casefold()
