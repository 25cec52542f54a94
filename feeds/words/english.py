"""Write numbers and dates in English, without any library: most sites need no other language."""

from datetime import date
from typing import Literal

MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)

Span = Literal["day", "month", "year"]


def number(count: int) -> str:
    """Return a number with its thousands apart: `2,827`."""
    return f"{count:,}"


def period(day: date, span: Span) -> str:
    """Return the day, the month or the year that a day is in: `3 March 2024`, `March 2024`, `2024`."""
    month = MONTH_NAMES[day.month - 1]
    return {"day": f"{day.day} {month} {day.year}", "month": f"{month} {day.year}", "year": str(day.year)}[span]


def samples() -> dict[str, int]:
    """Return a number of each plural category."""
    return {"one": 1, "other": 0}
