"""Find the code of template languages in texts; resolve what the site's settings define, and name the rest.

Texts of Jekyll, Eleventy, Hugo and MDX sites hold Liquid and Nunjucks (`{{ … }}`, `{% … %}`, `{# … #}`), shortcodes
(`{{< … >}}`, `{{% … %}}`) and components. Code blocks, code within lines and what stands in `{% raw %}` are no template
code. Everything takes time in proportion to the text.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from msgspec import Struct

from feeds.core.limits import MAX_BODY, MAX_EXCERPT
from feeds.core.patterns import lazy
from feeds.markup.code_spans import TICKS, Code
from feeds.markup.elements import USUAL

_COMPONENT_SIGN = lazy(r"<[A-Z]")
_EXPORT = lazy(r"^export\s", re.MULTILINE)
_CLOSERS = (("{{<", ">}}"), ("{{%", "%}}"), ("{{", "}}"), ("{%", "%}"), ("{# ", "#}"), ("{#-", "#}"))
_OPENER = lazy(r"\{\{[<%]?|\{%|\{#[ -]")
_LONGEST = 5_000
"""Characters between the signs of template code at most: what is longer is none."""

_TAG = lazy(r"\{%[-+]?\s*(?P<name>\w+)\b(?P<rest>.*?)[-+]?%\}", re.DOTALL)
_END = {name: lazy(rf"\{{%[-+]?\s*end{name}\s*[-+]?%\}}") for name in ("raw", "verbatim", "comment", "highlight")}
_FORMULA = lazy(r"(?:\\[A-Za-z]+|[\\^_])\Z")
_VALUE = lazy(r"\s*+(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<name>[A-Za-z_][\w.-]*))\s*+")
_FILTER = lazy(r"\|\s*+(?P<filter>\w+)\s*+(?P<colon>:?)")
_COMPONENT = lazy(
    r"</?(?P<name>[A-Z][A-Za-z0-9]*(?:\.[A-Z][A-Za-z0-9]*)*)"
    r"(?:\s+[A-Za-z_][\w:-]*(?:=(?:\"[^\"]*\"|'[^']*'|\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}))?)*\s*(?P<closed>/?)>"
)
_MODULE = lazy(
    r"^(?:import\s+(?:[\w*{][^'\"\n;]{0,200}\sfrom\s+)?(?:\"[^\"\n]+\"|'[^'\n]+')[^\S\n]*+;?[^\S\n]*+$"
    r"|export\s+(?:default\s+(?:function|class|\(|\{)|(?:const|let|var)\s+\w+\s*=|(?:async\s+)?function\s+\w+\s*\())",
    re.MULTILINE,
)


class SiteValues(Struct, frozen=True):
    """What the settings of a site give for template code; `url` and `baseurl` as Jekyll has them."""

    url: str = ""
    baseurl: str = ""
    page: str | None = None
    title: str | None = None

    def named(self, name: str) -> str | None:
        """Return what a variable stands for; None for one that is not known."""
        if name in ("site.url", "site.baseurl") and not self.url:
            return None
        known = {
            "site.url": self.url,
            "site.baseurl": self.baseurl,
            "site.title": self.title,
            "page.url": self.page,
        }
        return known.get(name)

    def relative(self, path: str) -> str:
        """Return a path of the site as Jekyll's `relative_url` does."""
        return path if "://" in path or path.startswith("#") else f"{self.baseurl}/{path.lstrip('/')}"

    def absolute(self, path: str) -> str:
        """Return a path of the site as Jekyll's `absolute_url` does."""
        return path if "://" in path or path.startswith("#") else f"{self.url}{self.relative(path)}"


class Resolved(NamedTuple):
    """A text in which template code is resolved as far as it can be, and where the first stands that cannot be.

    `position` counts characters of the text as it was given; None where nothing is left.
    """

    text: str
    position: int | None


def has_signs(text: str, *, markdown: bool) -> bool:
    """Say whether a text may hold template code; most do not, and single characters are found at once."""
    if "{" in text and ("{{" in text or "{%" in text or "{#" in text or _EXPORT.search(text) is not None):
        return True
    return markdown and (
        ("<" in text and _COMPONENT_SIGN.search(text) is not None) or text.startswith("import") or "\nimport" in text
    )


def resolve(text: str, site: SiteValues, *, markdown: bool, most: int = MAX_BODY) -> Resolved:
    """Return a text with what `site` gives for its template code; as it is where that makes it `most` longer."""
    if not has_signs(text, markdown=markdown):
        return Resolved(text, None)
    code = Code(text, markdown=markdown)
    parts: list[str] = []
    first: int | None = None
    end = added = 0
    for piece in _pieces(text, code):
        value = _value(piece, site, markdown=markdown)
        if value is None:
            first = piece.start if first is None else first
            value = text[piece.start : piece.end]
        parts += (text[end : piece.start], value)
        end = piece.end
        added += len(value) - (piece.end - piece.start)
        if added > most:  # an address that is long, again and again
            return Resolved(text, piece.start if first is None else first)
    parts.append(text[end:])
    if markdown and first is None:
        first = _component(text, code)
    return Resolved("".join(parts), first)


class _Piece(NamedTuple):
    """Template code, from `start` to `end`; `content` is what stands between the tags of a pair such as raw."""

    start: int
    end: int
    code: str
    tag: str = ""
    content: str = ""


