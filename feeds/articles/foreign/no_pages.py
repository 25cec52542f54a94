"""Say which files among the articles of a site its generator makes no page of, or none that it lists."""

from typing import Any

from feeds.articles.conventions import Generator
from feeds.articles.foreign.collected import Collected
from feeds.articles.foreign.location import Location, dated

_NEVER = "never"


def is_no_page(found: Collected, location: Location, generator: Generator) -> bool:
    """Say whether a generator passes a file over: for its name, or for what it says of itself."""
    if generator in ("hugo", "zola") and location.name == "_index":
        return True
    if generator == "jekyll":
        return location.collection == "posts" and dated(location.name)[0] is None
    if location.suffix == "txt":
        return True
    return generator == "hugo" and any(_is_unbuilt(one.value) for one in found.get("build", ()))


def is_protected(data: dict[str, Any]) -> bool:
    """Say whether a page is only for those who know its password, as plugins of Hexo and WordPress have it."""
    password = data.get("password")
    return isinstance(password, str | int) and not isinstance(password, bool) and password != ""


def _is_unbuilt(value: Any) -> bool:
    """Say whether Hugo's build options make no page of a file, or list it nowhere."""
    if not isinstance(value, dict):
        return False
    options = {str(name).lower(): option for name, option in value.items()}
    return any(options.get(name) in (_NEVER, False) for name in ("render", "list"))
