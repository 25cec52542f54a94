"""Players of films and sound: recognise their addresses, and write their frames and links."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import SplitResult, parse_qsl, quote, urlsplit

from feeds.core import urls
from feeds.markup.escaping import as_attribute
from feeds.markup.tree import Attributes, Node, parse


class _Player(NamedTuple):
    """The path of a player, what its query must hold, and the page that shows the same; `{}` stands for its name."""

    path: re.Pattern[str]
    page: str
    query: re.Pattern[str] = re.compile("")


_YOUTUBE = _Player(re.compile(r"/embed/([\w-]+)"), "https://www.youtube.com/watch?v={}")
_YOUTUBE_LIST = _Player(
    re.compile(r"/embed/(videoseries)"),
    "https://www.youtube.com/playlist?list={}",
    re.compile(r"(?:.*&)?list=([\w-]+)"),
)
_SOUND = re.compile(
    r"(?:.*&)?url=(https?(?:://|%3A//|%3A%2F%2F)(?:api\.)?soundcloud\.com(?:/|%2F)[\w%/.:-]+)", re.IGNORECASE
)
_PLAYERS: dict[str, tuple[_Player, ...]] = {
    **dict.fromkeys(
        ("www.youtube.com", "youtube.com", "www.youtube-nocookie.com", "youtube-nocookie.com"),
        (_YOUTUBE_LIST, _YOUTUBE),
    ),
    "player.vimeo.com": (_Player(re.compile(r"/video/(\d+)"), "https://vimeo.com/{}"),),
    "www.dailymotion.com": (_Player(re.compile(r"/embed/video/(\w+)"), "https://www.dailymotion.com/video/{}"),),
    "geo.dailymotion.com": (
        _Player(
            re.compile(r"/player(?:/\w+)?\.html"),
            "https://www.dailymotion.com/video/{}",
            re.compile(r"(?:.*&)?video=(\w+)"),
        ),
    ),
    "open.spotify.com": (
        _Player(
            re.compile(r"/embed/((?:album|artist|episode|playlist|show|track)/\w+)"), "https://open.spotify.com/{}"
        ),
    ),
    "w.soundcloud.com": (_Player(re.compile(r"/player/?"), "{}", _SOUND),),
    "bandcamp.com": (_Player(re.compile(r"/EmbeddedPlayer/(?:v=2/)?((?:\w+=\w+/)+)"), ""),),
}
"""The players that may be shown, by host. Other pages of a host can lead anywhere."""

_ID = re.compile(r"[\w-]+", re.ASCII)
_SECONDS = re.compile(r"(\d{1,6})s?", re.ASCII)
_WATCHED = frozenset({"youtube.com", "m.youtube.com", "music.youtube.com", "youtube-nocookie.com"})
_SIZE = re.compile(r"\d{1,5}%?", re.ASCII)
_BARE = re.compile(r"\s*(?:https?:)?//[^\s<>\"]+\s*", re.IGNORECASE)
LAZY_SOURCES: Final = ("src", "data-src", "data-lazy-src", "data-litespeed-src", "data-original", "data-url")
"""Where the address of a frame may stand that is loaded late."""

PLAYER_WIDTH, PLAYER_HEIGHT = "800", "450"
"""The size of a player that names none, in pixels: 16 to 9, as these hosts make theirs."""

REFERRER: Final = "strict-origin-when-cross-origin"
"""What a player's host is told of the page that shows it: YouTube shows an error to a page that says nothing."""


@lru_cache(maxsize=256)
def player_address(written: str) -> str | None:
    """Return the address of a player, as https; None where it is not one that may be shown.

    Of YouTube and Vimeo, the address of a film's page is enough.
    """
    try:
        url = urls.absolute(written, "https://relative.invalid/")
    except urls.BadURLError:
        return None
    parts = _within(urlsplit(url))
    if (parts.netloc not in _PLAYERS or _player(parts) is None) and (found := _of_page(parts)):
        return found
    parts = parts._replace(scheme="https")
    return parts.geturl() if _player(parts) is not None else None


