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
