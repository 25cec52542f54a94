"""Players of films and sound: recognise their addresses, and write their frames and links."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from html import unescape
from typing import Final, NamedTuple
from urllib.parse import SplitResult, parse_qsl, urlsplit

from feeds.core import urls
from feeds.core.international import written_host
from feeds.core.patterns import lazy
from feeds.markup.elements import KEPT
from feeds.markup.escaping import as_attribute
from feeds.markup.film_pages import of_dailymotion, of_vimeo, of_youtube, player_of_page
from feeds.markup.tree import Attributes, Node, parse_apart


class _Player(NamedTuple):
    """The path of a player, what its query must hold, and the page that shows the same; `{}` stands for its name."""

    path: re.Pattern[str]
    page: str
    query: re.Pattern[str] = lazy("")


_YOUTUBE = _Player(lazy(r"/embed/([\w-]+)"), "https://www.youtube.com/watch?v={}")
_YOUTUBE_LIST = _Player(
    lazy(r"/embed/videoseries"),
    "https://www.youtube.com/playlist?list={}",
    lazy(r"(?:.*&)?list=([\w-]+)"),
)
_SOUND = lazy(r"(?:.*&)?url=(https?(?:://|%3A//|%3A%2F%2F)(?:api\.)?soundcloud\.com(?:/|%2F)[\w%/.:-]+)", re.IGNORECASE)
_SOUND_API = "api.soundcloud.com"
"""Where SoundCloud has data of a recording for programs; nothing there names the recording's page."""

_PLAYERS: dict[str, tuple[_Player, ...]] = {
    **dict.fromkeys(
        ("www.youtube.com", "youtube.com", "www.youtube-nocookie.com", "youtube-nocookie.com"),
        (_YOUTUBE_LIST, _YOUTUBE),
    ),
    "player.vimeo.com": (
        _Player(lazy(r"/video/(\d+)"), "https://vimeo.com/{}/{}", lazy(r"(?:.*&)?h=(\w+)")),
        _Player(lazy(r"/video/(\d+)"), "https://vimeo.com/{}"),
    ),
    "www.dailymotion.com": (_Player(lazy(r"/embed/video/(\w+)"), "https://www.dailymotion.com/video/{}"),),
    "geo.dailymotion.com": (
        _Player(
            lazy(r"/player(?:/\w+)?\.html"),
            "https://www.dailymotion.com/video/{}",
            lazy(r"(?:.*&)?video=(\w+)"),
        ),
    ),
    "open.spotify.com": (
        _Player(lazy(r"/embed/((?:album|artist|episode|playlist|show|track)/\w+)"), "https://open.spotify.com/{}"),
    ),
    "w.soundcloud.com": (_Player(lazy(r"/player/?"), "{}", _SOUND),),
    "bandcamp.com": (_Player(lazy(r"/EmbeddedPlayer/(?:v=2/)?((?:\w+=\w+/)+)"), ""),),
}
"""The players that may be shown, by host. Other pages of a host can lead anywhere."""

_SIZE = lazy(r"\d{1,5}%?", re.ASCII)
_ADDRESS = lazy(r"(?<![\w:])(?:https?:)?//[^\s<>\"'()\[\]]+", re.IGNORECASE)
_WITHOUT_SCHEME = lazy(r"\s*[\w.-]+/[^\s<>\"]+\s*", re.ASCII)
SCRIPTED: Final[dict[str, tuple[str, Callable[[str], str | None]]]] = {
    **dict.fromkeys(("lite-youtube", "youtube-lite"), ("videoid", of_youtube)),
    "amp-youtube": ("data-videoid", of_youtube),
    "lite-vimeo": ("videoid", of_vimeo),
    "amp-vimeo": ("data-videoid", of_vimeo),
    "amp-dailymotion": ("data-videoid", of_dailymotion),
}
"""Elements of the usual scripts that show a player, with the attribute that names the film."""

LAZY_SOURCES: Final = ("src", "data-src", "data-lazy-src", "data-litespeed-src", "data-original", "data-url")
"""Where the address of a frame may stand that is loaded late."""

PLAYER_WIDTH, PLAYER_HEIGHT = "800", "450"
"""The size of a player that names none, in pixels: 16 to 9, as these hosts make theirs."""

