"""Find what a body will lose when it is published; only one that may lose something is rendered for that."""

import re

from feeds.core.model import Body
from feeds.markup.losses import Loss
from feeds.markup.markdown import as_html
from feeds.markup.sanitise import sanitise

_HOST = r"https?://[\w-]+(?:\.[\w-]+)*(?::\d{1,5})?"
_OTHER = r"(?>(?:\s++(?!src\s*=)[\w:@.-]++(?>(?:\s*+=\s*+(?:\"[^\"<>]*+\"|'[^'<>]*+'|[^\s\"'<>]++))?))*)"
"""The attributes before `src`."""

_REWRITTEN = re.compile(
    r"<(?:(?:audio|canvas|dialog|embed|frame|iframe|input|object|script|select|svg|textarea|video)(?=[\s/>])"
    rf"|img(?!{_OTHER}\s++src\s*+=))"
)
_HREF, _SRC = (
    re.compile(
        rf"{name}\s*+=\s*+[\"']?+(?!{_HOST}(?=[/?#\"'\s>])|\.{{0,2}}/(?!/)|//[\w-]+\.|#|mailto:|tel:|[\w%.-]+(?=[/?#\"'\s>]))"
    )
    for name in ("href", "src")
)
_HIDING = ("hidden", "sr-only", "none", "mso-hide", "screen-reader")
_TARGET = re.compile(
    rf"\](?:\(|:)\s*+<?+(?!{_HOST}(?=[/?#)\s>])|\.{{0,2}}/(?!/)|//[\w-]+\.|[#?]|mailto:|tel:|[\w%.-]+(?=[/?#)\s>]))"
)
_AUTOLINK = re.compile(r"<(?!https?:|mailto:)[a-z][a-z0-9+.-]*:")


def losses(body: Body, link: str) -> tuple[Loss, ...]:
    """Return what a body, which is not too much to be rendered, will lose. The addresses are as for `sanitise`."""
    return sanitise(as_html(body), link).losses if _may_lose(body) else ()


def _may_lose(body: Body) -> bool:
    """Return whether a body may lose something: if not, it surely will not."""
    text = body.text.lower()
    if "<" in text and (
        _REWRITTEN.search(text) or _HREF.search(text) or _SRC.search(text) or any(word in text for word in _HIDING)
    ):
        return True
    return body.format == "markdown" and ("](" in text or "]:" in text or "<" in text) and _has_odd_target(text)


def _has_odd_target(text: str) -> bool:
    """Return whether a link of Markdown may lead to what cannot be published."""
    return _TARGET.search(text) is not None or _AUTOLINK.search(text) is not None
