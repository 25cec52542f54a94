"""Find what looks like a tag in HTML but is text: a word such as `<T>`, and a tag without its end.

A parser takes all that follows `<title>` for its content, up to an end tag that prose does not have.
"""

import re

from feeds.core.patterns import lazy
from feeds.markup.elements import DROPPED, KNOWN, REWRITTEN, VOID, names

_NAME = lazy(r"</?([a-zA-Z][^\s/>]*)")
_ENDED = lazy(r"</([a-zA-Z][^\s/>]*)[\s>]")
_EATING = frozenset({*DROPPED, *REWRITTEN, "details", "dialog"} - VOID - {"a", "dir", "image", "menu", "picture"})
"""The elements whose content does not stay as it is, or is not shown at first."""

_ALONE = frozenset({"command", "content", "element", "isindex", "keygen", "malignmark", "menuitem", "mglyph", "nextid"})
EATING = _EATING - _ALONE
"""The elements that take all that follows with them, up to their end tag."""

_RAW = frozenset({"script", "style"})
"""Those in which a start tag between quotation marks means nothing: it is a text of the script's."""

_TAG = lazy(
    rf"<(?P<end>/?)(?P<name>{'|'.join(sorted(EATING, key=len, reverse=True))})(?=[\s/>])|(?P<comment><!--)",
    re.IGNORECASE,
)
_COMMENT_END = lazy(r"--!?>")


_NAMED = names(
    "article aside button caption fieldset figcaption figure footer form header hgroup label legend main meter nav"
    " output progress section summary table time"
)
"""The elements that prose names and hardly anybody leaves open, unlike `p` and `div`."""

_IN_PROSE = lazy(r"(?<=[\w,;:(] )<(?P<name>[a-z][a-z1-6]*)>(?=[\s,.;:!?)])", re.IGNORECASE)
_FOUND = lazy(_NAME.pattern.encode())
_NAMED_FOUND = frozenset(name.encode() for name in _NAMED)
_KNOWN = frozenset(name.encode() for name in KNOWN)
_EATING_FOUND = frozenset(name.encode() for name in EATING)


def with_tags_as_text(html: str) -> str:
    """Return HTML in which a `<` is escaped that begins a word of the prose, and no markup."""
    lower = html.encode(errors="replace").lower()
    found = set(_FOUND.findall(lower))  # in bytes, in a third of the time
    if not found <= _KNOWN:
        html = _with_words_as_text(html)
    if not found.isdisjoint(_EATING_FOUND) or "<!--" in html:
        html = _without_open_ends(html)
    if open_ones := {name.decode() for name in found & _NAMED_FOUND if b"</" + name not in lower}:
        html = _IN_PROSE.sub(lambda tag: f"&lt;{tag[0][1:]}" if tag["name"].lower() in open_ones else tag[0], html)
    return html


def _with_words_as_text(html: str) -> str:
    """Return HTML in which a `<` is escaped that is followed by a name that is no element's."""
    found = {name.lower() for name in _NAME.findall(html)}
    ended = {name.lower() for name in _ENDED.findall(html)}
    words = {name for name in found - KNOWN if not _is_markup(name, ended)}
    return _NAME.sub(lambda match: f"&lt;{match[0][1:]}" if match[1].lower() in words else match[0], html)


def _is_markup(name: str, ended: set[str]) -> bool:
    """Return whether a name that HTML does not have is an element's all the same; `ended` have an end tag.

    That is so for those of drawings, for `o:p` and the like, and for those of the site's own (HTML standard, 4.13.3)
    that have an end tag; `<your-name>` has none.
    """
    if name in _DRAWN or _PREFIXED.fullmatch(name):
        return True
    return "-" in name and name in ended


_PREFIXED = lazy(r"[a-z][\w.-]*:[a-z][\w.-]*")
_DRAWN = names(
    "animate animatemotion animatetransform circle clippath defs desc ellipse feblend fecolormatrix filter"
    " foreignobject g lineargradient line marker mask metadata mpath path pattern polygon polyline radialgradient rect"
    " script set stop style switch symbol text textpath title tspan use view"
)
"""The usual elements of a drawing (SVG 2), which goes as a whole."""


def _without_open_ends(html: str) -> str:
    """Return HTML in which every tag is escaped that lacks its end or its beginning."""
    starts: dict[str, list[int]] = {}
    single: list[int] = []
    has_comments = True
    position = 0
    while match := _TAG.search(html, position):
        position = match.end()
        if match["comment"]:
            end = _COMMENT_END.search(html, match.start() + 2) if has_comments else None
            has_comments = end is not None
            if end is None:
                single.append(match.start())
            else:
                position = end.end()
            continue
        name = match["name"].lower()
        if name == "plaintext":
            single.append(match.start())
        elif not match["end"]:
            is_quoted = name in _RAW and starts.get(name) and html[match.start() - 1] in "\"'`"
            if not is_quoted:
                starts.setdefault(name, []).append(match.start())
        elif starts.get(name):
            starts[name].pop()
        else:
            single.append(match.start())
    single += [start for open_ones in starts.values() for start in open_ones]
    if not single:
        return html
    parts, position = [], 0
    for start in sorted(single):
        parts += [html[position:start], "&lt;"]
        position = start + 1
    return "".join(parts) + html[position:]
