"""Parse HTML as browsers do, by the HTML standard. Trees are only read: what leaves is written anew."""

from typing import TYPE_CHECKING, TypeAlias

from feeds.core.limits import MAX_ATTRIBUTES, MAX_EMBED, MAX_NESTING
from feeds.markup.crowding import is_crowded
from feeds.markup.scan import growth

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    Node: TypeAlias = LexborNode
else:
    Node = object

Attributes: TypeAlias = dict[str, str | None]

_BEGIN = "<!DOCTYPE html><body>"
"""What makes the parser take everything that follows for content of the body."""

_SHORT = 1_000
"""Characters of which no parser makes much."""


def parse(html: str) -> Node | None:
    """Return the first node of HTML's tree, from which `next` and `child` lead on; None where there is none.

    Nothing here limits what the parser makes of the HTML: `volume.py` does, before.
    """
    from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

    # Without events: a `selectedcontent` would be filled with a copy of its option.
    body = LexborHTMLParser(f"{_BEGIN}{html}", options=LexborDocumentOptions.WO_EVENTS).body
    return body.child if body is not None else None


def parse_apart(html: str) -> Node | None:
    """Return the same for HTML that stands outside of a text; None also where a parser would make too much of it."""
    return None if len(html) > _SHORT and _is_too_much(html) else parse(html)


def _is_too_much(html: str) -> bool:
    said = growth(html, MAX_NESTING)
    return said.depth > MAX_NESTING or said.characters > MAX_EMBED or is_crowded(html, MAX_ATTRIBUTES)
