"""Scan the tags of HTML as a tokenizer does, and bound how much the tree can grow without building it.

A parser opens formatting (`<b>`, `<a>`, …) that was not closed in its element anew wherever text or an element follows
(HTML standard, 13.2.4.3), and keeps every element open that nothing closes. What is counted here is never less.
"""

import re
from typing import NamedTuple

from feeds.core.patterns import lazy
from feeds.markup.elements import FORMATTING, INLINE, VOID, names

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
_IGNORED = VOID | {"image", "p", "option", "optgroup", "html", "head", "body", "rp", "rt", "rtc"}
_ITEMS = {"li": names("li"), "dd": names("dd dt"), "dt": names("dd dt")}
_CELLS = frozenset({"td", "th", "caption"})
_TABLE_PARTS = {
    **dict.fromkeys(_CELLS, _CELLS),
    "tr": _CELLS | {"tr"},
    **dict.fromkeys(("tbody", "thead", "tfoot", "colgroup"), _CELLS | {"tr", "tbody", "thead", "tfoot", "colgroup"}),
}
_SOFT = frozenset({*_ITEMS, *_TABLE_PARTS})
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
    """An element that is open: its name, and the length of its start tag if it is formatting."""

    name: str
    length: int


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
            name = match["name"]
            if name is not None and match["end"]:
                self._close(name.lower())
            elif name is not None:
                position = self._begin(name.lower(), match.end() - match.start(), position)
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
            return self._end_of_raw(name, position)
        if name in _ITEMS:
            self._close_above(_ITEMS[name], passing=INLINE | {"div", "address"})
        elif name in _TABLE_PARTS:
            self._close_above(_TABLE_PARTS[name], until="table")
        if name not in _IGNORED:
            length = length if name in FORMATTING else 0
            self._open.append(_Open(name, length))
            self._longest = max(self._longest, length)
            self._depth = max(self._depth, self._buried + len(self._open))
        return position

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
        """Note an end tag: take out the element that it surely closes, if there is one."""
        if name in _UNSURE:
            self._bury()
            return
        is_inline = name not in _BLOCKS
        for index in range(len(self._open) - 1, -1, -1):
            element = self._open[index]
            if element.name == name:
                above = self._open[index + 1 :]
                del self._open[index:]
                if is_inline:
                    self._open += [other for other in above if other.length]
                else:
                    self._reopened += sum(other.length for other in above)
                return
            self._steps += 1
            if not (element.length or element.name in INLINE or (not is_inline and element.name in _SOFT)):
                break
        if name in FORMATTING:
            self._cloned += _CLONES * self._longest

    def _close_above(self, wanted: frozenset[str], *, passing: frozenset[str] | None = None, until: str = "") -> None:
        """Close the outermost of some elements that nothing else separates from here, and all that is in it."""
        found = None
        for index in range(len(self._open) - 1, -1, -1):
            name = self._open[index].name
            self._steps += 1
            if name in wanted:
                found = index
                if passing is not None:
                    break
            elif name == until or (passing is not None and name not in passing):
                break
        else:
            found = found if passing is not None else None
        if found is not None:
            self._reopened += sum(element.length for element in self._open[found:])
            del self._open[found:]

    def _bury(self) -> None:
        """Take everything that is open for something that is never closed."""
        self._reopened += sum(element.length for element in self._open)
        self._buried += len(self._open)
        self._open.clear()


_BLOCKS = (
    names(
        "address applet article aside blockquote button center details dialog dir div dl fieldset"
        " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup listing main marquee menu nav"
        " object ol pre search section summary table ul"
    )
    | _SOFT
)


def growth(html: str, deepest: int) -> Growth:
    """Return what the tree of some HTML can come to at most; it is looked at until it is deeper than `deepest`."""
    return _Scanner(html, deepest).scan()
