"""Parse JSON into values with positions; accept nothing but JSON, unlike the library's decoder."""

import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from feeds.validation.limits import MAX_JSON_NESTING, MAX_JSON_VALUES

_SPACE = re.compile(r"[ \t\n\r]*")
# A part of a text: the matching of a repeated group takes memory for each time, so a text is taken in parts.
_PART = re.compile(r'(?:[^"\\\x00-\x1f]+|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})){1,1000}')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_WORDS = {"true": True, "false": False, "null": None}
_SURROGATE = re.compile("[\ud800-\udfff]")
_LONGEST_NUMBER = 300


class Node(NamedTuple):
    """A value and the position of its first character; an object has a dict of nodes, and an array a list of them.

    `repeated` are the names that occur again in an object, each with its position there.
    """

    value: Any
    start: int
    repeated: tuple[tuple[str, int], ...] = ()


class NotJSONError(ValueError):
    """A text is not JSON, or too large; `start` is the position where that shows."""

    def __init__(self, message: str, start: int) -> None:
        super().__init__(message)
        self.start = start


def parse(text: str) -> Node:
    """Return the value of a JSON text (RFC 8259). Raises NotJSONError."""
    return _Parser(text).document()


class _Parser:
    """Reads values at positions of a text; each method returns a value and the position behind it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._values = 0
        self._readers: dict[str, Callable[[int, int], tuple[Node, int]]] = {
            '"': self._string,
            "[": self._array,
            "{": self._object,
        }

    def document(self) -> Node:
        node, end = self._value(self._skip(0), 0)
        end = self._skip(end)
        if end < len(self._text):
            raise NotJSONError("something follows the value", end)
        return node

    def _skip(self, start: int) -> int:
        found = _SPACE.match(self._text, start)
        return found.end() if found else start

    def _value(self, start: int, depth: int) -> tuple[Node, int]:
        self._values += 1
        if depth > MAX_JSON_NESTING:
            raise NotJSONError(f"lists and objects are nested more than {MAX_JSON_NESTING} deep", start)
        if self._values > MAX_JSON_VALUES:
            raise NotJSONError(f"it has more than {MAX_JSON_VALUES:,} values", start)

        first = self._text[start : start + 1]
        reader = self._readers.get(first)
        if reader:
            return reader(start, depth)

        found = _NUMBER.match(self._text, start)
        if found:
            return Node(_number(found[0], start), start), found.end()
        for word, value in _WORDS.items():
            if self._text.startswith(word, start):
                return Node(value, start), start + len(word)
        raise NotJSONError("a value is expected here" if first else "the text ends too early", start)

    def _string(self, start: int, depth: int) -> tuple[Node, int]:
        end = start + 1
        while part := _PART.match(self._text, end):
            end = part.end()
        if not self._text.startswith('"', end):
            raise NotJSONError("a text is never closed, or has a raw control character or a wrong escape in it", start)
        quoted = self._text[start : end + 1]
        value = json.loads(quoted) if "\\" in quoted else quoted[1:-1]
        if _SURROGATE.search(value):
            raise NotJSONError("a text has half of a surrogate pair in it", start)
        return Node(value, start), end + 1

    def _array(self, start: int, depth: int) -> tuple[Node, int]:
        members: list[Node] = []
        at = self._skip(start + 1)
        if self._text.startswith("]", at):
            return Node(members, start), at + 1
        while True:
            member, at = self._value(at, depth + 1)
            members.append(member)
            at = self._skip(at)
            if self._text.startswith("]", at):
                return Node(members, start), at + 1
            at = self._skip(self._after_comma(at))

    def _object(self, start: int, depth: int) -> tuple[Node, int]:
        members: dict[str, Node] = {}
        repeated = []
        at = self._skip(start + 1)
        if self._text.startswith("}", at):
            return Node(members, start), at + 1
        while True:
            if not self._text.startswith('"', at):
                raise NotJSONError("the name of a member is expected here, in double quotation marks", at)
            name, end = self._string(at, depth)
            if name.value in members:
                repeated.append((name.value, at))

            at = self._skip(end)
            if not self._text.startswith(":", at):
                raise NotJSONError("a colon is expected here", at)
            members[name.value], at = self._value(self._skip(at + 1), depth + 1)

            at = self._skip(at)
            if self._text.startswith("}", at):
                return Node(members, start, tuple(repeated)), at + 1
            at = self._skip(self._after_comma(at))

    def _after_comma(self, at: int) -> int:
        if not self._text.startswith(",", at):
            raise NotJSONError("a comma is expected here, or the end of the list", at)
        return at + 1


def _number(digits: str, start: int) -> int | float:
    if len(digits) > _LONGEST_NUMBER:
        raise NotJSONError("a number is too long", start)
    return float(digits) if set(digits) & set(".eE") else int(digits)
