"""Say in a language what feeds and pages say in words of our own."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property, lru_cache
from gettext import NullTranslations
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

from feeds.words import english
from feeds.words.english import Span
from feeds.words.tags import ENGLISH, Direction, direction, stand_ins

if TYPE_CHECKING:
    from feeds.words.catalogue import OwnCatalogue

_PLACE = re.compile(r"\{(\w+)\}")


class _Forms(Protocol):
    def number(self, count: int) -> str: ...

    def period(self, day: date, span: Span) -> str: ...

    def samples(self) -> Mapping[str, int]: ...


class Words:
    """The words of one language.

    Messages are English, with places such as `{n}`, and are looked up in the language's catalogue; a place without a
    value stays as it is.
    """

    def __init__(self, languages: tuple[str | None, ...] = (), own: "tuple[OwnCatalogue, ...]" = ()) -> None:
        self._given = (languages, own)

    def __reduce__(self) -> tuple[Callable[..., "Words"], tuple[object, ...]]:
        return words_in, self._given

    @cached_property
    def _chosen(self) -> tuple[str, NullTranslations]:
        """The tag of the language, and what it says; looked up once something is said."""
        return _found(*self._given)

    @cached_property
    def _translations(self) -> NullTranslations:
        return self._chosen[1]

    @cached_property
    def _forms(self) -> _Forms:
        return _forms(self.language)

    @property
    def language(self) -> str:
        """The tag of the language."""
        return self._chosen[0]

    @property
    def direction(self) -> Direction:
        """Which way the language is written."""
        return direction(self.language)

    def gettext(self, message: str, **values: object) -> str:
        """Return a message in the language, with values in its places."""
        return _filled(self._translations.gettext(message), values)

    def ngettext(self, one: str, many: str, count: int, **values: object) -> str:
        """Return the message that counts something, in the form for a number, which takes the place of `{n}`."""
        text = self._translations.ngettext(one, many, count)
        return _filled(text, {"n": self.number(count), **values})

    def categories(self, one: str, many: str) -> dict[str, str]:
        """Return the forms of a message that counts something by plural category, as Intl.PluralRules names these."""
        samples = self._forms.samples()
        found = {name: self._translations.ngettext(one, many, number) for name, number in samples.items()}
        return found if "other" in found else {**found, "other": next(reversed(found.values()))}

    def number(self, count: int) -> str:
        """Return a number with its thousands apart."""
        return self._forms.number(count)

    def day(self, day: date) -> str:
        """Return a day, its month in words: `3 March 2024`."""
        return self._forms.period(day, "day")

    def period(self, day: date, span: Span) -> str:
        """Return the day, the month or the year that a day is in."""
        return self._forms.period(day, span)

    def listed(self, texts: Iterable[str]) -> str:
        """Return texts one after another, with the comma of the language between them."""
        comma = self.gettext(", ")
        return comma.join(texts)


@lru_cache(maxsize=64)
def words_in(languages: tuple[str | None, ...] = (), own: "tuple[OwnCatalogue, ...]" = ()) -> Words:
    """Return the words of the first of some languages that there are words for, else those of English.

    `own` are the site's own catalogues, which go before the others.
    """
    return Words(languages, own)


@lru_cache(maxsize=256)
def autonym(tag: str) -> str:
    """Return what a language is called in itself, `Deutsch` for `de`; its tag where that is not known."""
    if tag.lower() == ENGLISH:
        return "English"
    from feeds.words.forms import autonym as known

    return known(tag) or tag


def _found(languages: Iterable[str | None], own: "tuple[OwnCatalogue, ...]") -> tuple[str, NullTranslations]:
    """Return the tag of the language that there are words for, and the words."""
    for language in filter(None, (*languages, ENGLISH)):
        tags = stand_ins(language)
        chain = _chain(tags, own) if own or ENGLISH not in tags else []
        for first, second in pairwise(chain):
            first.add_fallback(second)
        if chain or ENGLISH in tags:
            return language, chain[0] if chain else NullTranslations()
    return ENGLISH, NullTranslations()


def _chain(tags: Iterable[str], own: "tuple[OwnCatalogue, ...]") -> list[NullTranslations]:
    from feeds.words import catalogue

    found: list[NullTranslations] = []
    for tag in tags:
        found += [catalogue.own_translations(one) for one in own if one.tag.lower() == tag]
        if (content := catalogue.shipped(tag)) and tag != ENGLISH:
            found.append(catalogue.translations(content))
    return found


def _forms(language: str) -> _Forms:
    if ENGLISH in stand_ins(language):
        return english
    from feeds.words.forms import Forms

    for tag in stand_ins(language):
        try:
            return Forms(tag)
        except LookupError:
            continue
    return english


def _filled(text: str, values: dict[str, object]) -> str:
    return _PLACE.sub(lambda place: str(values.get(place[1], place[0])), text) if values else text
