"""The table of HTML elements and attributes: what becomes of each in an article.

`docs/articles.md` shows it. The elements are those of the HTML standard, with the obsolete ones (section 16.2), of
MathML Core, and `svg`.
"""

from typing import Final


def names(text: str) -> frozenset[str]:
    """Return the names that a text lists, with spaces between them."""
    return frozenset(text.split())


def _each(elements: str, attributes: str = "") -> dict[str, frozenset[str]]:
    return dict.fromkeys(elements.split(), names(attributes))


GLOBAL_ATTRIBUTES: Final = names("dir id lang title")
"""The attributes that every element of HTML keeps; of ids, those that a link in the same text leads to."""

MATHML: Final = {
    "math": names("alttext dir display displaystyle"),
    **_each("mi mn ms mtext mrow msqrt mroot merror mphantom", "dir displaystyle mathvariant scriptlevel"),
    **_each("mstyle", "dir displaystyle mathvariant scriptlevel"),
    **_each(
        "mo",
        "accent dir fence form largeop lspace mathvariant maxsize minsize movablelimits rspace separator stretchy"
        " symmetric",
    ),
    **_each("mspace", "depth height width"),
    **_each("mpadded", "depth height lspace voffset width"),
    **_each("mfrac", "displaystyle linethickness scriptlevel"),
    **_each("msub msup msubsup mmultiscripts mprescripts none"),
    **_each("munder mover munderover", "accent accentunder displaystyle"),
    **_each("menclose", "notation"),
    **_each("mtable", "columnalign columnlines columnspacing displaystyle frame rowalign rowlines rowspacing"),
    **_each("mtr", "columnalign rowalign"),
    **_each("mtd", "columnalign columnspan rowalign rowspan"),
}
"""The elements of formulas that are kept, each with all its attributes. What else stands in a formula is its text.

No element in which a parser goes back to HTML (`annotation-xml`) or on with MathML (`mglyph`) is among them, so that
no two parsers can read what is written in two ways.
"""

_CELL = "abbr align char charoff colspan headers rowspan valign"
_ROW = "align char charoff valign"

_HTML = {
    **_each("abbr acronym address article aside b bdi big br center cite code dd dfn dl dt em figcaption figure"),
    **_each("footer header hgroup i kbd main mark nav pre rp rt rtc ruby s samp section small span strike"),
    **_each("strong sub summary sup tt u var wbr"),
    **_each("a", "href hreflang"),
    **_each("audio", "controls preload src"),
    **_each("bdo"),
    **_each("blockquote q", "cite"),
    **_each("caption div h1 h2 h3 h4 h5 h6 p", "align"),
    **_each("col colgroup", f"{_ROW} span"),
    **_each("data", "value"),
    **_each("del ins", "cite datetime"),
    **_each("details", "open"),
    **_each("hr", "align size width"),
    **_each("iframe", "allowfullscreen height referrerpolicy src width"),
    **_each("img", "align alt height src width"),
    **_each("li", "type value"),
    **_each("ol", "reversed start type"),
    **_each("source", "media src type"),
    **_each("table", f"{_ROW} summary"),
    **_each("tbody tfoot thead tr", _ROW),
    **_each("td", _CELL),
    **_each("th", f"{_CELL} scope"),
    **_each("time", "datetime"),
    **_each("track", "default kind label src srclang"),
    **_each("ul", "type"),
    **_each("video", "controls height poster preload src width"),
}

KEPT: Final = _HTML | MATHML
"""The elements that a text may have when it leaves, each with what it keeps besides GLOBAL_ATTRIBUTES."""

REWRITTEN: Final = {
    "a": "its address absolute, or within the text; the mark beside a heading (`¶`) goes",
    **dict.fromkeys(("amp-anim", "amp-img"), "a picture, `img`"),
    **dict.fromkeys(("amp-audio", "amp-video"), "sound or film, with a link to it inside"),
    "amp-iframe": "as `iframe`",
    **dict.fromkeys(
        ("amp-dailymotion", "amp-vimeo", "amp-youtube", "lite-vimeo", "lite-youtube", "youtube-lite"),
        "a player, and a link to the film",
    ),
    "area": "a link to where it leads",
    "audio": "with controls, and a link to the sound inside",
    "canvas": "its content",
    "dir": "a list, `ul`",
    "embed": "a player, a picture, or a link to what it shows",
    "frame": "a player, a picture, or a link to what it shows",
    "iframe": "a player of a known host, written anew, and a link to the film; else a link to what it shows",
    "image": "a picture, `img`",
    "img": "the picture itself where it is loaded late, the largest of several; none for counting readers",
    "input": "a box that is ticked or not (☑, ☐); any other goes",
    "listing": "preformatted text, `pre`",
    "math": "less annotations; the TeX of a formula is its `alttext`",
    "menu": "a list, `ul`",
    "noscript": "the pictures and players in it, where they are not there already",
    "object": "a player, a picture, or a link to what it shows; without an address its content",
    "picture": "its `img`, or the largest picture that readers show",
    "plaintext": "its tag is text",
    "script": "a formula's TeX; any other goes",
    "source": "of a picture, see there; of sound and film, kept if its address can be published",
    "svg": "its title",
    "track": "of sound and film, kept if its address can be published",
    "video": "with controls, and a link to the film inside",
    "xmp": "preformatted text, `pre`",
}
"""The elements that are written anew, and as what."""

UNWRAPPED: Final = names(
    "applet blink body button dialog fieldset font form frameset head html label legend map marquee meter"
    " multicol nobr optgroup option output progress rb search slot"
) | names("maction semantics")
"""The elements that go while their content stays; the last ones are MathML."""

DROPPED: Final = names(
    "base basefont bgsound command content datalist element fencedframe isindex keygen link menuitem meta nextid"
    " noembed noframes param select selectedcontent shadow spacer style template textarea title"
) | names("annotation annotation-xml malignmark mglyph")
"""The elements that go with all that is in them; the last ones are MathML."""

KNOWN: Final = frozenset({*KEPT, *REWRITTEN, *UNWRAPPED, *DROPPED})
"""The elements that are elements. What else looks like a tag is text (`Vec<T>`), unless its name has a hyphen."""

_RARE = names(
    "annotation annotation-xml bgsound command content element fencedframe image isindex keygen listing malignmark"
    " maction menuitem mglyph multicol nextid noembed plaintext rb rtc search selectedcontent semantics shadow spacer"
    " xmp"
)

USUAL: Final = frozenset(name for name in KNOWN - MATHML.keys() - _RARE if "-" not in name) | {"math"}
"""The elements that people write, and by whose names nothing else is called: no component, and no word of prose."""

VOID: Final = names(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr"
)
"""The elements without content and without an end tag (HTML standard, 13.1.2, and obsolete ones)."""

FORMATTING: Final = names("a b big code em font i nobr s small strike strong tt u")
"""The elements that a parser opens anew where they were not closed (HTML standard, 13.2.4.3)."""

INLINE: Final = FORMATTING | names(
    "abbr acronym bdi bdo cite data del dfn ins kbd label mark q rb ruby samp span sub sup time var"
)
"""The elements within a line that have content and an end tag."""

ADDRESSES: Final = frozenset({"cite", "href", "poster", "src"})
"""The kept attributes that hold an address."""

SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})
"""The schemes of the addresses that are kept."""
