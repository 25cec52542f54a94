"""Renders Markdown: CommonMark, tables and strikethrough."""

from functools import cache
from typing import TYPE_CHECKING

from feeds.core.model import Body
from feeds.markup.prose import with_tags_as_text

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


def as_html(body: Body) -> str:
    """Return the HTML of a body as its author meant it, not yet safe to show."""
    html = body.text if body.format == "html" else str(_markdown().render(body.text))
    return with_tags_as_text(html)


@cache
def _markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def code_lines(text: str) -> list[tuple[int, int]]:
    """Return where blocks of code stand in Markdown: the first line of each, counted from 0, and the one after it."""
    tokens = _markdown().parse(text)
    return [(token.map[0], token.map[1]) for token in tokens if token.type in ("fence", "code_block") and token.map]
