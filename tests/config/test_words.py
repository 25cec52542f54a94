"""The words that a site says in its own way."""

from pathlib import Path

import pytest

from feeds.config import Options, Site, load
from feeds.core.errors import ConfigError
from feeds.words import Words, words_in
from tests.support import BASE_URL


def _site(folder: Path) -> Site:
    """Return the site that a folder's `feeds.toml` describes."""
    return load(Options(config=folder / "feeds.toml", base_url=BASE_URL, reads_articles=False)).site


def _words(folder: Path, text: str, language: str | None = None) -> Words:
    """Return the words of a site with such a `feeds.toml`, in a language or in its own."""
    (folder / "feeds.toml").write_text(text, encoding="utf-8")
    site = _site(folder)
    return words_in((language, site.language), site.words)


def test_texts_are_for_the_sites_language(tmp_path: Path) -> None:
    """A text stands below `[words]` by its English one, and one that counts something has a form for each number."""
    words = _words(
        tmp_path,
        """groups = ["field:series"]
        site.language = "de-AT"
        [words]
        "More coverage" = "Mehr dazu"
        "{n} story" = { one = "{n} Stück", other = "{n} Stücke" }
        "Read the one story" = "Alles lesen"
        Series = "Serien"
        [words.fr]
        "More coverage" = "Ailleurs"
        """,
    )
    assert words.gettext("More coverage") == "Mehr dazu"
    assert [words.ngettext("{n} story", "{n} stories", n) for n in (1, 5)] == ["1 Stück", "5 Stücke"]
    assert words.ngettext("Read the one story", "Read all {n} stories", 1) == "Alles lesen"
    assert words.gettext("Series") == "Serien"
    assert words.gettext("Share") == "Teilen"
    assert words_in(("fr",), _site(tmp_path).words).gettext("More coverage") == "Ailleurs"


def test_a_catalogue_of_the_sites_own(tmp_path: Path) -> None:
    """A language that there are no words for gets them from a catalogue beside `feeds.toml`."""
    folder = tmp_path / "locale" / "hu" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "feeds.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Share"\nmsgstr "Megosztás"\n',
        encoding="utf-8",
    )
    words = _words(tmp_path, 'site.language = "hu"\n')
    assert words.gettext("Share") == "Megosztás"
    assert words.gettext("Topics") == "Topics"
    (folder / "feeds.po").write_text('msgid "Share\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"feeds\.po: cannot be read: "):
        _site(tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '[words]\n"More covrage" = "x"',
            ':2: words."More covrage": there is no such text in feeds and pages; did you',
        ),
        (
            '[words]\n"Share" = { other = "x" }',
            ":2: words.Share: expected text in quotes, got a table: it counts nothing",
        ),
        ('[words]\n"{n} story" = { plural = "x" }', "unknown form 'plural' (expected some of: zero, one, two, few,"),
        ('[words]\n"{n} story" = "{m} x"', "nothing is known that takes the place of {m}"),
        ('[words.fr]\n"Nothing" = "x"', ":2: words.fr.Nothing: there is no such text in feeds and pages"),
        ("words = 5", ":1: words: expected a table, got a whole number"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    """A text that is never shown, or would show a place as it is, is an error of the configuration."""
    with pytest.raises(ConfigError) as caught:
        _words(tmp_path, text)
    assert said in str(caught.value)
