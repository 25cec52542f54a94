"""Hold what servers are to answer for feeds that are elsewhere now, or have ended, and name the maps that say it."""

from typing import Literal, get_args

from msgspec import Struct

from feeds.core.model import FormatName, Group

MapFormat = Literal["nginx", "apache", "caddy", "netlify", "cloudflare"]

MAP_FORMATS: tuple[MapFormat, ...] = get_args(MapFormat)
"""The servers for which maps of redirects can be written."""

MAP_NAMES: dict[MapFormat, str] = {
    "nginx": "redirects.nginx.map",
    "apache": "redirects.apache.map",
    "caddy": "redirects.caddy",
    "netlify": "_redirects",
    "cloudflare": "_redirects",
}
"""The name of each map, at the root of the output, where the last two services look for it."""

MAPS = frozenset(MAP_NAMES.values())
MAP_MARK = b"# Written by feeds: "
"""How every map begins, by which it is told from a file that somebody else has put there."""


class Moved(Struct, frozen=True, order=True):
    """A former place of a feed, where it is now, the formats that it has there, and whether its kind has archives."""

    old: Group
    now: Group
    formats: tuple[FormatName, ...]
    has_archives: bool = False


class Redirects(Struct, frozen=True):
    """What servers are to answer: where feeds are that were elsewhere, and which have ended.

    `base_path` is the path of the address of the output, percent-encoded, with a slash at both ends.
    """

    base_path: str
    moved: tuple[Moved, ...] = ()
    ended: tuple[Group, ...] = ()
