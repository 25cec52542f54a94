"""Find the catalogue of a language (gettext), of the site's own and of those beside this package.

A built package has compiled catalogues (`.mo`); where it runs from its source, they are compiled in memory.
"""

import gettext
from functools import cache
from io import BytesIO
from pathlib import Path

from msgspec import Struct

from feeds.words.tags import ENGLISH

LOCALE = Path(__file__).parents[1] / "locale"
"""The folder of the catalogues: `<tag>/LC_MESSAGES/feeds.po`."""

DOMAIN = "feeds"


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


def compiled(content: bytes) -> bytes:
    """Return a catalogue (`.po`) in compiled form. Raises ValueError for one that cannot be read."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    target = BytesIO()
    try:
        write_mo(target, read_po(BytesIO(content), abort_invalid=True))
    except (PoFileError, UnicodeDecodeError) as error:
        raise ValueError(str(error)) from error
    return target.getvalue()


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

    from feeds.words.forms import of_categories

    locale = Locale.parse(own.tag, sep="-")
    catalogue = Catalog(locale=locale, domain=DOMAIN)
    for message, text in own.texts:
        if isinstance(text, str):
            catalogue.add(message, text)
        else:
            catalogue.add((message, message), of_categories(locale, catalogue.plural_expr, dict(text)))
    target = BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()
