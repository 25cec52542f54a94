"""Judge what a body grows to when it is rendered, before it is rendered.

A few kilobytes can become gigabytes: a reference of Markdown is written out at each use, an HTML parser opens
formatting that was never closed anew in every paragraph, each relative link gets the address of the page or the site,
and documents escape what HTML has escaped already. The bounds here are never below what comes of a body; only if a
cheap bound is too high is the body looked at more closely, and at last rendered.
"""

import re
from typing import NamedTuple

from feeds.core.limits import (
    MAX_ATTRIBUTES,
    MAX_BODY,
    MAX_COPIED,
    MAX_MARKUP,
    MAX_NESTING,
    MAX_RENDERED,
    MAX_SIGNS,
)
from feeds.core.model import Body
from feeds.markup.crowding import is_crowded, may_become_crowded
from feeds.markup.markdown import DEFINITION_SIGNS, as_html
from feeds.markup.outline import outline
from feeds.markup.sanitise import sanitise
from feeds.markup.scan import growth
from feeds.markup.writer import TooLongError

_HTML_SIGNS = b"<&"
_MARKDOWN_SIGNS = b"[]!*_`<>&|~\n"
_STOPPING_SIGNS = b"\n!#$%&*+-:<=>@[\\]^_`{}~"
"""The characters at which the parser of Markdown ends a run of text (`markdown_it.rules_inline.text`)."""

_ESCAPED = b"&\"'<>"
_DEFINITION = re.compile(r"\]:[^\n]*(?:\n[^\n]*){0,2}")

_MAX_TEXT = MAX_COPIED * 3 // 5
"""The part of it that the text may come to."""

_DOCUMENTS = 4
"""The documents of a feed that hold the text: RSS, Atom, JSON Feed and the page."""

_LONGEST = 12
"""Bytes that a character comes to in a document at most: one outside of ASCII, percent-encoded in an address.

A quotation mark in an attribute comes to 10 in XML, `&amp;quot;`.
"""

_LONGEST_ASCII = 3
"""The same for one of ASCII that HTML does not escape."""

_TAG = 60
"""Bytes of the tags that a sign of Markdown, or a bare address, comes to in a document at most."""

_TOO_MUCH_MARKUP = f"has more than {MAX_MARKUP:,} signs of markup"
_TOO_MANY_SIGNS = f"has more than {MAX_SIGNS:,} signs that markup may begin with"
_TOO_LONG = f"would be longer than {MAX_RENDERED:,} characters"


class Place(NamedTuple):
    """Where a body is shown: in how many feeds, as which page, and under which id."""

    copies: int
    link: str
    key: str = ""

    @property
    def room(self) -> int:
        """The bytes that the text may come to in the documents of one feed."""
        return _MAX_TEXT // self.copies

    @property
    def prefix(self) -> int:
        """The characters that go before a relative address at most."""
        return len(self.link) + 100


def excess(body: Body, place: Place) -> str | None:
    """Return why a body is too much to be rendered, to follow its name; None for one that is not.

    The answer depends on the body and its place alone.
    """
    text = body.text
    if remark := excess_unrendered(body):
        return remark

    if _plainly_fits(body, place):
        return None
    if body.format == "markdown" and _referred(text) > MAX_RENDERED:
        return f"{_TOO_LONG} with its references written out"
    return _excess(as_html(body), place)


def excess_unrendered(body: Body) -> str | None:
    """Return why a body is too much even to be looked at, as `excess` does."""
    text = body.text
    if len(text) > MAX_BODY:
        return f"is longer than {MAX_BODY:,} characters"
    if len(text) <= MAX_MARKUP:
        return None
    is_html = body.format == "html"
    signs = _number_of(_HTML_SIGNS, text) if is_html else _number_of(_MARKDOWN_SIGNS, text) + _definitions(text)
    if signs > MAX_MARKUP:
        return _TOO_MUCH_MARKUP
    is_stopping = not is_html and len(text) > MAX_SIGNS and _number_of(_STOPPING_SIGNS, text) > MAX_SIGNS
    return _TOO_MANY_SIGNS if is_stopping else None


