"""Prepare once what all files of a site need."""

from collections.abc import Callable, Mapping
from typing import Any

from feeds.articles.conventions import Conventions
from feeds.articles.foreign.held_back import own_cascade
from feeds.articles.foreign.location import Location
from feeds.articles.foreign.sections import Rules, Sections
from feeds.articles.foreign.spellings import Names


class Site:
    """What is prepared once for all files of a site."""

    def __init__(self, conventions: Conventions) -> None:
        self.conventions = conventions
        self.names = Names(conventions.fields)
        self.sections = Sections(conventions)

    def rules(self, data: Mapping[str, Any], locate: Callable[[], Location]) -> Rules:
        """Return what the site says of a file, and what a page of Hugo's with this front matter says of itself."""
        found = self.sections.of(locate()) if self.conventions.sections else Rules()
        own = own_cascade(data) if self.conventions.generator == "hugo" else None
        return found._replace(defaults=found.defaults | own) if own else found


_prepared = Site(Conventions())


def site_of(conventions: Conventions) -> Site:
    """Return what is prepared for the files of a site; nearly always the same as last time."""
    global _prepared
    if _prepared.conventions is not conventions:
        _prepared = Site(conventions)
    return _prepared
