"""Fit the text of a story, safe HTML as feeds have it, into a page that holds many."""

import re
from html import escape

from feeds.words import Words

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^>]*)>")  # in what the sanitiser writes, no other `<` or `>` is left
_SRC = re.compile(r' src="([^"]*)"')
_HREF = re.compile(r' href="https?://([^"/?#]*)')
_OTHER_SIZE = re.compile(r' (?:width|height)="[0-9]*[^"0-9][^"]*"')
_END_OF_LINK = re.compile(r"\s*</a>")
_ALT = re.compile(r' alt="')
_TITLE = re.compile(r' title="([^"]*)"')
_PRELOAD = re.compile(r' preload="[^"]*"')

_PLAIN_BLOCKS = frozenset({"aside", "center", "footer", "header", "hgroup", "main", "nav", "search", "section"})
"""Elements that would be landmarks of the page, and one that HTML no longer has."""

_LISTS, _MEMBERS = frozenset({"ol", "ul", "menu", "dir", "dl"}), frozenset({"li", "dd", "dt"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TOP, _LOWEST = 4, 6
"""The levels of the first heading of a text, below a card's title, and of the lowest."""


def fitted(html: str, words: Words) -> str:
    """Return the text of a story for a page, with the words of its language.

    Headings go on from the level of a card's title, without a gap; what would be a landmark of the page is a block;
    tables scroll in themselves; pictures have an alternative, if an empty one, and sizes in pixels; they are loaded
    late, and sound, film and players when somebody asks for them.
    """
    return _TAG.sub(_Writer(words).rewrite, html) if "<" in html else html


class _Writer:
    """Rewrites the tags of one text in their order."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._levels: list[int] = []
        """The levels of the headings that the next one may stand below, as the text has them."""
        self._open: list[str] = []
        """The lists and plain blocks around the next tag."""
        self._astray: list[bool] = []
        """Whether each of the members around it is in no list of its own."""
        self._target = ""
        """The host that the link around the next tag leads to; empty outside of links."""

    def _enter(self, name: str, ends: str) -> None:
        if not ends:
            self._open.append(name)
        elif self._open:
            self._open.pop()

    def _is_astray(self, ends: str) -> bool:
        """Say whether a member is in a plain block, not in a list: in a `<div>` it would end the member around it."""
        if not ends:
            self._astray.append(self._open[-1:] != [] and self._open[-1] in _PLAIN_BLOCKS)
            return self._astray[-1]
        return self._astray.pop() if self._astray else False

    def rewrite(self, tag: re.Match[str]) -> str:
        """Return what stands for a tag."""
        ends, name, attributes = tag.groups()
        if name in _LISTS or name in _PLAIN_BLOCKS:
            self._enter(name, ends)
        if name in _MEMBERS and self._is_astray(ends):
            return f"<{ends}div>"
        if name in _HEADINGS:
            return f"<{ends}h{self._level(int(name[1]), ends)}{attributes}>"
        if name in _PLAIN_BLOCKS:
            return f"<{ends}div{attributes}>"
        if name == "table":
            return "</table></div>" if ends else f'<div class="wide" tabindex="0"><table{attributes}>'
        if name == "iframe":
            return "" if ends else self._button(attributes)
        if name == "img":
            return f'<img{self._pictured(tag)} loading="lazy" decoding="async" referrerpolicy="no-referrer">'
        if name == "a":
            self._target = "" if ends else _host(attributes)
        if name in ("audio", "video") and not ends:
            return f'<{name}{_PRELOAD.sub("", attributes)} preload="none">'
        return tag[0]

    def _pictured(self, tag: re.Match[str]) -> str:
        """Return the attributes of a picture; without a text of its own, one that ends a link says where that leads."""
        attributes = _OTHER_SIZE.sub("", tag[3])
        names = self._target if _END_OF_LINK.match(tag.string, tag.end()) else ""
        if names:
            attributes = attributes.replace(' alt=""', "", 1)
        return attributes if _ALT.search(attributes) else f'{attributes} alt="{names}"'

    def _button(self, attributes: str) -> str:
        """Return what a script makes a player of when somebody asks for it; the link beside it is there without one."""
        source, title = _SRC.search(attributes), _TITLE.search(attributes)
        if source is None:
            return ""
        named = title[1] if title else ""
        label = escape(self._words.gettext("Play: {title}")).replace("{title}", named)
        return (
            '<span class="picture film empty"><button class="play" type="button"'
            f' data-player="{discreet(source[1])}" data-title="{named}" aria-label="{label}"></button></span>'
        )

    def _level(self, level: int, ends: str) -> int:
        if not ends:
            while self._levels and self._levels[-1] >= level:
                self._levels.pop()
            self._levels.append(level)
        return min(_TOP + len(self._levels) - 1, _LOWEST)


def _host(attributes: str) -> str:
    found = _HREF.search(attributes)
    return found[1] if found else ""


def discreet(player: str) -> str:
    """Return the address of a player on the host that sets no cookie before it plays, where there is one."""
    return re.sub(r"\Ahttps://(?:www\.)?youtube\.com/embed/", "https://www.youtube-nocookie.com/embed/", player)
