"""Item ids as Atom writes them: absolute IRIs (RFC 4287, section 4.2.6)."""

import re
from urllib.parse import quote
from uuid import UUID, uuid5

from feeds.core import urls
from feeds.core.patterns import lazy

_AUTHORITY = "tag:feeds.invalid,2026:"
"""The beginning of tags made of ids that are not IRIs (RFC 4151).

It is the same for every site and every version: an id must not change when a site moves to another host. `.invalid`
belongs to nobody (RFC 2606), so no other tag can be equal.
"""

_SCHEME = lazy(r"([a-z][a-z0-9+.-]*):(.+)", re.IGNORECASE | re.DOTALL)
_NOT_IRI = lazy(r"[\x00-\x20\"<>\\^`{|}\x7f-\x9f\ud800-\uf8ff\ufdd0-\ufdef\ufff0-\uffff]|%(?![0-9A-Fa-f]{2})|\s")
_MISPLACED = lazy(r"[\[\]]|#.*#")
_TAG = lazy(
    r"(?:[a-z0-9._-]+@)?[a-z0-9]+(?:[.-][a-z0-9]+)*,\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?:.*",
    re.IGNORECASE | re.ASCII,
)
_URN = lazy(r"(?!urn:)([a-z0-9][a-z0-9-]{0,30}[a-z0-9]):[^#?]+(?:[?#].*)?", re.IGNORECASE | re.ASCII)
_UUID = lazy(r"uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:[?#].*)?", re.IGNORECASE | re.ASCII)
_WITH_HOST = frozenset({"http", "https", "ftp", "feed", "sftp", "gopher"})


_ENDED = UUID("6f0c2b0e-64d1-5b0c-9c5e-0d6b2f7a41c3")


def ended(folder: str) -> str:
    """Return the id of the item that says that the feed in a folder has ended.

    It depends on the folder alone, so nobody is told again when the site moves to another host.
    """
    return uuid5(_ENDED, folder).urn


def as_iri(item_id: str) -> str:
    """Return an item's id if it is an absolute IRI (RFC 3987), else a `tag:` IRI made of the id alone.

    Different ids have different IRIs.
    """
    if urls.is_clean(item_id) or _is_iri(item_id):
        return item_id

    return _AUTHORITY + quote(item_id, safe="", errors="surrogatepass")


def _is_iri(text: str) -> bool:
    """Return whether a text is an absolute IRI by RFC 3987 and by the rules of its scheme."""
    found = _SCHEME.fullmatch(text)
    if found is None or _NOT_IRI.search(text):
        return False

    scheme, rest = found[1].lower(), found[2]
    if scheme in _WITH_HOST:
        return _has_host(rest)
    if _MISPLACED.search(rest):
        return False
    if scheme == "tag":
        return not text.startswith(_AUTHORITY) and _TAG.fullmatch(rest) is not None
    if scheme == "urn":
        rule = _UUID if rest.lower().startswith("uuid:") else _URN
        return rule.fullmatch(rest) is not None

    return True


def _has_host(rest: str) -> bool:
    """Return whether what follows the scheme of an address begins with a possible host."""
    if not rest.startswith("//"):
        return False

    authority = re.split(r"[/?#]", rest[2:], maxsplit=1)[0]
    try:
        urls.clean(f"http://{authority}/")
    except urls.BadURLError:
        return False

    return _MISPLACED.search(rest[2 + len(authority) :]) is None
