"""Write numbers and dates, and count things, as a language does (CLDR, by Babel)."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from gettext import c2py

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from feeds.words.english import Span

_ZEROS = {"arab": 0x660, "arabext": 0x6F0, "beng": 0x9E6, "deva": 0x966, "thai": 0xE50}
"""The digit zero of each numbering system that languages have of their own."""

_FROM_FIVE_DIGITS = frozenset({"es", "it", "pl", "pt"})
"""Languages that part no number of four digits (`minimumGroupingDigits` of CLDR, which Babel does not know)."""

_SAMPLES = (*range(101), 1_000_000)
"""Numbers among which each plural category of whole numbers has one."""

_BUDDHIST_ERA = 543


class Forms:
    """How numbers and dates are written in the language of a tag. Raises LookupError for one that Babel lacks."""

    def __init__(self, tag: str) -> None:
        try:
            self._locale = Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError) as error:
            raise LookupError(tag) from error
        zero = _ZEROS.get(self._locale.default_numbering_system)
        self._digits = {ord("0") + value: zero + value for value in range(10)} if zero else {}

    def number(self, count: int) -> str:
        """Return a number with its thousands apart, in the digits of the language."""
        if self._locale.language in _FROM_FIVE_DIGITS and abs(count) < 10_000:
            return str(count)
        return format_decimal(count, locale=self._locale).translate(self._digits)

    def period(self, day: date, span: Span) -> str:
        """Return the day, the month or the year that a day is in."""
        if self._locale.language == "th":
            return self._thai(day, span)
        if span == "day":
            written = format_date(day, "long", self._locale)
        else:
            written = format_skeleton("yMMMM" if span == "month" else "y", day, locale=self._locale)
        return written.translate(self._digits)

    def _thai(self, day: date, span: Span) -> str:
        """Return a day as Thai has it, which counts years from the Buddha's death (the calendar `buddhist` of CLDR)."""
        year = str(day.year + _BUDDHIST_ERA)
        month = self._locale.months["format"]["wide"][day.month]
        return {"day": f"{day.day} {month} {year}", "month": f"{month} {year}", "year": year}[span]

    def samples(self) -> dict[str, int]:
        """Return a number of each plural category that whole numbers have."""
        return _samples(self._locale)


def known_locale(tags: Iterable[str]) -> Locale | None:
    """Return the first of some languages that Babel knows, by their tags; None if it knows none."""
    for tag in tags:
        with suppress(UnknownLocaleError, ValueError):
            return Locale.parse(tag, sep="-")
    return None


def autonym(tag: str) -> str | None:
    """Return what a language is called in itself, as a title; None where it is not known."""
    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
    name = locale.get_display_name(locale)
    return name[:1].title() + name[1:] if name else None


def usual_country(tag: str) -> str | None:
    """Return the country where most of those live who read a language (the likely subtags of CLDR)."""
    likely = get_global("likely_subtags")
    found = likely.get(tag.replace("-", "_")) or likely.get(tag.partition("-")[0].lower())
    return found.rpartition("_")[2] if found else None


def of_categories(locale: Locale, plural: str, texts: dict[str, str]) -> list[str]:
    """Return the texts of plural categories in the order of a catalogue whose header has the expression `plural`.

    A category that is not given is that of `other`, or else any that is.
    """
    index = c2py(plural)
    otherwise = texts.get("other") or next(iter(texts.values()))
    found: dict[int, str] = {}
    for category, number in _samples(locale).items():
        found.setdefault(index(number), texts.get(category, otherwise))
    return [found.get(place, otherwise) for place in range(max(found) + 1)]


def _samples(locale: Locale) -> dict[str, int]:
    found: dict[str, int] = {}
    for number in _SAMPLES:
        found.setdefault(locale.plural_form(number), number)
    return found
