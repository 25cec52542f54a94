"""Read from a map of redirects what servers answer by it: the other way round than `redirect_maps`. Pure."""

import re
from collections.abc import Callable, Iterator

from feeds.core.redirects import MAP_NAMES

MAX_LINES, MAX_LINE, MAX_WORDS = 200_000, 40_000, 400_000
"""The most lines of a map that are read, characters of one, and words of that which lists what has ended for Caddy.

A map of 10,000 feeds has some 60,000 of each. Anybody may have made it who can write to the output.
"""

_IN_NGINX = re.compile(r'"((?:(?>[^"\\]+)|\\.)*)" (?:"([^"]*)"|410);')
_ENCODED = re.compile(rb"%([0-9A-Fa-f]{2})")
_ENDED = "@feeds_ended path "
"""What begins the line that lists for Caddy what has ended."""


def answers(name: str, document: bytes) -> dict[str, str | None]:
    """Return, for each path in a map, where it leads, or None for what has ended. Both are decoded.

    `name` is the map's. A line that no build can have written is passed over, and so are those about archives, which
    follow from the others.
    """
    lines = document.decode("utf-8", "replace").split("\n", MAX_LINES)[:MAX_LINES]
    return dict(_READERS[name](line for line in lines if _is_rule(line)))


def _is_rule(line: str) -> bool:
    """Say whether a line may be a rule of its own."""
    is_short = len(line) <= MAX_LINE or line.startswith(_ENDED)
    return is_short and line != "" and not line.startswith("#") and "*" not in line


def _decoded(path: str) -> str:
    """Return a path without its percent-encoding; the library makes a piece of each letter, or of each `%`."""
    if "%" not in path:
        return path
    return _ENCODED.sub(_byte, path.encode("utf-8", "replace")).decode("utf-8", "replace")


def _byte(found: re.Match[bytes]) -> bytes:
    return bytes((int(found[1], 16),))


def _nginx(lines: Iterator[str]) -> Iterator[tuple[str, str | None]]:
    for found in filter(None, map(_IN_NGINX.fullmatch, lines)):
        yield _without_escapes(found[1]), None if found[2] is None else _decoded(found[2])


def _without_escapes(text: str) -> str:
    """Return a text between quotation marks as nginx reads it."""
    return "\\".join(piece.replace('\\"', '"') for piece in text.split("\\\\"))


def _apache(lines: Iterator[str]) -> Iterator[tuple[str, str | None]]:
    for path, _, target in (line.partition(" ") for line in lines):
        yield _decoded(path), None if target == "410" else _decoded(target)


def _caddy(lines: Iterator[str]) -> Iterator[tuple[str, str | None]]:
    has_ended = False
    for line in lines:
        if line.startswith(_ENDED) and not has_ended:  # a build writes one
            has_ended = True
            paths = line.removeprefix(_ENDED).split(" ", MAX_WORDS)[:MAX_WORDS]
            yield from ((_decoded(path), None) for path in paths if len(path) <= MAX_LINE)
        elif len(words := line.split(" ", 4)) == 4 and words[0] == "redir":
            yield _decoded(words[1]), _decoded(words[2])


def _redirects(lines: Iterator[str]) -> Iterator[tuple[str, str | None]]:
    for words in (line.split(" ", 3) for line in lines):
        if len(words) == 3:
            yield _decoded(words[0]), None if words[2].startswith("410") else _decoded(words[1])


_READERS: dict[str, Callable[[Iterator[str]], Iterator[tuple[str, str | None]]]] = {
    MAP_NAMES["nginx"]: _nginx,
    MAP_NAMES["apache"]: _apache,
    MAP_NAMES["caddy"]: _caddy,
    MAP_NAMES["netlify"]: _redirects,
}
"""By the names of the maps: Netlify and Cloudflare Pages read the same file."""
