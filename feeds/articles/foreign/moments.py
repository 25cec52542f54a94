"""Find the dates of an article, and read those without a zone as its generator does."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any

from feeds.articles.conventions import Conventions, Generator
from feeds.articles.fields import is_there
from feeds.articles.foreign.collected import DEFAULTS, Collected, Given
from feeds.articles.foreign.location import Location, day_of, day_within
from feeds.articles.foreign.spellings import ADDRESSES
from feeds.core import dates
from feeds.frontmatter.lines import KeyPath

FILE_NAME = "the file's name"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_PUBLISH_DATES = ("publishdate", "pubdate", "published")
"""What Hugo takes for the date of publication."""

_ALWAYS_UTC = ("docusaurus", "eleventy", "astro", "zola")
"""The generators to which a date without a zone is in UTC; to Jekyll, only one with a time that is not in quotes."""


_OF_FILES = frozenset({"last modified", "created", "git last modified", "git created"})
"""What Eleventy takes for the time of a file, or of its commits."""


def of_files(given: Sequence[Given], generator: Generator | None) -> list[Given]:
    """Return those of several dates that stand for a time of the file, which is another wherever the site is built."""
    if generator != "eleventy":
        return []
    return [one for one in given if isinstance(one.value, str) and one.value.lower() in _OF_FILES]


def first_published(
    given: Sequence[Given],
    conventions: Conventions,
    defaults: Callable[[], Mapping[str, Any]],
) -> Given | None:
    """Return which of several dates is that of publication: the first, but Hugo's feeds have `publishDate`.

    A cascade of Hugo may have that, too, for pages that have another date: they come out when it says. None if there is
    none.
    """
    if not given or conventions.generator != "hugo":
        return given[0] if given else None
    first = next((one for one in given if one.name.lower().startswith("pub")), None)
    if first is None:
        cascaded = (value for name, value in defaults().items() if name.lower() in _PUBLISH_DATES and is_there(value))
        first = next((Given(0, DEFAULTS, value) for value in cascaded), given[0])
    return first


def filed(given: Sequence[Given], conventions: Conventions) -> Any:
    """Return the date that Hugo's addresses have, if it may be another than that of publication."""
    if conventions.generator != "hugo":
        return None
    return next((one.value for one in given if one.name.lower() == "date"), None)


def of_path(location: Location, found: Collected, generator: Generator | None) -> tuple[date, KeyPath | str] | None:
    """Return the date in the path of the file, or in the address that the article gives, and which of them it is."""
    path = "/".join((*location.parents, location.called))
    day = day_within(path) if generator == "docusaurus" else location.date()
    if day is None and generator is None:
        day = location.date_over_folders()
    if day is not None:
        return day, FILE_NAME
    for name in ADDRESSES:
        for given in found.get(name, ()):
            if isinstance(given.value, str) and (day := day_of(given.value)):
                return day, given.path
    return None


def of_address(value: Any, generator: Generator | None, zone: tzinfo) -> datetime | None:
    """Return the date that an address has: in the site's zone, but in its own for Hugo; None for no date."""
    try:
        if generator == "hugo":
            return dates.written(value, zone)
        return dates.parse(value, zone).astimezone(zone)
    except dates.BadDateError:
        return None


def zoned(value: Any, generator: Generator | None) -> Any:
    """Return a date as the generator reads one that has no zone; all else as it is.

    Hexo takes the time of day in UTC for that of the site's zone.
    """
    if generator == "hexo" and isinstance(value, str | datetime):
        try:
            return dates.parse(value, UTC).replace(tzinfo=None)
        except dates.BadDateError:
            return value
    if generator in _ALWAYS_UTC and isinstance(value, str) and _DAY.fullmatch(value.strip()):
        return f"{value.strip()}T00:00:00Z"
    if not isinstance(value, datetime):
        is_day = isinstance(value, date) and generator in _ALWAYS_UTC
        return datetime.combine(value, time(tzinfo=UTC)) if is_day else value
    is_utc = value.tzinfo is None and generator in (*_ALWAYS_UTC, "jekyll")
    return value.replace(tzinfo=UTC) if is_utc else value


def is_moment(value: object) -> bool:
    """Say whether a value that may be a flag is a date."""
    return isinstance(value, date) or (isinstance(value, str) and value[:4].isdigit())
