"""Read the plain values of a program that configures a site. It is not run: what it computes is not known."""

import re
from collections.abc import Iterator, Mapping

Way = tuple[str, ...]
"""The keys that lead to a value, from the outermost object on; lists and functions in between have none."""

Plain = str | bool

Token = tuple[str, str]
"""The kind of a token, by the groups of the pattern, and what is written."""

MAX_LEVELS = 50
"""Brackets one inside another that are followed; what is deeper is passed over."""

_SLASH = r"(?P<slash>(?:(?<=[(,=:?!&|;{}\[<>+*%^~])|(?<=return)|(?<=typeof)|(?<=case))\s*+/(?![/*]))"
"""The first sign of a regular expression."""

_TOKEN = re.compile(
    r"//[^\n]*+|/\*(?>(?:[^*]++|\*(?!/))*)(?:\*/|\Z)"
    rf"|{_SLASH}"
    r"|(?P<text>\"(?>(?:[^\"\\\n]|\\.)*)\"?|'(?>(?:[^'\\\n]|\\.)*)'?)|(?P<tick>`)"
    r"|(?P<open>[{(\[])|(?P<close>[})\]])|(?P<sign>[:=](?![=>]))|(?P<comma>[,;])"
    r"|(?P<word>[A-Za-z_$][\w$]*+)|(?P<other>[^\s\w])",
    re.DOTALL,
)
"""Comments, regular expressions, texts, and the rest. A text that is never closed ends with its line."""

_EXPRESSION = re.compile(r"(?>(?:[^/\\\n\[]|\\.|\[(?>(?:[^\]\\\n]|\\.)*)\])+)/")
_FLAT = re.compile(r"`(?>(?:[^`\\]|\\.)*)`?", re.DOTALL)
_IN_TEMPLATE = re.compile(r"\\.|`|\$\{", re.DOTALL)
_IN_EXPRESSION = re.compile(
    r"[`{}]|\"(?>(?:[^\"\\\n]|\\.)*)\"?|'(?>(?:[^'\\\n]|\\.)*)'?|//[^\n]*+|/\*(?>(?:[^*]++|\*(?!/))*)(?:\*/|\Z)"
    rf"|{_SLASH}",
    re.DOTALL,
)
"""What is looked for next in a text in backticks, and in an expression in it."""

_WORDS = {"true": True, "false": False}
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def plain_values(text: str) -> dict[Way, Plain]:
    """Return the texts, and the values true and false, that the objects of a program hold, by their keys.

    A name that stands for a text (`const site = "…"`) counts as that text. Of equal keys the first counts.
    """
    found: dict[Way, Plain] = {}
    names: dict[str, Plain] = {}
    pairs = _Pairs()
    for kind, said in tokens(text):
        pairs.take(kind, said)

    for way, name, value, sign in pairs.found:
        known = plain_value(*value, names)
        if known is None:
            continue
        if sign == "=":
            names.setdefault(name, known)
        else:
            found.setdefault((*way, name), known)
    return found


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a program, without comments, regular expressions and numbers."""
    at = 0
    is_well_formed = True
    expressions = _Expressions(text)
    while token := _TOKEN.search(text, at):
        kind, at = token.lastgroup, token.end()
        if kind == "tick":
            end = _end_of_template(text, token.start(), expressions) if is_well_formed else None
            is_well_formed = end is not None  # else each text would be followed to the end
            at = _end_of_flat(text, token.start()) if end is None else end
            yield "text", text[token.start() : at]
        elif kind == "slash":
            end = expressions.end(at)
            at = end or at
            if end is None:
                yield "other", "/"
        elif kind:
            yield kind, token[0]


class _Expressions:
    """Finds where the regular expressions of a text end."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._without = 0

    def end(self, at: int) -> int | None:
        """Return where one ends that begins before a place; None if there is none."""
        found = _EXPRESSION.match(self._text, at) if at > self._without else None
        if found is None:
            line = self._text.find("\n", at)
            self._without = len(self._text) if line < 0 else line  # else each slash would be followed to there
        return found.end() if found else None


def _end_of_template(text: str, start: int, expressions: _Expressions) -> int | None:
    """Return where a text in backticks ends, in whose expressions others may be; None if it does not."""
    at = start + 1
    braces: list[int] = []  # open in the expressions that the text is in, from the outermost on
    is_in_text = True
    depth = 1
    while depth:
        found = (_IN_TEMPLATE if is_in_text else _IN_EXPRESSION).search(text, at)
        if not found:
            return None
        sign, at = found[0], found.end()
        if sign == "`":
            depth += -1 if is_in_text else 1
            is_in_text = not is_in_text
        elif sign == "${":
            braces.append(0)
            is_in_text = False
        elif sign in ("{", "}") and not is_in_text:
            braces[-1] += 1 if sign == "{" else -1
            if braces[-1] < 0:
                braces.pop()
                is_in_text = True
        elif not is_in_text and found.lastgroup == "slash":
            at = expressions.end(at) or at
    return at


def _end_of_flat(text: str, start: int) -> int:
    """Return where the next backtick is, or the end."""
    found = _FLAT.match(text, start)
    return found.end() if found else start + 1


def plain_value(kind: str, said: str, names: Mapping[str, Plain]) -> Plain | None:
    """Return the value of a token alone; None if it is not known. `names` are those that stand for values."""
    if kind == "text":
        return None if said[0] == "`" and "${" in said else plain_text(said)
    return _WORDS.get(said, names.get(said)) if kind == "word" else None


def plain_text(said: str) -> str:
    """Return what a text in quotes says."""
    return _ESCAPE.sub(lambda escape: escape[1], said[1:-1])


class _Pairs:
    """The keys of a program that a single token follows: the keys above each, it, the token, and the sign between."""

    def __init__(self) -> None:
        self.found: list[tuple[Way, str, tuple[str, str], str]] = []
        self._above: list[str] = []
        self._depth = 0
        self._key = self._sign = ""
        self._token: tuple[str, str] | None = None

    def take(self, kind: str, said: str) -> None:
        """Take the next token, of one of the kinds that the pattern names."""
        if kind in ("text", "word"):
            self._take_value(kind, said)
        elif kind == "sign":
            self._sign, self._token = (said if self._key else ""), None
        else:
            if kind in ("comma", "close"):
                self._end_pair()
            self._take_bracket(kind)
            self._key, self._sign, self._token = "", "", None

    def _take_value(self, kind: str, said: str) -> None:
        if self._sign and self._token is None:
            self._token = (kind, said)
            return
        if self._sign and kind == "word":  # `as string`, or the next statement of a program without semicolons
            self._end_pair()
            self._sign, self._token = "", None
        if not self._sign:
            self._key = plain_text(said) if kind == "text" else said

    def _take_bracket(self, kind: str) -> None:
        if kind == "open":
            if self._depth < MAX_LEVELS:
                self._above.append(self._key if self._sign == ":" and self._token is None else "")
            self._depth += 1
        elif kind == "close" and self._depth:
            self._depth -= 1
            if self._depth < MAX_LEVELS:
                self._above.pop()

    def _end_pair(self) -> None:
        if self._key and self._sign and self._token:
            way = tuple(name for name in self._above if name)
            self.found.append((way, self._key, self._token, self._sign))
