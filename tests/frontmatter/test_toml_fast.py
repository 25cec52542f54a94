"""What the fast TOML parser is given, it reads as the standard library does; the rest it is not given."""

import tomllib

import pytest
import rtoml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from feeds.frontmatter import toml
from tests.frontmatter.test_any_front_matter import TOML_PIECES

PIECES = [
    *TOML_PIECES,
    "\r\n",
    "\r",
    "\t",
    "\x7f",
    "\x00",
    "\ufeff",
    "a=1\n",
    "[a]\n",
    "[[a]]\n",
    "[a.b]\n",
    "07:32",
    "0o7",
    "+1",
]


def in_order(data: object) -> str:
    """Return how data looks, with the keys of its tables in one order: that of tables means nothing in TOML."""
    if isinstance(data, dict):
        return "{" + ", ".join(f"{key!r}: {in_order(data[key])}" for key in sorted(data)) + "}"
    return "[" + ", ".join(map(in_order, data)) + "]" if isinstance(data, list) else repr(data)


def assert_read_as_by_the_standard_library(text: str) -> None:
    """Check that a text is the same data to both parsers, or no TOML to both."""
    try:
        expected = tomllib.loads(text)
    except (ValueError, RecursionError):
        with pytest.raises(toml.TOMLError):
            toml.load(text)
    else:
        assert in_order(toml.load(text)) == in_order(expected)


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@example('[feeds."one"]\ntopics = ["A", "B"]\nmin_heat = 3\n')
@example("[a.b]\nc = 1\n[[d]]\n[a]\n")
@example("[[a]]\nb = 1\n[[a]]\nc = [1, 2.5, true, 'x']\n")
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_as_by_the_standard_library(text: str) -> None:
    """A text is data of the same types as tomllib makes of it, or is no TOML to both."""
    assert_read_as_by_the_standard_library(text)


@pytest.mark.parametrize(
    "text",
    [
        'a = "\\e"',
        "a = {b = 1,}",
        "a = {b = 1,\nc = 2}",
        "a = 07:32",
        "\ufeffa = 1",
        "a = '''\r\n'''",
        "a = 2026-01-02",
    ],
)
def test_what_the_fast_parser_reads_otherwise_it_is_not_given(text: str) -> None:
    """Of a text in a later version of the language, or with moments, the standard library decides."""
    assert rtoml.loads(text)

    assert_read_as_by_the_standard_library(text)


@pytest.mark.parametrize("piece", ["[", "{a=", "=", "[[", '"', "'''"])
def test_nesting_without_end_does_not_end_the_process(piece: str) -> None:
    """A quarter of a megabyte of what opens something is an error that is named."""
    with pytest.raises(toml.TOMLError):
        toml.load("a = " + piece * 80_000)
