"""Rewrite elements that are not copied as they are: links, pictures, frames, sound and film, and a few more."""

from collections.abc import Mapping
from html import escape
from types import MappingProxyType
from typing import Final

from feeds.core.text import without_controls
from feeds.markup import embedded, formulas, pictures
from feeds.markup import losses as said
from feeds.markup.frame_pages import page_of_frame
from feeds.markup.players import SCRIPTED, frame, page_of
from feeds.markup.tree import Attributes, Node
from feeds.markup.writer import Rewrite, Writer

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ANCHORS = frozenset({"anchor", "anchorjs-link", "header-anchor", "headerlink", "heading-anchor", "permalink"})
_MARKS = frozenset({"", "#", "¶", "§", "🔗", "⚓"})


def _link(writer: Writer, node: Node, attributes: Attributes) -> str | None:
    href = attributes.get("href")
    if href and "#" in href and _is_mark(node, attributes):
        return None
    if writer.inside["noscript"]:
        return ""
    if href is not None and writer.jump(attributes):
        return "a"
    if href is not None and writer.address(href, "href") is None:
        writer.losses.note(said.LINK, href)
    return writer.open("a", attributes)


def _is_mark(node: Node, attributes: Attributes) -> bool:
    """Return whether a link is only the mark by which a heading can be linked to."""
    is_in_heading = node.parent is not None and node.parent.tag in _HEADINGS
    if not is_in_heading and _ANCHORS.isdisjoint((attributes.get("class") or "").split()):
        return False
    return (node.text() or "").strip() in _MARKS and node.css_first("img") is None


def _link_to(writer: Writer, url: str, text: str) -> str:
    """Return a link that stands for an element; its text alone inside of another link."""
    shown = escape(without_controls(text), quote=False)
    return shown if writer.inside["a"] else f'<a href="{escape(url)}">{shown}</a>'


def _area(writer: Writer, node: Node, attributes: Attributes) -> None:
    href = attributes.get("href")
    url = writer.address(href, "href") if href else None
    if url is not None and not writer.inside["noscript"]:
        writer.markup(_link_to(writer, url, attributes.get("alt") or embedded.name_of(attributes, url, writer.words)))
        writer.text(" ")


def _picture(writer: Writer, node: Node, attributes: Attributes) -> None:
    """Write a picture, unless one is there already that stands in for it without scripts."""
    written = pictures.addresses(attributes, pictures.beside(node))
    url = next(filter(None, map(writer.address, written)), None)
    if url is None:
        _note_lost_picture(writer, node, attributes)
    elif not pictures.counts_readers(attributes) and not _is_there(writer, url, attributes):
        writer.show(url)
        writer.note_sizes(url, pictures.sizes(attributes, pictures.beside(node)))
        writer.open("img", attributes, {"src": url})


def _is_there(writer: Writer, url: str, attributes: Attributes) -> bool:
    """Return whether the text shows a picture already, of which this is the form for those with or without scripts."""
    return bool(writer.inside["noscript"] or pictures.is_late(attributes)) and writer.shows(url)


def _note_lost_picture(writer: Writer, node: Node, attributes: Attributes) -> None:
    following = embedded.next_element(node)
    if writer.inside["noscript"] or (following is not None and following.tag == "noscript"):
        return
    source = attributes.get("src") or attributes.get("data-src") or attributes.get("srcset") or ""
    is_data = source.lstrip().lower().startswith("data:")
    writer.losses.note(
        said.DATA_PICTURE if is_data else said.PICTURE, source[:100] if source.strip() else f"<{node.tag}"
    )


def _drawing(writer: Writer, node: Node, attributes: Attributes) -> None:
    if writer.inside["noscript"] or attributes.get("aria-hidden") == "true":
        return
    title = node.css_first("title")
    named = (title.text() if title is not None else "") or attributes.get("aria-label") or ""
    text = " ".join(named.split())
    writer.text(text)
    writer.losses.note(said.DRAWING_TITLED if text else said.DRAWING, "<svg")


def _frame(writer: Writer, node: Node, attributes: Attributes) -> str | None:
    """Write what a frame, an embed or an object shows."""
    found = embedded.shown_by(node)
    if found.player is not None:
        _player(writer, node, attributes, found.player)
        return None
    if pictures.counts_readers(attributes) or writer.inside["noscript"]:
        return None
    url = writer.address(found.written) if found.written else None
    if url is not None and found.is_picture:
        writer.show(url)
        writer.open("img", attributes, {"src": url, "alt": attributes.get("alt") or (node.text() or "").strip()})
    elif url is not None:
        writer.losses.note(said.FRAME_LINKED, found.written)
        page = page_of_frame(url, writer.hosts)
        _stand_in(writer, node, _link_to(writer, page, embedded.name_of(attributes, page, writer.words)))
    elif node.tag == "object":
        return ""
    else:
        writer.losses.note(said.FRAME, f"<{node.tag}")
    return None


