"""The catalogues: complete, of the same shape as the messages, and with the plural forms of their languages."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel import Locale
from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

import feeds
from feeds.words.catalogue import LOCALE, messages

ROOT = Path(__file__).parents[2]
LANGUAGES = {
    "ar", "bn", "cs", "da", "de", "el", "en", "es", "fa", "fi", "fr", "he", "hi", "id", "it", "ja", "ko", "nb", "nl",
    "pl", "pt", "pt-BR", "ru", "sv", "th", "tr", "uk", "vi", "zh-Hans", "zh-Hant",
}  # fmt: skip
KEYWORDS = {**DEFAULT_KEYWORDS, "counted": (1, 2)}
"""The functions that say something: `counted` is that of the templates for the script."""

PLACE = re.compile(r"\{\w*\}")


@cache
def extracted() -> frozenset[str | tuple[str, ...]]:
    """Return what the program and its templates say."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["babel"]["mappings"]
    methods = [(mapping["pattern"], mapping["method"]) for mapping in mappings]
    found = extract_from_dir(Path(feeds.__file__).parent, methods, keywords=KEYWORDS)
    return frozenset(message if isinstance(message, str) else tuple(message or ()) for _, _, message, _, _ in found)


@cache
def catalogue(tag: str) -> Catalog:
    """Return the catalogue of a language."""
    with (LOCALE / tag / "LC_MESSAGES" / "feeds.po").open("rb") as file:
        return read_po(file, locale=Locale.parse(tag, sep="-"), abort_invalid=True)


def said(tag: str) -> Iterator[Message]:
    """Yield the messages of a catalogue."""
    return (message for message in catalogue(tag) if message.id)


def forms(message: Message) -> tuple[str, ...]:
    """Return the forms of a message in the language: one, unless it counts something."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def test_every_language_is_there() -> None:
    """No language is lost, and none is added without being checked."""
    assert {folder.name for folder in LOCALE.iterdir()} == LANGUAGES
    listed = (ROOT / "docs" / "languages.md").read_text(encoding="utf-8")
    assert {tag for tag in LANGUAGES if f"`{tag}`" in listed} == LANGUAGES


@pytest.mark.parametrize("tag", sorted(LANGUAGES))
def test_a_catalogue_is_complete(tag: str) -> None:
    """Whatever a reader can see has its words in every language; none waits to be looked at, and none is left over."""
    found = {message.id if isinstance(message.id, str) else tuple(message.id) for message in said(tag)}
    assert found == extracted()
    assert [message.id for message in said(tag) if message.fuzzy] == []
    assert [message.id for message in said(tag) if not all(form.strip() for form in forms(message))] == []
    assert not catalogue(tag).obsolete


@pytest.mark.parametrize("tag", sorted(LANGUAGES))
def test_a_catalogue_has_the_plural_forms_of_its_language(tag: str) -> None:
    """Each message that counts something has as many forms as the language, by the rule of CLDR in the header."""
    number, rule = get_plural(Locale.parse(tag, sep="-"))[:2]
    header = (LOCALE / tag / "LC_MESSAGES" / "feeds.po").read_text(encoding="utf-8").split("\n\n")[0]
    assert f'"Plural-Forms: nplurals={number}; plural={rule};\\n"' in header
    assert f'"Language: {tag}\\n"' in header
    counting = [message for message in said(tag) if message.pluralizable]
    assert counting
    assert {len(forms(message)) for message in counting} == {number}


@pytest.mark.parametrize("tag", sorted(LANGUAGES))
def test_a_catalogue_keeps_the_places_of_values(tag: str) -> None:
    """No value is lost or invented; the number alone may be missing, in a form for one number (`two articles`)."""
    for message in said(tag):
        wanted = set(PLACE.findall(message.id if isinstance(message.id, str) else message.id[-1]))
        for place, form in enumerate(forms(message)):
            found = set(PLACE.findall(form))
            is_last = place == len(forms(message)) - 1
            assert found == wanted or (message.pluralizable and not is_last and found == wanted - {"{n}"}), (tag, form)


@pytest.mark.parametrize("tag", sorted(LANGUAGES))
def test_what_is_heard_has_what_is_seen_in_it(tag: str) -> None:
    """Who says to a button what stands on it presses it (WCAG 2.5.3): its label for the ear has these words in it."""
    texts = {message.id[0] if isinstance(message.id, tuple) else message.id: forms(message) for message in said(tag)}
    for seen, heard in (("Copy", "Copy the address of {format}"), ("Read here", "Read here: {title}")):
        assert texts[seen][0].lower() in texts[heard][0].lower()
    assert all("+{n}" in form for form in texts["+{n} topic"])


@pytest.mark.parametrize("tag", sorted(LANGUAGES - {"en"}))
def test_a_catalogue_is_not_english(tag: str) -> None:
    """A message is said in the language: what looks the same in both has a reason, and there is little of it."""
    same = [message.id for message in said(tag) if message.id in (message.string, tuple(forms(message)))]
    assert len(same) <= 12, same


@pytest.mark.parametrize(("tag", "loose"), [("fr", r" [:;?!»]|« "), ("ru", " [–—]"), ("uk", " [–—]")])
def test_punctuation_stays_with_its_word(tag: str, loose: str) -> None:
    """No line begins with a question mark in French, or with a dash in Russian: the space before it does not break."""
    assert [form for message in said(tag) for form in forms(message) if re.search(loose, form)] == []


def test_english_is_the_source() -> None:
    """The English catalogue says what the program says, for whoever translates it or says it in other words."""
    assert all(
        (message.id if isinstance(message.id, str) else message.id[-1]) == forms(message)[-1] for message in said("en")
    )
    assert messages() == {
        message.id if isinstance(message.id, str) else message.id[0]: message.pluralizable for message in said("en")
    }
