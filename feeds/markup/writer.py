"""Write the parts of an article's HTML tree that may be shown, by the table of `elements`."""

import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from itertools import islice
from typing import NamedTuple, TypeAlias

from feeds.core import urls
from feeds.core.international import HostNames
from feeds.core.limits import MAX_IMAGE_SIDE, MAX_RENDERED
from feeds.core.text import without_controls
from feeds.markup import losses as said
from feeds.markup.elements import ADDRESSES, DROPPED, GLOBAL_ATTRIBUTES, KEPT, MATHML, VOID
from feeds.markup.hidden import is_hidden
from feeds.markup.ids import Ids
from feeds.markup.losses import Losses
from feeds.markup.tree import Attributes, Node
from feeds.words import Words

Rewrite: TypeAlias = Callable[["Writer", Node, Attributes], str | None]
"""Writes an element in a way of its own as far as its content, and returns what `Writer.begin` does."""


class Formulas(NamedTuple):
    """How an element inside a formula is written, and one that is a formula in several forms, if it is one."""

    inside: Rewrite
    is_written: Callable[["Writer", Node, Attributes], bool]


_OTHER_SCHEMES = ("mailto:", "tel:")
_BLANK_LINES = re.compile(r"\n\s*\n")
_DIRECTED = re.compile(r"(?:^|;)\s*direction\s*:\s*(ltr|rtl)\b", re.IGNORECASE)
_ALIGNED = re.compile(r"(?:^|;)\s*text-align\s*:\s*(left|right|center|justify)\b", re.IGNORECASE)
_BLANK = " \t\n\r\xa0\u034f\u00ad\u200b\u200c\u200d\ufeff"
_MOST_SIZES, _LONGEST_SIZES = 20, 2_000_000
_LONGEST_JOINED = 10_000_000
"""Characters of all addresses of a text with the page's, from which each is made, and once more of those of pictures
that are compared: thirty times what is usual.

What is behind them is dropped, as what is no address.
"""
_FIELDS = frozenset({"select", "textarea"})


class TooLongError(ValueError):
    """A text that would be longer than MAX_RENDERED."""


