"""Renders Markdown: CommonMark, tables and strikethrough."""

from functools import cache
from typing import TYPE_CHECKING

from feeds.core.model import Body

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


def as_html(body: Body) -> str:
    """Return the HTML of a body as its author wrote or meant it, not yet safe to show."""
    return body.text if body.format == "html" else str(_markdown().render(body.text))


@cache
def _markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable(["table", "strikethrough"])
