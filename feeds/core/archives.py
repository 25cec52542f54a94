"""Divide time into months, for each of which a feed may have an archive, and link these (RFC 5005, section 4).

A month is named as in `2021-12`. By the clock of a site's zone, it goes from the first moment of its first day to that
of the next month, also where a clock that is set back shows the last day of a month again.
"""

import re
from datetime import UTC, date, datetime, tzinfo

from msgspec import Struct

LAST_SECOND = 253_402_300_799
"""The last second of the year 9999, counted from 1970; no later moment can be written as a date."""

ARCHIVE = "archive"
"""The folder, in that of a feed, in which each of its archives has a folder of its own."""

_MONTH = re.compile(r"([1-9]\d{3})-(0[1-9]|1[0-2])", re.ASCII)


class Chain(Struct, frozen=True):
    """Where a document is in the chain of a feed and its archives.

    `month` is that of an archive, and `""` for the feed itself. `older` and `newer` are the months of the archives that
    come before and after it; for the feed, which comes after all archives, `older` is the newest. `months` are those of
    all archives in the chain, newest first, which only the feed tells.
    """

    month: str = ""
    older: str = ""
    newer: str = ""
    months: tuple[str, ...] = ()


ALONE = Chain()
"""The place of a feed without archives."""


def is_month(name: str) -> bool:
    """Say whether a text is the name of a month."""
    return _MONTH.fullmatch(name) is not None


def first_day(month: str) -> date:
    """Return the first day of a month."""
    return date.fromisoformat(f"{month}-01")


def month_of(moment: int, zone: tzinfo) -> str:
    """Return the month in which a moment is, given in seconds since 1970."""
    local = datetime.fromtimestamp(moment, UTC).astimezone(zone)
    month = f"{local.year:04}-{local.month:02}"
    start, end = bounds(month, zone)
    return month if start <= moment < end else _after(month) if moment >= end else _before(month)


def bounds(month: str, zone: tzinfo) -> tuple[int, int]:
    """Return when a month begins, and when the next one does, in seconds since 1970."""
    return _start(month, zone), LAST_SECOND + 1 if month == "9999-12" else _start(_after(month), zone)


def _start(month: str, zone: tzinfo) -> int:
    year, number = map(int, month.split("-"))
    return int(datetime(year, number, 1, tzinfo=zone).timestamp())


def _after(month: str) -> str:
    year, number = map(int, month.split("-"))
    return f"{year + 1:04}-01" if number == 12 else f"{year:04}-{number + 1:02}"


def _before(month: str) -> str:
    year, number = map(int, month.split("-"))
    return f"{year - 1:04}-12" if number == 1 else f"{year:04}-{number - 1:02}"
