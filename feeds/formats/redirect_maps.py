"""Write, for one kind of server, what it is to answer for feeds that are elsewhere now (301), or have ended (410).

Those for nginx and Apache hold nothing but paths, each with where it leads, or with 410: such a file can do no more,
even if somebody else writes to it. Caddy has its own directives, Netlify and Cloudflare Pages have their rules.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import quote, unquote

from feeds.core.model import FEED_FORMATS, Group
from feeds.core.redirects import MAP_MARK, MapFormat, Redirects

CLOUDFLARE_RULES = 2_000
"""The rules that Cloudflare Pages reads; it passes over the rest."""

_SAFE_IN_APACHE = "/$-_.+!*'(),:@&=~"
"""What Apache's `int:escape` leaves as it is, besides letters and digits."""


class _Answer(NamedTuple):
    """What to answer for a path: where it leads, or None for what has ended. Both are decoded."""

    path: str
    target: str | None


def document(server: MapFormat, redirects: Redirects) -> bytes:
    """Return the map for a kind of server, in UTF-8. The same redirects always give the same bytes."""
    lines = _WRITERS[server](redirects)
    return b"".join((MAP_MARK, f"what {_NAMES[server]}\n".encode(), *(f"{line}\n".encode() for line in lines)))


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
        yield f"{quote(path, safe=_SAFE_IN_APACHE)} {quote(target) if target else 410}"


def _caddy(redirects: Redirects) -> Iterator[str]:
    ended = [quote(path) for path, target in _answers(redirects) if target is None]
    for path, target in _answers(redirects):
        if target:
            yield f"redir {quote(path)} {quote(target)} 301"
    if ended:
        yield f"@feeds_ended path {' '.join(ended)}"
        yield "error @feeds_ended 410"


def _netlify(redirects: Redirects) -> Iterator[str]:
    """Yield rules that go before the files that are there (`!`)."""
    for path, target in _answers(redirects):
        yield f"{quote(path)} {quote(target)} 301!" if target else f"{quote(path)} {quote(path)} 410!"


def _cloudflare(redirects: Redirects) -> Iterator[str]:
    """Yield the rules that it has room for; none can answer 410, so what has ended stays a document that says so."""
    rules = [f"{quote(path)} {quote(target)} 301" for path, target in _answers(redirects) if target]
    yield from rules[:CLOUDFLARE_RULES]


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
