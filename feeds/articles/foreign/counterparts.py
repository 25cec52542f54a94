"""Find what an article shares with its translations, by the ways of the generators of sites in several languages."""

from collections.abc import Callable
from typing import NamedTuple

from msgspec.structs import replace

from feeds.articles.conventions import Conventions
from feeds.articles.fields import is_there
from feeds.articles.foreign.collected import Given
from feeds.articles.foreign.location import INDEX, Location
from feeds.articles.foreign.values import language_of
from feeds.frontmatter.lines import KeyPath

_LONGEST = 40
"""Characters of a value that a message shows at most."""

_OPEN_KEYS = 2
"""The number of names for a key of translations that mean nothing else; the others count only beside a language."""


class Told(NamedTuple):
    """The language of an article, where that is told, and what is wrong with what the article says of it."""

    language: str | None
    origin: KeyPath | str | None = None
    remark: str | None = None


def told(given: Given | None, locate: Callable[[], Location] | None, conventions: Conventions) -> Told:
    """Return the language that a field says, else the path of the file, as far as it counts, and at last the site."""
    said = language_of(given.value) if given else None
    if given and said:
        return Told(said, given.path)
    found = language_of(locate().language) if locate else None
    origin: KeyPath | str | None = "the site" if found == conventions.language else "the file's path"
    if given is None or not is_there(given.value):
        return Told(found, origin if found else None)
    shown = repr(given.value[:_LONGEST]) if isinstance(given.value, str) else "it"
    return Told(found, given.path, f"is left out: {shown} is not the tag of a language, such as en or pt-BR")


def spoken(location: Location, language: str | None, conventions: Conventions) -> Location:
    """Return the place of an article; in a Jekyll site the language that it says decides about the prefix."""
    if conventions.generator != "jekyll" or not conventions.languages:
        return location
    code = (language or "").lower()
    found = next((one for one in conventions.languages if one.code.lower() == code), None)
    return replace(location, prefix=found.prefix, language=found.code) if found else location


def shared_key(
    given: Given | None, language: str | None, link: str, locate: Callable[[], Location], conventions: Conventions
) -> str | None:
    """Return what an article shares with its translations: a key that it gives, else its place but for the language.

    In a Jekyll site of several languages it is the address but for the prefix, as the plugin jekyll-polyglot has it.
    """
    value = given.value if given and (given.rank < _OPEN_KEYS or language) else None
    if isinstance(value, str | int) and not isinstance(value, bool):
        return f"={value}"
    location = spoken(locate(), language, conventions)
    if conventions.generator == "jekyll" and conventions.languages:
        return link.replace(f"/{location.prefix}/", "/", 1) if location.prefix else link
    return _place(location, language, conventions)


def _place(location: Location, language: str | None, conventions: Conventions) -> str | None:
    """Return the path of an article without its language; None if it can have no translations.

    It has them if a folder has the name of the article's language, in a site of which several are known, and as the
    page of a folder of no known site (`index.md` and `index.fr.md`).
    """
    parts = [*location.above, location.collection or "", *location.folders, location.name]
    code = (language or "").lower()
    position = next((n for n, part in enumerate(parts[:-1]) if part and part.lower().replace("_", "-") == code), None)
    if position is not None:
        del parts[position]
    elif not conventions.languages and (conventions.generator or location.name != INDEX):
        return None
    return "/".join(filter(None, parts))