def _within(parts: SplitResult) -> SplitResult:
    """Return the address that a frame of Embedly's shows, which names it in its own; any other one as it is."""
    if parts.netloc != "cdn.embedly.com":
        return parts
    try:
        return urlsplit(urls.clean(dict(parse_qsl(parts.query)).get("src", "")))
    except urls.BadURLError:
        return parts


def page_of(player: str) -> str:
    """Return the address of the page that shows what a player shows, the player's own where there is none."""
    parts = urlsplit(player)
    found = _player(parts)
    if found is None or not found.page:
        return player
    match = found.query.match(parts.query) if found.query.groups else found.path.fullmatch(parts.path)
    name = match[1] if match else ""
    return urls.clean(_unquoted(name) if found.page == "{}" else found.page.format(name))


def _unquoted(address: str) -> str:
    return dict(parse_qsl(f"url={address}"))["url"]


def _player(parts: SplitResult) -> _Player | None:
    """Return what is known of the player at a clean address, which has no user; None where it is none."""
    for player in _PLAYERS.get(parts.netloc, ()):
        if player.path.fullmatch(parts.path) and player.query.match(parts.query):
            return player
    return None


def _of_page(parts: SplitResult) -> str | None:
    """Return the player of a film's page, of a short address, or of a page for phones."""
    host, path = urls.bare_host(parts.netloc), parts.path.strip("/").split("/")
    if host == "youtu.be":
        return _youtube(path[0], parts.query) if len(path) == 1 else None
    if host in _WATCHED:
        if path == ["watch"]:
            return _youtube(dict(parse_qsl(parts.query)).get("v", ""), parts.query)
        return _youtube(path[1], parts.query) if len(path) == 2 and path[0] in _NAMED else None
    if host == "vimeo.com" and len(path) == 1 and path[0].isascii() and path[0].isdigit():
        return f"https://player.vimeo.com/video/{path[0]}"
    return None


_NAMED = frozenset({"embed", "live", "shorts", "v"})


def _youtube(name: str, query: str) -> str | None:
    if not _ID.fullmatch(name):
        return None
    given = dict(parse_qsl(query))
    start = _SECONDS.fullmatch(given.get("t", "") or given.get("start", ""))
    return f"https://www.youtube.com/embed/{quote(name)}{f'?start={start[1]}' if start else ''}"


@lru_cache(maxsize=256)
def player_in(html: str) -> str | None:
    """Return the address of the first player that HTML shows, or that it is or links to; None where there is none."""
    if _BARE.fullmatch(html):
        return player_address(html)
    if "<" not in html:
        return None
    nodes = list(_elements(parse(html)))
    for address in (_framed, _linked):
        for node in nodes:
            if url := address(node):
                return url
    return None


def _framed(node: Node) -> str | None:
    attributes = node.attributes
    if node.tag == "lite-youtube":
        return _youtube(attributes.get("videoid") or "", "")
    return framed(attributes) if node.tag in ("iframe", "embed", "object") else None


def framed(attributes: Attributes) -> str | None:
    """Return the address of the player that a frame, an embed or an object with these attributes shows."""
    for name in (*LAZY_SOURCES, "data"):
        if (written := attributes.get(name)) and (url := player_address(written)):
            return url
    return None


def _linked(node: Node) -> str | None:
    return player_address(node.attributes.get("href") or "") if node.tag == "a" else None


def frame(url: str, *, title: str, width: str = "", height: str = "", full_screen: bool = True) -> str:
    """Return the element that shows a player, written anew: no markup of an article's is in it.

    Sizes are in pixels or per cent; what is neither is left out.
    """
    sizes = (f' {name}="{value}"' for name, value in (("width", width), ("height", height)) if _SIZE.fullmatch(value))
    titled = f' title="{as_attribute(title)}"' if title else ""
    allowed = ' allowfullscreen=""' if full_screen else ""
    return f'<iframe src="{as_attribute(url)}"{"".join(sizes)}{titled}{allowed} referrerpolicy="{REFERRER}"></iframe>'


def _elements(first: Node | None) -> Iterator[Node]:
    """Yield the elements of a tree in their order."""
    pending = [first] if first is not None else []
    while pending:
        node = pending.pop()
        if node.next is not None:
            pending.append(node.next)
        if node.is_element_node:
            yield node
            if node.child is not None:
                pending.append(node.child)
