"""Judge what a body grows to when it is rendered, before it is rendered.

A few kilobytes can become gigabytes: a reference of Markdown is written out at each use, and an HTML parser opens
formatting that was never closed anew in every paragraph. The bounds here are never below what comes of a body; only
if a cheap bound is too high is the body looked at more closely.
"""

import re

from feeds.core.limits import MAX_BODY, MAX_COPIED, MAX_MARKUP, MAX_NESTING, MAX_RENDERED
from feeds.core.model import Body
from feeds.markup.markdown import as_html
from feeds.markup.scan import growth

_HTML_SIGNS = "<&"
_MARKDOWN_SIGNS = "[]!*_`<>&|~\n"
_LINK = 40
"""Characters that a bare address of Markdown takes besides its own, once more."""

_DEFINITION = re.compile(r"\]:[^\n]*(?:\n[^\n]*){0,2}")

_TOO_MUCH_MARKUP = f"has more than {MAX_MARKUP:,} signs of markup"


def excess(body: Body, copies: int) -> str | None:
    """Return why a body is too much to be rendered, to follow its name; None for one that is not.

    `copies` is the number of feeds that the article may be in. The answer depends on the body and this number alone.
    """
    text = body.text
    if len(text) > MAX_BODY:
        return f"is longer than {MAX_BODY:,} characters"
    signs = _MARKDOWN_SIGNS if body.format == "markdown" else _HTML_SIGNS
    if len(text) > MAX_MARKUP and sum(map(text.count, signs)) > MAX_MARKUP:
        return _TOO_MUCH_MARKUP

    # What is opened anew at a tag is shorter than the text, and so is what a reference is written out to. A bare
    # address is written twice, with a tag.
    repeated = (text.count("<") + text.count("[")) * len(text)
    if body.format == "markdown":
        repeated += _LINK * (text.count("://") + text.lower().count("www."))
    if repeated <= MAX_RENDERED and (5 * len(text) + repeated) * copies <= MAX_COPIED:
        return None
    if body.format == "markdown" and _referred(text) > MAX_RENDERED:
        return f"would be longer than {MAX_RENDERED:,} characters with its references written out"
    return _excess(as_html(body), copies)


def _referred(text: str) -> int:
    """Return how many characters come at most of the references of Markdown."""
    longest = max((len(match[0]) for match in _DEFINITION.finditer(text)), default=0)
    return longest * text.count("[")


def _excess(html: str, copies: int) -> str | None:
    """Return why HTML is too much for its parser, or for the feeds that it is in."""
    if sum(map(html.count, _HTML_SIGNS)) > MAX_MARKUP:
        return _TOO_MUCH_MARKUP
    more, depth = growth(html, MAX_NESTING)
    if depth > MAX_NESTING:
        return f"has more than {MAX_NESTING:,} HTML elements one inside another"
    length = len(html) + 4 * html.count("&") + more
    if length > MAX_RENDERED:
        return f"would be longer than {MAX_RENDERED:,} characters"
    if length * copies > MAX_COPIED:
        return f"would be longer than {MAX_COPIED:,} characters in its {copies} feeds together"
    return None
