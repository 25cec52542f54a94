"""Find what a body will lose when it is published; only one that may lose something is rendered for that."""

import re

from feeds.core.model import Body
from feeds.core.patterns import lazy
from feeds.markup.elements import names
from feeds.markup.losses import Loss
from feeds.markup.markdown import as_html
from feeds.markup.outline import outline
from feeds.markup.players import SCRIPTED
from feeds.markup.sanitise import sanitise

_LOSING = names(
    "amp-anim amp-audio amp-iframe amp-img amp-video audio canvas dialog embed frame iframe input object script select"
    " svg textarea video"
) | set(SCRIPTED)
_LOSING_NAMES = frozenset(name.encode() for name in _LOSING)
_HOST = r"https?://[\w-]+(?:\.[\w-]+)*(?::\d{1,5})?"
_BEFORE = r"(?>(?:\s++(?!src\s*=)[\w:@.-]++(?>(?:\s*+=\s*+(?:\"[^\"<>]*+\"|'[^'<>]*+'|[^\s\"'<>]++))?))*)"
"""The attributes before `src`."""


def _pattern(text: str) -> re.Pattern[bytes]:
    return lazy(text.encode())


_REWRITTEN = _pattern(rf"<(?:(?:{'|'.join(sorted(_LOSING))})(?=[\s/>])|img(?!{_BEFORE}\s++src\s*+=))")
_WITH_SOURCE = _pattern(rf"{_BEFORE}\s++src\s*+=")
_HREF, _SRC = (
    _pattern(
        rf"{name}\s*+=\s*+[\"']?+(?!{_HOST}(?=[/?#\"'\s>])|\.{{0,2}}/(?!/)|//[\w-]+\.|#|mailto:|tel:|[\w%.-]+(?=[/?#\"'\s>]))"
    )
    for name in ("href", "src")
)
_AMPERSAND = r"&(?:amp|#0*+38|#x0*+26);?"
_ESCAPED = _pattern(rf"{_AMPERSAND}(?:[&#]|a[m&])|&&#")
"""An ampersand that is escaped twice, in whatever way, or once more than that."""

_ENTITY = _pattern(_AMPERSAND)
_HIDING = (b"hidden", b"sr-only", b"none", b"mso-hide", b"screen-reader")
_TARGET = _pattern(
    rf"\](?:\(|:)\s*+<?+(?!{_HOST}(?=[/?#)\s>])|\.{{0,2}}/(?!/)|//[\w-]+\.|[#?]|mailto:|tel:|[\w%.-]+(?=[/?#)\s>]))"
)
_AUTOLINK = _pattern(r"<(?!https?:|mailto:)[a-z][a-z0-9+.-]*:")


def losses(body: Body, link: str) -> tuple[Loss, ...]:
    """Return what a body, which is not too much to be rendered, will lose. The addresses are as for `sanitise`."""
    return sanitise(as_html(body), link).losses if _may_lose(body) else ()


def _may_lose(body: Body) -> bool:
    """Return whether a body may lose something: if not, it surely will not."""
    if body.format == "html" and (seen := outline(body.text)) is not None:
        return (
            not seen.names.isdisjoint(_LOSING_NAMES)
            or not all(map(_WITH_SOURCE.match, seen.pictures))
            or _lose_addresses(seen.attributes)
        )
    text = body.text.encode(errors="replace").lower()
    if b"<" in text and (_REWRITTEN.search(text) is not None or _lose_addresses(text)):
        return True
    return body.format == "markdown" and (
        ((b"](" in text or b"]:" in text or b"<" in text) and _has_odd_target(text)) or _has_entity_in_address(text)
    )


def _lose_addresses(attributes: bytes) -> bool:
    """Return whether an address among some attributes may not be published, or one of them may hide an element."""
    return (
        _HREF.search(attributes) is not None
        or _SRC.search(attributes) is not None
        or _ESCAPED.search(attributes) is not None
        or any(word in attributes for word in _HIDING)
    )


def _has_odd_target(text: bytes) -> bool:
    """Return whether a link of Markdown may lead to what cannot be published."""
    return _TARGET.search(text) is not None or _AUTOLINK.search(text) is not None


def _has_entity_in_address(text: bytes) -> bool:
    """Return whether an address in Markdown may hold an ampersand that is escaped: once, where it is a bare one."""
    if b"&" not in text or _ENTITY.search(text) is None:
        return False
    return _ESCAPED.search(text) is not None or any(
        b"&" in word and (b"://" in word or b"www." in word) and _ENTITY.search(word) for word in text.split()
    )
