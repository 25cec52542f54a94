"""Rewrite frames, objects, sound and film as players, pictures, controls, and links."""

from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

from feeds.core import images
from feeds.markup.players import LAZY_SOURCES, framed, player_of
from feeds.markup.tree import Attributes, Node, parse_apart
from feeds.words import N_, Words

_FLOW: Final = frozenset(
    {"article", "aside", "blockquote", "body", "center", "dd", "div", "figure", "footer", "header", "li", "main", "nav"}
    | {"section", "td", "th"}
)
_COMMON_TITLES: Final = frozenset(
    {"embed", "embedded content", "iframe", "spotify embed", "video player", "vimeo video player"}
    | {"youtube video player"}
)
"""Titles that hosts give to all of their players, which say nothing of the film."""

_WATCH, _LISTEN = N_("Watch on {host}"), N_("Listen on {host}")
_HOSTS: Final = {
    "www.youtube.com": (_WATCH, "YouTube"),
    "vimeo.com": (_WATCH, "Vimeo"),
    "www.dailymotion.com": (_WATCH, "Dailymotion"),
    "open.spotify.com": (_LISTEN, "Spotify"),
    "soundcloud.com": (_LISTEN, "SoundCloud"),
    "w.soundcloud.com": (_LISTEN, "SoundCloud"),
    "bandcamp.com": (_LISTEN, "Bandcamp"),
}


class Embedded(NamedTuple):
    """What an element shows: the address of a player, or an address as it is written, which may be a picture's."""

    player: str | None
    written: str
    is_picture: bool


def shown_by(node: Node) -> Embedded:
    """Return what an `iframe`, `frame`, `embed` or `object` shows."""
    attributes = node.attributes
    given = [attributes] if node.tag != "object" else [attributes, *_parameters(node)]
    player = player_of(node) or next((url for one in given[1:] if (url := framed(one))), None)
    addresses = (value for one in given for name in (*LAZY_SOURCES, "data") if (value := (one.get(name) or "").strip()))
    written = next((value for value in addresses if value != "about:blank"), "")
    kind = (attributes.get("type") or images.type_of(written) or "").lower()
    return Embedded(player, written, kind.startswith("image/") and node.tag in ("embed", "object"))


def _parameters(node: Node) -> Iterator[Attributes]:
    """Yield what the `param` elements of an object say of its address, and the `embed` in it."""
    child = node.child
    while child is not None:
        attributes = child.attributes if child.is_element_node else {}
        if child.tag == "param" and (attributes.get("name") or "").lower() in ("movie", "src", "url"):
            yield {"data": attributes.get("value")}
        elif child.tag in ("embed", "iframe"):
            yield attributes
        child = child.next


def name_of(attributes: Attributes, url: str, words: Words) -> str:
    """Return what a link to something embedded says: its title, where it can be seen, or its address in short."""
    for name in ("title", "aria-label"):
        given = " ".join((attributes.get(name) or "").split())
        if given and given.lower() not in _COMMON_TITLES:
            return given
    parts = urlsplit(url)
    if known := _HOSTS.get(parts.netloc):
        message, host = known
        return words.gettext(message, host=host)
    path = parts.path.rstrip("/")
    return unquote(f"{parts.netloc.removeprefix('www.')}{path}")


def file_name(attributes: Attributes, url: str) -> str:
    """Return what a link to sound or film says: its title, or the name of its file."""
    given = " ".join((attributes.get("title") or attributes.get("aria-label") or "").split())
    return given or unquote(urlsplit(url).path.rpartition("/")[2]) or urlsplit(url).netloc


def takes_paragraphs(node: Node) -> bool:
    """Return whether a paragraph may stand where a node stands."""
    parent = node.parent
    return parent is not None and parent.tag in _FLOW


def media_parts(node: Node) -> tuple[list[Attributes], list[Attributes]]:
    """Return the attributes of the sources, and of the tracks, of sound or film."""
    found: dict[str, list[Attributes]] = {"source": [], "track": []}
    child = node.child
    while child is not None:
        if child.is_element_node and child.tag in found:
            found[child.tag].append(child.attributes)
        child = child.next
    return found["source"], found["track"]


def is_followed_by(node: Node, page: str) -> bool:
    """Return whether the next element after a node, or after a line break, is a link to a page or begins with one."""
    following = next_element(node)
    if following is not None and following.tag == "br":
        following = next_element(following)
    if following is not None and following.tag == "p":
        following = following.css_first("a")
    return following is not None and following.tag == "a" and following.attributes.get("href") == page


def link_inside(node: Node) -> Node | None:
    """Return the first link in the content of a frame, which a parser takes for text; None where there is none."""
    content = node.text() if node.tag == "iframe" else ""
    first = parse_apart(content) if content and "<a" in content else None
    return first.parent.css_first("a[href]") if first is not None and first.parent is not None else None


def next_element(node: Node) -> Node | None:
    """Return the element that follows a node."""
    following = node.next
    while following is not None and not following.is_element_node:
        following = following.next
    return following