class Writer:
    """Writes one text, and raises TooLongError where that becomes longer than MAX_RENDERED.

    Relative links are made absolute by `link`, the article's page. `rewrites` are the elements that
    are written in a way of their own, and `formulas` those of formulas. `shown` are the addresses of
    pictures, and of the pages of films, that the text shows, `sizes` the widths of those by address in which one comes;
    `inside` counts the open elements of some names, `hosts` knows the international host names. `words`
    are those in which the text names what it links to instead of showing it.
    """

    def __init__(self, link: str, ids: Ids, rewrites: Mapping[str, Rewrite], formulas: Formulas, words: Words) -> None:
        self.words = words
        self.shown: set[str] = set()
        self.sizes: dict[str, dict[str, int]] = {}
        self._sizes_left = _LONGEST_SIZES
        self._joined_left = _LONGEST_JOINED
        self.losses = Losses()
        self.hosts = HostNames()
        self.inside = dict.fromkeys(("a", "math", "noscript", "pre"), 0)
        self._link = link
        self._ids = ids
        self._rewrites = rewrites
        self._formulas = formulas
        self._parts: list[str] = []
        self._length = 0
        self._text: list[str] = []
        self._pictures: set[str] = set()
        self._unkeyed: list[str] = []
        self._escaped: set[str] = set()
        self._jumps: list[tuple[int, str, str]] = []

    def write(self, first: Node | None) -> str:
        """Return the HTML of a node and those that follow it, less white space at the ends."""
        self.all_of(first)
        self._flush()
        for position, name, before in self._jumps:
            address = self._ids.address(name) or self.address(f"#{name}", "href") or ""
            self._append(f'{before} href="{escape(address)}">')
            self._parts[position] = self._parts.pop()
        return "".join(self._parts).strip()

    def all_of(self, first: Node | None) -> None:
        """Write a node and those that follow it."""
        pending: list[Node | str] = [first] if first is not None else []
        while pending:
            node = pending.pop()
            if isinstance(node, str):
                self.end(node)
                continue
            if node.next is not None:
                pending.append(node.next)
            if node.is_text_node:
                self.text(node.text_content or "")
            elif node.is_element_node and (end := self.begin(node)) is not None:
                if end:
                    pending.append(end)
                if node.child is not None:
                    pending.append(node.child)

    def begin(self, node: Node) -> str | None:
        """Write an element as far as its content.

        Return the name of what is to be ended after the content, empty for nothing; None if the content is not to be
        written.
        """
        tag = node.tag or ""
        if tag in DROPPED:
            if tag in _FIELDS:
                self.losses.note(said.FIELD, f"<{tag}")
            return None
        attributes = node.attributes
        if self.inside["math"]:
            return self._formulas.inside(self, node, attributes)
        if (attributes or tag == "dialog") and is_hidden(tag, attributes):
            if (node.text() or "").strip(_BLANK):
                self.losses.note(said.HIDDEN, f"<{tag}")
            return None
        rewrite = self._rewrites.get(tag)
        if rewrite is not None:
            return rewrite(self, node, attributes)
        if ("class" in attributes or tag == "mjx-container") and self._formulas.is_written(self, node, attributes):
            return None
        if self.inside["noscript"] or tag not in KEPT or tag in MATHML:
            return ""
        return self.open(tag, attributes)

    def open(self, tag: str, attributes: Attributes, instead: Mapping[str, str] | None = None) -> str:
        """Write a start tag, and return the name of what is to be ended; `instead` is as `attributes` wants it."""
        self.markup(f"<{tag}{self.attributes(tag, attributes, instead)}>")
        if tag in self.inside:
            self.inside[tag] += 1
        return "" if tag in VOID else tag

    def end(self, tag: str) -> None:
        """Write an end tag."""
        if tag != "noscript":
            self.markup(f"</{tag}>")
        if tag in self.inside:
            self.inside[tag] -= 1

    def text(self, text: str) -> None:
        """Write text."""
        if not self.inside["noscript"]:
            self._text.append(text)

    def markup(self, markup: str) -> None:
        """Write markup that is safe."""
        if self._text:
            self._flush()
        self._append(markup)

    def _append(self, part: str) -> None:
        self._length += len(part)
        if self._length > MAX_RENDERED:
            raise TooLongError
        self._parts.append(part)

    def _flush(self) -> None:
        """Write the text since the last tag: it may come from several nodes, with a comment between."""
        if not self._text:
            return
        text = without_controls("".join(self._text))
        self._text.clear()
        if not self.inside["pre"]:
            text = text if "\n" not in text else _BLANK_LINES.sub("\n", text)
        elif text.startswith("\n") and self._parts[-1].startswith("<pre"):
            text = f"\n{text}"  # a parser takes the first one for part of the tag
        self._append(escape(text, quote=False))

    def show(self, address: str) -> None:
        """Note the address of a picture that the text shows."""
        self.shown.add(address)
        self._unkeyed.append(address)

    def note_sizes(self, address: str, sizes: Iterator[tuple[str, float]]) -> None:
        """Note in which widths a picture comes that the text shows at an address."""
        for written, width in islice(sizes, _MOST_SIZES):
            if 1 <= width <= MAX_IMAGE_SIDE and self._sizes_left > 0 and (found := self.address(written)):
                self.sizes.setdefault(address, {}).setdefault(found, int(width))
                self._sizes_left -= len(found)

    def shows(self, address: str) -> bool:
        """Return whether the text shows a picture already, in whatever variant, or there is no room for another one."""
        compared = [*self._unkeyed, address]
        self._joined_left -= sum(map(len, compared))
        if self._joined_left < 0:
            return True
        *keys, key = map(urls.picture_key, compared)
        self._pictures.update(keys)
        self._unkeyed.clear()
        return key in self._pictures

    def attributes(self, tag: str, given: Attributes, instead: Mapping[str, str] | None = None) -> str:
        """Return the attributes that an element keeps, as they are written.

        `instead` are attributes that are safe, and stand for the given ones of these names.
        """
        if not given and not instead:
            return ""
        found = self._kept(tag, given)
        if instead:
            found |= instead
        return "".join([f' {name}="{escape(value)}"' for name, value in found.items()])

    def _kept(self, tag: str, given: Attributes) -> dict[str, str]:
        kept = KEPT[tag]
        found = {}
        for name, value in given.items():
            if name in kept:
                shown = self.address(value or "", name) if name in ADDRESSES else without_controls(value or "")
                if shown is not None:
                    found[name] = shown
            elif name in GLOBAL_ATTRIBUTES and name != "id":
                found[name] = without_controls(value or "")
        if (place := self._ids.place(given)) is not None:
            found["id"] = place
        if "style" in given:
            found |= self._of_style(given["style"] or "", kept)
        return found

    def _of_style(self, style: str, kept: frozenset[str]) -> dict[str, str]:
        """Return the attributes of an element that say what its style says of the direction of its text."""
        found = {}
        if match := _DIRECTED.search(style):
            found["dir"] = match[1].lower()
        if "align" in kept and (match := _ALIGNED.search(style)):
            found["align"] = match[1].lower()
        return found

    def address(self, written: str, name: str = "src") -> str | None:
        """Return the address in an attribute as it is published; None where it cannot be."""
        value = urls.without_entities(written)
        if value != written and written not in self._escaped:
            self._escaped.add(written)
            self.losses.note(said.ESCAPED, written[:100].partition("&")[0])
        value = value.strip()
        self._joined_left -= len(self._link) + len(value)
        if (not value and name != "href") or self._joined_left < 0 or not self.hosts.have_room(value):
            return None
        try:
            if name in ("href", "cite") and value.lower().startswith(_OTHER_SCHEMES):
                return urls.encoded(value)
            if value[:1] in ("", "#"):
                return urls.clean(urls.without_fragment(self._link) + value)
            return urls.resolved(value, self._link)
        except urls.BadURLError:
            return None

    def jump(self, attributes: Attributes) -> bool:
        """Write the start tag of a link to a place in the text; return whether it is one."""
        name = self._ids.named_by(attributes.get("href"))
        if name is None:
            return False
        kept = self.attributes("a", {key: value for key, value in attributes.items() if key != "href"})
        self.markup("")  # written when it is known that the place is there
        self._jumps.append((len(self._parts) - 1, name, f"<a{kept}"))
        self.inside["a"] += 1
        return True
