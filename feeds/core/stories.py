"""Story keys: what all addresses of one story have in common."""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from feeds.core.references import without_dots
from feeds.core.urls import bare_host

TRACKING_PARAMETERS = frozenset(
    {
        "dclid",
        "fbclid",
        "gbraid",
        "gclid",
        "igshid",
        "mc_cid",
        "mc_eid",
        "msclkid",
        "twclid",
        "wbraid",
        "yclid",
    }
)
"""Query parameters that tell where a reader came from; every `utm_…` is one too."""

_NOISE = frozenset({"comments", "disqus_thread", "respond", "top"})
"""Fragments of what the page of every story has; browsers take `top` for the page itself (HTML, section 7.4.6.4)."""

_NOISE_PREFIXES = ("xtor=", "utm_")
"""The beginnings of fragments that tell where a reader came from."""

_TEXT_DIRECTIVE = ":~:"
"""What begins the part of a fragment that highlights text (Scroll to Text Fragment, section 3.3)."""

_HTTPS_PORT = ":443"
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_ENCODED = re.compile("%[0-9A-Fa-f]{2}")
_UNUSUAL = re.compile(r"[?#%:]|/\.")


@lru_cache(maxsize=64)  # an article's is asked for more than once in its reading
def story_key(url: str) -> str:
    """Return the address that stands for a story, made of any clean address of it.

    It begins with `https` and a host without `www.`. A final slash, tracking parameters and fragments that name no part
    of the story are removed; percent-encoding and dot segments are normalised (RFC 3986, section 6.2.2). An id made of
    it therefore stays when the site moves to https or to another spelling of its addresses.
    """
    rest = bare_host(url.partition("://")[2])
    if not _UNUSUAL.search(rest):
        return f"https://{rest.rstrip('/')}"

    parts = urlsplit(f"https://{rest}")
    path = without_dots(_normalised(parts.path)).rstrip("/")
    query, fragment = _normalised(_without_tracking(parts.query)), _without_noise(_normalised(parts.fragment))
    return urlunsplit(("https", parts.netloc.removesuffix(_HTTPS_PORT), path, query, fragment))


def _normalised(text: str) -> str:
    """Return a text percent-encoded only where an address needs it, with digits in capitals."""
    return _ENCODED.sub(_recoded, text) if "%" in text else text


def _recoded(match: re.Match[str]) -> str:
    character = chr(int(match[0][1:], 16))
    return character if character in _UNRESERVED else match[0].upper()


def _without_noise(fragment: str) -> str:
    kept = fragment.partition(_TEXT_DIRECTIVE)[0]
    return "" if kept.lower() in _NOISE or kept.lower().startswith(_NOISE_PREFIXES) else kept


def _without_tracking(query: str) -> str:
    return "&".join(piece for piece in query.split("&") if not _is_tracking(piece)) if query else query


def _is_tracking(piece: str) -> bool:
    pairs = parse_qsl(piece, keep_blank_values=True)
    name = pairs[0][0].lower() if pairs else ""
    return name.startswith("utm_") or name in TRACKING_PARAMETERS
