"""Find the labels and destinations of Markdown's links as the parser's own functions do, in a fraction of their time.

Those look at each character of a destination, up to 32 brackets deep and for every bracket of the text, and read the
rest of a paragraph anew for each level of brackets that are open.
"""

import re
from types import SimpleNamespace

from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.common.utils import unescapeAll
from markdown_it.helpers import parseLinkDestination, parseLinkTitle
from markdown_it.rules_inline import StateInline

from feeds.core.international import written_host

_PLAIN = re.compile(r"[^\x00-\x20\x7f()\\]+")
_DEEPEST = 32
"""Brackets in a destination one inside another at most, as in cmark."""


class Destination:
    """The destination that was found, if `ok`: where it ends, and its text without backslashes."""

    def __init__(self, pos: int = 0, text: str | None = None) -> None:
        self.ok = text is not None
        self.pos = pos
        self.str = text or ""


def in_less_time(markdown: MarkdownIt) -> None:
    """Have a parser find the parts of links by these functions."""
    names = {"parseLinkLabel": label_end, "parseLinkDestination": destination, "parseLinkTitle": parseLinkTitle}
    vars(markdown).update(helpers=SimpleNamespace(**names), normalizeLink=normalised)


def normalised(url: str) -> str:
    """Return the destination of a link, percent-encoded; one with an international host as it is.

    Who writes the link encodes it, and knows how many of these there are.
    """
    return url if written_host(url) else normalizeLink(url)


def destination(text: str, start: int, end: int) -> Destination:
    """Return the destination of a link at a position (CommonMark 6.3)."""
    if text.startswith("<", start):
        found = parseLinkDestination(text, start, end)
        return Destination(found.pos, found.str if found.ok else None)

    level, position = 0, start
    while position < end:
        if plain := _PLAIN.match(text, position, end):
            position = plain.end()
            continue
        character = text[position]
        is_escaping = character == "\\" and position + 1 < end
        if character not in "()\\" or (character == ")" and not level) or (is_escaping and text[position + 1] == " "):
            break
        level += (character == "(") - (character == ")")
        if level > _DEEPEST:
            return Destination()
        position += 2 if is_escaping else 1

    if position == start or level:
        return Destination()
    return Destination(position, unescapeAll(text[start:position]))


def label_end(state: StateInline, start: int, disableNested: bool = False) -> int:  # noqa: N803 - the parser's name
    """Return where the label of a link ends that begins with the bracket at a position; -1 where it does not end.

    The way to the end is the same each time, since the parser keeps where each token ends.
    """
    known: dict[tuple[int, int, bool], int] = vars(state).setdefault("label_ends", {})
    place = (start, state.posMax, disableNested)
    if place not in known:
        before = state.pos
        known[place] = _find_label_end(state, start + 1, is_link=disableNested)
        state.pos = before
    return known[place]


def _find_label_end(state: StateInline, position: int, *, is_link: bool) -> int:
    source, end, ends = state.src, state.posMax, state.cache
    level = 1
    while position < end:
        character = source[position]
        if character == "]":
            level -= 1
            if level == 0:
                return position

        following = ends.get(position)
        if following is None:
            state.pos = position
            state.md.inline.skipToken(state)
            following = state.pos
        if character == "[":
            if following == position + 1:  # a bracket that is text
                level += 1
            elif is_link:  # there are no links in links
                return -1
        position = following
    return -1
