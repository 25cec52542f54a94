"""Sort names as a language does, without any library: the same on every machine.

Accents and case make no difference at first, but for the letters that an alphabet has of its own (CLDR, collation).
"""

import unicodedata
from functools import cache

from feeds.words.tags import stand_ins

_ALPHABETS = {
    "cs": "cč rř sš zž",
    "da": "zæøå",
    "es": "nñ",
    "fi": "zåäö",
    "nb": "zæøå",
    "pl": "aą cć eę lł nń oó sś zźż",
    "ru": "ий",
    "sv": "zåäö",
    "tr": "cç gğ hı oö sş uü",
    "uk": "гґ еє иіїй",
}
"""The letters of languages that follow others in the alphabet, each group behind the letter that it follows."""


def sort_key(name: str, language: str | None) -> tuple[tuple[str, int], ...]:
    """Return what sorts a name among others as a language does; names that differ in accents alone have one key."""
    letters = _letters(language or "")
    return tuple(
        placed
        for character in unicodedata.normalize("NFC", _lower(name, language or ""))
        for placed in ((letters[character],) if character in letters else _plain(character))
    )


@cache
def _letters(language: str) -> dict[str, tuple[str, int]]:
    """Return the place of each letter that an alphabet has of its own: behind which letter, and how far."""
    alphabet = next((_ALPHABETS[tag] for tag in stand_ins(language) if tag in _ALPHABETS), "")
    return {letter: (group[0], place) for group in alphabet.split() for place, letter in enumerate(group) if place}


def _plain(character: str) -> list[tuple[str, int]]:
    """Return a character without its accents."""
    return [(part, 0) for part in unicodedata.normalize("NFKD", character) if not unicodedata.combining(part)]


def _lower(name: str, language: str) -> str:
    """Return a name in lower case; Turkish has an i with and one without a dot in both cases."""
    if language.lower().split("-")[0] in ("tr", "az"):
        name = name.replace("I", "ı").replace("İ", "i")
    return name.casefold()
