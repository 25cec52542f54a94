"""Folder names from topic names."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.core.slugs import MAX_SLUG, fold, is_slug, slugify

SAFE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Robotics", "robotics"),
        ("Deep Sea Mining", "deep-sea-mining"),
        ("deep-sea_mining", "deep-sea-mining"),
        ("C", "c"),
        ("C++", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("R&D", "r-and-d"),
        ("@home", "at-home"),
        ("Crème Brûlée", "creme-brulee"),
        ("Straße", "strasse"),
        ("  AI  ", "ai"),
        (".NET", "net-b427828f"),
        ("../../etc/passwd", "etc-passwd-66a3bb8f"),
        ("a/b\\c", "a-b-c-7a774ac9"),
        ("Web 2.0", "web-2-0-c64651c7"),
        ("東京", "dong-jing-57bd8c1c"),
        ("한국", "hangug-703d91c6"),
    ],
)
def test_slugify(name: str, slug: str) -> None:
    """A topic's folder is readable, ASCII and where subscribers expect it."""
    assert slugify(name) == slug


@pytest.mark.parametrize(
    "names",
    [
        ("AI", "ai", " AI ", "Ａｉ"),
        ("A B", "A-B", "a_b", "A  B", "a - b"),
        ("Café", "Cafe\u0301", "CAFE"),
        ("Όρος", "Ορος"),
        ("R&D", "R and D"),
    ],
)
def test_spellings_of_one_topic_share_its_slug(names: tuple[str, ...]) -> None:
    """Case, accents, normal form, white space, hyphens and underscores make no new topic."""
    assert len({slugify(name) for name in names}) == 1


@pytest.mark.parametrize(
    "names",
    [
        ("视频", "食品", "shi pin"),
        ("NET", ".NET"),
        ("Node.js", "Node js"),
        ("O'Reilly", "OReilly", "O Reilly"),
        ("май", "маи"),
        ("Ørsted", "Orsted"),
        ("か", "が"),
        ("C", "C++", "C#", "C/"),
    ],
)
def test_topics_of_different_names_never_share_a_slug(names: tuple[str, ...]) -> None:
    """Two words that ASCII would write alike, in any script, are two feeds."""
    assert len({slugify(name) for name in names}) == len(names)


@given(st.text(max_size=8), st.text(max_size=8))
def test_slugs_are_the_same_only_where_names_fold_alike(first: str, second: str) -> None:
    """No two topics share a feed, and no topic has two."""
    assert (slugify(first) == slugify(second)) == (fold(first) == fold(second))


def test_names_that_leave_nothing_get_a_hash() -> None:
    """Topics named by a symbol alone still have a folder each, the same on every machine."""
    assert slugify("😀") == "topic-4be7344e"
    assert slugify("😀") != slugify("🦉")


def test_composed_and_decomposed_names_are_one_topic() -> None:
    """A name typed on a Mac and one typed elsewhere lead to the same feed."""
    for name in ("Café", "한국", "😀é"):
        assert slugify(unicodedata.normalize("NFD", name)) == slugify(unicodedata.normalize("NFC", name))


@pytest.mark.parametrize(
    "invisible", ["\u200b", "\u200d", "\u2060", "\u00ad", "\ufe0f", "\u3164", "\ufeff", "\U000e0041"]
)
def test_names_that_look_the_same_are_one_topic(invisible: str) -> None:
    """Nobody makes a second topic beside another one by a character that nothing is shown for."""
    assert slugify(f"{invisible}A{invisible}I{invisible}") == slugify("AI")
    assert slugify(f"Künst{invisible}liche") == slugify("Künstliche")


def test_long_names_are_cut_and_stay_apart() -> None:
    """Two long names with the same beginning do not share a folder, and a file system takes both."""
    first, second = slugify("word " * 60 + "one"), slugify("word " * 60 + "two")
    assert first != second
    assert first[:80] == second[:80]
    assert len(first) <= MAX_SLUG
    assert SAFE.fullmatch(first)


@pytest.mark.parametrize("text", ["ai", "c-sharp", "web-2.0", "a_b", "1", "x" * MAX_SLUG])
def test_is_slug_takes(text: str) -> None:
    """A slug that a person chose is taken where it is safe."""
    assert is_slug(text)


@pytest.mark.parametrize(
    "text", ["", ".", "..", "-a", "a-", "a/b", "a\\b", "A", "a b", "é", "a\n", ".hidden", "a.", "x" * (MAX_SLUG + 1)]
)
def test_is_slug_refuses(text: str) -> None:
    """No slug that a person chose leads out of its folder, hides a feed or needs escaping in an address."""
    assert not is_slug(text)


@given(st.text())
@settings(derandomize=True)
@pytest.mark.slow
def test_every_slug_is_safe_and_stays(name: str) -> None:
    """Any name at all makes a safe folder name, and a slug used as a name is the same topic."""
    slug = slugify(name)
    assert SAFE.fullmatch(slug)
    assert len(slug) <= MAX_SLUG
    assert is_slug(slug)
    assert slugify(slug) == slug


@given(st.text(st.characters(max_codepoint=0x24F), max_size=20))
@settings(derandomize=True)
def test_white_space_around_changes_nothing(name: str) -> None:
    """A stray space in an article does not make a new topic."""
    assert slugify(f" {name}\t") == slugify(name)
