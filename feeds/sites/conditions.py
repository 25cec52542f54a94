"""Tell whether a function of an Eleventy site holds back no more pages than their fields do for feeds, too."""

from collections.abc import Callable, Iterator
from typing import Literal

from feeds.articles.foreign.held_back import held_back
from feeds.sites.code import Code, UnclearError
from feeds.sites.javascript import plain_value

Kind = Literal["permalink", "flag", "filter"]
"""What a function is: an address or `false`, what holds a page back where it is true, a filter of pages."""

MAX_LEVELS = 40
"""Expressions one inside another that are followed."""

_TEXTS = frozenset({"toLowerCase", "toUpperCase", "replace", "replaceAll", "trim", "concat", "normalize", "slice"})
"""What makes another text of a text."""

_QUESTIONS = frozenset({"includes", "startsWith", "endsWith", "test", "some", "every", "has"})
"""Calls that make `true` or `false` of a text."""


_NOW = frozenset({"newDate()", "newDate", "Date.now()"})


class Function:
    """A function of a program; `key` is the field that it is the value of.

    `may_be_false` says of a function that a filter may call whether that may return `false`; None if it is not known.
    """

    def __init__(
        self, code: Code, key: str, kind: Kind, may_be_false: Callable[[str], bool | None] = lambda _: None
    ) -> None:
        self._code = code
        self._key = key
        self._kind = kind
        self._may_be_false = may_be_false
        self._levels = 0
        self._given: dict[str, None] = {}

    def is_harmless(self, head: int, body: int) -> bool:
        """Say whether no page is held back by a function, with its head and body, but those that their fields do."""
        code = self._code
        last = code.ends.get(head, head)
        self._given |= dict.fromkeys(code.said(at) for at in range(head, last + 1) if code.token(at)[0] == "word")
        return all(
            self._is_safe(at, self._end(at)) or any(self._holds(*one, True) for one in self._guards(body, at))
            for at in code.returned(body)
        )

    def _end(self, at: int) -> int:
        return self._code.end_of_member(at)

    def _guards(self, body: int, at: int) -> Iterator[tuple[int, int]]:
        """Yield the conditions on which a value is returned, as far as they are those of `if`."""
        code = self._code
        place = at - 1
        while code.said(body) == "{" and place > body:
            code.spend(1)
            opened = code.starts.get(place - 1, 0)
            if code.said(opened - 1) == "if":
                yield opened + 1, place - 1
            place = code.around[place]

    def _is_safe(self, start: int, end: int) -> bool:
        """Say whether the value of an expression holds no page back that its fields do not."""
        self._levels += 1
        if self._levels > MAX_LEVELS:
            raise UnclearError(self._key)
        found = self._is_harmless_value(start, end)
        self._levels -= 1
        return found

    def _is_harmless_value(self, start: int, end: int) -> bool:
        code = self._code
        code.spend(end - start)
        start, end = code.without_brackets(start, end)
        if start >= end:
            return True
        if found := code.function_at(start):
            return self.is_harmless(*found)
        if parts := self._choice(start, end):
            (asked, mark), colon = (start, parts[0]), parts[1]
            return (self._is_safe(mark + 1, colon) or self._holds(asked, mark, True)) and (
                self._is_safe(colon + 1, end) or self._holds(asked, mark, False)
            )
        if cut := self._cut(start, end, "?"):
            return self._is_safe(start, cut) and self._is_safe(cut + 2, end)
        if cut := self._cut(start, end, "|"):
            return (self._kind != "flag" or self._is_safe(start, cut)) and self._is_safe(cut + 2, end)
        if self._kind == "flag":
            is_own = self._field(start, end) == self._key
            return is_own or self._text(start, end) in ("false", "undefined") or self._holds(start, end, True)
        if cut := self._cut(start, end, "&"):
            return self._is_safe(cut + 2, end) and self._holds(start, cut, False)
        return self.is_address(start, end)

    def is_address(self, start: int, end: int) -> bool:
        """Say whether an expression is a text that is not empty, or what the page itself has for its address."""
        code = self._code
        kind, said = code.token(start)
        if self._text(start, end) == "undefined" or self._field(start, end) == "permalink":
            return True
        if kind == "word" and self._kind == "filter":
            return self._is_content(start, end)
        level = list(self._level(start, end))
        signs = {code.said(at) for at in level}
        if "+" in signs and signs.isdisjoint("=<>!&|?"):
            return any(_is_filled(*code.token(at)) for at in level)
        return _is_filled(kind, said) and self._is_text(start + 1, end)

    def _is_content(self, start: int, end: int) -> bool:
        """Say whether an expression is the text of a page, or what is made of it by calls."""
        code = self._code
        content = [*self._given][-1] if len(self._given) > 1 else ""
        kinds = {code.token(at)[0] for at in self._level(start, end) if code.said(at) not in (".", "+")}
        if not kinds <= {"word", "open", "text"}:
            return False
        words = {code.said(at) for at in range(start, end)}
        is_asked = any(map(self._is_asked, range(start, end)))
        return content in words and words.isdisjoint(_QUESTIONS) and not is_asked

    def _is_asked(self, at: int) -> bool:
        """Say whether a function is called that may hold a page back, as one that is not known may by all its data."""
        code = self._code
        if code.token(at)[0] != "word" or code.said(at + 1) != "(":
            return False
        known = self._may_be_false(code.said(at)) if code.said(at - 1) != "." else None
        if known is not None:
            return known
        code.spend(code.ends[at + 1] - at)
        data = next(iter(self._given))
        places = range(at + 2, code.ends[at + 1])
        return any(code.said(place) == data and code.said(place + 1) in (",", ")") for place in places)

    def _is_text(self, start: int, end: int) -> bool:
        """Say whether what follows a text makes another one of it."""
        code = self._code
        while start < end:
            if code.said(start) != "." or code.said(start + 1) not in _TEXTS or code.said(start + 2) != "(":
                return False
            start = code.ends[start + 2] + 1
        return True

    def _holds(self, start: int, end: int, value: bool) -> bool:
        """Say whether each page for which a condition has a value, as a flag, is held back by its fields."""
        self._levels += 1
        if self._levels > MAX_LEVELS:
            raise UnclearError(self._key)
        found = self._is_condition(start, end, value)
        self._levels -= 1
        return found

    def _is_condition(self, start: int, end: int, value: bool) -> bool:
        code = self._code
        code.spend(end - start)
        start, end = code.without_brackets(start, end)
        for sign, combine in (("|", all if value else any), ("&", any if value else all)):
            if cut := self._cut(start, end, sign):
                return combine(self._holds(*part, value) for part in ((start, cut), (cut + 2, end)))
        if code.said(start) == "!":
            return self._holds(start + 1, end, not value)
        if code.said(start) == "Boolean" and code.said(start + 1) == "(" and code.ends[start + 1] == end - 1:
            return self._holds(start + 2, end - 1, value)
        if mark := next((at for at in self._level(start, end) if code.said(at) in ("<", ">")), None):
            return value and self._is_ahead(start, mark, end)
        equal = next((at for at in self._level(start, end) if code.said(at) in ("=", "!")), None)
        if equal is None:
            return value and self._is_held(self._field(start, end), True)
        signs = next((at for at in range(equal, end) if code.said(at) not in ("=", "!")), end)
        known = plain_value(*code.token(signs), {}) if signs + 1 == end and signs - equal > 1 else None
        return value == (code.said(equal) == "=") and self._is_held(self._field(start, equal), known)

    def _is_ahead(self, start: int, mark: int, end: int) -> bool:
        """Say whether a comparison asks for a date that has not come, until which feeds leaves an article out, too."""
        code = self._code
        left, right = (start, mark), (mark + 1 + (code.said(mark + 1) == "="), end)
        moment, now = (left, right) if code.said(mark) == ">" else (right, left)
        words = [code.said(at) for at in range(*moment) if code.said(at) not in (".", "?")]
        is_date = len(words) > 1 and words[0] in self._given and words[1:] in (["date"], ["page", "date"])
        return is_date and "".join(code.said(at) for at in range(*now)) in _NOW

    def _is_held(self, name: str, value: object) -> bool:
        return bool(name) and value is not None and held_back({name: value}, "eleventy") is not None

    def _field(self, start: int, end: int) -> str:
        """Return the field of a page that an expression is, such as `data.draft`; an empty text if it is none."""
        code = self._code
        words = [code.name(at) for at in range(start, end) if code.said(at) not in ("?", ".", "[", "]")]
        if not words or words[0] not in self._given or len(words) > 2:
            return ""
        return words[-1]

    def _text(self, start: int, end: int) -> str:
        return self._code.said(start) if start + 1 == end else ""

    def _choice(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where the signs of `a ? b : c` are; None if an expression is no choice."""
        marks: list[int] = []
        code = self._code
        for at in self._level(start, end):
            if code.said(at) == "?" and code.said(at + 1) not in ("?", ".") and code.said(at - 1) != "?":
                marks.append(at)
            elif code.said(at) == ":" and marks:
                mark = marks.pop()
                if not marks:
                    return mark, at
        return None

    def _cut(self, start: int, end: int, sign: str) -> int | None:
        """Return where a sign stands twice in an expression, outside brackets."""
        places = self._level(start, end)
        return next((at for at in places if self._code.said(at) == self._code.said(at + 1) == sign), None)

    def _level(self, start: int, end: int) -> Iterator[int]:
        """Yield the places of an expression that are in no brackets of it."""
        at = start
        while at < end:
            yield at
            at = self._code.ends.get(at, at) + 1


def _is_filled(kind: str, said: str) -> bool:
    """Say whether a token is a text that is not empty, whatever the expressions in it are."""
    if kind != "text":
        return False
    parts = (
        (said.partition("${")[0][1:], said.rpartition("}")[2][:-1])
        if "${" in said and said[0] == "`"
        else (said[1:-1],)
    )
    return any(part.strip() for part in parts)
