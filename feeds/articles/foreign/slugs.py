"""Make the parts of addresses as each generator does."""

import re
import unicodedata
from collections.abc import Callable

from feeds.articles.foreign.collected import Given
from feeds.core.limits import MAX_URL
from feeds.core.slugs import transliterated

_PLAIN = re.compile(r"[A-Za-z0-9-]*")
_ASCII_ONLY = re.compile(r"[^A-Za-z0-9]+")
_SPACE = re.compile(r"\s+")
_PRETTY = frozenset("._~!$&'()+,;=@")
_PATH_SIGNS = frozenset("./\\_#+~-@")
_HEX = re.compile(r"%[0-9A-Fa-f]{2}")
_HEXO_SIGNS = re.compile(r"[\s~`!@#$%^&*()\-_+=\[\]{}|\\;:\"'<>,.?/]+")
_BASES = str.maketrans({"ß": "s", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ħ": "h", "Ħ": "H"}) | {
    ord(letter): base for letter, base in (("æ", "ae"), ("Æ", "AE"), ("œ", "oe"), ("Œ", "OE"), ("ı", "i"))
}
"""The letters that Hexo writes without their strokes, besides those with accents."""

_UNSAFE_IN_FILES = str.maketrans("", "", '<>:"/\\|?*')


def jekyll(text: str, mode: str = "default", *, cased: bool = False) -> str:
    """Return a text as Jekyll's `slugify` does in one of its modes: default, pretty, raw, ascii, latin."""
    if mode == "latin":
        text = without_marks(text)
    if mode == "raw":
        slug = _SPACE.sub("-", text)
    elif mode == "ascii":
        slug = _ASCII_ONLY.sub("-", text)
    else:
        kept = _PRETTY if mode == "pretty" else frozenset()
        slug = _hyphened(text, lambda character: _is_word(character) or character in kept)
    slug = slug.removeprefix("-").removesuffix("-")
    return slug if cased else slug.lower()


def titleized(slug: str) -> str:
    """Return the title that Jekyll makes of the name of a file."""
    return " ".join(word.capitalize() for word in slug.split("-") if word)


def hugo(text: str) -> str:
    """Return a path as Hugo writes it but for the case: spaces as hyphens, and no signs but a few."""
    if _PLAIN.fullmatch(text):
        return text
    parts: list[str] = []
    is_waiting = False  # for a character behind white space
    for position, character in enumerate(text):
        is_encoded = character == "%" and _HEX.match(text, position) is not None
        if character != " " and (_is_word(character) or character in _PATH_SIGNS or is_encoded):
            if is_waiting and character != "-":
                parts.append("-")
            is_waiting = False
            parts.append(character)
        elif character.isspace() and parts and parts[-1] != "-":
            is_waiting = True
    return "".join(parts)


def hexo(text: str, *, lower: bool = False) -> str:
    """Return a text as Hexo's `slugize` does."""
    plain = "".join(character for character in without_marks(text).translate(_BASES) if character >= " ")
    slug = _HEXO_SIGNS.sub("-", plain).strip("-")
    return slug.lower() if lower else slug


def zola(text: str, strategy: str = "on") -> str:
    """Return a name as Zola does by one of its strategies: on, safe, off."""
    if strategy == "on":
        return transliterated(text)
    return text.rstrip(" .").translate(_UNSAFE_IN_FILES) if strategy == "safe" else text


def github(text: str) -> str:
    """Return a text as Astro does, with the slugs of GitHub's headings."""
    return "".join(
        "-" if character == " " else character
        for character in text.lower()
        if _is_word(character) or character in " -_"
    )


def _hyphened(text: str, is_kept: Callable[[str], bool]) -> str:
    """Return a text with a hyphen for every run of characters that are not kept."""
    parts: list[str] = []
    for character in text:
        if is_kept(character):
            parts.append(character)
        elif not parts or parts[-1] != "-":
            parts.append("-")
    return "".join(parts)


def _is_word(character: str) -> bool:
    """Say whether a character is a letter, a mark or a decimal digit."""
    if character.isascii():
        return character.isalnum()
    category = unicodedata.category(character)
    return category[0] in "LM" or category == "Nd"


def without_marks(text: str) -> str:
    """Return a text without the accents of its letters."""
    if text.isascii():
        return text
    kept = (character for character in unicodedata.normalize("NFD", text) if not unicodedata.combining(character))
    return unicodedata.normalize("NFC", "".join(kept))


def said(given: Given | None) -> str | None:
    """Return the slug that an article gives itself; None if it gives none."""
    if given is None or not isinstance(given.value, str | int) or isinstance(given.value, bool):
        return None
    return str(given.value).strip("/")[:MAX_URL]
