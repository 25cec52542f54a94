"""The parts of Markdown's links are found as the parser's own functions find them."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkDestination

from feeds.markup import link_parsing
from feeds.markup.sanitise import sanitise

STOCK = MarkdownIt("commonmark")
QUICK = MarkdownIt("commonmark")
link_parsing.in_less_time(QUICK)
vars(STOCK)["normalizeLink"] = link_parsing.normalised

SIGNS = "[ ] ![ ]( ][ ( ) \\ < > a b ' ` `` * _ : { <b> <http://a.b> &amp; é"
SPACES = [" ", "\n", "\t", '"', "\\ ", "\x7f", "\n\n", "[a]: /b\n\n"]
PIECES = st.sampled_from([*SIGNS.split(), *SPACES])
TEXTS = st.lists(PIECES, max_size=30).map("".join)


@given(TEXTS, st.integers(1, 40))
@settings(max_examples=1_000, deadline=None)
@example("[" * 21 + "foo]()", 1)
@example("![a " * 25 + "]" * 25, 1)
@example("[a](((((b)))))", 8)
@example("[a [b](c) ![d](e) ](f)", 3)
@example("[a](b\\", 1)
def test_links_are_found_as_by_the_parser(text: str, times: int) -> None:
    """Any text is rendered as without these functions, also where it is repeated, and brackets nest too deeply."""
    assert QUICK.render(text * times) == STOCK.render(text * times)


NESTED = ["(" * 32 + "a" + ")" * 32, "(" * 33 + "a" + ")" * 33]
DESTINATIONS = [
    "",
    "a",
    "a b",
    "a(b",
    "a(b)c)",
    "a\\)b ",
    "a\\ b",
    "a\\",
    "\\",
    "<a b>c",
    "<a",
    "<a\n>",
    "a\x01b",
    "\x7f",
    "é)",
    ")",
]


@pytest.mark.parametrize("text", [*DESTINATIONS, *NESTED])
def test_destinations(text: str) -> None:
    """A destination ends where the parser lets it end, also where its text is cut."""
    for end in range(len(text) + 1):
        found, wanted = link_parsing.destination(text, 0, end), parseLinkDestination(text, 0, end)
        assert (found.ok, found.pos, found.str) == (wanted.ok, wanted.pos, wanted.str)


def test_an_international_host_is_left_to_who_writes_the_link() -> None:
    """It is encoded once, as browsers do, and not where nobody counts how many there are."""
    assert QUICK.render("[a](https://ZWÖLF.example/ö b)") == "<p>[a](https://ZWÖLF.example/ö b)</p>\n"
    assert QUICK.render("[a](https://ZWÖLF.example/ö)") == '<p><a href="https://ZWÖLF.example/ö">a</a></p>\n'
    assert QUICK.render("[a](https://zwoelf.example/ö)") == '<p><a href="https://zwoelf.example/%C3%B6">a</a></p>\n'
    shown = sanitise(QUICK.render("[a](https://ZWÖLF.example/ö)"), "https://site.example/").html
    assert shown == '<p><a href="https://xn--zwlf-6qa.example/%C3%B6">a</a></p>'
