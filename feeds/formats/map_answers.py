"""Read from a map of redirects what servers answer by it: the other way round than `redirect_maps`. Pure."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from feeds.core.redirects import MAP_NAMES

_IN_NGINX = re.compile(r'"((?:[^"\\]|\\.)*)" (?:"([^"]*)"|410);')
_ESCAPED = re.compile(r"\\(.)")
_OF_ENDED = ("@feeds_ended", "path")


def answers(name: str, document: bytes) -> dict[str, str | None]:
    """Return, for each path in a map, where it leads, or None for what has ended. Both are decoded.

    `name` is the map's. A line that no build can have written is passed over, and so are those about archives, which
    follow from the others.
    """
    lines = document.decode("utf-8", "replace").split("\n")
    return dict(_READERS[name](line for line in lines if line and not line.startswith("#") and "*" not in line))


def _nginx(lines: Iterator[str]) -> Iterator[tuple[str, str | None]]:
    for found in filter(None, map(_IN_NGINX.fullmatch, lines)):
        yield _ESCAPED.sub(r"\1", found[1]), None if found[2] is None else unquote(found[2])


def _apache(lines: Iterator[str]) -> Iterator[tuple[str, str | None]]:
    for path, _, target in (line.partition(" ") for line in lines):
        yield unquote(path), None if target == "410" else unquote(target)


def _caddy(lines: Iterator[str]) -> Iterator[tuple[str, str | None]]:
    for words in (line.split(" ") for line in lines):
        if words[0] == "redir" and len(words) == 4:
            yield unquote(words[1]), unquote(words[2])
        elif tuple(words[:2]) == _OF_ENDED:
            yield from ((unquote(path), None) for path in words[2:])


def _redirects(lines: Iterator[str]) -> Iterator[tuple[str, str | None]]:
    for words in (line.split(" ") for line in lines):
        if len(words) == 3:
            yield unquote(words[0]), None if words[2].startswith("410") else unquote(words[1])


_READERS: dict[str, Callable[[Iterator[str]], Iterator[tuple[str, str | None]]]] = {
    MAP_NAMES["nginx"]: _nginx,
    MAP_NAMES["apache"]: _apache,
    MAP_NAMES["caddy"]: _caddy,
    MAP_NAMES["netlify"]: _redirects,
}
"""By the names of the maps: Netlify and Cloudflare Pages read the same file."""
