"""Read the site's own words: those of `[words]` in `feeds.toml`, and the catalogues in its folder `locale`."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import cast

from feeds.config.file import Origin, Words
from feeds.core.confines import PASSED_OVER, Confines, StrayLinkError
from feeds.core.errors import ConfigError
from feeds.core.kinds import KINDS, kind_of
from feeds.core.model import Problem
from feeds.core.suggestions import did_you_mean, nearest
from feeds.core.text import quoted, without_controls
from feeds.frontmatter.file import read_bytes
from feeds.sites.commons import Commons
from feeds.words.catalogue import DOMAIN, PLACE, OwnCatalogue, compiled, excess, messages
from feeds.words.tags import ENGLISH

FOLDER = "locale"
"""The folder of a site's own catalogues, beside its `feeds.toml`: `locale/<tag>/LC_MESSAGES/feeds.po`."""

_MAX_CATALOGUE = 200_000  # bytes; the longest of feeds has 10,000
_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_CATEGORIES = ("zero", "one", "two", "few", "many", "other")
"""The plural categories of CLDR."""

Text = str | dict[str, str]
"""A text, or its forms by plural category."""


def own_words(
    given: Words,
    language: str | None,
    kinds: Iterable[str],
    origin: Origin,
    confines: Confines,
    problems: list[Problem],
    passed: list[str],
) -> tuple[OwnCatalogue, ...]:
    """Return the site's own words, those of `[words]` first.

    Texts are for the site's `language`, those in a table with the tag of a language for that. Names of the fields that
    make groups of their own, among `kinds`, can be said in other words as well. A catalogue that a link leads to
    out of the `confines` is a problem; of one that another user can have planted `passed` is told. Raises ConfigError.
    """
    known = {kind_of(kind).heading for kind in kinds if kind not in KINDS}
    own = {tag: texts for tag, texts in given.items() if isinstance(texts, dict) and _TAG.fullmatch(tag)}
    rest = {message: cast(Text, text) for message, text in given.items() if message not in own}
    tables = [_table(language or ENGLISH, rest, known, ("words",), origin)] if rest else []
    tables += [_table(tag, texts, known, ("words", tag), origin) for tag, texts in own.items()]
    folder = origin.path.parent
    return (*tables, *_catalogues(folder / FOLDER, confines, problems, Commons(folder, passed)))


def _table(
    tag: str, texts: Mapping[str, Text], own_names: set[str], keys: tuple[str, ...], origin: Origin
) -> OwnCatalogue:
    found: list[tuple[str, str | tuple[tuple[str, str], ...]]] = []
    for message, text in texts.items():
        place = (*keys, message)
        is_counted = messages().get(message)
        if is_counted is None and message not in own_names:
            raise origin.error(place, _unknown(message))
        if not is_counted and not isinstance(text, str):
            raise origin.error(place, "expected text in quotes, got a table: it counts nothing")
        if not isinstance(text, str):
            _check_forms(text, place, origin)
        text = without_controls(text) if isinstance(text, str) else {key: without_controls(text[key]) for key in text}
        forms = {"other": text} if isinstance(text, str) else text
        for category, form in forms.items():
            if fault := excess(form):
                raise origin.error(place if isinstance(text, str) else (*place, category), fault)
            _check_places(form, message, place if isinstance(text, str) else (*place, category), origin)
        found.append((message, text if isinstance(text, str) and not is_counted else tuple(forms.items())))
    return OwnCatalogue(tag.lower(), tuple(found))


def _unknown(message: str) -> str:
    return f"there is no such text in feeds and pages{did_you_mean(*map(repr, nearest(message, messages(), 1)))}"


def _check_forms(forms: Mapping[str, object], place: tuple[str, ...], origin: Origin) -> None:
    """Check the forms of a text that counts something. Raises ConfigError."""
    expected = f"(expected some of: {', '.join(_CATEGORIES)})"
    if not forms:
        raise origin.error(place, f"has no form {expected}")
    for category, form in forms.items():
        if category not in _CATEGORIES:
            raise origin.error((*place, category), f"unknown form {quoted(category)} {expected}")
        if not isinstance(form, str):
            raise origin.error((*place, category), "expected text in quotes, got a table")


def _check_places(form: str, message: str, place: tuple[str, ...], origin: Origin) -> None:
    """Check what a text, or a form of it, has in the places of others. Raises ConfigError."""
    unknown = set(PLACE.findall(form)) - set(PLACE.findall(message))
    if unknown:
        raise origin.error(place, f"nothing is known that takes the place of {min(unknown)}")


def _catalogues(folder: Path, confines: Confines, problems: list[Problem], commons: Commons) -> Iterator[OwnCatalogue]:
    """Yield the catalogues of a site. Raises ConfigError for one, or a folder of them, that cannot be read."""
    try:
        tags = sorted(folder.iterdir()) if commons.counts(folder) else []
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise ConfigError(f"{folder}: cannot be read: {error.strerror}") from error
    for path in (tag / "LC_MESSAGES" / f"{DOMAIN}.po" for tag in tags):
        try:
            if not commons.counts(path):
                continue
            content = read_bytes(confines.target(path), confines, commons.owners(path.parent))
            if len(content) > _MAX_CATALOGUE:
                raise ValueError(f"it is longer than {_MAX_CATALOGUE:,} bytes")
            content = without_controls(content.decode("utf-8-sig")).encode()
            compiled(content)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except StrayLinkError:
            problems.append(Problem(str(path), 1, "warning", PASSED_OVER))
            continue
        except UnicodeDecodeError as error:
            raise ConfigError(f"{path}: cannot be read: it is not UTF-8; save it in that encoding") from error
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else error
            raise ConfigError(f"{path}: cannot be read: {reason}") from error
        yield OwnCatalogue(path.parents[1].name.lower().replace("_", "-"), content=content)
