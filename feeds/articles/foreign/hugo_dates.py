"""Find the dates of a page of Hugo's whose site says by `frontmatter` which fields they are in."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, tzinfo
from typing import Any, NamedTuple

from feeds.articles.conventions import Conventions
from feeds.articles.foreign.collected import DEFAULTS, Given
from feeds.articles.foreign.location import Location
from feeds.core import dates

FILE_NAME = "the file's name"
BY_NAME = ":filename"

_DATED = re.compile(r"(\d{4}-\d\d-\d\d)(?:.(\d\d)[-:](\d\d)[-:](\d\d))?(.*)", re.ASCII | re.DOTALL)
_AROUND = " -_"


class HugoDates(NamedTuple):
    """The dates of a page, each with where it is from, and the slug behind the date in its name, if one is from that.

    `date` is that of addresses. The page comes out at `published`, and is gone after `expires`.
    """

    date: Given | None
    published: Given | None
    expires: Given | None
    slug: str | None = None


def dates_of(
    data: Mapping[str, Any],
    defaults: Callable[[], Mapping[str, Any]],
    conventions: Conventions,
    locate: Callable[[], Location],
) -> HugoDates | None:
    """Return the dates of a page, of each the first that is there; None if they are where Hugo usually has them.

    As in Hugo, one that is found stands for the field of its own name, which those after it may be taken from.
    """
    by_language = conventions.date_names
    if not by_language:
        return None
    location = locate()
    names = by_language.get((location.language or "").casefold()) or by_language.get("")
    if names is None:
        return None

    by_name, slug = _in_name(location.called)
    known = {BY_NAME: Given(0, FILE_NAME, by_name)}
    known |= {name.lower(): Given(0, DEFAULTS, value) for name, value in defaults().items()}
    known |= {name.lower(): Given(0, (name,), value) for name, value in data.items() if isinstance(name, str)}

    found: dict[str, Given] = {}
    is_by_name = False
    for field in ("date", "lastmod", "publishdate", "expirydate"):
        name = next((name for name in names[field] if _is_there(known.get(name))), None)
        if name is not None:
            found[field] = known[name]
            known.setdefault(field, known[name])
            is_by_name = is_by_name or name == BY_NAME
    return HugoDates(
        found.get("date"),
        found.get("publishdate"),
        found.get("expirydate"),
        slug if is_by_name else None,
    )


def governing(held: Given | None, kept: Given | None, zone: tzinfo, *, is_end: bool) -> Given | None:
    """Return which of two dates holds an article back longer: that of the page, or one that goes before it.

    With `is_end` they are those after which it is gone. What cannot be read counts, as an error.
    """
    if held is None or kept is None:
        return held or kept
    try:
        is_longer = (dates.parse(held.value, zone) < dates.parse(kept.value, zone)) == is_end
    except dates.BadDateError:
        return held
    return held if is_longer else kept


def _is_there(given: Given | None) -> bool:
    return given is not None and given.value not in (None, "")


def _in_name(name: str) -> tuple[date | None, str]:
    """Return the date that the name of a page begins with, with its time if that is there, and what follows."""
    found = _DATED.fullmatch(name)
    for moment, rest in _readings(found) if found else ():
        try:
            return datetime.fromisoformat(moment) if "T" in moment else date.fromisoformat(moment), rest.strip(_AROUND)
        except ValueError:
            continue
    return None, ""


def _readings(found: re.Match[str]) -> Iterator[tuple[str, str]]:
    """Yield a date with the time behind it, then without."""
    day, *time, rest = found.groups()
    if time[0]:
        yield f"{day}T{':'.join(time)}", rest
    yield day, found[0][len(day) :]
