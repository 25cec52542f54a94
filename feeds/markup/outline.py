"""Outline HTML that is written plainly: its elements, their attributes, and how much its tree grows. No parser runs.

That is possible where each `<` begins a tag without `<` and `>` in it, or a comment, or stands before a space: a
tokenizer finds no other tags in it, whatever else it finds. What is counted is never less than what a parser makes.
"""

from functools import lru_cache
from typing import NamedTuple

from feeds.core.patterns import lazy
from feeds.markup.elements import FORMATTING

_UNIT = lazy(
    rb"<(?:([a-z][\w:.-]*+)"
    rb"((?>(?:[ \t\n\f\r/]++[a-z][\w:.-]*+(?:=(?:\"[^\"<>]*+\"|'[^'<>]*+'|[^\s\"'<>=`]++))?)*)[ \t\n\f\r/]*+)>"
    rb"(?:[^<]*+(</\1>))?"
    rb"|(/[a-z][\w:.-]*+)[ \t\n\f\r]*+>|!--|(?![a-z/!?]))"
)
"""A start tag with its name, its attributes and, if only text is between, its end tag; or another end tag; or a `<`."""

_FORMATTING = frozenset(name.encode() for name in FORMATTING)
_ENDS = frozenset(b"/" + name for name in _FORMATTING)
_LIKE_ENDS = (b"a", b"nobr")
"""Formatting of which a start tag may end the one before it (HTML standard, 13.2.6.4.7)."""

_CLONES = 32
"""Copies of formatting that a misplaced end tag makes at most: eight times itself and three that are in it."""


class Outline(NamedTuple):
    """What is in some HTML, in lower case: the names of its start tags, and all their attributes, with `>` between.

    `pictures` are the attributes of each `img`. `signs` is the number of `<`, and `growth` how many characters of
    start tags a parser may write again at most.
    """

    names: frozenset[bytes]
    attributes: bytes
    pictures: tuple[bytes, ...]
    signs: int
    growth: int


@lru_cache(maxsize=1)
def outline(html: str) -> Outline | None:
    """Return the outline of some HTML; None if it is not written plainly. It is asked for several times in a row."""
    lower = html.encode(errors="replace").lower()
    signs = lower.count(b"<")
    found = _UNIT.findall(lower)
    if not found:
        return Outline(frozenset(), b"", (), 0, 0) if not signs else None
    starts, attributes, inner_ends, ends = zip(*found, strict=True)
    if len(found) + len(inner_ends) - inner_ends.count(b"") != signs:
        return None

    names = frozenset(starts)
    return Outline(
        names,
        b">".join([*filter(None, attributes), b""]),
        tuple([unit[1] for unit in found if unit[0] == b"img"]) if b"img" in names else (),
        signs,
        0 if names.isdisjoint(_FORMATTING) else _growth(found, starts, ends, signs),
    )


def _growth(found: list[tuple[bytes, ...]], starts: tuple[bytes, ...], ends: tuple[bytes, ...], signs: int) -> int:
    """Return how many characters of formatting a parser writes again at most.

    Formatting with only text in it is closed at once. All other may be open wherever a tag is, and be written again.
    """
    open_ones = [unit for unit in found if unit[0] in _FORMATTING and not unit[2]]
    if not open_ones:
        return 0
    lengths = [len(name) + len(attributes) + 2 for name, attributes, _, _ in open_ones]
    closings = sum(end in _ENDS for end in ends)
    if any(name in _LIKE_ENDS for name, _, _, _ in open_ones):
        closings += sum(map(starts.count, _LIKE_ENDS))
    return sum(lengths) * (signs + 1) + _CLONES * closings * max(lengths)
