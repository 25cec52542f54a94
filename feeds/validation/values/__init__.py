"""Check single values: pure functions from a text to a message, or None if nothing is wrong."""

from collections.abc import Callable
from typing import NamedTuple

from feeds.core.model import Severity
from feeds.validation.limits import MAX_VALUE, SHORT_VALUE


class Complaint(NamedTuple):
    """What is wrong with a value; the message follows the name of what holds it."""

    severity: Severity
    message: str


Check = Callable[[str], Complaint | None]
"""What looks at a value, less the white space around it where its format allows some."""

_OF_ANY_LENGTH: set[Check] = set()
_OF_TEXTS: set[Check] = set()


def of_any_length(check: Check) -> Check:
    """Mark a check as one of values that may be long, whatever their length costs it little."""
    _OF_ANY_LENGTH.add(check)
    return check


def of_texts(check: Check) -> Check:
    """Mark a check as one of texts to read, which it does not go through sign by sign."""
    _OF_TEXTS.add(check)
    return of_any_length(check)


def effort(check: Check, value: str) -> int:
    """Return the characters of a value that a check goes through, beyond those that each may have."""
    length = len(value) - SHORT_VALUE
    if length <= 0 or check in _OF_TEXTS or (len(value) > MAX_VALUE and check not in _OF_ANY_LENGTH):
        return 0
    return length


def judged(check: Check, value: str) -> Complaint | None:
    """Return what a check finds wrong with a value; one that is too long for its form is not looked at."""
    if len(value) <= MAX_VALUE or check in _OF_ANY_LENGTH:
        return check(value)
    may_be_long = value[:5].lower() == "data:" and check("data:,") is None  # an address that holds what it leads to
    return (warning if may_be_long else error)(f"is longer than {MAX_VALUE:,} characters: {shown(value)}")


def error(message: str) -> Complaint:
    """Return a complaint that makes a document invalid."""
    return Complaint("error", message)


def warning(message: str) -> Complaint:
    """Return a complaint that leaves a document valid."""
    return Complaint("warning", message)


def shown(value: str) -> str:
    """Return a value as messages quote it: short, and on one line."""
    return repr(value if len(value) <= 60 else f"{value[:57]}...")
