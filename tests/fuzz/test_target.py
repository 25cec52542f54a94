"""The target of fuzzing holds for what was found before, for every hostile article, and for any bytes."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings

from tests.fuzz.data import DATA
from tests.fuzz.found import FOUND
from tests.fuzz.target import check, one_input, raw_of

ARTICLES = sorted((Path(__file__).parents[1] / "hostile" / "articles").iterdir())


@pytest.mark.parametrize("data", FOUND)
def test_what_was_found_stays_mended(data: bytes) -> None:
    """An input that went wrong once does not go wrong again."""
    one_input(data)


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name)
def test_hostile_articles(path: Path) -> None:
    """Every hostile article holds on its own, as it is, cut in half, and as HTML."""
    raw = path.read_bytes()
    check(raw, path.name)
    check(raw[: len(raw) // 2], path.name)
    check(raw, "a.html")


@given(DATA)
@settings(max_examples=1000)
@example(b"Fimages: [{url: '//[bad'}]")
@example(b'J"topics": ["\\ud800", "..", ""]}')
@pytest.mark.slow
def test_any_bytes(data: bytes) -> None:
    """Whatever bytes stand in an article, or in its place, it is published well or said to be wrong."""
    one_input(data)


def test_what_the_first_byte_stands_for() -> None:
    """The fuzzer reaches fields and bodies without having to find an article first."""
    for data in (b"Fquality: 5", b'J"quality": 5}', b"BText."):
        outcome = check(raw_of(data), "a.md")
        assert outcome is not None
        assert outcome.article is not None
    assert raw_of(b"other") == b"other"