REFERRER: Final = "strict-origin-when-cross-origin"
"""What a player's host is told of the page that shows it: YouTube shows an error to a page that says nothing."""


@lru_cache(maxsize=256)
def player_address(written: str) -> str | None:
    """Return the address of a player, as https; None where it is not one that may be shown.

    Of YouTube, Vimeo, Dailymotion and Spotify, the address of a film's or a recording's page is enough.
    """
    if written_host(written):  # no player's is international
        return None
    try:
        url = urls.absolute(written, "https://relative.invalid/")
    except urls.BadURLError:
        return None
    parts = _within(urlsplit(url))
    if (parts.netloc not in _PLAYERS or _player(parts) is None) and (found := player_of_page(parts)):
        return urls.cleaned(found)
    parts = parts._replace(scheme="https")
    return urls.cleaned(parts.geturl()) if _player(parts) is not None else None


def _within(parts: SplitResult) -> SplitResult:
    """Return the address that a frame of Embedly's shows, which names it in its own; any other one as it is."""
    if parts.netloc != "cdn.embedly.com":
        return parts
    written = dict(parse_qsl(parts.query)).get("src", "")
    shown = None if written_host(written) else urls.cleaned(written)
    return parts if shown is None else urlsplit(shown)


def page_of(player: str) -> str:
    """Return the address of the page that shows a person what a player shows.

    It is the player's own where none is known, or none that can be published.
    """
    parts = urlsplit(player)
    found = _player(parts)
    if found is None or not found.page:
        return player
    names = [
        name
        for match in (found.path.fullmatch(parts.path), found.query.match(parts.query))
        if match
        for name in match.groups()
    ]
    page = urls.cleaned(_unquoted(names[-1]) if found.page == "{}" else found.page.format(*names))
    return player if page is None or urls.host(page) == _SOUND_API else page


def _unquoted(address: str) -> str:
    return dict(parse_qsl(f"url={address}"))["url"]


def _player(parts: SplitResult) -> _Player | None:
    """Return what is known of the player at a clean address, which has no user; None where it is none."""
    for player in _PLAYERS.get(parts.netloc, ()):
        if player.path.fullmatch(parts.path) and player.query.match(parts.query):
            return player
    return None


@lru_cache(maxsize=256)
def player_in(text: str) -> str | None:
    """Return the address of the first player that HTML shows, or that a text is or names; None where there is none."""
    if "<" not in text and "&lt;" in text:
        text = unescape(text)
    if "<" not in text:
        whole = f"https://{text.strip()}" if _WITHOUT_SCHEME.fullmatch(text) else ""
        return player_address(whole) or _named(text)
    nodes = list(_nodes(parse_apart(text)))
    for address in (player_of, _linked, _named_in):
        for node in nodes:
            if url := address(node):
                return url
    return None


def player_of(node: Node) -> str | None:
    """Return the address of the player that an element shows: a frame, an embed, an object, or one of a script's."""
    if not node.is_element_node:
        return None
    attributes = node.attributes
    if node.tag in SCRIPTED:
        name, of_host = SCRIPTED[node.tag]
        player = of_host(attributes.get(name) or "")
        return urls.cleaned(player) if player else None
    return framed(attributes) if node.tag in ("iframe", "frame", "embed", "object") else None


def framed(attributes: Attributes) -> str | None:
    """Return the address of the player that a frame, an embed or an object with these attributes shows."""
    for name in (*LAZY_SOURCES, "data"):
        if (written := attributes.get(name)) and (url := player_address(written)):
            return url
    return None


def _named(text: str) -> str | None:
    return next(filter(None, map(player_address, _ADDRESS.findall(text))), None)


def _named_in(node: Node) -> str | None:
    """Return the player whose address is in the text of a node that is shown."""
    is_shown = node.is_text_node and node.parent is not None and node.parent.tag in {*KEPT, "body"}
    return _named(node.text_content or "") if is_shown else None


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


def _nodes(first: Node | None) -> Iterator[Node]:
    """Yield the nodes of a tree in their order."""
    pending = [first] if first is not None else []
    while pending:
        node = pending.pop()
        if node.next is not None:
            pending.append(node.next)
        yield node
        if node.child is not None:
            pending.append(node.child)
