"""Make folder names of topic names: short, ASCII, and always the same for the same name."""

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2s

MAX_SLUG = 100
"""The maximum length of a slug in bytes; a longer one is cut and ends in a hash of the whole."""

_SPELLED = {"+": " plus ", "#": " sharp ", "&": " and ", "@": " at ", "’": "'"}
_SLUG = re.compile(r"[a-z0-9]+(?:[._-]+[a-z0-9]+)*")


@lru_cache(maxsize=4096)
def slugify(name: str) -> str:
    """Return the slug of a name; names with the same slug are the same topic.

    The slug depends on the name alone: NFC, lower case, ASCII, words joined by hyphens, `+ # & @` spelled out so that
    `C`, `C++` and `C#` differ. A name of which nothing is left (an emoji) becomes a short hash.
    """
    from slugify import slugify as transliterate

    text = unicodedata.normalize("NFC", name).strip().lower()
    spelled = "".join(_SPELLED.get(character, character) for character in text)
    slug = transliterate(spelled, entities=False, decimal=False, hexadecimal=False)
    if not slug:
        return f"topic-{_digest(text)}"
    return slug if len(slug) <= MAX_SLUG else f"{slug[: MAX_SLUG - 9].rstrip('-')}-{_digest(slug)}"


def is_slug(text: str) -> bool:
    """Return whether a configured slug is safe as a folder name and in an address."""
    return len(text) <= MAX_SLUG and _SLUG.fullmatch(text) is not None


def _digest(text: str) -> str:
    """Return a hash of eight characters, the same on every machine."""
    return blake2s(text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
