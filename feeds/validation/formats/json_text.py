"""Text of JSON → values that know where they stand. The library's decoder forgets that, and takes more than JSON."""

import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple

DEEPEST = 100
"""Lists and objects one inside another at most; a feed needs six."""

_SPACE = re.compile(r"[ \t\n\r]*")
_STRING = re.compile(r'"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*"')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_WORDS = {"true": True, "false": False, "null": None}
_SURROGATE = re.compile("[\ud800-\udfff]")
_LONGEST_NUMBER = 300


class Node(NamedTuple):
    """A value and the character it begins at; of an object a dict and of an array a list of nodes.

    `repeated` are the names of an object that stand in it twice, with where the second does.
    """

    value: Any
    start: int
    repeated: tuple[tuple[str, int], ...] = ()


class NotJSONError(ValueError):
    """A text that is no JSON; `start` is the character where that shows."""

    def __init__(self, message: str, start: int) -> None:
        super().__init__(message)
        self.start = start


def parse(text: str) -> Node:
    """Return the value that a text of JSON (RFC 8259) is. Raises NotJSONError."""
    node, end = _value(text, _skip(text, 0), 0)
    end = _skip(text, end)
    if end < len(text):
        raise NotJSONError("something follows the value", end)
    return node


def _skip(text: str, start: int) -> int:
    found = _SPACE.match(text, start)
    return found.end() if found else start


def _value(text: str, start: int, depth: int) -> tuple[Node, int]:
    if depth > DEEPEST:
        raise NotJSONError(f"lists and objects stand more than {DEEPEST} deep", start)
    first = text[start : start + 1]
    read = _READERS.get(first)
    if read:
        return read(text, start, depth)
    found = _NUMBER.match(text, start)
    if found:
        digits = found[0]
        if len(digits) > _LONGEST_NUMBER:
            raise NotJSONError("a number is too long", start)
        return Node(float(digits) if set(digits) & set(".eE") else int(digits), start), found.end()
    for word, value in _WORDS.items():
        if text.startswith(word, start):
            return Node(value, start), start + len(word)
    raise NotJSONError("a value is expected here" if first else "the text ends too early", start)


def _string(text: str, start: int, depth: int) -> tuple[Node, int]:
    found = _STRING.match(text, start)
    if not found:
        raise NotJSONError("a text is never closed, or has a raw control character or a wrong escape in it", start)
    value = json.loads(found[0]) if "\\" in found[0] else found[0][1:-1]
    if _SURROGATE.search(value):
        raise NotJSONError("a text has half of a surrogate pair in it", start)
    return Node(value, start), found.end()


def _array(text: str, start: int, depth: int) -> tuple[Node, int]:
    members: list[Node] = []
    at = _skip(text, start + 1)
    if text.startswith("]", at):
        return Node(members, start), at + 1
    while True:
        member, at = _value(text, at, depth + 1)
        members.append(member)
        at = _skip(text, at)
        if text.startswith("]", at):
            return Node(members, start), at + 1
        at = _skip(text, _after_comma(text, at))


def _object(text: str, start: int, depth: int) -> tuple[Node, int]:
    members: dict[str, Node] = {}
    repeated = []
    at = _skip(text, start + 1)
    if text.startswith("}", at):
        return Node(members, start), at + 1
    while True:
        if not text.startswith('"', at):
            raise NotJSONError("the name of a member is expected here, in double quotation marks", at)
        name, end = _string(text, at, depth)
        if name.value in members:
            repeated.append((name.value, at))
        at = _skip(text, end)
        if not text.startswith(":", at):
            raise NotJSONError("a colon is expected here", at)
        members[name.value], at = _value(text, _skip(text, at + 1), depth + 1)
        at = _skip(text, at)
        if text.startswith("}", at):
            return Node(members, start, tuple(repeated)), at + 1
        at = _skip(text, _after_comma(text, at))


def _after_comma(text: str, at: int) -> int:
    if not text.startswith(",", at):
        raise NotJSONError("a comma is expected here, or the end of the list", at)
    return at + 1


_READERS: dict[str, Callable[[str, int, int], tuple[Node, int]]] = {'"': _string, "[": _array, "{": _object}
