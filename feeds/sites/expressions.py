"""Translate regular expressions for paths, as Go has them, into shell patterns in which `*` also stands for `/`.

What a shell pattern cannot say is taken for more: the patterns stand for all paths that the expression finds.
"""

import re
from typing import NamedTuple, NoReturn

from feeds.core.limits import MAX_PATTERN
from feeds.sites.globs import MAX_ALTERNATIVES, MAX_PATTERNS, TooMuchError

MAX_LEVELS = 20
"""Groups one inside another at most."""

_MOST_REPEATED = 20
"""How often a part is written out at most."""

_START, _END = "^", "$"
_ANY, _ONE = "*", "?"

_KINDS = {"d": "[0-9]", "D": "[!0-9]", "w": "[0-9A-Za-z_]", "W": "[!0-9A-Za-z_]"}
_GROUP = re.compile(r"\((?:\?(?:P?<\w+>|(?P<flags>[imsU-]*)(?P<end>[:)])))?")
_TIMES = re.compile(r"[*+?]|\{(?P<least>\d{1,4})(?:(?P<comma>,)(?P<most>\d{0,4}))?\}")
_CLASS = re.compile(r"\[(?P<not>\^?)(?P<members>\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*)\]", re.DOTALL)
_PLAIN_MEMBERS = re.compile(r"(?:[0-9]-[0-9]|[a-z]-[a-z]|[A-Z]-[A-Z]|\\[dw.]|[\w. @~,=+/])+-?", re.ASCII)
_PROPERTY = re.compile(r"\\[pP](?:\{\^?\w+\}|\w)")

_Words = tuple[str, ...]
"""What an alternative of an expression is made of: parts of shell patterns, and `^` and `$` for the ends of a path."""


class Translated(NamedTuple):
    """The shell patterns for an expression, and whether they stand for the same paths, and not for more."""

    patterns: tuple[str, ...]
    is_exact: bool


def of_expression(expression: str) -> Translated:
    """Return the shell patterns for an expression that is searched for in a path.

    Raises TooMuchError for one that is too much, or is none.
    """
    if len(expression) > MAX_PATTERN:
        raise TooMuchError(f"is longer than {MAX_PATTERN:,} characters")
    reader = _Reader(expression)
    found = [pattern for words in reader.alternatives() if (pattern := _searched(words)) is not None]
    return Translated(tuple(dict.fromkeys(found)), reader.is_exact)


