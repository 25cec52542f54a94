"""What any document must be, whatever its articles hold: well-formed, and safe to show."""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any, Literal
from urllib.parse import urlsplit

import html5lib
from lxml import etree

from feeds.core.model import FormatName
from feeds.core.urls import EMBED_HOSTS

CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
WEB = re.compile(r"https?://[^\s<>\"]+")
LINKED = re.compile(r"(?:https?://|mailto:|tel:|#[\w.:-]+-[0-9a-f]{8}\Z)[^\s<>\"]*", re.IGNORECASE)
HARMLESS = frozenset(
    re.findall(
        r"\w+",
        """
        a abbr acronym address article aside audio b bdi bdo big blockquote br caption center cite code col
        colgroup data dd del details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup
        hr i iframe img ins kbd li main mark nav ol p pre q rp rt rtc ruby s samp section small source span
        strike strong sub summary sup table tbody td tfoot th thead time tr track tt u ul var video wbr
        math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms
        mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none
        """,
    )
)
ADDRESSES = frozenset(
    {"url", "external_url", "home_page_url", "feed_url", "image", "avatar", "icon", "favicon", "amp_url"}
)
PLAYER = re.compile(
    r"https://(?:(?:www\.)?youtube(?:-nocookie)?\.com/embed/[\w-]+|player\.vimeo\.com/video/\d+"
    r"|www\.dailymotion\.com/embed/video/\w+|geo\.dailymotion\.com/player(?:/\w+)?\.html|open\.spotify\.com/embed/\w+/\w+"
    r"|w\.soundcloud\.com/player/?|bandcamp\.com/EmbeddedPlayer/(?:[\w=.]+/)+)(?:[?#]\S*)?"
)
HARMLESS_ATTRIBUTES = frozenset(
    re.findall(
        r"\w+",
        """
        abbr align allowfullscreen alt char charoff cite colspan controls datetime default dir headers height href
        hreflang id kind label lang media open poster preload referrerpolicy reversed rowspan scope size span src
        srclang start summary title type valign value width
        accent accentunder alttext columnalign columnlines columnspacing columnspan depth display displaystyle
        fence form frame largeop linethickness lspace mathvariant maxsize minsize movablelimits notation rowalign
        rowlines rowspacing rspace scriptlevel separator stretchy symmetric voffset
        """,
    )
)
HTML = "{http://www.w3.org/1999/xhtml}"
MATH = "{http://www.w3.org/1998/Math/MathML}"
OURS = re.compile(r"#\w+|(?:\.\./)*(?:\./|[a-z0-9][\w.-]*/)*(?:[a-z][\w-]*\.\w+(?:\?[0-9a-f]{8})?)?")
"""An address within the site: a folder of a feed, or a document with the mark of its content."""

SUBSCRIPTION = re.compile(r"feed:https://(?:feeds\.example\.org|home\.example)/[\w./-]+")
"""The address of a document of the site, for the feed reader of the device."""

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


def faults(form: FormatName | Literal["opml"], document: bytes) -> list[str]:
    """Return what is wrong with a document that must not be wrong with any."""
    text = document.decode("utf-8")
    found = [f"control character {match[0]!r}" for match in CONTROLS.finditer(text)]
    if form == "page":
        return found + list(_in_page(document))
    return found + list(_in_json(json.loads(text), "") if form == "json" else _in_xml(etree.fromstring(document)))


