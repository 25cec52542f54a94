"""Scan the tags of HTML as a tokenizer does, and bound how much the tree can grow without building it.

A parser opens formatting (`<b>`, `<a>`, …) that was not closed in its element anew wherever text or an element follows
(HTML standard, 13.2.4.3), and keeps every element open that nothing closes. What is counted here is never less.
"""

import re
from typing import NamedTuple

from feeds.core.patterns import lazy
from feeds.markup.elements import FORMATTING
from feeds.markup.nesting import (
    BARS_ITEM,
    BLOCKS,
    CELLS,
    DOUBTFUL,
    ENDS_PARAGRAPH,
    HEADINGS,
    IGNORED,
    IN_RUBY,
    ITEM_SCOPE,
    ITEMS,
    ONCE,
    PARAGRAPH,
    PARAGRAPH_SCOPE,
    SCOPE,
    SPECIAL,
    TABLE,
    TABLE_PARTS,
)

_SPACE = r"\t\n\f\r "
_TAG = lazy(
    rf"<(?P<end>/?)(?P<name>[a-zA-Z][^{_SPACE}/>]*+)"
    rf"(?>(?:[{_SPACE}/]++|(?:=[^{_SPACE}/>=]*+|[^{_SPACE}/>=]++)"
    rf"(?>(?:[{_SPACE}]*+=[{_SPACE}]*+(?:\"[^\"]*+\"|'[^']*+'|(?=>)|[^{_SPACE}>\"'][^{_SPACE}>]*+))?))*)>"
    r"|(?P<comment><!--(?:-?>|.*?(?:--!?>|\Z)))"
    r"|(?P<bogus><(?:[!?]|/(?![a-zA-Z]))[^>]*+>?)",
    re.DOTALL,
)
_BEGIN = lazy("<[a-zA-Z!?/]")
_RAW = frozenset({"iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"})
_UNSURE = frozenset({"math", "select", "svg", "template"})
"""Elements in which a parser takes markup in another way, so that it is not followed from there on."""


class Growth(NamedTuple):
    """What the tree of some HTML can come to at most, beyond the HTML itself.

    `characters` are those of start tags that are written again; `depth` is how many elements nest, counted no further
    than is asked for.
    """

    characters: int
    depth: int


_STEPS = 1_000_000
"""Open elements that are looked at in search of one to close; from there on, none is taken for closed."""

_REPEATED = 20
"""How often the HTML is looked at again, on the whole, for tags that another one hides; from there on, none ends."""

_CLONES = 32
"""Copies of formatting that a misplaced end tag makes at most (HTML standard, 13.2.6.4.7, the adoption agency)."""


class _Open(NamedTuple):
    """An element that may be open: its name, and the length of its start tag if it is formatting.

    `is_sure` says whether a parser has it open as well, so that its end tag closes what is in it.
    """

    name: str
    length: int
    is_sure: bool


