"""What becomes of each HTML element and attribute of an article. One table, for all that reads or writes its HTML."""

from typing import Final


def names(text: str) -> frozenset[str]:
    """Return the names that a text lists, with spaces between them."""
    return frozenset(text.split())


GLOBAL_ATTRIBUTES: Final = frozenset({"lang", "title"})
"""The attributes that every element keeps."""

_CELL = {"align", "char", "charoff", "colspan", "headers", "rowspan"}
_ROW = {"align", "char", "charoff"}

KEPT: Final[dict[str, frozenset[str]]] = {
    name: frozenset(attributes)
    for name, attributes in {
        "a": {"href", "hreflang"},
        "bdo": {"dir"},
        "blockquote": {"cite"},
        "col": {*_ROW, "span"},
        "colgroup": {*_ROW, "span"},
        "del": {"cite", "datetime"},
        "hr": {"align", "size", "width"},
        "iframe": {"allowfullscreen", "height", "src", "width"},
        "img": {"align", "alt", "height", "src", "width"},
        "ins": {"cite", "datetime"},
        "ol": {"start"},
        "q": {"cite"},
        "table": {*_ROW, "summary"},
        "tbody": _ROW,
        "td": _CELL,
        "th": {*_CELL, "scope"},
        "thead": _ROW,
        "tr": _ROW,
    }.items()
} | dict.fromkeys(
    names(
        "abbr acronym area article aside b bdi br caption center cite code data dd details dfn div dl dt"
        " em figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup i kbd li map mark nav p pre rp rt"
        " rtc ruby s samp small span strike strong sub summary sup time tt u ul var wbr"
    ),
    frozenset[str](),
)
"""The elements that are kept, each with the attributes that it keeps besides GLOBAL_ATTRIBUTES.

An `img` without an address that can be published goes, and an `iframe` that is not a player (`players.py`). Any other
element that is not in DROPPED_WITH_CONTENT goes, and its content stays.
"""

DROPPED_WITH_CONTENT: Final = frozenset(
    {"math", "noscript", "object", "script", "select", "style", "svg", "template", "textarea", "title"}
)
"""The elements that go with all that is in them."""

VOID: Final = frozenset({"area", "br", "col", "hr", "img", "wbr"})
"""The kept elements without content and without an end tag."""

ADDRESSES: Final = frozenset({"cite", "href", "src"})
"""The kept attributes that hold an address."""

SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})
"""The schemes of the addresses that are kept."""
