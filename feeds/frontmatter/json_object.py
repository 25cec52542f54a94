"""Load the JSON object that a text begins with within limits, and say on which line it is wrong."""

import json
from typing import Any

from feeds.core.limits import MAX_DEPTH, MAX_FRONT_MATTER
from feeds.frontmatter import toml
from feeds.frontmatter.depth import is_too_deep


class JSONError(ValueError):
    """A text that begins with no JSON object, or with one beyond the limits. `line` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


class JSONTooLongError(Exception):
    """An object that does not end within MAX_FRONT_MATTER characters."""


class _RepeatedFieldError(ValueError):
    """An object with the same name twice."""


def load_first(text: str, repeated: str) -> tuple[Any, int]:
    """Return the value that a text begins with, and where it ends.

    Raises JSONError, with the message `repeated` where an object has a name twice, and JSONTooLongError.
    """
    head = text[: MAX_FRONT_MATTER + 1]
    try:
        data, end = _READER.raw_decode(head)
    except _RepeatedFieldError as error:
        raise JSONError(1, repeated) from error
    except json.JSONDecodeError as error:
        if _is_cut(error, head, text):
            raise JSONTooLongError from error
        raise JSONError(error.lineno, f"front matter is not JSON: {error.msg}") from error
    except RecursionError as error:
        raise JSONError(1, f"front matter is nested more than {MAX_DEPTH} levels deep") from error
    except ValueError as error:
        raise JSONError(1 + toml.number_line(head), "front matter is not JSON: a number cannot be read") from error

    if is_too_deep(text[:end], data):
        raise JSONError(1, f"front matter is nested more than {MAX_DEPTH} levels deep")
    return data, end


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _RepeatedFieldError
    return found


_READER = json.JSONDecoder(object_pairs_hook=_unique)


def _is_cut(error: json.JSONDecodeError, head: str, text: str) -> bool:
    """Say whether JSON is wrong only because it was cut after the most characters that front matter may have."""
    near_end = error.pos > len(head) - 16 or error.msg.startswith("Unterminated string")
    return near_end and len(text) > len(head)
