"""Find the heading that a text begins with, which may be the title of an article that has none."""

import re

from feeds.articles.conventions import Generator
from feeds.core.limits import MAX_TITLE
from feeds.core.model import Body

_MARKUP = re.compile(r"[\\*_`\[<&~]")
_HEADING = re.compile(r" {0,3}#[ \t]+(?P<text>[^\n]*)")
_SPACES = " \t"
_STATEMENT = re.compile(r"(?:import|export)\b")


def missing(text: str, generator: Generator | None, *, is_article: bool) -> tuple[str, str] | None:
    """Return the heading that is the title of an article without one, and what that is called; None if there is none.

    Docusaurus takes it, and so do programs that are not known here, such as MkDocs; of theirs `is_article` says whether
    a page is more than that.
    """
    if generator == "docusaurus":
        heading = _first(text)
    else:
        heading = _plainly(_first(text)) if generator is None and is_article else None
    return (heading, "the text's heading") if heading else None


def _first(text: str) -> str | None:
    """Return the text of a heading of the first level that is the first thing in a text, imports of MDX aside."""
    for line in text.split("\n", _MOST_LINES)[:_MOST_LINES]:
        if found := _HEADING.match(line):
            return _without_end(found["text"]).strip() or None
        if line.strip() and not _STATEMENT.match(line):
            return None
    return None


def _without_end(heading: str) -> str:
    """Return a heading without the signs that close it, or the name that follows it as `{#name}`."""
    heading = heading.rstrip(_SPACES)
    words, is_named, name = heading.rpartition("{#")
    if is_named and name.endswith("}") and "{" not in name and name.count("}") == 1:
        return words
    words = heading.rstrip("#")
    return words if words.endswith(tuple(_SPACES)) else heading


def _plainly(heading: str | None) -> str | None:
    """Return a heading without the signs of Markdown in it; a very long one as it is."""
    if heading is None or len(heading) > MAX_TITLE or not _MARKUP.search(heading):
        return heading
    from feeds.markup.first_paragraph import first_paragraph  # few headings have any
    from feeds.markup.markdown import as_html

    return first_paragraph(as_html(Body(heading, "markdown"))) or heading


_MOST_LINES = 50
"""Lines that are looked at at most."""
