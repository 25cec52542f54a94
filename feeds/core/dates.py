"""Parse the dates in articles: complete ones only, never a guess."""

import re
from datetime import UTC, date, datetime, tzinfo

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
MONTHS = tuple(name[:3] for name in MONTH_NAMES)
ZONES = {"UT": 0, "GMT": 0, "Z": 0} | {
    f"{letter}{kind}": (hours + (kind == "DT")) * 3600
    for letter, hours in {"E": -5, "C": -6, "M": -7, "P": -8}.items()
    for kind in ("ST", "DT")
}
"""The named time zones of RFC 822, section 5.1, in seconds east of Greenwich."""

_ISO = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})"
    r"(?:(?:[Tt]|[ ]+)(?P<time>\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)[ ]*"
    r"(?P<zone>[Zz]|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?"
)
_RFC_822 = re.compile(
    rf"(?:(?:{'|'.join(DAYS)}),[ ]*)?\d{{1,2}}[ ]+"
    rf"(?:{'|'.join(MONTHS)})[a-z]*[ ]+(?P<year>\d{{4}})[ ]+\d{{2}}:\d{{2}}(?::\d{{2}})?"
    r"(?:[ ]+(?P<zone>[A-Z]{1,5}|[+-]\d{4}))?",
    re.IGNORECASE,
)
_ZONES = ZONES | {"UTC": 0}


LATEST = datetime(9999, 12, 30, tzinfo=UTC)
"""The latest moment that has a date in every time zone; a later one counts as this."""


class BadDateError(ValueError):
    """A value that is not a complete date; the message says why and follows the name of the field."""


def parse(value: object, zone: tzinfo) -> datetime:
    """Return the time of a front matter value, in UTC and whole seconds.

    Accepts the date types of YAML and TOML readers, and ISO 8601 and RFC 822 text. A time without a zone is in `zone`;
    a date without a time is midnight there. The year is 1000 or later; a time after LATEST becomes LATEST.

    Raises BadDateError for everything that would need a guess: a part of a date, a number, `yesterday`, `03/04/2021`.
    """
    if type(value) is datetime and value.tzinfo is UTC and 1000 <= value.year < 9999:  # as most are
        return value.replace(microsecond=0) if value.microsecond else value
    try:
        moment = _moment(value)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=zone)
        moment = _in_last_year(moment) if moment.year == 9999 else moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        if isinstance(error, BadDateError):
            raise
        raise BadDateError(f"is an impossible date: {str(value)[:60]!r}") from error
    if moment.year < 1000:  # strftime writes such a year with fewer digits than RSS and Atom demand
        raise BadDateError(f"is an impossible date: {str(value)[:60]!r}")
    return moment.replace(microsecond=0)


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
        raise BadDateError("is not a date: write it as 2021-12-13T05:54:00Z")
    return _from_text(value.strip())


def _from_text(text: str) -> datetime:
    from dateutil import parser

    if match := _ISO.fullmatch(text):
        zone = (match["zone"] or "").upper().replace("UTC", "Z").replace("GMT", "Z")
        return parser.isoparse(f"{match['day']}T{match['time']}{zone}" if match["time"] else match["day"])
    if match := _RFC_822.fullmatch(text):
        zone = (match["zone"] or "").upper()
        if zone and zone[0] not in "+-" and zone not in _ZONES:
            raise BadDateError(f"has an unknown time zone, {zone!r}: write an offset such as +0200")
        moment = parser.parse(text.upper(), tzinfos=_ZONES)
        if moment.year != int(match["year"]):  # dateutil takes 0021 for 2021
            raise BadDateError(f"is an impossible date: {text[:60]!r}")
        return moment
    raise BadDateError(f"is not a complete date: {text[:60]!r}; write it as 2021-12-13T05:54:00Z")