class _Ends:
    """Where signs stand next in a text; each is looked for once, from where it was found last."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._next: dict[str, int] = {}

    def find(self, sign: str, position: int) -> int:
        """Return where a sign is next from a position on, -1 where it is not. Positions must not go back."""
        known = self._next.get(sign, -2)
        if known == -1 or known >= position:
            return known
        self._next[sign] = self._text.find(sign, position)
        return self._next[sign]


def _pieces(text: str, code: Code) -> Iterator[_Piece]:
    """Yield the template code of a text outside of its code."""
    ends = _Ends(text)
    unclosed: set[str] = set()  # of these tags, there is no end in the rest of the text
    position, formula_end = 0, -1
    while found := _OPENER.search(text, position):
        start = found.start()
        if (skip := code.end(start)) is not None:
            position = skip
            continue
        if found[0] == "{{" and (start == formula_end or _FORMULA.search(text[max(0, start - 20) : start])):
            close = ends.find("}}", found.end())
            formula_end = close + 2 if close >= 0 else -1  # another argument may follow, as in \frac{{a}}{{b}}
            position = found.end()
            continue
        piece = _piece(text, start, ends, unclosed)
        if piece is None:
            position = found.end()
            continue
        yield piece
        position = piece.end


def _piece(text: str, start: int, ends: _Ends, unclosed: set[str]) -> _Piece | None:
    """Return the template code that begins at a position; None where it is text."""
    opener, closer = next(pair for pair in _CLOSERS if text.startswith(pair[0], start))
    close = ends.find(closer, start + len(opener))
    if close < 0 or close - start > _LONGEST:
        return None
    end = close + len(closer)
    inside = text[start + len(opener) : close]
    if opener == "{{" and not inside.strip():
        return None
    if opener != "{%":
        return _Piece(start, end, text[start:end])
    tag = _TAG.match(text, start, end)
    if tag is None:
        return None
    name = tag["name"]
    last = _END[name].search(text, end) if name in _END and name not in unclosed else None
    if last is None:
        unclosed.add(name)
        return _Piece(start, end, text[start:end], name)
    return _Piece(start, last.end(), tag["rest"], name, text[end : last.start()])


def _value(piece: _Piece, site: SiteValues, *, markdown: bool) -> str | None:
    """Return what stands for template code; None where that cannot be told."""
    if piece.tag in ("raw", "verbatim") and piece.code[:2] != "{%":
        return piece.content
    if piece.tag == "comment" and piece.code[:2] != "{%":
        return ""
    if piece.tag == "highlight" and piece.code[:2] != "{%" and markdown:
        return _fenced(piece.content, piece.code.strip().partition(" ")[0])
    if piece.code.startswith("{#"):
        return ""
    if piece.tag or piece.code.startswith(("{{<", "{{%")):
        return None
    return _expression(piece.code[2:-2].strip().strip("-").strip(), site)


def _fenced(code: str, language: str) -> str:
    """Return a block of code as Markdown writes it."""
    fence = "`" * max(3, 1 + max(map(len, TICKS.findall(code)), default=0))
    stripped = code.strip("\n")
    return f"\n{fence}{language}\n{stripped}\n{fence}\n"


def _expression(text: str, site: SiteValues) -> str | None:
    """Return the value of an expression: a text or a variable, and filters that make addresses."""
    value, position = _operand(text, 0, site)
    while value is not None and position < len(text):
        found = _FILTER.match(text, position)
        if found is None:
            return None
        position = found.end()
        name, argument = found["filter"], ""
        if found["colon"]:
            given, position = _operand(text, position, site)
            if given is None:
                return None
            argument = given
        value = _filtered(name, value, argument, site)
        if value is not None and len(value) > MAX_EXCERPT:  # what is appended again and again
            return None
    return value


def _filtered(name: str, value: str, argument: str, site: SiteValues) -> str | None:
    if name in ("append", "prepend"):
        return value + argument if name == "append" else argument + value
    if name in ("relative_url", "url") and site.url:
        return site.relative(value)
    if name == "absolute_url" and site.url:
        return site.absolute(value)
    return value if name in ("escape", "strip", "safe") else None


def _operand(text: str, position: int, site: SiteValues) -> tuple[str | None, int]:
    """Return the text or the value of the variable at a position, and where it ends."""
    found = _VALUE.match(text, position)
    if found is None:
        return None, position
    if found["name"]:
        return site.named(found["name"]), found.end()
    return found["double"] if found["double"] is not None else found["single"], found.end()


def _component(text: str, code: Code) -> int | None:
    """Return where a text has the first component of JSX, or imports one; None where it has none.

    `<T>` is a type in prose: a component is closed in itself, or by an end tag, and is called like no HTML element.
    """
    code.rewind()
    opened: dict[str, int] = {}
    for found in sorted([*_MODULE.finditer(text), *_COMPONENT.finditer(text)], key=lambda match: match.start()):
        if code.end(found.start()) is not None:
            continue
        if found.re.pattern == _MODULE.pattern:
            return found.start()
        name = found["name"]
        if name.lower() in USUAL:
            continue
        if found["closed"]:
            return found.start()
        if found[0].startswith("</"):
            if name in opened:
                return opened[name]
        else:
            opened.setdefault(name, found.start())
    return None
