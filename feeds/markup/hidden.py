"""Decide which parts of a text are hidden where it was published."""

import re
from typing import Final

from feeds.markup.tree import Attributes

_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)\b", re.IGNORECASE)
_UNSEEN: Final = frozenset({"sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screen-reader-only"})
"""Classes of what only screen readers are to read, as the usual style sheets call them."""


def is_hidden(tag: str, attributes: Attributes) -> bool:
    """Return whether an element is hidden, with all that is in it."""
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    style = attributes.get("style")
    if style and _STYLE.search(style):
        return True
    if tag == "dialog":
        return "open" not in attributes
    return not _UNSEEN.isdisjoint((attributes.get("class") or "").split())
