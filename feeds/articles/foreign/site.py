"""Prepare once what all files of a site need."""

from feeds.articles.conventions import Conventions
from feeds.articles.foreign.sections import Sections
from feeds.articles.foreign.spellings import Names


class Site:
    """What is prepared once for all files of a site."""

    def __init__(self, conventions: Conventions) -> None:
        self.conventions = conventions
        self.names = Names(conventions.fields)
        self.sections = Sections(conventions)


_prepared = Site(Conventions())


def site_of(conventions: Conventions) -> Site:
    """Return what is prepared for the files of a site; nearly always the same as last time."""
    global _prepared
    if _prepared.conventions is not conventions:
        _prepared = Site(conventions)
    return _prepared
