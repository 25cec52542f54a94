"""The words that a site says in its own way."""

import gettext
import os
import shutil
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages import pofile

from feeds.config import Options, Site, load
from feeds.core.errors import ConfigError
from feeds.core.limits import MAX_TITLE
from feeds.words import Words, words_in
from feeds.words.catalogue import compiled
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


@pytest.mark.parametrize("language", ["en-x-ours", "tlh", "art-x-ours", "i-klingon"])
def test_texts_in_a_language_that_few_know(tmp_path: Path, language: str) -> None:
    """A language of which nobody has written down how it counts says its words all the same, and counts as English."""
    text = f'site.language = "{language}"\n[words]\n"Share" = "A"\n"{{n}} story" = {{ one = "B", other = "C" }}\n'
    words = _words(tmp_path, text)
    assert words.gettext("Share") == "A"
    assert [words.ngettext("{n} story", "{n} stories", n) for n in (1, 5)] == ["B", "C"]


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


def test_the_comments_of_a_catalogue_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of texts that stand there again and again were compared with each other for seconds; flags count."""
    read: list[str] = []
    real = pofile.PoFileParser.parse

    def noted(parser: pofile.PoFileParser, lines: Iterable[str]) -> None:
        read.extend(lines)
        real(parser, read)

    monkeypatch.setattr(pofile.PoFileParser, "parse", noted)
    text = '# a\n  #: {}\n#. b\n#| msgid "c"\n#~ msgid "d"\n#, fuzzy\nmsgid "Share"\nmsgstr "#: e"\n'
    found = gettext.GNUTranslations(BytesIO(compiled(text.format("x:1 " * 1_000).encode())))
    assert [line.rstrip("\n") for line in read] == ["", "", "", "", "", "#, fuzzy", 'msgid "Share"', 'msgstr "#: e"']
    assert found.gettext("Share") == "Share"


def _catalogue_error(tmp_path: Path, header: str, content: str = "") -> str:
    """Return what is said of a catalogue with a header and a text in two forms, in the only language of the site."""
    folder = tmp_path / "locale" / "hu" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    forms = 'msgid "{n} story"\nmsgid_plural "{n} stories"\nmsgstr[0] "{n}"\n'
    (folder / "feeds.po").write_text(f'msgid ""\nmsgstr "{header}\\n"\n\n{forms}{content}', encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        _words(tmp_path, "")
    return str(caught.value).partition("feeds.po: cannot be read: ")[2]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("Plural-Forms: nplurals=999999999; plural=0;", "nplurals must be a number from 1 to 6"),
        ('Plural-Forms: nplu"\n"rals=-1; plural=0;', "nplurals must be a number from 1 to 6"),
        ("Plural-Forms: nplurals=2; plural=1/(n-7);", "the rule of its plural forms divides by something else"),
        ("Plural-Forms: nplurals=2; plural=n %0;", "the rule of its plural forms divides by something else"),
        ("Plural-Forms: nplurals=2; plural=n ** 2;", "unexpected token"),
        (f"Plural-Forms: nplurals=2; plural={'(' * 400}n{')' * 400};", "plural form expression is too complex"),
        ("Language: ../../x", "expected only letters"),
        ("POT-Creation-Date: 99999-99-99 99:99+9999", "time data"),
    ],
)
def test_a_catalogue_that_would_fail_later(tmp_path: Path, header: str, said: str) -> None:
    """What would cost memory, or fail in the middle of a build, is an error of the catalogue."""
    assert _catalogue_error(tmp_path, header).startswith(said)


@pytest.mark.parametrize(
    "forms", ['msgid "Share"\nmsgstr "{}"\n', 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] ""\nmsgstr[1] "{}"\n']
)
def test_the_words_of_a_catalogue_are_no_longer_than_those_of_the_configuration(tmp_path: Path, forms: str) -> None:
    """They stand in each item: a long one made megabytes of documents, and left room for few items."""
    header = "Plural-Forms: nplurals=2; plural=n != 1;"
    said = _catalogue_error(tmp_path, header, forms.format("&" * (MAX_TITLE + 1)))
    assert said.endswith("is longer than 1,000 characters")
    assert compiled(f'msgid ""\nmsgstr "{header}\\n"\n\n{forms.format("&" * MAX_TITLE)}'.encode())


def test_no_text_has_a_place_again_and_again(tmp_path: Path) -> None:
    """A hundred times a title of a thousand characters, in each item, took memory without an end."""
    said = _catalogue_error(tmp_path, "", f'msgid "Play: {{title}}"\nmsgstr "{"{title}" * 4}"\n')
    assert said == "the words for 'Play: {title}': has the same place more than 3 times"
    shutil.rmtree(tmp_path / "locale")
    with pytest.raises(ConfigError, match="has the same place more than 3 times"):
        _words(tmp_path, f'[words]\n"Play: {{title}}" = "{"{title}" * 4}"\n')
    _words(tmp_path, f'[words]\n"Play: {{title}}" = "{"{title}" * 3}"\n')


@pytest.mark.parametrize("charset", ["nosuch", "rot13", "latin-1", "utf-16", "CHARSET"])
def test_a_catalogue_is_utf_8(tmp_path: Path, charset: str) -> None:
    """Whatever its header says, a catalogue is read as UTF-8, without what no document can hold."""
    folder = tmp_path / "locale" / "hu" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    header = f'msgid ""\nmsgstr "Content-Type: text/plain; charset={charset}\\n"\n\n'
    (folder / "feeds.po").write_text(f'{header}msgid "Share"\nmsgstr "Megosz\x01tás\x1b"\n', encoding="utf-8")
    assert _words(tmp_path, 'site.language = "hu"\n').gettext("Share") == "Megosztás"

    (folder / "feeds.po").write_text('msgid "Share"\nmsgstr "tás"\n', encoding="latin-1")
    with pytest.raises(ConfigError, match=r"feeds\.po: cannot be read: it is not UTF-8"):
        _site(tmp_path)


def test_a_catalogue_that_is_no_file(tmp_path: Path) -> None:
    """A FIFO in the place of a catalogue is named, and not waited for."""
    folder = tmp_path / "locale" / "hu" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    os.mkfifo(folder / "feeds.po")
    with pytest.raises(ConfigError, match=r"feeds\.po: cannot be read: It is a FIFO, not a regular file"):
        _words(tmp_path, "")


def test_folders_without_a_catalogue(tmp_path: Path) -> None:
    """What lies beside catalogues is none; a folder that cannot be listed may have some, and is named."""
    for name in ("locale/hu", "locale/de/LC_MESSAGES"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "locale" / "README").touch()
    assert _words(tmp_path, "").gettext("Share") == "Share"
    shutil.rmtree(tmp_path / "locale")
    (tmp_path / "locale").symlink_to("locale")
    with pytest.raises(ConfigError, match=r"locale: cannot be read: Too many levels of symbolic links"):
        _words(tmp_path, "")


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
        ('[words]\n"{n} story" = {}', ':2: words."{n} story": has no form (expected some of: zero, one, two, few,'),
        (
            '[words]\n"{n} story" = { one = { a = "x" } }',
            ':2: words."{n} story".one: expected text in quotes, got a table',
        ),
        ('[words]\n"{n} story" = "{m} x"', "nothing is known that takes the place of {m}"),
        ('[words.fr]\n"Nothing" = "x"', ":2: words.fr.Nothing: there is no such text in feeds and pages"),
        (f'[words]\n"Share" = "{"x" * 1_001}"', ":2: words.Share: is longer than 1,000 characters"),
        ("words = 5", ":1: words: expected a table, got a whole number"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    """A text that is never shown, or would show a place as it is, is an error of the configuration."""
    with pytest.raises(ConfigError) as caught:
        _words(tmp_path, text)
    assert said in str(caught.value)
