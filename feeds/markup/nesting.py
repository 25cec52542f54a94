"""Which elements of HTML end others, or keep them from being ended, when they begin and end."""

from feeds.markup.elements import VOID, names

IGNORED = VOID | {"image", "html", "head", "body", "frameset"}
"""Start tags after which no element of that name is open."""

ITEMS = {"li": names("li"), "dd": names("dd dt"), "dt": names("dd dt")}
CELLS = names("td th caption")
"""The items of lists, each with those that it ends; and the cells of tables, in which there may be another table."""

_ROWS = CELLS | {"tr", "colgroup"}
TABLE_PARTS = {
    **dict.fromkeys(("td", "th"), CELLS | {"colgroup"}),
    "tr": _ROWS,
    **dict.fromkeys(("tbody", "thead", "tfoot", "colgroup", "caption"), _ROWS | {"tbody", "thead", "tfoot"}),
}
"""The parts of tables, each with those that it ends."""

TABLE, PARAGRAPH = names("table"), names("p")
HEADINGS = names("h1 h2 h3 h4 h5 h6")
"""Elements that the end tag of any of them ends. In the other sets here, `h1` stands for all of them."""

IN_RUBY = names("rb rp rt rtc")
DOUBTFUL = names("button dialog form h1 optgroup option search") | IN_RUBY
"""Elements that may have ended, or never begun, where the scan has them open."""

ONCE = names("a button nobr")
"""Elements that a second one ends."""

SCOPE = names("applet caption html marquee object table td template th")
"""Elements beyond which no end tag of a block reaches (HTML standard, 13.2.4.2: what a scope ends with)."""

ITEM_SCOPE = SCOPE | {"ol", "ul"}
PARAGRAPH_SCOPE = SCOPE | {"button"}
"""The same for the items of lists, and for paragraphs."""

ENDS_PARAGRAPH = names(
    "address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer form h1"
    " header hgroup hr li listing main menu nav ol p pre search section summary ul"
)
"""Elements that end a paragraph where they begin."""

BLOCKS = (ENDS_PARAGRAPH - {"hr"}) | TABLE_PARTS.keys() | names("applet button marquee object table")
"""Elements whose end tags end all that is in them, whatever it is."""

SPECIAL = (
    VOID
    | BLOCKS
    | names("body frameset head html iframe noembed noframes noscript plaintext script select style template textarea")
    | names("title xmp")
)
"""Elements beyond which no other end tag reaches (HTML standard, 13.2.4.2)."""

BARS_ITEM = SPECIAL - {"address", "div", "p"}
"""Elements beyond which no item of a list ends the one before it (HTML standard, 13.2.6.4.7)."""
