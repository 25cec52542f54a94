"""A body that would grow beyond measure is known before it is rendered."""

import pytest

from feeds.core.limits import MAX_BODY, MAX_MARKUP, MAX_RENDERED
from feeds.core.model import Body
from feeds.markup.markdown import as_html
from feeds.markup.sanitise import sanitise
from feeds.markup.volume import excess

FORMATTING = "".join(f"<b id={number}>" for number in range(100))
ADDRESS = "https://a.example/" + "x" * 7_000


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("x" * (MAX_BODY + 1), "is longer than 250,000 characters", id="long"),
        pytest.param("[a]: /" + "x" * 100_000 + "\n\n" + "[a] " * 30_000, "signs of markup", id="references"),
        pytest.param(
            "[a]: /" + "x" * 50_000 + "\n\n" + "[a] " * 100, "with its references written out", id="a few references"
        ),
        pytest.param("![a]\n\n[a]: <" + "x" * 50_000 + ">\n" + "![a]" * 100, "written out", id="pictures"),
        pytest.param('[a]:\n/x\n"' + "t" * 90_000 + '"\n\n' + "[a]" * 50, "written out", id="a title on the next line"),
        pytest.param("<" * 240_000, "signs of markup", id="less-than signs"),
        pytest.param("> " * 60_000, "signs of markup", id="quotations"),
        pytest.param("- a\n" * 20_000 + "*b* " * 20_000, "signs of markup", id="lists and stars"),
        pytest.param("|a" * 2_000 + "|\n" + "|-" * 2_000 + "|\n" + "|\n" * 45_000, "signs of markup", id="a table"),
        pytest.param(FORMATTING + "\n\n" + "<p>x\n\n" * 3_000, "would be longer than", id="formatting in Markdown"),
    ],
)
def test_markdown_that_is_too_much(text: str, words: str) -> None:
    """Whatever Markdown repeats is counted before it is repeated."""
    found = excess(Body(text, "markdown"), 3)
    assert found is not None
    assert words in found


@pytest.mark.parametrize(
    ("html", "words"),
    [
        pytest.param("<p>" + FORMATTING + "x" + "<p>x" * 2_000, "would be longer than", id="reopened"),
        pytest.param(f'<a href="{ADDRESS}">' + "<p>x" * 3_000, "would be longer than", id="one long link"),
        pytest.param(f'<b id="{ADDRESS}"><i>' + "<div>x</div>" * 3_000, "would be longer than", id="divisions"),
        pytest.param(f'<!-- </b> --><b id="{ADDRESS}"><!-- </b> -->' + "<p>x" * 300, "would be", id="a comment"),
        pytest.param(f'<b id="{ADDRESS}"><object></b></object>' + "<p>x" * 300, "would be", id="behind a marker"),
        pytest.param(f'<b id="{ADDRESS}"><p title="</b>">' + "<p>x" * 300, "would be", id="an attribute"),
        pytest.param(f'<b id="{ADDRESS}"><xmp></b></xmp>' + "<p>x" * 300, "would be", id="raw text"),
        pytest.param("<div>" * 5_000, "one inside another", id="nested"),
        pytest.param("<dd><li>" * 5_000, "one inside another", id="nested without end tags"),
        pytest.param("<table><td>" * 2_000, "one inside another", id="tables in tables"),
        pytest.param("<x-y>" * 5_000 + "</x-y>", "one inside another", id="unknown elements"),
        pytest.param("<p>" * 60_000, "signs of markup", id="many tags"),
        pytest.param("&" * 60_000, "signs of markup", id="ampersands"),
        pytest.param("<b>" * 900 + "<div>" + "</b>" * 29_000, "would be", id="misplaced end tags"),
    ],
)
def test_html_that_is_too_much(html: str, words: str) -> None:
    """Whatever a parser of HTML repeats, nests or copies is counted before it does so."""
    found = excess(Body(html, "html"), 3)
    assert found is not None
    assert words in found


@pytest.mark.parametrize(
    "body",
    [
        Body("A paragraph with a [link](/x) and *stress*.\n\n" * 2_000, "markdown"),
        Body("".join(f"[{n}]: /page/{n}\n" for n in range(400)) + "See [7] and [8].\n" * 300, "markdown"),
        Body("How `<b>` and `<a href>` differ from `<p>`.\n\n" * 1_500, "markdown"),
        Body(
            '<p>Text with <a href="https://a.example/a/long/address?of=some&kind=x">a link</a>.</p>\n' * 2_500, "html"
        ),
        Body("<ul><li>One<li>two<li>three</ul>\n" * 3_000, "html"),
        Body("word " * 49_000, "html"),
    ],
    ids=["prose", "references", "code", "links", "lists", "words"],
)
def test_long_articles_are_published(body: Body) -> None:
    """What people write is not refused, however long, and its rendering stays below the limit."""
    assert excess(body, 12) is None
    assert len(sanitise(as_html(body), "https://a.example/").html) <= MAX_RENDERED


def test_the_feeds_of_an_article_count() -> None:
    """A text that a few feeds can hold is too much for a hundred."""
    body = Body("word " * 40_000, "markdown")
    assert excess(body, 5) is None
    assert excess(body, 102) == "would be longer than 5,000,000 characters in its 102 feeds together"


def test_markup_that_is_just_not_too_much_is_rendered() -> None:
    """The limit on markup lets through what a parser can take."""
    body = Body("*a*\n" * (MAX_MARKUP // 3 - 1), "markdown")
    assert excess(body, 2) is None