class _Scanner:
    def __init__(self, html: str, deepest: int) -> None:
        self.html = html
        self._deepest = deepest
        self._depth = 0
        self._tags = 0
        self._reopened = 0
        self._cloned = 0
        self._longest = 0
        self._steps = 0
        self._hidden = 0
        self._open: list[_Open] = []
        self._buried = 0
        self._is_sure = True

    def scan(self) -> Growth:
        position = 0
        while self._depth <= self._deepest and (begin := _BEGIN.search(self.html, position)):
            match = _TAG.match(self.html, begin.start())
            if match is None:  # a tag that never ends
                self._give_up(begin.start())
                break
            position = match.end()
            self._tags += 1
            if match["name"] is not None:
                name = match["name"].lower()
                name = "h1" if name in HEADINGS else name  # as any of them ends any other
                if match["end"]:
                    self._close(name)
                else:
                    position = self._begin(name, match.end() - match.start(), position)
            if self._steps > _STEPS:
                self._is_sure = False
                self._bury()
            if not self._is_sure and self._hides_tags(match):
                self._bury()
                position = match.start() + 1
                if self._hidden > _REPEATED * len(self.html):
                    self._give_up(position)
                    break
        self._bury()
        return Growth(self._reopened * (self._tags + 1) + self._cloned, self._depth)

    def _hides_tags(self, match: re.Match[str]) -> bool:
        """Return whether other tags are there if this is none, or if something ends within it."""
        if match["name"] is not None and self.html.find("<", match.start() + 1, match.end()) < 0:
            return False
        self._hidden += match.end() - match.start()
        return True

    def _give_up(self, position: int) -> None:
        """Take the rest for a tag, as which a parser drops it, or where that is not sure for the worst it can be."""
        if not self._is_sure:
            self._tags += self.html.count("<", position)
            self._buried += self.html.count("<", position)
            self._reopened += len(self.html) - position
            self._depth = max(self._depth, self._buried + len(self._open))

    def _begin(self, name: str, length: int, position: int) -> int:
        """Note a start tag, and return where the next tag may be."""
        if name in _UNSURE or (name in _RAW and not self._is_sure):
            self._is_sure = False
            self._bury()
        elif name == "plaintext" and self._is_sure:
            return len(self.html)
        elif name in _RAW:
            if name == "xmp":
                self._end_paragraph()
            return self._end_of_raw(name, position)
        if name == "option" and self._open and self._open[-1].name == name:
            return position
        if self._is_sure and not self._make_room(name):
            return position
        if name not in IGNORED:
            length = length if name in FORMATTING else 0
            self._open.append(_Open(name, length, self._is_sure and name not in DOUBTFUL))
            self._longest = max(self._longest, length)
            self._depth = max(self._depth, self._buried + len(self._open))
        return position

    def _make_room(self, name: str) -> bool:
        """Close what a start tag closes, and return whether it makes an element at all."""
        if name in ITEMS:
            self._end(ITEMS[name], BARS_ITEM)
        elif name == "table":
            self._end(TABLE, CELLS)
            self._doubt_from("p")  # it ends a paragraph, but not in all modes
        elif name in TABLE_PARTS:
            return self._end_parts(TABLE_PARTS[name])
        elif name in ONCE:
            self._end(frozenset({name}), SCOPE, beyond=SPECIAL)
        elif name in IN_RUBY:
            self._doubt_from("ruby")
        if name in ENDS_PARAGRAPH:
            self._end_paragraph()
        return True

    def _end_of_raw(self, name: str, position: int) -> int:
        """Return where the text of an element ends that holds no tags."""
        end = re.compile(rf"</{name}(?=[{_SPACE}/>])", re.IGNORECASE).search(self.html, position)
        inside_end = end.start() if end else len(self.html)
        if name == "script" and self.html.find("<!--", position, inside_end) >= 0:
            self._is_sure = False  # another end tag may be the one that counts
            self._bury()
            return position
        return inside_end

    def _close(self, name: str) -> None:
        """Note an end tag: take out the element that it closes, if there is one."""
        wanted = frozenset({name})
        if name in _UNSURE:
            self._bury()
        elif name in FORMATTING:
            if not self._end(wanted, SCOPE, beyond=SPECIAL):
                self._cloned += _CLONES * self._longest
        elif name in TABLE_PARTS or name == "table":
            self._end(wanted, TABLE)
        elif name == "li":
            self._end(wanted, ITEM_SCOPE)
        elif name == "p":
            self._end_paragraph()
        elif name == "form":
            self._doubt_from(name)  # it goes, or stays if its end tag was once out of reach
        else:
            self._end(wanted, SCOPE if name in BLOCKS else SPECIAL)

    def _end(self, wanted: frozenset[str], barriers: frozenset[str], *, beyond: frozenset[str] = frozenset()) -> bool:
        """Take out the innermost of some elements, unless a barrier is in it, and return whether that is all there is.

        What is in it goes too, where a parser surely has it open; else it stays, and nothing is sure of it. That is so
        as well if something of `beyond` is in it.
        """
        is_sure = True
        for index in range(len(self._open) - 1, -1, -1):
            element = self._open[index]
            self._steps += 1
            if element.name in wanted:
                if is_sure and element.is_sure:
                    self._cut(index)
                    return True
                self._doubt(index)
                if is_sure:
                    del self._open[index]
                return False
            if element.name in barriers and element.is_sure:
                return False
            if element.name in barriers or element.name in beyond:
                is_sure = False
        return False

    def _end_paragraph(self) -> None:
        self._end(PARAGRAPH, PARAGRAPH_SCOPE)

    def _end_parts(self, wanted: frozenset[str]) -> bool:
        """Take out the outermost of some parts of the innermost table; return whether there is a table."""
        outermost = None
        for index in range(len(self._open) - 1, -1, -1):
            name = self._open[index].name
            self._steps += 1
            if name == "table":
                if outermost is not None:
                    self._cut(outermost)
                return True
            if name in wanted:
                outermost = index
        return False

    def _doubt_from(self, name: str) -> None:
        """Be no longer sure of the outermost of some elements, and of what is in it."""
        for index, element in enumerate(self._open):
            self._steps += 1
            if element.name == name:
                self._doubt(index)
                break

    def _doubt(self, index: int) -> None:
        self._steps += len(self._open) - index
        self._open[index:] = [element._replace(is_sure=False) for element in self._open[index:]]

    def _cut(self, index: int) -> None:
        """Close an element with all that is in it; formatting goes on after it, in as many copies as are needed."""
        above = self._open[index + 1 :]
        del self._open[index:]
        for element in above:
            if element.length:
                self._reopened += element.length
                self._open.append(_Open(element.name, 1, is_sure=False))  # it is counted, and goes on

    def _bury(self) -> None:
        """Take everything that is open for something that is never closed."""
        self._reopened += sum(element.length for element in self._open)
        self._buried += len(self._open)
        self._open.clear()


def growth(html: str, deepest: int) -> Growth:
    """Return what the tree of some HTML can come to at most; it is looked at until it is deeper than `deepest`."""
    return _Scanner(html, deepest).scan()
