"""No tag has more attributes than are counted, wherever and however it is hidden."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.core.limits import MAX_ATTRIBUTES
from feeds.core.model import Body
from feeds.markup.crowding import is_crowded, may_become_crowded
from feeds.markup.markdown import as_html
from feeds.markup.players import player_in
from feeds.markup.sanitise import sanitise
from feeds.markup.tree import parse
from feeds.markup.volume import Place, excess
from tests.markup.test_outline import elements
from tests.markup.test_scan import HIDDEN, HIDING, PIECES

MOST = 6
"""More than Markdown itself gives to a tag."""

SIGNS = (" ", "/", "=", '"', "'", ">", "<", "<b", "</b", "\n\n", "\n", "- ", "> ", "`", "](/x)", "[", "*", "&", "\xa0")

FORMS = (" a{}", "/a{}", " =a{}", " a{}=''", " a{} = x", "a{}=''", " a{}='>'", ' a{}=">"', "\na{}=")


@st.composite
def _crowds(draw: st.DrawFn) -> str:
    """Return markup in which many an attribute is, each with another name."""
    form = draw(st.sampled_from(FORMS))
    start = draw(st.integers(0, 1_000))
    return "".join(form.format(number) for number in range(start, start + draw(st.integers(0, 2 * MOST))))


MARKUP = st.lists(PIECES | _crowds() | st.sampled_from(SIGNS) | st.sampled_from(HIDDEN), max_size=12).map("".join)


def most_attributes(html: str) -> int:
    """Return the number of attributes of the element that has most."""
    return max((len(node.attributes) for node in elements(parse(html))), default=0)


def check(markup: str) -> None:
    """Compare what is counted with the tree."""
    if most_attributes(markup) > MOST:
        assert is_crowded(markup, MOST)
    if most_attributes(as_html(Body(markup, "markdown"))) > MOST:
        assert may_become_crowded(markup, MOST)


@given(MARKUP)
@settings(max_examples=200)
def test_no_tag_is_missed(markup: str) -> None:
    """Whatever stands before a tag, in it and after it, its attributes are counted, in HTML and in Markdown."""
    check(markup)


@pytest.mark.thorough
@given(MARKUP)
@settings(max_examples=200_000)
def test_no_tag_is_missed_for_long(markup: str) -> None:
    """The same, for many minutes."""
    check(markup)


CROWD = "<p " + " ".join(f"a{number:x}" for number in range(MAX_ATTRIBUTES + 50)) + ">"


@pytest.mark.parametrize("form", ["html", "markdown"])
@pytest.mark.parametrize("around", HIDING)
@pytest.mark.parametrize("hidden", HIDDEN)
def test_nothing_hides_attributes(around: str, hidden: str, form: str) -> None:
    """A tag of too many attributes never reaches the parser."""
    for html in (around.format(hidden), around.replace("{}", "") + hidden):
        for end in ("", '">', "-->"):
            body = Body(f"{html}{CROWD}{end}", "html" if form == "html" else "markdown")
            refused = excess(body, Place(3, "https://a.example/x"))
            assert refused is not None or most_attributes(as_html(body)) <= MAX_ATTRIBUTES


@pytest.mark.parametrize("form", [" a{}", " =a{}", "/a{}", "a{}=''", 'a{}=""', "\ta{}=x", " a{} ="])
def test_attributes_are_counted_in_each_form(form: str) -> None:
    """What ends an attribute begins the next one, also without a space."""
    attributes = "".join(map(form.format, range(2 * MAX_ATTRIBUTES + 50)))
    assert most_attributes(f"<p {attributes}>") > MAX_ATTRIBUTES
    assert is_crowded(f"<p {attributes}>", MAX_ATTRIBUTES)


@pytest.mark.parametrize(
    "html",
    [
        "<x" * 20_000 + ' a="' + "y " * 80_000 + '">',
        "<x a='" * 20_000 + "y " * 60_000,
        "<x/b=" * 20_000 + "'" + "y " * 60_000 + "'",
        "<p a='" + "<x " * 20_000 + "'>" + " /" * 40_000,
        "<x>" * 20_000 + "y " * 60_000,
        ("<x" + "'" * 10) * 20_000,
        "<x/b=yyyyyy" * 20_000,
        "<x/b=y " + "<x/b=yyyyyy" * 20_000 + ">",
    ],
)
def test_counting_takes_little_time(html: str) -> None:
    """No tag is followed twice, however many begin where another one does."""
    started = time.process_time()
    is_crowded(html, MAX_ATTRIBUTES)
    may_become_crowded(html, MAX_ATTRIBUTES)
    assert time.process_time() - started < 1


def test_what_stands_in_a_frame_is_bounded() -> None:
    """The text of a frame, in which a link is looked for, and of the field for a player grows to nothing."""
    grown = "<a href='https://a.example/'>" + "".join(f"<b id={n}>" for n in range(4_000)) + "<p>x" * 6_000
    started = time.process_time()
    assert "<b" not in sanitise(f"<iframe>{grown}</iframe>", "https://a.example/").html
    assert player_in(grown) is None
    assert time.process_time() - started < 1


def test_ordinary_tags_are_not_crowded() -> None:
    """A long text with plain tags, and one whose quotation mark is missing, is as people write it."""
    text = '<p class="a"><a href="/x" title="a > b">word</a> it\'s "so", a < b and <img src=x alt=\'y\'/>\n' * 1_000
    assert not is_crowded(text, MAX_ATTRIBUTES)
    assert not is_crowded(text + '<a href="/x>' + text, MAX_ATTRIBUTES)
    assert not may_become_crowded('A <b class="x">word</b> of a long text, <br/> and\n' * 1_000, MAX_ATTRIBUTES)
