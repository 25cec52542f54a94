"""Parse the dates in articles: complete ones only, never a guess."""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from feeds.core.patterns import lazy
from feeds.words.english import MONTH_NAMES

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = tuple(name[:3] for name in MONTH_NAMES)
ZONES = {"UT": 0, "GMT": 0, "Z": 0} | {
    f"{letter}{kind}": (hours + (kind == "DT")) * 3600
    for letter, hours in {"E": -5, "C": -6, "M": -7, "P": -8}.items()
    for kind in ("ST", "DT")
}
"""The named time zones of RFC 822, section 5.1, in seconds east of Greenwich."""

_TIME = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?(?:[ ]*(?P<half>[AP])\.?M\.?)?"
_ISO = lazy(
    rf"(?P<year>\d{{4}})-(?P<month>\d{{2}})-(?P<day>\d{{2}})"
    rf"(?:(?:[Tt]|[ ]+){_TIME}[ ]*(?P<zone>Z|UTC|GMT|[+-]\d{{2}}(?::?\d{{2}})?)?)?",
    re.IGNORECASE | re.ASCII,
)
_YEAR_FIRST = lazy(
    rf"(?P<year>\d{{4}})(?P<sign>[-/])(?P<month>\d{{1,2}})(?P=sign)(?P<day>\d{{1,2}})"
    rf"(?:[Tt ][ ]*{_TIME})?(?:(?(hour)[ ]*|[ ]+)(?P<zone>Z|UTC|GMT|[+-]\d{{2}}:?\d{{2}}))?",
    re.IGNORECASE | re.ASCII,
)
"""Dates that begin with the year and are not ISO 8601: `2013/5/8 9:30`, `2013-5-8`, `2013-05-08 +0200`."""

_WEEKDAY, _MONTH, _DAY = rf"(?:(?:{'|'.join(DAYS)})[a-z]*,?[ ]+)?", r"(?P<month>[A-Z]{3,9})\.?", r"(?P<day>\d{1,2})"
_ZONE = r"(?:(?:GMT|UTC)(?=[+-]))?(?P<zone>[A-Z]{1,5}|[+-]\d{2}:?\d{2})(?:[ ]*\([^()]{1,99}\))?"
_YEAR_AND_TIME = rf"(?P<year>\d{{4}})(?:,?[ ]+{_TIME}(?:[ ]*{_ZONE})?)?"
_NAMED = (
    lazy(rf"{_WEEKDAY}{_DAY}[ -]+{_MONTH}[ -]+{_YEAR_AND_TIME}", re.IGNORECASE | re.ASCII),
    lazy(rf"{_WEEKDAY}{_MONTH}[ ]+{_DAY},?[ ]+{_YEAR_AND_TIME}", re.IGNORECASE | re.ASCII),
)
"""Dates whose month is named: those of RFC 822, also with a comment, of JavaScript, `22 Feb 2023` and `May 9, 2024`."""

_SPACE = lazy("[\xa0\u202f]")
"""Spaces that do not break a line; programs write them before AM and PM."""

_ZONES = ZONES | {"UTC": 0}

_WEST, _EAST = timedelta(hours=-12), timedelta(hours=14)
"""The time zones that are furthest from Greenwich."""

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""The earliest moment that is likely to be meant; an earlier one mostly stands for an unknown date."""

LATEST = datetime(9999, 12, 30, tzinfo=UTC)
"""The latest moment that has a date in every time zone; a later one counts as this."""


class BadDateError(ValueError):
    """A value that is not a complete date; the message says why and follows the name of the field."""


def parse(value: object, zone: tzinfo) -> datetime:
    """Return the time of a front matter value, in UTC and whole seconds.

    Accepts the date types of YAML and TOML readers, text as ISO 8601 and RFC 822 write it, and text with a named month
    such as `22 Feb 2023`, with hours to 24 or with AM and PM. A time without a zone is in `zone`; a date without a time
    is midnight there. The year is 1000 or later; a time after LATEST becomes LATEST.

    Raises BadDateError for everything that would need a guess: a part of a date, a number, `yesterday`, `03/04/2021`.
    """
    if type(value) is datetime and value.tzinfo is UTC and 1000 <= value.year < 9999:  # as most are
        return value.replace(microsecond=0) if value.microsecond else value
    try:
        moment = _moment(value)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=zone)
        elif not _WEST <= (moment.utcoffset() or timedelta()) <= _EAST:
            raise BadDateError(f"has a time zone that is none, from -12:00 to +14:00: {str(value)[:60]!r}")
        moment = _in_last_year(moment) if moment.year == 9999 else moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        if isinstance(error, BadDateError):
            raise
        raise BadDateError(f"is an impossible date: {str(value)[:60]!r}") from error
    if moment.year < 1000:  # strftime writes such a year with fewer digits than RSS and Atom demand
        raise BadDateError(f"is an impossible date: {str(value)[:60]!r}")
    return moment.replace(microsecond=0)


def written(value: object, zone: tzinfo) -> datetime:
    """Return the time of a front matter value in the zone that it is written in; without one, in `zone`.

    Raises BadDateError as `parse` does.
    """
    parse(value, zone)
    moment = _moment(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _in_last_year(moment: datetime) -> datetime:
    """Return a moment of the year 9999 in UTC, but no later than LATEST."""
    try:
        return min(moment.astimezone(UTC), LATEST)
    except OverflowError:
        return LATEST


def _moment(value: object) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - the caller adds the zone
    if not isinstance(value, str):
        shown = f": {value}" if isinstance(value, int | float) else ""
        raise BadDateError(f"cannot be read as a date{shown}; write it as 2021-12-13T05:54:00Z")
    return _from_text(_SPACE.sub(" ", value).strip())


def _from_text(text: str) -> datetime:
    found = next(filter(None, (pattern.fullmatch(text) for pattern in (_ISO, _YEAR_FIRST, *_NAMED))), None)
    month = _month(found["month"]) if found else None
    if found is None or month is None:
        raise BadDateError(f"cannot be read as a date: {text[:60]!r}; write it as 2021-12-13T05:54:00Z")

    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    if found["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(text)
        hour = hour % 12 + (12 if found["half"] in "Pp" else 0)
    return datetime(int(found["year"]), month, int(found["day"]), hour, minute, second, tzinfo=_zone(found["zone"]))


def _month(text: str) -> int | None:
    """Return the number of a month that is named, also by its first letters, or given as a number."""
    if text.isdigit():
        return int(text)
    return next((number for number, name in enumerate(MONTH_NAMES, 1) if name.lower().startswith(text.lower())), None)


def _zone(text: str | None) -> tzinfo | None:
    if text is None:
        return None
    if text[0] not in "+-":
        seconds = _ZONES.get(text.upper())
        if seconds is None:
            raise BadDateError(f"has an unknown time zone, {text.upper()!r}: write an offset such as +0200")
        return timezone(timedelta(seconds=seconds))

    digits = text[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    if offset.seconds % 3600 // 60 != int(digits[2:] or 0):
        raise ValueError(text)
    return timezone(-offset if text[0] == "-" else offset)
