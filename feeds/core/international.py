"""Encode international host names, as browsers do."""

from functools import lru_cache
from typing import Final
from unicodedata import normalize

from feeds.core.limits import MAX_HOSTS
from feeds.core.patterns import lazy

LONGEST_HOST: Final = 253
"""Characters of a host name at most, encoded (RFC 1035, 2.3.4)."""


_IMPOSSIBLE = lazy(r"[\x00-,/:-@\[-^`{-\x7f\s]")
"""The characters of ASCII, and white space, that no host name has."""

_AUTHORITY = lazy(r"/[\t\r\n]*/([^/?#]*)")  # which parsers of addresses find without the line ends


class HostNames:
    """The international host names in a text, of which only MAX_HOSTS characters are encoded."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._length = 0

    def have_room(self, url: str) -> bool:
        """Take note of the host name in an address as it is written; say whether that may be encoded."""
        host = written_host(url)
        if not host or host in self._seen:
            return True
        self._length += len(host)
        if self._length > MAX_HOSTS:
            return False
        self._seen.add(host)
        return True


def written_host(url: str) -> str:
    """Return what an address has as its host, as it is written, if that is not ASCII; else an empty text."""
    found = None if url.isascii() else _AUTHORITY.search(url)
    return found[1] if found and not found[1].isascii() else ""


@lru_cache(maxsize=16_384)
def as_ascii(name: str) -> str:
    """Return an international host name by IDNA 2008, or by IDNA 2003 if it has characters that 2008 lacks (emoji).

    It is empty for one that no host can have. A text may hold thousands, and is read a few times.
    """
    import idna

    # Both map characters as this does first (RFC 3454, section 4; UTS 46, section 6), of which one may become many.
    if len(name) > LONGEST_HOST or len(mapped := normalize("NFKC", name)) > LONGEST_HOST or _IMPOSSIBLE.search(mapped):
        return ""
    try:
        return idna.encode(name, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        if getattr(error, "code", "").endswith("too_long"):
            return ""
        try:
            return name.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
