"""Dates as the formats write them: RFC 3339, RFC 822, and the W3C's profile of ISO 8601."""

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from feeds.core.dates import DAYS, MONTHS, ZONES
from feeds.validation.values import Complaint, error, shown, warning

EARLIEST = 1970
"""The year before which a date is more likely a broken clock's than an old story's."""

_RFC_3339 = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)T(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)(?:\.\d+)?"
    r"(?:Z|(?P<sign>[+-])(?P<east>\d\d):(?P<west>\d\d))",
    re.ASCII,
)
_PLAIN = re.compile(r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)", re.ASCII)
"""Dates of RFC 3339 as most are, for which the standard library is faster."""

_W3C = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:T(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?"
    r"(?:Z|(?P<sign>[+-])(?P<east>\d\d):(?P<west>\d\d)))?)?)?",
    re.ASCII,
)
_RFC_822 = re.compile(
    r"(?:(?P<name>[A-Za-z]{3}),\s*)?(?P<day>\d{1,2})\s+(?P<month>[A-Za-z]{3})\s+(?P<year>\d{4}|\d\d)\s+"
    r"(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))?\s+"
    r"(?:(?P<zone>[A-Za-z]{1,3})|(?P<sign>[+-])(?P<east>\d\d)(?P<west>\d\d))",
    re.ASCII,
)
_USUAL = 40
"""Characters of a date that is remembered: many long ones would take much memory."""

_LONGEST = 200
"""Characters of a date in which comments are looked for, one after another: no date is as long."""

_MILITARY = frozenset("ABCDEFGHIKLMNOPQRSTUVWXY")


def rfc3339(value: str) -> Complaint | None:
    """Check a date of RFC 3339 as Atom and JSON Feed write it: complete, with a zone, `T` and `Z` in upper case."""
    found = _RFC_3339.fullmatch(value)
    if found is None or read(value) is None:
        return error(f"must be a date such as 2021-12-13T05:54:00Z, not {shown(value)}")
    return _plausible(found)


def w3c(value: str) -> Complaint | None:
    """Check a date of the W3C's profile of ISO 8601: it may end after the year, the month, the day or the minute."""
    found = _W3C.fullmatch(value)
    if found is None or _moment(found) is None:
        return error(f"must be a date such as 2021-12-13 or 2021-12-13T05:54:00Z, not {shown(value)}")
    return _plausible(found)


def rfc822(value: str) -> Complaint | None:
    """Check a date of RFC 822 as RSS and OPML write it: with English names, a zone, the right day of the week."""
    plain = _without_comments(value)
    found = _RFC_822.fullmatch(plain)
    moment = _moment(found) if found else None
    if found is None or moment is None:
        return error(f"must be a date such as Mon, 13 Dec 2021 05:54:00 GMT, not {shown(value)}")
    right = DAYS[moment.weekday()]
    if found["name"] and found["name"].title() != right:
        wrong = found["name"]
        return error(f"names the wrong day of the week: {shown(wrong)}, but it was a {right}")
    if len(found["year"]) == 2:
        return warning(f"has a year of two digits, which readers guess at: write {moment.year}")
    if found["zone"] and found["zone"].upper() not in ZONES:
        return warning("has a one-letter time zone, which readers take differently: write +0000 or GMT")
    if plain != value or "  " in value or value.upper() == value:
        return warning("is written in a way that some readers cannot read: write Mon, 13 Dec 2021 05:54:00 GMT")
    return _plausible(found)


def local(value: str) -> Complaint | None:
    """Check a date as `w3c` does; a date and time may lack the zone."""
    return w3c(f"{value}Z") and w3c(value) if "T" in value else w3c(value)


def _without_comments(value: str) -> str:
    """Return a date of RFC 822 in its usual spacing, without the comments that may stand between its words (3.4.3).

    A value whose parentheses do not match, or that is too long for a date, is returned as it is.
    """
    if len(value) > _LONGEST:
        return value
    if "(" not in value and ")" not in value:
        return _usually_spaced(value)
    kept, depth, is_quoted = [], 0, False
    for character in value:
        if depth and (is_quoted or character == "\\"):
            is_quoted = not is_quoted
        elif character == "(":
            depth += 1
            kept.append(" ")
        elif character == ")":
            depth -= 1
            if depth < 0:
                return value
        elif not depth:
            kept.append(character)
    return value if depth else _usually_spaced("".join(kept))


def _usually_spaced(value: str) -> str:
    words = " ".join(value.split())
    for sign in ":,":
        words = words.replace(f" {sign}", sign).replace(f"{sign} ", sign)
    return words.replace(",", ", ")


def read(value: str) -> datetime | None:
    """Return the moment that a date of RFC 3339 or RFC 822 names, in UTC; None where it names none."""
    value = value.strip()
    return _read_before(value) if len(value) <= _USUAL else _read(value)


@lru_cache(maxsize=20_000)
def _read_before(value: str) -> datetime | None:
    """Return what `_read` does, which is asked up to three times of a date of a document."""
    return _read(value)


def _read(value: str) -> datetime | None:
    if _PLAIN.fullmatch(value):
        try:
            return datetime.fromisoformat(value).astimezone(UTC)
        except (ValueError, OverflowError):
            return None
    found = _RFC_3339.fullmatch(value) or _RFC_822.fullmatch(_without_comments(value))
    return _moment(found) if found else None


def _moment(found: re.Match[str]) -> datetime | None:
    """Return the moment of a match, in UTC, or None where there is no such moment."""
    groups = found.groupdict()
    month = groups["month"] or "1"
    if not month.isdigit():
        if month.title() not in MONTHS:
            return None
        month = str(MONTHS.index(month.title()) + 1)
    zone = _zone(groups)
    if zone is None:
        return None
    second = int(groups["second"] or 0)
    hour, minute = int(groups["hour"] or 0), int(groups["minute"] or 0)
    try:
        moment = datetime(
            _year(groups["year"]), int(month), int(groups["day"] or 1), hour, minute, min(second, 59), tzinfo=zone
        ).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if second < 60 or (second == 60 and _may_leap(moment)) else None


def _year(digits: str) -> int:
    """Return the year that digits mean; of two, as RFC 2822 takes them."""
    year = int(digits)
    return year if len(digits) > 2 else year + (2000 if year < 50 else 1900)


def _zone(groups: dict[str, str | None]) -> timezone | None:
    """Return the zone of a match, or None where there is no such zone."""
    if groups.get("zone"):
        name = str(groups["zone"]).upper()
        if name not in ZONES and name not in _MILITARY:
            return None
        return timezone(timedelta(seconds=ZONES.get(name, 0)))
    if not groups["sign"]:
        return UTC
    hours, minutes = int(str(groups["east"])), int(str(groups["west"]))
    if hours > 23 or minutes > 59:
        return None
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if groups["sign"] == "-" else offset)


def _may_leap(moment: datetime) -> bool:
    """Say whether a leap second can follow a moment: they come at the end of a month, in UTC."""
    last = monthrange(moment.year, moment.month)[1]
    return (moment.day, moment.hour, moment.minute) == (last, 23, 59)


def _plausible(found: re.Match[str]) -> Complaint | None:
    if _year(found["year"]) < EARLIEST:
        return warning("is long past: is a clock or a default behind it?")
    return None
