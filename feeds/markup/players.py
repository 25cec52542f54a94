"""Players of films: which address is one, and the frame that shows it."""

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from feeds.core import urls
from feeds.markup.escaping import as_attribute
from feeds.markup.tree import Node, parse

_EMBED = re.compile(r"/embed/[\w-]+")
_PATHS = {
    "www.youtube.com": _EMBED,
    "youtube.com": _EMBED,
    "www.youtube-nocookie.com": _EMBED,
    "youtube-nocookie.com": _EMBED,
    "player.vimeo.com": re.compile(r"/video/\d+"),
}
"""The hosts whose players may be shown, and the path of a player there. Other pages of a host can lead anywhere."""

_SIZE = re.compile(r"\d{1,5}%?", re.ASCII)

PLAYER_WIDTH, PLAYER_HEIGHT = "800", "450"
"""The size of a player that names none, in pixels: 16 to 9, as these hosts make theirs."""


def player_address(written: str) -> str | None:
    """Return the address of a player, as https; None where it is not one that may be shown."""
    try:
        url = urls.absolute(written, "https://relative.invalid/")
    except urls.BadURLError:
        return None
    parts = urlsplit(url)
    path = _PATHS.get(parts.netloc)  # which has no port and no user, in a clean address
    return parts._replace(scheme="https").geturl() if path is not None and path.fullmatch(parts.path) else None


@lru_cache(maxsize=256)
def player_in(html: str) -> str | None:
    """Return the address of the first player that HTML shows; None where it shows none."""
    if "<" not in html:
        return None
    for node in _elements(parse(html)):
        if node.tag == "iframe" and (url := player_address(node.attributes.get("src") or "")):
            return url
    return None


def frame(url: str, *, title: str, width: str = "", height: str = "", full_screen: bool = True) -> str:
    """Return the element that shows a player, written anew: no markup of an article's is in it.

    Sizes are in pixels or per cent; what is neither is left out.
    """
    sizes = (f' {name}="{value}"' for name, value in (("width", width), ("height", height)) if _SIZE.fullmatch(value))
    titled = f' title="{as_attribute(title)}"' if title else ""
    allowed = ' allowfullscreen=""' if full_screen else ""
    return f'<iframe src="{as_attribute(url)}"{"".join(sizes)}{titled}{allowed}></iframe>'


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
