"""Render Markdown: CommonMark, tables and strikethrough, and extensions that a text shows signs of."""

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from feeds.core.model import Body
from feeds.markup.prose import with_tags_as_text

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

DEFINITION_SIGNS = ("\n:", "\n :", "\n  :", "\n   :")
"""How the lines of definitions begin."""

_SIGNS: dict[str, tuple[str, ...]] = {
    "notes": ("[^",),
    "definitions": DEFINITION_SIGNS,
    "tasks": ("[ ]", "[x]", "[X]"),
    "admonitions": ("!!! ", "??? ", "???+ "),
    "containers": (":::",),
    "anchors": ("](#", "]: #", 'href="#'),
    "attributes": ("{:", "{#"),
}
"""What a text has that uses an extension: nobody pays for the others."""

_NOT_BARE = ("](http://", "](https://", "<http://", "<https://", '"http://', '"https://', "]: http://", "]: https://")
"""Where the addresses stand that are in a link already."""


def as_html(body: Body) -> str:
    """Return the HTML of a body as its author meant it, not yet safe to show."""
    html = body.text if body.format == "html" else _rendered(body.text)
    return with_tags_as_text(html) if "<" in body.text else html


@lru_cache(maxsize=1)
def _rendered(text: str) -> str:
    """Return the HTML of Markdown; kept for the questions that are asked about one text in turn."""
    return str(_markdown(_extensions(text)).render(text))


def _extensions(text: str) -> tuple[str, ...]:
    found = [name for name, signs in _SIGNS.items() if any(sign in text for sign in signs)]
    if text.count("://") > sum(map(text.count, _NOT_BARE)) or "www." in text:
        found.append("addresses")
    return tuple(found)


@cache
def _markdown(extensions: tuple[str, ...], *, only_blocks: bool = False) -> "MarkdownIt":
    """Return a parser; with `only_blocks`, one that does not look at what is within lines, which takes most time."""
    from markdown_it import MarkdownIt

    from feeds.markup import link_parsing, markdown_rules, rereading

    markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    link_parsing.in_less_time(markdown)
    rereading.read_less_often(markdown)
    markdown_rules.closed_blocks(markdown)
    markdown_rules.bounded_tables(markdown)
    for name in extensions:
        getattr(markdown_rules, name)(markdown)
    if only_blocks:
        markdown.core.ruler.enableOnly(["normalize", "block"])
    return markdown


def code_lines(text: str) -> list[tuple[int, int]]:
    """Return where blocks of code stand in Markdown: the first line of each, counted from 0, and the one after it."""
    tokens = _markdown(_extensions(text), only_blocks=True).parse(text)
    return [(token.map[0], token.map[1]) for token in tokens if token.type in ("fence", "code_block") and token.map]
