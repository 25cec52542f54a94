"""Find the catalogue of a language (gettext), of the site's own and of those beside this package.

A built package has compiled catalogues (`.mo`); where it runs from its source, they are compiled in memory.
"""

import gettext
import re
from collections import Counter
from functools import cache, lru_cache
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from feeds.words.tags import ENGLISH, stand_ins

if TYPE_CHECKING:
    from babel.messages import Catalog

LOCALE = Path(__file__).parents[1] / "locale"
"""The folder of the catalogues: `<tag>/LC_MESSAGES/feeds.po`."""

DOMAIN = "feeds"

PLACE = re.compile(r"\{\w*\}")
"""The place in a text of what differs, such as `{title}`."""

_LONGEST = 1_000
"""Characters of a text at most."""

_MOST_TIMES = 3
"""How often a place may be in a text: what takes it may be a thousand characters long."""

MAX_FORMS = 6
"""Forms of a text that counts something at most: no language has more (CLDR)."""

_DIVISION = re.compile(r"[/%](?!\s*[1-9])")
"""A division in a rule for plural forms, by anything but a number: it may be one by zero."""

_COMMENT = re.compile(r"^[^\S\n]*#(?!,)[^\n]*", re.MULTILINE)
"""What a catalogue says of its texts to people and programs, but for their flags; the lines stay, for messages."""


class OwnCatalogue(Struct, frozen=True):
    """Words of a site's own for one language, by its tag: single texts, or the content of a catalogue (`.po`).

    A text that counts something has a form for each of the language's plural categories (CLDR): `one`, `other`, …
    """

    tag: str
    texts: tuple[tuple[str, str | tuple[tuple[str, str], ...]], ...] = ()
    content: bytes = b""


@cache
def shipped(tag: str) -> bytes | None:
    """Return the compiled catalogue of a language, by its tag in lower case; None where there is none."""
    folder = _folders().get(tag)
    if folder is None:
        return None
    compiled_before = folder / f"{DOMAIN}.mo"
    if compiled_before.exists():
        return compiled_before.read_bytes()
    return compiled((folder / f"{DOMAIN}.po").read_bytes())


@cache
def _folders() -> dict[str, Path]:
    """Return the folder of each catalogue by its tag in lower case."""
    return {folder.name.lower(): folder / "LC_MESSAGES" for folder in LOCALE.iterdir()} if LOCALE.is_dir() else {}


@cache
def messages() -> dict[str, bool]:
    """Return what there are words for, in English: each message, and whether it counts something."""
    from babel.messages.mofile import read_mo

    known = read_mo(BytesIO(shipped(ENGLISH) or b""))
    return {
        message.id if isinstance(message.id, str) else message.id[0]: message.pluralizable
        for message in known
        if message.id
    }


@lru_cache(maxsize=64)
def compiled(content: bytes) -> bytes:
    """Return a catalogue (`.po`, in UTF-8) in compiled form. Raises ValueError for one that cannot be read or used."""
    from babel.messages import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, PoFileParser

    class Bounded(Catalog):
        """A catalogue that is checked while it is read: texts are padded to as many forms as its header says."""

        @property
        def num_plurals(self) -> int:
            if not 1 <= super().num_plurals <= MAX_FORMS:
                raise ValueError(f"nplurals must be a number from 1 to {MAX_FORMS}")
            return super().num_plurals

    catalogue = Bounded(domain=DOMAIN)
    try:
        text = _COMMENT.sub("", content.decode("utf-8-sig"))  # each is compared with all others of its text
        PoFileParser(catalogue, abort_invalid=True).parse(StringIO(text))
    except PoFileError as error:
        raise ValueError(str(error)) from error
    _check_rule(catalogue.plural_expr)
    _check_texts(catalogue)
    catalogue.charset = "utf-8"
    target = BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


def _check_texts(catalogue: "Catalog") -> None:
    """Check the texts of a catalogue. Raises ValueError for one that is too long."""
    for message in catalogue:
        forms = (message.string,) if isinstance(message.string, str) else message.string or ()
        if message.id and (fault := next(filter(None, map(excess, forms)), None)):
            text = message.id if isinstance(message.id, str) else message.id[0]
            raise ValueError(f"the words for {text[:_LONGEST]!r}: {fault}")


def excess(form: str) -> str | None:
    """Return why a text, or a form of it, is too long for each item of a feed; None for one that is not."""
    if len(form) > _LONGEST:
        return f"is longer than {_LONGEST:,} characters"
    most = max(Counter(PLACE.findall(form)).values(), default=0)
    return f"has the same place more than {_MOST_TIMES} times" if most > _MOST_TIMES else None


def _check_rule(rule: str) -> None:
    """Check which form a text has by its number, as C says it. Raises ValueError for a rule that may fail."""
    if _DIVISION.search(rule):
        raise ValueError("the rule of its plural forms divides by something else than a number")
    gettext.c2py(rule)


def translations(compiled_catalogue: bytes) -> gettext.GNUTranslations:
    """Return the words of a compiled catalogue."""
    return gettext.GNUTranslations(BytesIO(compiled_catalogue))


def own_translations(own: OwnCatalogue) -> gettext.GNUTranslations:
    """Return the words of a site's own catalogue."""
    return translations(compiled(own.content) if own.content else _made_of(own))


def _made_of(own: OwnCatalogue) -> bytes:
    from babel import Locale
    from babel.messages import Catalog
    from babel.messages.mofile import write_mo

    from feeds.words.forms import known_locale, of_categories

    locale = known_locale(stand_ins(own.tag)) or Locale(ENGLISH)
    catalogue = Catalog(locale=locale, domain=DOMAIN)
    for message, text in own.texts:
        if isinstance(text, str):
            catalogue.add(message, text)
        else:
            catalogue.add((message, message), of_categories(locale, catalogue.plural_expr, dict(text)))
    target = BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()
