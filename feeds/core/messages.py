"""Escape and format texts for terminals, logs of CI jobs, and other programs.

File names, titles and other texts of articles are not trusted. `shown` escapes what would move a terminal's cursor,
begin a line of its own, turn the direction of writing, or be a command to GitHub Actions, Azure Pipelines or TeamCity.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from feeds.core.model import Severity
from feeds.core.patterns import lazy
from feeds.core.pretty_json import pretty_json
from feeds.core.text import counted

# C0, DEL and C1; marks that turn the direction of writing; separators of lines; surrogates, as names that are not UTF-8
# have them. Any of them is one character.
_CONTROLS = "\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff"
# What CI services take for a command: `::name::` where a line begins, and `##[name]`, `##vso[name]` anywhere.
_UNSAFE = lazy(rf"[{_CONTROLS}]|^\s*::|##(?=\w{{0,20}}\[)")
_UNSAFE_IN_JSON = lazy(rf"(?!\n)[{_CONTROLS}]|##(?=\w{{0,20}}\[)")
_NOT_ASCII = lazy(r"[^\x00-\x7f]")
_SURROGATE = lazy("[\ud800-\udfff]")
_LONGEST = 10_000
_SHORT = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}


class Escaped(str):
    """Text that can be printed as it is, over several lines if it has them."""

    __slots__ = ()


class _JSON(Escaped):
    """Escaped text that is JSON, and stays so in every encoding."""

    __slots__ = ()


def shown(text: str) -> Escaped:
    r"""Return text as one line that is safe to print: `a\x1b[2Jb` for an escape sequence, `a\nb` for two lines.

    A byte of a file's name that is not UTF-8 is shown as `\xff`. Escaped text is returned as it is.
    """
    return text if isinstance(text, Escaped) else Escaped(_UNSAFE.sub(_escape, text))


def cut(message: str) -> str:
    """Return a message as it is, or its beginning and end; what was typed on a command line may have any length."""
    if len(message) <= _LONGEST:
        return message
    return f"{message[: _LONGEST // 2]} … {message[-_LONGEST // 2 :]}"


def in_encoding(text: Escaped, encoding: str) -> str:
    r"""Return text less the characters that an encoding lacks, which are escaped: `\xe9`, and in JSON `\u00e9`."""
    if not isinstance(text, _JSON):
        return text.encode(encoding, "backslashreplace").decode(encoding)
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return _NOT_ASCII.sub(_json_escape, text)
    return text


def _json_escape(found: re.Match[str]) -> str:
    """Return a character as JSON escapes it: in two halves, if it has more than 16 bits (RFC 8259, section 7)."""
    units = found[0].encode("utf-16-be").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))


def aligned(table: Sequence[Sequence[str]], sides: str) -> list[str]:
    """Return the rows of a table as lines, its columns below each other in any script (Unicode, UAX #11).

    `sides` has for each column `<` for text and `>` for numbers; nothing is added behind the last one.
    """
    from wcwidth import wcswidth  # only commands that print a table need it

    columns = [[max(wcswidth(cell), 0) for cell in column] for column in zip(*table, strict=True)]
    most = [max(widths) for widths in columns]
    lines = []
    for number, row in enumerate(table):
        gaps = [" " * (size - widths[number]) for size, widths in zip(most, columns, strict=True)]
        cells = [cell + gap if side == "<" else gap + cell for cell, gap, side in zip(row, gaps, sides, strict=True)]
        lines.append("  ".join(cells).rstrip(" "))
    return lines


def _escape(found: re.Match[str]) -> str:
    text = found[0]
    if text == "##":
        return "#\\x23"
    if text.endswith("::"):
        return "".join(map(shown, text[:-2])) + "\\x3a:"
    return _escape_character(text)


def _escape_character(character: str) -> str:
    """Return a control character as a Python programmer writes it; a surrogate that stands for a byte as the byte."""
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        code -= 0xDC00
    return _SHORT.get(character) or (f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}")


def json_line(value: Any) -> Escaped:
    """Return a record as JSON in one line, which holds no control characters."""
    return _safe_json(msgspec.json.encode(_encodable(value)))


def json_document(value: Any) -> Escaped:
    """Return a record as indented JSON, which holds no control characters but line feeds."""
    return _safe_json(pretty_json(_encodable(value)))


def _safe_json(encoded: bytes) -> Escaped:
    r"""Escape, as `\u0085`, what JSON need not escape and a terminal may act on. It only occurs in strings."""
    return _JSON(_UNSAFE_IN_JSON.sub(lambda found: f"{found[0][:-1]}\\u{ord(found[0][-1]):04x}", encoded.decode()))


def _encodable(value: Any) -> Any:
    """Return a record without the surrogates that names have which are not UTF-8, for UTF-8 has none."""
    try:
        msgspec.json.encode(value)
    except UnicodeEncodeError:
        return _without_surrogates(msgspec.to_builtins(value))
    return value


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return _SURROGATE.sub(lambda found: _escape_character(found[0]), value)
    if isinstance(value, dict):
        return {_without_surrogates(key): _without_surrogates(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_surrogates(inner) for inner in value]
    return value


def json_lines(records: Iterable[Any]) -> list[Escaped]:
    """Return records as JSON, one object a line."""
    return [json_line(record) for record in records]


def totals(severities: Sequence[Severity]) -> str:
    """Return how many errors and warnings there are: `1 error, 2 warnings`."""
    errors = severities.count("error")
    return f"{counted(errors, 'error')}, {counted(len(severities) - errors, 'warning')}"


def annotation(severity: Severity, path: str, line: int, message: str, column: int | None = None) -> Escaped:
    """Return a workflow command of GitHub's, which annotates the line of a file in a change."""
    place = f"file={_property(path)},line={line}" + (f",col={column}" if column is not None else "")
    return Escaped(f"::{severity} {place}::{_data(message)}")


def _data(text: str) -> str:
    return shown(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