def _in_json(value: Any, name: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _in_json(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _in_json(inner, name)
    elif value is None:
        yield f"{name} is null"
    elif isinstance(value, str):
        if CONTROLS.search(value):
            yield f"{name} holds a control character"
        if name in ADDRESSES and not WEB.fullmatch(value):
            yield f"{name} is {value!r}"
        if name == "content_html":
            yield from in_html(value)


def _in_xml(root: Any) -> Iterator[str]:
    for element in root.iter():
        name = etree.QName(element).localname
        value = element.text or ""
        is_address = name in ("url", "uri", "logo", "icon", "comments", "docs") or (
            name == "link" and not element.attrib
        )
        if name == "guid":
            is_address = element.get("isPermaLink") != "false"
        if is_address and not WEB.fullmatch(value):
            yield f"{name} is {value!r}"
        for attribute, address in element.attrib.items():
            if attribute in ("href", "url", "src", "domain", "scheme", "xmlUrl", "htmlUrl") and not WEB.fullmatch(
                address
            ):
                yield f"{name}/@{attribute} is {address!r}"
        if element.tag == CONTENT or element.get("type") == "html" or _is_summary(element):
            yield from in_html(value)


def _in_page(document: bytes) -> Iterator[str]:
    """Look for what runs, or leads anywhere but to the web and within the site, in a page that must parse strictly."""
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(document, transport_encoding="utf-8")
    for element in tree.iter():
        if element.tag == "script" and (element.text or not OURS.fullmatch(element.get("src", ""))):
            yield f"<script {element.get('src')!r}>"
        if element.tag in ("style", "iframe", "object", "embed", "form", "base"):
            yield f"<{element.tag}>"
        for name, value in element.attrib.items():
            if name.startswith("on") or name in ("style", "srcdoc", "formaction", "srcset"):
                yield f"<{element.tag} {name}>"
            is_safe = any(pattern.fullmatch(value) for pattern in (WEB, OURS, LINKED, SUBSCRIPTION))
            if name in ("href", "src", "poster") and not is_safe:
                yield f"<{element.tag} {name}={value!r}>"
            if name == "data-player" and not PLAYER.fullmatch(value):
                yield f"<{element.tag} {name}={value!r}>"


def _is_summary(element: Any) -> bool:
    """Say whether readers take an element of RSS for HTML, as they do an item's description, not the channel's."""
    return bool(element.tag == "description" and element.getparent().tag == "item")


class _Look(HTMLParser):
    """Notes every tag and attribute that must not be in an item."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in HARMLESS:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc", "formaction"):
                self.faults.append(f"<{tag} {name}>")
            if name in ("href", "src", "cite", "srcset", "poster", "action", "background", "data", "longdesc"):
                if not LINKED.fullmatch(value or ""):
                    self.faults.append(f"<{tag} {name}={value!r}>")
                if tag == "iframe" and urlsplit(value or "").hostname not in EMBED_HOSTS:
                    self.faults.append(f"<iframe {value!r}>")


@lru_cache(maxsize=1024)
def in_html(content: str) -> tuple[str, ...]:
    """Return what is in the HTML of an item that must not be, to a simple reader and to two kinds of browsers."""
    look = _Look()
    look.feed(content)
    look.close()
    found = dict.fromkeys(look.faults)
    if "<" in content:
        for scripting in (False, True):
            found |= dict.fromkeys(_in_tree(html5lib.parseFragment(content, container="div", scripting=scripting)))
    return tuple(found)


def _in_tree(tree: Any) -> Iterator[str]:
    """Look for what is not on the lists in the tree that a browser makes of the HTML of an item."""
    for element in tree.iter():
        if element is tree:
            continue
        tag = element.tag.removeprefix(HTML).removeprefix(MATH) if isinstance(element.tag, str) else "!--"
        if tag not in HARMLESS or (tag == "math") != (element.tag == f"{MATH}math"):
            yield f"<{tag}> in the tree"
        for name, value in element.attrib.items():
            if name not in HARMLESS_ATTRIBUTES:
                yield f"<{tag} {name}> in the tree"
            if name in ("href", "src", "cite", "poster") and not LINKED.fullmatch(value):
                yield f"<{tag} {name}={value!r}> in the tree"
        if tag == "iframe" and not PLAYER.fullmatch(element.get("src", "")):
            yield f"<iframe {element.get('src')!r}> in the tree"
        if tag == "iframe" and (element.text or len(element)):
            yield "a frame with content"
