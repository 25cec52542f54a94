"""Know the tokens of a program that configures an Eleventy site, and read the values of its settings."""

import re
from collections.abc import Container, Sequence
from pathlib import Path
from typing import NoReturn

from feeds.core.errors import ConfigError
from feeds.sites.code import constants, ends_by_kind
from feeds.sites.javascript import Plain, Token, plain_value, tokens

_KEPT_OUT = "what it keeps out would be published"
_LONGEST_WAY = 20
"""Tokens of the names of an object that are looked at, as `config.dir` has them."""

_ESCAPE = re.compile(r"\\[xu0-9]")


class Settings:
    """The tokens of a program at a path, and what stands for values among them."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self._text = text
        self._program = list(tokens(text))
        self._ends = ends_by_kind(self._program)
        self._names = constants(self._program)
        self._left = len(self._program)
        self._named: dict[str, list[int]] = {}
        self._variables: dict[str, bool] = {}
        for at in range(len(self._program)):
            if name := self._name(at):
                self._named.setdefault(name, []).append(at)

    def _text_at(self, at: int, what: str, *ends: str) -> str:
        value = self._value(at)
        kind, said = self._token(at)
        is_other = _ESCAPE.search(said) if kind == "text" else self._is_variable(said)
        if not isinstance(value, str) or self._said(at + 1) not in ends or is_other:
            self._refuse(what, "is computed")
        return value

    def _is_variable(self, name: str) -> bool:
        """Say whether a name is that of a parameter or a variable as well, in forms that are easily seen."""
        if name not in self._variables:
            self._variables[name] = any(map(self._is_set, self._places(name)))
        return self._variables[name]

    def _is_set(self, at: int) -> bool:
        """Say whether a name gets a value where it stands: of an argument, in a loop or by `+=`."""
        following = tuple(self._said(at + step) for step in (1, 2, 3))
        if following[:2] in (("=", ">"), ("+", "=")) or following[0] in ("of", "in"):
            return True
        is_alone = self._said(at - 1) == "(" and following[0] == ")"
        return is_alone and (following[1:] == ("=", ">") or following[1] == "{")

    def _list_at(self, at: int, what: str) -> frozenset[str]:
        """Return the texts of a list, or of one text with commas."""
        if self._said(at) != "[":
            return _parts(self._text_at(at, what, ")", ",", "}", ";"))
        if at not in self._ends:
            self._refuse(what, "is computed")
        found: set[str] = set()
        for place in range(at + 1, self._ends[at]):
            if self._said(place) != ",":
                found |= _parts(self._text_at(place, what, ",", "]"))
        return frozenset(found)

    def _is_changed(self, at: int, keys: Container[str]) -> bool:
        """Say whether what is called by a name gets another value for one of some keys, or one that is computed."""
        after = self._after(at)
        if self._said(after) == ".":
            return self._token(after + 2) == ("sign", "=") and self._said(after + 1) in keys
        if self._said(after) == "[":
            is_plain = self._token(after + 1)[0] == "text"
            is_set = self._token(self._ends.get(after, after) + 1) == ("sign", "=")
            return is_set and (not is_plain or self._name(after + 1) in keys)
        start = at
        while self._said(start - 1) == "." and at - start < _LONGEST_WAY:
            start -= 2
        return self._said(after) == "," and (self._said(start - 2), self._said(start - 1)) == ("assign", "(")

    def _is_option(self, at: int) -> bool:
        """Say whether a value is one that plugins have for permalinks to headings."""
        is_made = self._said(at + 1) in (".", "(") and self._said(at) not in ("function", "async")
        return is_made or self._said(at) == "true"

    def _after(self, at: int) -> int:
        """Return what follows on a name, which may stand in brackets: `config["dir"]`."""
        return at + 1 + ((self._said(at - 1), self._said(at + 1)) == ("[", "]"))

    def _value(self, at: int) -> Plain | None:
        return plain_value(*self._program[at], self._names) if at < len(self._program) else None

    def _places(self, name: str) -> Sequence[int]:
        return self._named.get(name, ())

    def _name(self, at: int) -> str:
        kind, said = self._token(at)
        return said[1:-1] if kind == "text" else said if kind == "word" else ""

    def _said(self, at: int) -> str:
        return self._token(at)[1]

    def _token(self, at: int) -> Token:
        return self._program[at] if 0 <= at < len(self._program) else ("", "")

    def place(self, what: str) -> str:
        """Return the path and the line at which something first stands in the program."""
        found = re.search(re.escape(what), self._text)
        return f"{self.path}:{self._text.count(chr(10), 0, found.start()) + 1 if found else 1}"

    def _refuse(self, what: str, why: str, todo: str = "write it as plain text") -> NoReturn:
        raise ConfigError(f"{self.place(what.rpartition('.')[2])}: {what} {why}: {_KEPT_OUT}; {todo}")


def _parts(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.split(","))
