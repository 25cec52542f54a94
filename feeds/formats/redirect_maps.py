"""Write, for one kind of server, what it is to answer for feeds that are elsewhere now (301), or have ended (410).

Those for nginx and Apache hold nothing but paths, each with where it leads, or with 410. Caddy has its own directives,
Netlify and Cloudflare Pages have their rules. A server trusts each of them as much as whoever can write to the output.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import quote, unquote

from feeds.core.archives import ARCHIVE
from feeds.core.model import FEED_FORMATS, Group
from feeds.core.redirects import MAP_MARK, MapFormat, Redirects
from feeds.core.subscribed import is_subscribed

CLOUDFLARE_RULES, CLOUDFLARE_WILDCARDS = 2_000, 100
"""The rules that Cloudflare Pages reads, without and with a wildcard; it passes over the rest."""

_SAFE_IN_APACHE = "/$-_.+!*'(),:;@&=~"
"""What Apache's `int:escape` leaves as it is, besides letters and digits."""

_HEX = re.compile("%[0-9A-F]{2}")
_SPECIAL_IN_CADDY = frozenset('"\\{}[]*?%')


class _Answer(NamedTuple):
    """What to answer for a path: where it leads, or None for what has ended. Both are decoded."""

    path: str
    target: str | None


def document(server: MapFormat, redirects: Redirects) -> bytes:
    """Return the map for a kind of server, in UTF-8. The same redirects always give the same bytes."""
    lines = _WRITERS[server](redirects)
    return b"".join((MAP_MARK, f"what {_NAMES[server]}\n".encode(), *(f"{line}\n".encode() for line in lines)))


def count(redirects: Redirects) -> int:
    """Return how many rules Netlify is given."""
    return sum(1 for _ in _netlify(redirects))


def beyond_limits(redirects: Redirects) -> tuple[int, int]:
    """Return how many rules there are that Cloudflare Pages has no room for, and how many in all."""
    plain, wild = _for_cloudflare(redirects)
    return max(len(plain) - CLOUDFLARE_RULES, 0) + max(len(wild) - CLOUDFLARE_WILDCARDS, 0), len(plain) + len(wild)


def _answers(redirects: Redirects) -> Iterator[_Answer]:
    """Yield what to answer for the folder of each feed, with and without its slash, and for each of its documents."""
    base = unquote(redirects.base_path)
    for moved in redirects.moved:
        now = f"{base}{moved.now.folder}/"
        for path in _folder(base, moved.old):
            yield _Answer(path, now)
        for name in FEED_FORMATS:
            if name in moved.formats:
                yield _Answer(base + moved.old.document(name), base + moved.now.document(name))
    for group in redirects.ended:
        for path in (*_folder(base, group), *(base + group.document(name) for name in FEED_FORMATS)):
            yield _Answer(path, None)


def _folder(base: str, group: Group) -> tuple[str, ...]:
    """Return the paths of the page of a feed."""
    return f"{base}{group.folder}", f"{base}{group.folder}/", base + group.document("page")


def _nginx(redirects: Redirects) -> Iterator[str]:
    for path, target in _answers(redirects):
        yield f"{_in_quotes(path)} {_in_quotes(quote(target)) if target else 410};"


def _in_quotes(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _apache(redirects: Redirects) -> Iterator[str]:
    for path, target in _answers(redirects):
        yield f"{_escaped_by_apache(path)} {quote(target) if target else 410}"


def _escaped_by_apache(path: str) -> str:
    """Return a path as `int:escape` has it, which writes the letters of hexadecimal numbers small."""
    return _HEX.sub(lambda found: found[0].lower(), quote(path, safe=_SAFE_IN_APACHE))


def _archives(redirects: Redirects) -> Iterator[tuple[str, str]]:
    """Yield the folder of each feed that had another one and has archives, below which these are, and where it is now.

    nginx and Apache find the archives of a feed by its folder.
    """
    base = unquote(redirects.base_path)
    for moved in redirects.moved:
        if moved.has_archives:
            yield base + moved.old.folder, base + moved.now.folder


def _caddy(redirects: Redirects) -> Iterator[str]:
    ended = [_in_caddy(path) for path, target in _answers(redirects) if target is None]
    for path, target in _answers(redirects):
        if target:
            yield f"redir {_in_caddy(path)} {quote(target)} 301"
    for old, now in _archives(redirects):
        yield f"route {_in_caddy(old)}/{ARCHIVE}/* {{"
        yield f"\turi strip_prefix {_as_sent(old, redirects)}\n\tredir * {quote(now)}{{uri}} 301\n}}"
    if ended:
        yield f"@feeds_ended path {' '.join(ended)}"
        yield "error @feeds_ended 410"


def _as_sent(path: str, redirects: Redirects) -> str:
    """Return a path as clients send it, who have the address of the output from documents."""
    return redirects.base_path + quote(path.removeprefix(unquote(redirects.base_path)))


def _in_caddy(path: str) -> str:
    """Return a pattern for a decoded path, which is one word; `?` is any character, and stands for a special one.

    With a percent sign it would be one for the path as it was sent, and for all that begin with it: Caddy goes no
    further than the pattern does, and `/é/owls` would be `/é/owls-and-lamps`, too.
    """
    return "".join("?" if it in _SPECIAL_IN_CADDY or it.isspace() or not it.isprintable() else it for it in path)


def _netlify(redirects: Redirects) -> Iterator[str]:
    """Yield rules that go before the files that are there (`!`)."""
    for path, target in _answers(redirects):
        yield f"{quote(path)} {quote(target)} 301!" if target else f"{quote(path)} {quote(path)} 410!"
    for old, now in _archives(redirects):
        yield f"{quote(old)}/{ARCHIVE}/* {quote(now)}/{ARCHIVE}/:splat 301!"


def _cloudflare(redirects: Redirects) -> Iterator[str]:
    """Yield the rules that it has room for; none can answer 410, so what has ended stays a document that says so."""
    plain, wild = _for_cloudflare(redirects)
    yield from plain[:CLOUDFLARE_RULES]
    yield from wild[:CLOUDFLARE_WILDCARDS]


def _for_cloudflare(redirects: Redirects) -> tuple[list[str], list[str]]:
    """Return the rules without wildcards, those of documents that readers ask for first, and those with one."""
    answers = sorted(_answers(redirects), key=lambda answer: not is_subscribed(answer.path))
    plain = [f"{quote(path)} {quote(target)} 301" for path, target in answers if target]
    wild = [f"{quote(old)}/{ARCHIVE}/* {quote(now)}/{ARCHIVE}/:splat 301" for old, now in _archives(redirects)]
    return plain, wild


_WRITERS: dict[MapFormat, Callable[[Redirects], Iterator[str]]] = {
    "nginx": _nginx,
    "apache": _apache,
    "caddy": _caddy,
    "netlify": _netlify,
    "cloudflare": _cloudflare,
}
_NAMES: dict[MapFormat, str] = {
    "nginx": "nginx answers for feeds that have moved (301) or ended (410), see docs/serving.md",
    "apache": "Apache answers for feeds that have moved (301) or ended (410), see docs/serving.md",
    "caddy": "Caddy answers for feeds that have moved (301) or ended (410), see docs/serving.md",
    "netlify": "Netlify answers for feeds that have moved (301) or ended (410)",
    "cloudflare": "Cloudflare Pages answers for feeds that have moved (301); it has no 410 for those that have ended",
}
