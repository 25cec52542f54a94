"""Loads TOML, and says where it is wrong."""

import re
import tomllib
from typing import Any

_PLACE = re.compile(r" ?\(at (?:line (\d+), column \d+|end of document)\)$")


class TOMLError(ValueError):
    """A text that is no TOML. `line` counts from 1; the text may quote the document."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def load(text: str) -> dict[str, Any]:
    """Return what a TOML document says. Raises TOMLError."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line = int(place[1]) if place and place[1] else text.rstrip("\n").count("\n") + 1
        message = _PLACE.sub("", str(error))
        hint = "; text must be in quotes" if message == "Invalid value" else ""
        raise TOMLError(line, message + hint) from error
    except (ValueError, RecursionError) as error:
        raise TOMLError(1, "it cannot be read") from error
