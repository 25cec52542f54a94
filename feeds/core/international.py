"""Encode international host names, as browsers do."""

from functools import lru_cache
from typing import Final
from unicodedata import normalize

from feeds.core.patterns import lazy

LONGEST_HOST: Final = 253
"""Characters of a host name at most, encoded (RFC 1035, 2.3.4)."""


_IMPOSSIBLE = lazy(r"[\x00-,/:-@\[-^`{-\x7f\s]")
"""The characters of ASCII, and white space, that no host name has."""


@lru_cache(maxsize=16_384)
def as_ascii(name: str) -> str:
    """Return an international host name by IDNA 2008, or by IDNA 2003 if it has characters that 2008 lacks (emoji).

    It is empty for one that no host can have. A text may hold thousands, which take a tenth of a millisecond each, and
    is read a few times.
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