def _player(writer: Writer, node: Node, attributes: Attributes, url: str) -> None:
    """Write a player, and a link to its page for readers that show none."""
    page, named = page_of(url), ""
    if writer.inside["noscript"] and page in writer.shown:
        return
    writer.shown.add(page)
    if page == url:
        page, named = _link_inside(writer, node) or (page, named)
    title = without_controls(attributes.get("title") or "")
    width, height = attributes.get("width") or "", attributes.get("height") or ""
    allowed = attributes.get("allow") or ""
    full_screen = node.tag != "iframe" or "allowfullscreen" in attributes or "fullscreen" in allowed
    writer.markup(frame(url, title=title, width=width, height=height, full_screen=full_screen))
    if not writer.inside["a"] and not embedded.is_followed_by(node, page):
        _stand_in(
            writer,
            node,
            _link_to(writer, page, named or embedded.name_of(attributes, page, writer.words)),
            after="<br>",
        )


def _link_inside(writer: Writer, node: Node) -> tuple[str, str] | None:
    """Return the address and the words of the link that a player's frame has for readers without frames, if any."""
    link = embedded.link_inside(node)
    url = writer.address(link.attributes.get("href") or "", "href") if link is not None else None
    return (url, " ".join((link.text() or "").split()) or url) if link is not None and url is not None else None


def _stand_in(writer: Writer, node: Node, link: str, after: str = "") -> None:
    writer.markup(f"<p>{link}</p>" if embedded.takes_paragraphs(node) else f"{after}{link}")


def _media(writer: Writer, node: Node, attributes: Attributes) -> str | None:
    """Write sound or film: with controls, without what would begin by itself, and with a link inside."""
    tag = (node.tag or "").removeprefix("amp-")
    sources, tracks = embedded.media_parts(node)
    own = writer.address(attributes.get("src") or attributes.get("data-src") or "")
    written = ((source, source.get("src") or source.get("data-src") or "") for source in sources)
    playable = [(source, url) for source, address in written if (url := writer.address(address))]
    first = own or next((url for _, url in playable), None)
    if first is None:
        if not writer.inside["noscript"]:
            writer.losses.note(said.MEDIA, f"<{tag}")
        return ""
    poster = writer.address(attributes.get("poster") or "") if tag == "video" else None
    if poster:
        writer.show(poster)
    instead = {"controls": "", "preload": "none" if poster or tag == "audio" else "metadata"}
    writer.open(tag, attributes, instead | ({"src": own} if own else {}))
    for source, url in () if own else playable:
        writer.open("source", source, {"src": url})
    for track in tracks:
        if track_url := writer.address(track.get("src") or ""):
            writer.open("track", track, {"src": track_url})
    if not writer.inside["a"]:
        writer.markup(_link_to(writer, first, embedded.file_name(attributes, first)))
    writer.end(tag)
    return None


def _script(writer: Writer, node: Node, attributes: Attributes) -> None:
    kind = (attributes.get("type") or "").lower()
    if kind.startswith("math/tex"):
        before = node.prev
        while before is not None and not before.is_element_node:
            before = before.prev
        if before is None or formulas.in_several_forms(before) is None:
            writer.text(f"\\({(node.text() or '').strip()}\\)")
    elif kind in ("", "module") or "javascript" in kind:
        writer.losses.note(said.SCRIPT, "<script")


def _noscript(writer: Writer, node: Node, attributes: Attributes) -> str:
    writer.inside["noscript"] += 1
    return "noscript"


def _canvas(writer: Writer, node: Node, attributes: Attributes) -> str:
    writer.losses.note(said.CANVAS, "<canvas")
    return ""


def _input(writer: Writer, node: Node, attributes: Attributes) -> None:
    kind = (attributes.get("type") or "text").lower()
    if kind == "checkbox":
        writer.text("☑" if "checked" in attributes else "☐")
    elif kind != "hidden":
        writer.losses.note(said.FIELD, "<input")


def _list(writer: Writer, node: Node, attributes: Attributes) -> str:
    return "" if writer.inside["noscript"] else writer.open("ul", attributes)


def _preformatted(writer: Writer, node: Node, attributes: Attributes) -> str:
    return "" if writer.inside["noscript"] else writer.open("pre", attributes)


def _content(writer: Writer, node: Node, attributes: Attributes) -> str:
    return ""


def _part(writer: Writer, node: Node, attributes: Attributes) -> None:
    """Write nothing: what this is a part of is written with it."""


REWRITES: Final[Mapping[str, Rewrite]] = MappingProxyType(
    {
        "a": _link,
        "area": _area,
        "canvas": _canvas,
        "input": _input,
        "math": formulas.write,
        "noscript": _noscript,
        "picture": _content,
        "plaintext": _content,
        "script": _script,
        "svg": _drawing,
        **dict.fromkeys(("dir", "menu"), _list),
        **dict.fromkeys(("listing", "xmp"), _preformatted),
        **dict.fromkeys(pictures.TAGS, _picture),
        **dict.fromkeys(("iframe", "frame", "embed", "object", "amp-iframe", *SCRIPTED), _frame),
        **dict.fromkeys(("audio", "video", "amp-audio", "amp-video"), _media),
        **dict.fromkeys(("source", "track"), _part),
    }
)
"""How the elements are written that are not copied as they are."""
