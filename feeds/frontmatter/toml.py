"""Load TOML within limits, and say on which line it is wrong."""

import re
from functools import cached_property
from math import inf
from typing import Any

import rtoml

from feeds.core.limits import MAX_DEPTH, MAX_KEY_PARTS
from feeds.core.patterns import lazy
from feeds.frontmatter.depth import is_too_deep

_OTHERWISE, _MOMENT = "\\{\r\ufeff", lazy(r"[-:](?<=\d[-:])\d")
"""What rtoml reads by a later TOML than 1.0, or returns in types of its own: escapes, inline tables, moments."""

_PLACE = lazy(r" ?\(at (?:line (\d+), column \d+|end of document)\)$")
_LONG_NUMBER = lazy(r"(?<![0-9_])[0-9_]{4000,}")
_BASES = ("0x", "0o", "0b")
_LONG_BITS = lazy(r"(?<!\w)0[xob][0-9a-fA-F_]{1000,}")
_TOKEN = lazy(
    r'"""(?>(?:[^"\\]++|\\.|"{1,2}(?!"))*)(?:"{3,5}|\\?\Z)'
    r"|'''(?>(?:[^']++|'{1,2}(?!'))*)(?:'{3,5}|\Z)"
    r'|("(?>(?:[^"\\\n]++|\\.)*)"?|\'[^\'\n]*+\'?)'
    r"|#[^\n]*+",
    re.DOTALL,
)
"""A string or a comment. One that is never closed ends with its line: a quotation mark in it begins no other."""

_LONG_KEY = lazy(rf"(?<![\w-])(?:[\w-]++[ \t]*+\.[ \t]*+){{{MAX_KEY_PARTS}}}")

_WORD = r"(?>[\w-]++|\"(?>(?:[^\"\\\n]++|\\.)*)\"|'[^'\n]*+')"
_NAME = rf"{_WORD}(?>(?:[ \t]*+\.[ \t]*+{_WORD}){{0,{MAX_KEY_PARTS - 1}}})"
_HEADER = lazy(rf"[ \t]*+\[{{1,2}}[ \t]*+({_NAME})[ \t]*+\]")
_PAIR = lazy(rf"[ \t]*+({_NAME})[ \t]*+=")
"""How a line begins that is a header, or a key and its value. Lines of longer texts may look like these, and worse."""

_Places = dict[tuple[str, ...], list[int]]
"""The lines on which keys stand, in order."""


class TOMLError(ValueError):
    """A text that is no TOML. `line` counts from 1; the text may quote the document."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def load(text: str) -> dict[str, Any]:
    """Return what a TOML document says. Raises TOMLError."""
    if line := _long_key_line(text):  # tomllib needs quadratic time and memory for it
        raise TOMLError(line, f"a key has more than {MAX_KEY_PARTS} parts")
    if line := _long_bits_line(text):
        raise TOMLError(line, "a number or a date cannot be read")

    data = _load_simple(text)
    if data is None:
        data = _load_any(text)
    if is_too_deep(text, data):
        raise TOMLError(1, f"nested more than {MAX_DEPTH} levels deep")
    return data


def _load_simple(text: str) -> dict[str, Any] | None:
    """Return what the fast parser says of a text; None where it may not have it, or refuses it."""
    if any(sign in text for sign in _OTHERWISE) or _MOMENT.search(text):
        return None
    try:
        return rtoml.loads(text)
    except rtoml.TomlParsingError:
        return None  # tomllib may take it, or says better what is wrong


def _load_any(text: str) -> dict[str, Any]:
    """Return what tomllib says of a text. Raises TOMLError."""
    import tomllib  # takes longer to load than most configurations to read

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line = int(place[1]) if place and place[1] else text.rstrip("\n").count("\n") + 1
        message = _PLACE.sub("", str(error))
        hint = "; text must be in quotes" if message == "Invalid value" else ""
        raise TOMLError(line, message + hint) from error
    except RecursionError as error:
        raise TOMLError(1, f"nested more than {MAX_DEPTH} levels deep") from error
    except ValueError as error:
        raise TOMLError(1 + number_line(text), "a number or a date cannot be read") from error


class KeyLines:
    """The lines of the keys of a document. It is read once, at the first question, however many lines are asked for."""

    def __init__(self, text: str) -> None:
        self._text = text

    def of(self, keys: tuple[str, ...], number: int = 1) -> int | None:
        """Return the line of a key, counted from 1, or of the table that it is in or missing from; None if none is.

        `number` says in which of several tables of one name (`[[…]]`) the key is meant.
        """
        headers_of, pairs_of = self._places
        above = [keys[:length] for length in range(1, len(keys) + 1)]
        headers = sorted(place for part in above for place in headers_of.get(part, ()))
        start, end = (0, inf) if number == 1 else (*headers[number - 1 : number + 1], inf, inf)[:2]
        exact = next((place for place in pairs_of.get(keys, ()) if start <= place < end), None)
        if exact is not None:
            return exact
        pairs = (place for part in above for place in pairs_of.get(part, ()) if start <= place < end)
        return max((*headers, *pairs), default=None)

    @cached_property
    def _places(self) -> tuple[_Places, _Places]:
        """The lines of headers, and those of keys with a value, by their full names."""
        headers: _Places = {}
        pairs: _Places = {}
        table: tuple[str, ...] = ()
        for place, line in enumerate(self._text.splitlines(), 1):
            if header := _HEADER.match(line):
                table = _dotted(header[1])
                headers.setdefault(table, []).append(place)
            elif pair := _PAIR.match(line):
                pairs.setdefault((*table, *_dotted(pair[1])), []).append(place)
        return headers, pairs


def number_line(text: str) -> int:
    """Return the line of a number with more digits than Python converts, counted from 0; 0 where there is none."""
    found = _LONG_NUMBER.search(text)
    return text.count("\n", 0, found.start()) if found else 0


def _long_key_line(text: str) -> int:
    """Return the line of a key with more than MAX_KEY_PARTS parts, counted from 1; 0 where there is none.

    Strings may hold any number of dots: those on one line, which may be parts of a key, count as one word each, and
    multi-line ones as none.
    """
    if all(line.count(".") < MAX_KEY_PARTS for line in text.split("\n")):  # a key is on one line
        return 0
    return _line_in_outline(_LONG_KEY, text)


def _long_bits_line(text: str) -> int:
    """Return the line of a number in another base that is too long, counted from 1; 0 where there is none."""
    if not any(base in text for base in _BASES) or not _LONG_BITS.search(text):
        return 0
    return _line_in_outline(_LONG_BITS, text)


def _line_in_outline(pattern: re.Pattern[str], text: str) -> int:
    """Return the line of what is first found in the outline of a text, counted from 1; 0 where there is none."""
    outline = _outline(text)
    found = pattern.search(outline)
    return outline.count("\n", 0, found.start()) + 1 if found else 0


def _outline(text: str) -> str:
    """Return a text with `_` for each string on one line, and nothing but the ends of its lines for any other."""
    return _TOKEN.sub(lambda token: "_" if token[1] else "\n" * token[0].count("\n"), text)


def _dotted(keys: str) -> tuple[str, ...]:
    """Return the parts of a dotted key, without quotes."""
    found = re.findall(r"\"([^\"]*)\"|'([^']*)'|([\w-]+)", keys)
    return tuple(next(part for part in parts if part) if any(parts) else "" for parts in found)
