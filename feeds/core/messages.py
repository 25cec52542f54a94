"""How commands tell what is wrong with files: counted for people, a line each for programs and for GitHub."""

from collections.abc import Iterable, Sequence

import msgspec
from msgspec import Struct

from feeds.core.model import Severity
from feeds.core.text import counted


def totals(severities: Sequence[Severity]) -> str:
    """Return how many errors and warnings there are: `1 error, 2 warnings`."""
    errors = severities.count("error")
    return f"{counted(errors, 'error')}, {counted(len(severities) - errors, 'warning')}"


def as_json(found: Iterable[Struct]) -> str:
    """Return records, one JSON object a line."""
    return "\n".join(msgspec.json.encode(one).decode() for one in found)


def annotation(severity: Severity, path: str, line: int, message: str, column: int | None = None) -> str:
    """Return a workflow command of GitHub's, which annotates the line of a file in a change."""
    place = f"file={_property(path)},line={line}" + (f",col={column}" if column is not None else "")
    return f"::{severity} {place}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
