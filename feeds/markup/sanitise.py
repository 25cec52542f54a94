"""Makes the HTML that an article brings safe to show in a feed reader.

The HTML is parsed, and what may be shown of its tree is written anew. The sanitiser nh3 has the last word on that, by
the same tables: nothing reads, searches or cuts its result.
"""

import re
from collections.abc import Iterator
from html import escape

from msgspec import Struct

from feeds.core import urls
from feeds.core.text import without_controls
from feeds.markup.elements import ADDRESSES, DROPPED_WITH_CONTENT, GLOBAL_ATTRIBUTES, KEPT, SCHEMES, VOID
from feeds.markup.players import frame, player_address
from feeds.markup.tree import Node, parse

_OTHER_SCHEMES = ("mailto:", "tel:")
_BLANK_LINES = re.compile(r"\n\s*\n")

# The tables as nh3 takes them.
_TAGS, _DROPPED, _SCHEMES = set(KEPT), set(DROPPED_WITH_CONTENT), set(SCHEMES)
_ATTRIBUTES = {"*": set(GLOBAL_ATTRIBUTES)} | {name: set(kept) for name, kept in KEPT.items() if kept}


class SafeHTML(Struct, frozen=True):
    """HTML that is safe to show, and the addresses of the pictures and players in it."""

    html: str
    shown: frozenset[str] = frozenset()


def sanitise(html: str, home_url: str, link: str) -> SafeHTML:
    """Return HTML without anything that runs, loads or frames what it should not.

    Relative links are made absolute below `home_url`, a mere fragment below `link`. A link whose address cannot be
    published loses it; a picture without one goes, and so does a frame that shows no player.
    """
    import nh3

    writer = _Writer(home_url, link)
    written = writer.write(parse(html))
    clean = nh3.clean(
        written,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        clean_content_tags=_DROPPED,
        attribute_filter=_checked,
        link_rel=None,
        url_schemes=_SCHEMES,
    )
    return SafeHTML(clean, frozenset(writer.shown))


def _checked(tag: str, name: str, value: str) -> str | None:
    """Check once more that a frame shows a player."""
    return value if tag != "iframe" or name != "src" or player_address(value) == value else None


class _Writer:
    """Writes what may be shown of a tree."""

    def __init__(self, home_url: str, link: str) -> None:
        self.shown: set[str] = set()
        self._home_url = home_url
        self._link = link
        self._parts: list[str] = []
        self._text: list[str] = []
        self._preformatted = 0

    def write(self, first: Node | None) -> str:
        """Return the HTML of a node and those that follow it, less white space at the ends."""
        pending: list[Node | str] = [first] if first is not None else []
        while pending:
            node = pending.pop()
            if isinstance(node, str):
                self._end(node)
                continue
            if node.next is not None:
                pending.append(node.next)
            if node.is_text_node:
                self._text.append(node.text_content or "")
            elif node.is_element_node and node.tag not in DROPPED_WITH_CONTENT and self._begin(node):
                if node.tag in KEPT:
                    pending.append(node.tag or "")
                if node.child is not None:
                    pending.append(node.child)
        self._flush()
        return "".join(self._parts).strip()

    def _begin(self, node: Node) -> bool:
        """Write an element as far as its content, and say whether that is to be written too."""
        tag = node.tag or ""
        if tag not in KEPT:
            return True
        if tag == "iframe":
            self._write_frame(node)
            return False
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in self._attributes(tag, node.attributes))
        if tag == "img" and ' src="' not in attributes:
            return False
        self._flush()
        self._parts.append(f"<{tag}{attributes}>")
        if tag == "pre":
            self._preformatted += 1
        return tag not in VOID

    def _end(self, tag: str) -> None:
        self._flush()
        self._parts.append(f"</{tag}>")
        if tag == "pre":
            self._preformatted -= 1

    def _flush(self) -> None:
        """Write the text since the last tag: it may come from several nodes, with a comment between."""
        if not self._text:
            return
        text = without_controls("".join(self._text))
        self._text.clear()
        if not self._preformatted:
            text = _BLANK_LINES.sub("\n", text)
        elif text.startswith("\n") and self._parts[-1].startswith("<pre"):
            text = f"\n{text}"  # a parser takes the first one for part of the tag
        self._parts.append(escape(text, quote=False))

    def _write_frame(self, node: Node) -> None:
        attributes = node.attributes
        url = player_address(attributes.get("src") or "")
        if url is not None:
            self._flush()
            self.shown.add(url)
            title = without_controls(attributes.get("title") or "")
            width, height = attributes.get("width") or "", attributes.get("height") or ""
            full_screen = "allowfullscreen" in attributes
            self._parts.append(frame(url, title=title, width=width, height=height, full_screen=full_screen))

    def _attributes(self, tag: str, given: dict[str, str | None]) -> Iterator[tuple[str, str]]:
        kept = KEPT[tag]
        for name, value in given.items():
            if name in ADDRESSES and name in kept:
                url = self._address(value or "", name)
                if url is not None:
                    if tag == "img":
                        self.shown.add(url)
                    yield name, url
            elif name in kept or name in GLOBAL_ATTRIBUTES:
                yield name, without_controls(value or "")

    def _address(self, written: str, name: str) -> str | None:
        """Return an address as it is published; None where it cannot be."""
        value = urls.without_entities(written.strip())
        if not value and name != "href":
            return None
        try:
            if value.lower().startswith(_OTHER_SCHEMES):
                return urls.encoded(value)
            if value[:1] in ("", "#"):
                return urls.clean(urls.without_fragment(self._link) + value)
            return urls.absolute(value, self._home_url)
        except urls.BadURLError:
            return None
