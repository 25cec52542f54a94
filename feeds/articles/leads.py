"""What a text that is left out for its template code says before that: its first paragraph stands for the excerpt."""

from feeds.articles import templates
from feeds.articles.outcome import Context
from feeds.core.model import Body
from feeds.frontmatter.source import Source

_SEARCHED = 20_000
"""Characters of a text in which the paragraph is looked for: it is near the beginning, or nowhere."""

_ENDS = {"markdown": "\n\n", "html": "</p>"}
"""What a paragraph ends with, by the format of the text."""


def before_code(body: Body, position: int, source: Source, context: Context) -> Body | None:
    """Return the whole paragraphs of a text before the code at a position, with code that is known resolved.

    None if there are none. Components are looked for only where there is no other code, so some may stand before it.
    """
    for _ in range(2):
        end = body.text.rfind(_ENDS[body.format], 0, min(position, _SEARCHED))
        if end < 0:
            return None
        body = Body(body.text[:end], body.format)
        known, found = templates.in_body(body, source, context)
        if found is None:
            return known
        position = found
    return None


def as_excerpt(lead: Body, link: str) -> str:
    """Return the first paragraph of a text as plain text, as feeds show it of a text that is there."""
    from feeds.markup.first_paragraph import first_paragraph  # few texts have such code
    from feeds.markup.markdown import as_html
    from feeds.markup.sanitise import sanitise

    return first_paragraph(sanitise(as_html(lead), link).html)
