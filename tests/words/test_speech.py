"""The words of feeds and pages in the language of a site."""

import pickle
from datetime import date

import pytest

from feeds.words import words_in
from feeds.words.catalogue import OwnCatalogue
from feeds.words.tags import direction, stand_ins, way

DAY = date(2026, 3, 13)


def test_english_needs_no_library() -> None:
    """The messages are English; days and numbers are written as they always were, in any country."""
    for tag in (None, "en", "en-GB", "en-US", "tlh"):
        words = words_in((tag,))
        assert words.gettext("More coverage") == "More coverage"
        assert words.ngettext("{n} story", "{n} stories", 1) == "1 story"
        assert words.ngettext("{n} story", "{n} stories", 2827) == "2,827 stories"
        assert words.day(DAY) == "13 March 2026"
        assert words.period(DAY, "month") == "March 2026"
        assert words.categories("{n} story", "{n} stories") == {"one": "{n} story", "other": "{n} stories"}


def test_a_language_says_it_in_its_own_way() -> None:
    """Texts, numbers and days are those of the language, and of its country where that differs."""
    words = words_in(("de-AT",))
    assert words.gettext("Subscribe") == "Abonnieren"
    assert words.ngettext("{n} story", "{n} stories", 2827) == "2.827 Beiträge"
    assert words.day(date(2026, 1, 2)) == "2. Jänner 2026"
    assert words_in(("de",)).day(date(2026, 1, 2)) == "2. Januar 2026"


def test_the_first_language_with_words_speaks() -> None:
    """An article in a language that there are no words for has those of the site."""
    assert words_in(("tlh", "de")).gettext("Subscribe") == "Abonnieren"
    assert words_in(("en", "de")).gettext("Subscribe") == "Subscribe"


def test_a_value_is_not_read_as_a_place() -> None:
    """What a title holds is never filled in once more; a place without a value stays, for a script to fill it."""
    assert words_in().gettext("{name} from {site}", name="{site}", site="x") == "{site} from x"
    assert words_in().gettext("{n} of {all}", n=1) == "1 of {all}"


def test_words_are_the_same_in_every_process() -> None:
    """Workers that render get the words of the site."""
    own = (OwnCatalogue("de", (("Subscribe", "Abo"),)),)
    words = pickle.loads(pickle.dumps(words_in(("de",), own)))
    assert words is words_in(("de",), own)
    assert words.gettext("Subscribe") == "Abo"


def test_a_sites_own_words_go_first() -> None:
    """A site can say a few things in its own way, also in English and in a language that there is no catalogue for."""
    plural = ("{n} story", (("one", "{n} Text"), ("other", "{n} Texte")))
    words = words_in(("de-CH",), (OwnCatalogue("de", (("Subscribe", "Abo"), plural)),))
    assert words.gettext("Subscribe") == "Abo"
    assert words.gettext("Share") == "Teilen"
    assert [words.ngettext("{n} story", "{n} stories", n) for n in (1, 2)] == ["1 Text", "2 Texte"]
    assert words_in(("en-GB",), (OwnCatalogue("en", (("Share", "Pass on"),)),)).gettext("Share") == "Pass on"
    hungarian = b'msgid ""\nmsgstr "Language: hu\\n"\n\nmsgid "Share"\nmsgstr "Megoszt\xc3\xa1s"\n'
    words = words_in(("hu",), (OwnCatalogue("hu", content=hungarian),))
    assert words.gettext("Share") == "Megosztás"
    assert words.day(DAY) == "2026. március 13."


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("de-AT", ("de-at", "de")),
        ("zh-TW", ("zh-tw", "zh-hant", "zh", "zh-hans")),
        ("zh-CN", ("zh-cn", "zh", "zh-hans")),
        ("pt-PT", ("pt-pt", "pt")),
        ("no", ("no", "nb")),
        ("iw", ("iw", "he")),
    ],
)
def test_a_language_without_words_has_those_of_the_nearest(tag: str, expected: tuple[str, ...]) -> None:
    """Countries, old tags and the usual scripts lead to the words that people there read."""
    assert stand_ins(tag) == expected


@pytest.mark.parametrize("tag", ["ar", "ar-EG", "he", "iw", "fa", "ur", "az-Arab", "yi"])
def test_languages_from_right_to_left(tag: str) -> None:
    """The script decides, or else the language."""
    assert direction(tag) == "rtl"


@pytest.mark.parametrize("tag", [None, "en", "ja", "ar-Latn", "uz-Cyrl", "de-AT", "x-ar"])
def test_languages_from_left_to_right(tag: str | None) -> None:
    """A language of Arabic script that is written in another one is not mirrored."""
    assert direction(tag) == "ltr"


@pytest.mark.parametrize(
    ("text", "expected"), [("C++ أم Rust؟", "rtl"), ("iPhone בבית", "rtl"), ("C++ (2026)", "auto")]
)
def test_the_first_word_does_not_decide_which_way_a_text_runs(text: str, expected: str) -> None:
    """On a page from right to left a title may begin with a Latin name; one in Latin letters alone runs their way."""
    assert way(text) == expected
