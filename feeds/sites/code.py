"""Know the structure of a program by its tokens: brackets, functions and what they return. Nothing is run."""

import re
from collections.abc import Iterator, Mapping, Sequence

from feeds.sites.javascript import Plain, Token, plain_text, plain_value, tokens

MAX_STEPS = 200_000
"""Tokens of one program that are looked at most, those of an expression in another one several times."""

_STATEMENTS = frozenset({"export", "const", "let", "var", "module", "exports", "return", "if"})
"""Words that begin a statement, where one that has no sign at its end is before them."""

_OPENING = {")": "(", "]": "[", "}": "{"}
_CONTROLS = frozenset({"if", "for", "while", "switch", "catch", "with"})
"""Words with brackets before a block that is part of the same function."""

_BLOCKS = frozenset({"else", "try", "do", "finally"})
"""Such words without brackets."""


class UnclearError(ValueError):
    """What a program says cannot be told; `word` stands where that is so."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word or "brackets"

    def line_in(self, text: str) -> int:
        """Return the line of a program in which the word first stands."""
        found = re.search(rf"(?<![\w$]){re.escape(self.word)}(?![\w$])", text)
        return text.count("\n", 0, found.start()) + 1 if found else 1


class Code:
    """The tokens of a program. Raises UnclearError if its brackets do not fit, as in expressions that are not known."""

    def __init__(self, program: Sequence[Token]) -> None:
        self.program = program
        found = ends_of(program)
        if found is None:
            raise UnclearError("")
        self.ends = found
        self.starts = {end: start for start, end in found.items()}
        self.around = self._around()
        self._members = self._ends_of_members()
        self._left = MAX_STEPS

    @classmethod
    def of(cls, text: str) -> "Code":
        """Return the tokens of a text."""
        return cls(list(tokens(text)))

    def _around(self) -> list[int]:
        """Return, for each place, where the innermost brackets open around it; -1 outside all."""
        found, waiting = [], [-1]
        for at, (kind, _) in enumerate(self.program):
            if kind == "close":
                waiting.pop()
            found.append(waiting[-1])
            if kind == "open":
                waiting.append(at)
        return found

    def _ends_of_members(self) -> list[int]:
        found = [len(self.program)] * (len(self.program) + 1)
        for at in range(len(self.program) - 1, -1, -1):
            kind, said = self.program[at]
            is_next = kind == "word" and said in _STATEMENTS and self.token(at - 1)[0] in ("text", "word", "close")
            is_end = kind in ("comma", "close") or is_next
            found[at] = at if is_end else found[self.ends[at] + 1 if kind == "open" else at + 1]
        return found

    def token(self, at: int) -> Token:
        """Return the token at a place; an empty one beyond the ends."""
        return self.program[at] if 0 <= at < len(self.program) else ("", "")

    def said(self, at: int) -> str:
        """Return what is written at a place."""
        return self.token(at)[1]

    def name(self, at: int) -> str:
        """Return the name that a word, or a text, is; an empty text for anything else."""
        kind, said = self.token(at)
        return plain_text(said) if kind == "text" else said if kind == "word" else ""

    def has_end(self, at: int) -> bool:
        """Say whether an expression ends before a place: with a sign, or with the first word of the next statement."""
        return at >= len(self.program) or self.program[at][0] in ("comma", "close", "word")

    def is_arrow(self, at: int) -> bool:
        """Say whether `=>` stands at a place."""
        return self.said(at) == "=" and self.said(at + 1) == ">"

    def without_brackets(self, start: int, end: int) -> tuple[int, int]:
        """Return where an expression begins and ends without round brackets around all of it."""
        while end - start >= 2 and self.said(start) == "(" and self.ends[start] == end - 1:
            start, end = start + 1, end - 1
        return start, end

    def end_of_member(self, at: int) -> int:
        """Return where the next comma is, the next statement, or the end of what stands in brackets."""
        return self._members[at] if at < len(self._members) else at

    def spend(self, steps: int) -> None:
        """Count tokens that are looked at. Raises UnclearError for too many."""
        self._left -= steps + 1
        if self._left < 0:
            raise UnclearError("")

    def function_at(self, at: int) -> tuple[int, int] | None:
        """Return where the parameters of a function begin that an expression is, and its body; None if it is none.

        The body begins with a brace, or is the value.
        """
        at += self.said(at) == "async"
        if self.said(at) == "function":
            at += 1 + (self.said(at + 1) == "*")
            at += self.said(at) != "("
        elif self.token(at)[0] == "word" and self.is_arrow(at + 1):
            return at, at + 3
        elif self.said(at) != "(" or not self.is_arrow(self.ends[at] + 1):
            return None
        else:
            return at, self.ends[at] + 3
        return (at, self.ends[at] + 1) if self.said(at) == "(" and self.said(self.ends[at] + 1) == "{" else None

    def returned(self, body: int) -> Iterator[int]:
        """Yield where the values begin that a function with a body returns, without those of functions in it."""
        if self.said(body) != "{":
            yield body
            return
        at = body + 1
        self.spend(self.ends[body] - body)
        while at < self.ends[body]:
            if self.said(at) == "{" and self._is_inner(at):
                at = self.ends[at]
            elif self.program[at] == ("word", "return"):
                yield at + 1
            at += 1

    def is_conditional(self, at: int) -> bool:
        """Say whether a method by the name at a place is called on a condition: by `if`, in a loop, behind `&&`."""
        start = at
        while self.said(start - 1) == ".":
            self.spend(1)
            start -= 2 + (self.said(start - 2) == "?")
            while self.token(start)[0] == "close":
                start = self.starts[start] - 1
        before = self.said(start - 1)
        if before in ("else", "&", "|", "?", ":") or self._is_controlled(start):
            return True
        place = self.around[at]
        while place >= 0:
            self.spend(1)
            if self.said(place - 1) in _BLOCKS or self._is_controlled(place):
                return True
            place = self.around[place]
        return False

    def _is_controlled(self, at: int) -> bool:
        """Say whether what begins at a place follows on the brackets of `if` and the like."""
        return self.said(at - 1) == ")" and self.said(self.starts[at - 1] - 1) in _CONTROLS

    def _is_inner(self, at: int) -> bool:
        """Say whether a brace begins the body of a function, of a method too."""
        if self.said(at - 1) == ">" and self.said(at - 2) == "=":
            return True
        return self.said(at - 1) == ")" and not self._is_controlled(at)


def ends_of(program: Sequence[Token]) -> dict[int, int] | None:
    """Return where the brackets close that open at each place; None if they do not fit."""
    ends: dict[int, int] = {}
    waiting: list[int] = []
    for at, (kind, _) in enumerate(program):
        if kind == "open":
            waiting.append(at)
        elif kind == "close":
            if not waiting:
                return None
            ends[waiting.pop()] = at
    return None if waiting else ends


def ends_by_kind(program: Sequence[Token]) -> dict[int, int]:
    """Return where the brackets close that open at each place, as far as they fit.

    What is taken for brackets by mistake is passed over, so that those around it fit all the same.
    """
    ends: dict[int, int] = {}
    waiting: list[int] = []
    counts = dict.fromkeys("([{", 0)
    for at, (kind, said) in enumerate(program):
        if kind == "open":
            waiting.append(at)
            counts[said] += 1
        elif kind == "close" and counts[_OPENING[said]]:
            while True:
                start = waiting.pop()
                counts[program[start][1]] -= 1
                if program[start][1] == _OPENING[said]:
                    break
            ends[start] = at
    return ends


def constants(program: Sequence[Token]) -> Mapping[str, Plain]:
    """Return the names that stand for one value in the whole program, with that."""
    assigned: dict[str, list[int]] = {}
    for at in range(1, len(program)):
        if program[at] == ("sign", "=") and program[at - 1][0] == "word":
            assigned.setdefault(program[at - 1][1], []).append(at)
    found = {}
    for name, places in assigned.items():
        at = places[0] + 1
        value = plain_value(*program[at], {}) if len(places) == 1 and at < len(program) else None
        if value is not None and (at + 1 >= len(program) or program[at + 1][0] in ("comma", "word", "close")):
            found[name] = value
    return found
