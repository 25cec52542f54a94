"""Parse HTML as browsers do, by the HTML standard. Trees are only read: what leaves is written anew."""

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    Node: TypeAlias = LexborNode
else:
    Node = object

Attributes: TypeAlias = dict[str, str | None]

_BEGIN = "<!DOCTYPE html><body>"
"""What makes the parser take everything that follows for content of the body."""


def parse(html: str) -> Node | None:
    """Return the first node of HTML's tree, from which `next` and `child` lead on; None where there is none.

    Nothing here limits what the parser makes of the HTML: `volume.py` does, before.
    """
    from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

    # Without events: a `selectedcontent` would be filled with a copy of its option.
    body = LexborHTMLParser(f"{_BEGIN}{html}", options=LexborDocumentOptions.WO_EVENTS).body
    return body.child if body is not None else None
