"""The outline of HTML misses nothing that a parser finds."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from feeds.markup.outline import outline
from feeds.markup.tree import Node, parse
from tests.markup.test_scan import PIECES, size

NAMES = (
    "a",
    "b",
    "i",
    "nobr",
    "font",
    "p",
    "div",
    "table",
    "td",
    "select",
    "svg",
    "math",
    "template",
    "img",
    "li",
    "em",
)
ATTRIBUTES = ("", ' href="/x"', " href=x", " title='a=\"b'", ' id="n" src="/y z"', " hidden", "/", ' alt=""')
PLAIN = st.one_of(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(ATTRIBUTES)).map(lambda pair: f"<{pair[0]}{pair[1]}>"),
    st.sampled_from(NAMES).map(lambda name: f"</{name}>"),
    st.sampled_from(NAMES).map(lambda name: f"<{name} id='1'>x</{name}>"),
    st.sampled_from(["x", " ", "< ", "<!--", "-->", ">", '"', "'", "="]),
)


def elements(first: Node | None) -> list[Node]:
    """Return the elements of a tree."""
    return [node for node in first.parent.css("*") if node.tag != "body"] if first is not None and first.parent else []


def check(html: str) -> None:
    """Compare the outline with the tree."""
    seen = outline(html)
    if seen is None:
        return
    first = parse(html)
    assert size(first)[0] <= 12 * len(html) + seen.growth
    implied = {"tbody", "tr", "colgroup", "p", "br", "img"}  # a parser adds these, or has them instead of others
    for node in elements(first):
        assert (node.tag or "").lower().encode() in seen.names | {name.encode() for name in implied}
        for name, value in node.attributes.items():
            assert name.encode() in seen.attributes
            assert (value or "").lower().encode() in seen.attributes


@given(st.lists(PLAIN | PIECES, max_size=40).map("".join))
@settings(max_examples=1_000)
@example('<p x=y\x0bz="a b=" title=">"><b id="q">')
@example('<p b=c="x z=" title="><b>">')
@example('<a ="x=" title=">"><b id="q">')
def test_nothing_is_missed(html: str) -> None:
    """Elements, attributes and formatting that is opened anew are in it, however they are misplaced."""
    check(html)


@given(st.lists(PLAIN, min_size=1, max_size=6).map("".join), st.lists(PLAIN, min_size=1, max_size=6).map("".join))
@settings(max_examples=300)
def test_nothing_is_missed_where_pieces_are_repeated(first: str, second: str) -> None:
    """Neither is it where an attack repeats them."""
    check(first * 100 + second * 100)


@pytest.mark.thorough
@given(st.lists(PLAIN, max_size=8).map("".join), st.lists(PLAIN, max_size=8).map("".join), st.integers(1, 300))
@settings(max_examples=100_000)
def test_nothing_is_missed_for_long(first: str, second: str, times: int) -> None:
    """The same, a hundred thousand times."""
    check(first * times + second * times)


def test_what_most_articles_hold() -> None:
    """Ordinary HTML has an outline, in which formatting with text alone is known to be closed."""
    seen = outline('<p>A <A HREF="/X?a=1&amp;b">link</A>, 1 < 2 <!-- a note --> <img alt="" src=\'/p.png\'><br/></p>')
    assert seen is not None
    assert seen.names >= {b"p", b"a", b"img", b"br"}
    assert b'href="/x?a=1&amp;b"' in seen.attributes
    assert seen.pictures == (b" alt=\"\" src='/p.png'",)
    assert seen.growth == 0


@pytest.mark.parametrize(
    "html", ["<p", '<p title="<b>">', "<p title='>'>", "<!doctype html>", "<p a=b\"c'>", "<b\x0b>"]
)
def test_what_is_not_written_plainly(html: str) -> None:
    """It is left to a scan that knows all of the tokenizer's ways."""
    assert outline(html) is None
