"""Check single values: pure functions from a text to a message, or None if nothing is wrong."""

from collections.abc import Callable
from typing import NamedTuple

from feeds.core.model import Severity


class Complaint(NamedTuple):
    """What is wrong with a value; the message follows the name of what holds it."""

    severity: Severity
    message: str


Check = Callable[[str], Complaint | None]
"""What looks at a value, less the white space around it where its format allows some."""


def error(message: str) -> Complaint:
    """Return a complaint that makes a document invalid."""
    return Complaint("error", message)


def warning(message: str) -> Complaint:
    """Return a complaint that leaves a document valid."""
    return Complaint("warning", message)


def shown(value: str) -> str:
    """Return a value as messages quote it: short, and on one line."""
    return repr(value if len(value) <= 60 else f"{value[:57]}...")