class _Reader:
    """Reads an expression from the left to the right."""

    def __init__(self, expression: str) -> None:
        self._text = expression
        self._at = 0
        self._level = 0
        self._folds = False
        self.is_exact = True

    def alternatives(self) -> list[_Words]:
        """Return what the expression, or the group that begins here, stands for."""
        found: list[_Words] = []
        sequence: list[_Words] = [()]
        while self._at < len(self._text):
            sign = self._text[self._at]
            if sign == "|":
                self._at += 1
                found, sequence = _bounded([*found, *sequence]), [()]
            elif sign == ")" and self._level:
                break
            else:
                sequence = _joined(sequence, self._repeated(self._part()))
        return _bounded([*found, *sequence])

    def _part(self) -> list[_Words]:
        """Return what the next part stands for, without what follows on it that says how often."""
        sign = self._text[self._at]
        if sign == "(":
            return self._group()
        if sign == "[":
            return self._members()
        if sign == "\\":
            return self._escaped()
        if sign in "*+?)":
            _refuse()
        self._at += 1
        if sign == ".":
            return [(_ONE,)]
        return [(sign,)] if sign in (_START, _END) else self._literal(sign)

    def _group(self) -> list[_Words]:
        found = _GROUP.match(self._text, self._at)
        if found is None or self._level == MAX_LEVELS:
            _refuse()
        self._at = found.end()
        self._level += 1
        before = self._folds
        on, _, off = (found["flags"] or "").partition("-")
        self._folds = (before or "i" in on) and "i" not in off
        inner: list[_Words] = [()]
        if found["end"] != ")":  # which ends flags for the rest of the group that they stand in
            inner = self.alternatives()
            if self._text[self._at : self._at + 1] != ")":
                _refuse()
            self._at += 1
            self._folds = before
        self._level -= 1
        return inner

    def _members(self) -> list[_Words]:
        found = _CLASS.match(self._text, self._at)
        if found is None:
            _refuse()
        self._at = found.end()
        if self._folds or not _PLAIN_MEMBERS.fullmatch(found["members"]):
            return self._more((_ONE,))
        members = re.sub(r"\\(.)", lambda part: {"d": "0-9", "w": "0-9A-Za-z_"}.get(part[1], part[1]), found["members"])
        return [(f"[{'!' if found['not'] else ''}{members}]",)]

    def _escaped(self) -> list[_Words]:
        if found := _PROPERTY.match(self._text, self._at):
            self._at = found.end()
            return self._more((_ONE,))
        sign = self._text[self._at + 1 : self._at + 2]
        self._at += 2
        if sign in _KINDS:
            return [(_KINDS[sign],)]
        if sign in ("A", "z"):
            return [(_START if sign == "A" else _END,)]
        if sign in ("b", "B"):
            return self._more(())
        if sign in ("s", "S"):
            return self._more((_ONE,))
        if not sign or (sign.isascii() and sign.isalnum()):
            _refuse()
        return self._literal(sign)

    def _literal(self, sign: str) -> list[_Words]:
        if self._folds and sign.lower() != sign.upper():
            return [(f"[{sign.lower()}{sign.upper()}]",)] if sign.isascii() else self._more((_ONE,))
        return [(f"[{sign}]" if sign in "*?[" else sign,)]

    def _repeated(self, part: list[_Words]) -> list[_Words]:
        """Return what a part stands for, as often as what follows on it says."""
        found = _TIMES.match(self._text, self._at)
        if found is None:
            return part
        self._at = found.end() + (self._text[found.end() : found.end() + 1] == "?")
        if found[0] == "?":
            return _bounded([*part, ()])
        least = int(found["least"] or 0) if found["least"] else int(found[0] == "+")
        if found["least"] and not found["comma"] and least <= _MOST_REPEATED:
            return _times(part, least)
        self.is_exact = self.is_exact and part == [(_ONE,)] and not found["least"]
        return _joined(_times(part, min(least, 1)), [(_ANY,)])

    def _more(self, words: _Words) -> list[_Words]:
        """Return words that stand for more than what is read."""
        self.is_exact = False
        return [words]


def _searched(words: _Words) -> str | None:
    """Return the pattern for an alternative that may begin and end anywhere in a path; None if it is in no path."""
    starts = [at for at, word in enumerate(words) if word == _START]
    ends = [at for at, word in enumerate(words) if word == _END]
    first, last = (starts[-1] + 1 if starts else 0), (ends[0] if ends else len(words))
    around = (*words[: max(first - 1, 0)], *words[last + 1 :])
    if any(word not in (_START, _END, _ANY) for word in around) or first > last:
        return None
    inner = "".join(words[first:last])
    return ("" if starts else _ANY) + inner + ("" if ends else _ANY)


def _times(part: list[_Words], times: int) -> list[_Words]:
    found: list[_Words] = [()]
    for _ in range(times):
        found = _joined(found, part)
    return found


def _joined(first: list[_Words], second: list[_Words]) -> list[_Words]:
    """Return each of some alternatives with each of others after it. Raises TooMuchError."""
    if len(first) * len(second) > MAX_ALTERNATIVES:
        raise TooMuchError(f"stands for more than {MAX_ALTERNATIVES} patterns")
    return _bounded([one + other for one in first for other in second])


def _bounded(alternatives: list[_Words]) -> list[_Words]:
    """Return alternatives, each once. Raises TooMuchError if they are too many, or too long."""
    if sum(map(len, alternatives)) > MAX_PATTERNS:
        raise TooMuchError(f"stands for patterns of more than {MAX_PATTERNS:,} characters")
    found = list(dict.fromkeys(alternatives))
    if len(found) > MAX_ALTERNATIVES:
        raise TooMuchError(f"stands for more than {MAX_ALTERNATIVES} patterns")
    return found


def _refuse() -> NoReturn:
    raise TooMuchError("is none that feeds understands")
