"""Make folder names of topic names: short, ASCII, and different for different topics."""

import unicodedata
from functools import lru_cache
from hashlib import blake2s

from feeds.core.patterns import lazy
from feeds.core.text import INVISIBLE

MAX_SLUG = 100
"""The maximum length of a slug in bytes; a longer one is cut and ends in a hash of the whole."""

_SPELLED = {"+": " plus ", "#": " sharp ", "&": " and ", "@": " at ", "’": "'"}
_INVISIBLE = lazy(f"[{INVISIBLE}]")
_SEPARATORS = lazy(r"[\s_-]+")
_SLUG = lazy(r"[a-z0-9]+(?:[._-]+[a-z0-9]+)*")
_PLAIN = lazy(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def fold(name: str) -> str:
    """Return what all spellings of a topic's name share; names that fold differently are different topics.

    Case, accents, normal form, white space, `-`, `_` and invisible characters make no difference. `+ # & @` are the
    words that they stand for, so that `C`, `C++` and `C#` differ.
    """
    text = name.casefold() if name.isascii() else _without_accents(_visible(name).casefold())
    spelled = "".join(_SPELLED.get(character, character) for character in text)
    return _SEPARATORS.sub("-", spelled).strip("-")


@lru_cache(maxsize=4096)
def slugify(name: str) -> str:
    """Return the slug of a name: the same for names that `fold` alike, and another one for all others.

    A slug is a name of the same topic, too. It depends on the name alone. A folded name that is no slug itself is
    transliterated, which can make the same of two names, and therefore ends in a short hash.
    """
    folded = fold(name)
    if _PLAIN.fullmatch(folded) and len(folded) <= MAX_SLUG:
        return folded

    readable = transliterated(folded) or "topic"
    return f"{readable[: MAX_SLUG - 9].rstrip('-')}-{_digest(folded)}"


def transliterated(text: str) -> str:
    """Return a text in ASCII letters and digits of lower case, with single hyphens for all else; it may be empty."""
    from slugify import slugify as transliterate

    return str(transliterate(text, entities=False, decimal=False, hexadecimal=False))


def path_slug(path: str) -> str:
    """Return the slugs of the names in a path, with `/` between them."""
    return "/".join(slugify(name) for name in path.split("/") if name)


def _visible(name: str) -> str:
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", name))


def _without_accents(text: str) -> str:
    """Return a text without the accents of Latin and Greek letters; in other scripts a mark makes another letter."""
    kept: list[str] = []
    takes_accents = False
    for character in unicodedata.normalize("NFKD", text):
        if not unicodedata.combining(character):
            takes_accents = unicodedata.name(character, "").startswith(("LATIN ", "GREEK "))
        elif takes_accents:
            continue
        kept.append(character)
    return unicodedata.normalize("NFKC", "".join(kept)).casefold()


def is_slug(text: str) -> bool:
    """Return whether a configured slug is safe as a folder name and in an address."""
    return len(text) <= MAX_SLUG and _SLUG.fullmatch(text) is not None


def _digest(text: str) -> str:
    """Return a hash of eight characters, the same on every machine."""
    return blake2s(text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