def _plainly_fits(body: Body, place: Place) -> bool:
    """Return whether a body surely has room, by what its signs can come to at most."""
    text = body.text
    if body.format == "html":
        return _outline_fits(text, place)
    if "|" in text or may_become_crowded(
        text, MAX_ATTRIBUTES
    ):  # missing cells of a table are filled up: 2 kB become 65,536 cells
        return False

    # What is opened anew at a tag is shorter than the text, and so is what a reference is written out to. A bare
    # address is written twice.
    tags, brackets = text.count("<"), text.count("[")
    times = 1 + tags + ("://" in text or "www." in text) + (brackets if "]:" in text else 0)
    if times * len(text) > MAX_RENDERED:
        return False
    addresses = brackets + (_addresses(text) if tags else 0)
    added = addresses * place.prefix + _TAG * _number_of(_MARKDOWN_SIGNS, text)
    is_ascii = text.isascii() and "&" not in place.link
    return _DOCUMENTS * (_most(text) * times + (1 if is_ascii else _LONGEST) * added) <= place.room


def _outline_fits(html: str, place: Place) -> bool:
    """Return whether HTML surely has room, by its outline: however often its formatting is written again."""
    seen = outline(html)
    if seen is None or seen.signs > MAX_NESTING or len(seen.attributes) > 2 * MAX_ATTRIBUTES:
        return False
    if len(html) + 4 * html.count("&") + seen.growth > MAX_RENDERED:
        return False
    addresses = min(3 * seen.signs, 2 * (seen.attributes.count(b"=") + seen.attributes.count(b"href")))
    return _DOCUMENTS * (_most(html) + _LONGEST * (seen.growth + addresses * place.prefix)) <= place.room


def _addresses(html: str) -> int:
    """Return how many addresses HTML has at most.

    No element has more than three, a film's, its picture's, and that of the link in it; an empty `href` needs no
    equals sign.
    """
    return min(3 * html.count("<"), 2 * (html.count("=") + html.lower().count("href")))


def _definitions(text: str) -> int:
    """Return how many lines begin as definitions do, which cost twice as much as others."""
    return sum(map(text.count, DEFINITION_SIGNS))


def _referred(text: str) -> int:
    """Return how many characters come at most of the references of Markdown."""
    longest = max((len(match[0]) for match in _DEFINITION.finditer(text)), default=0)
    return longest * text.count("[")


def _excess(html: str, place: Place) -> str | None:
    """Return why HTML is too much for its parser, or for the feeds that it is in."""
    if _number_of(_HTML_SIGNS, html) > MAX_MARKUP:
        return _TOO_MUCH_MARKUP
    if is_crowded(html, MAX_ATTRIBUTES):
        return f"has a tag with more than {MAX_ATTRIBUTES:,} attributes"
    if _outline_fits(html, place):
        return None
    more, depth = growth(html, MAX_NESTING)
    if depth > MAX_NESTING:
        return f"has more than {MAX_NESTING:,} HTML elements one inside another"
    if len(html) + 4 * html.count("&") + more > MAX_RENDERED:
        return _TOO_LONG
    if _DOCUMENTS * _LONGEST * (len(html) + more + _addresses(html) * place.prefix) <= place.room:
        return None
    try:
        clean = sanitise(html, place.link, key=place.key).html
    except TooLongError:
        return _TOO_LONG
    if _written(clean) > place.room:
        return f"would be longer than {_MAX_TEXT:,} bytes in the documents of its {place.copies} feeds"
    return None


def _most(html: str) -> int:
    """Return the bytes that HTML comes to in a document at most, its addresses being absolute."""
    if not html.isascii():
        return _LONGEST * len(html)
    return _LONGEST_ASCII * len(html) + _LONGEST * _number_of(_ESCAPED, html)


def _number_of(characters: bytes, text: str) -> int:
    """Return how often characters of ASCII are in a text; in the time that `str.count` takes for two of them."""
    encoded = text.encode(errors="replace")
    return len(encoded) - len(encoded.translate(None, characters))


def _written(html: str) -> int:
    """Return how many bytes HTML comes to in the documents of a feed: escaped in two of XML and in one of JSON."""
    in_xml = 4 * html.count("&") + 3 * html.count("<") + 3 * html.count(">")
    in_json = html.count('"') + html.count("\\") + html.count("\n") + html.count("\t")
    return _DOCUMENTS * len(html.encode(errors="replace")) + 2 * in_xml + in_json
