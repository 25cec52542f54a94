"""A body that would grow beyond measure is known before it is rendered."""

from html import escape

import msgspec
import pytest

from feeds.core.limits import MAX_BODY, MAX_COPIED, MAX_MARKUP, MAX_RENDERED
from feeds.core.model import Body
from feeds.markup.markdown import as_html
from feeds.markup.sanitise import sanitise
from feeds.markup.volume import Place, excess

FORMATTING = "".join(f"<b id={number}>" for number in range(100))
ATTRIBUTES = " ".join(f"a{number}" for number in range(3_000))
ADDRESS = "https://a.example/" + "x" * 7_000
FEW = Place(3, "https://a.example/x")


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
        pytest.param("{%" * 50_000, "signs that markup may begin with", id="braces"),
        pytest.param("> " * 60_000, "signs of markup", id="quotations"),
        pytest.param("- a\n" * 20_000 + "*b* " * 20_000, "signs of markup", id="lists and stars"),
        pytest.param("a\n: b\n" * 8_000, "signs of markup", id="definitions"),
        pytest.param("|a" * 2_000 + "|\n" + "|-" * 2_000 + "|\n" + "|\n" * 45_000, "signs of markup", id="a table"),
        pytest.param(FORMATTING + "\n\n" + "<p>x\n\n" * 3_000, "would be longer than", id="formatting in Markdown"),
    ],
)
def test_markdown_that_is_too_much(text: str, words: str) -> None:
    """Whatever Markdown repeats is counted before it is repeated."""
    found = excess(Body(text, "markdown"), FEW)
    assert found is not None
    assert words in found


def test_missing_cells_of_all_tables_are_counted() -> None:
    """The cells that are filled up in one table leave no room for those of the next."""
    table = "|" + "a|" * 100 + "\n|" + "-|" * 100 + "\n" + "|\n" * 150 + "\n"
    body = Body(table * 20, "markdown")
    assert as_html(body).count("<td>") < MAX_MARKUP + 200 * 150
    assert "signs of markup" in (excess(body, FEW) or "")


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
        pytest.param(f"<a {ATTRIBUTES}>", "attributes", id="attributes"),
        pytest.param(f"<a {ATTRIBUTES}", "attributes", id="attributes without an end"),
        pytest.param(f"<p>x</p><a title='>' {ATTRIBUTES.replace(' ', '/')}>", "attributes", id="attributes, slashes"),
        pytest.param("<div>" * 5_000, "one inside another", id="nested"),
        pytest.param("<dd><li>" * 5_000, "one inside another", id="nested without end tags"),
        pytest.param("<table><td>" * 2_000, "one inside another", id="tables in tables"),
        pytest.param("<x-y>" * 5_000 + "</x-y>", "one inside another", id="unknown elements"),
        pytest.param("<p>" * 60_000, "signs of markup", id="many tags"),
        pytest.param("&" * 60_000, "signs of markup", id="ampersands"),
        pytest.param("<b>" * 900 + "<div>" + "</b>" * 18_000, "would be", id="misplaced end tags"),
    ],
)
def test_html_that_is_too_much(html: str, words: str) -> None:
    """Whatever a parser of HTML repeats, nests or copies is counted before it does so."""
    found = excess(Body(html, "html"), FEW)
    assert found is not None
    assert words in found


@pytest.mark.parametrize(
    "body",
    [
        Body("A paragraph with a [link](/x) and *stress*.\n\n" * 2_000, "markdown"),
        Body("".join(f"[{n}]: /page/{n}\n" for n in range(400)) + "See [7] and [8].\n" * 300, "markdown"),
        Body("How `<b>` and `<a href>` differ from `<p>`.\n\n" * 1_200, "markdown"),
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
    assert excess(body, FEW._replace(copies=8)) is None
    assert len(sanitise(as_html(body), "https://a.example/").html) <= MAX_RENDERED


def test_the_feeds_of_an_article_count() -> None:
    """A text that a few feeds can hold is too much for a hundred."""
    body = Body("word " * 40_000, "markdown")
    assert excess(body, FEW._replace(copies=5)) is None
    said = "would be longer than 9,000,000 bytes in the documents of its 102 feeds"
    assert excess(body, FEW._replace(copies=102)) == said


def test_markup_that_is_just_not_too_much_is_rendered() -> None:
    """The limit on markup lets through what a parser can take."""
    body = Body("*a*\n" * (MAX_MARKUP // 3 - 1), "markdown")
    assert excess(body, FEW._replace(copies=2)) is None


@pytest.mark.parametrize(
    ("body", "place"),
    [
        pytest.param(Body('<a href="#">x</a>' * 2_000, "html"), FEW._replace(link=ADDRESS), id="fragments"),
        pytest.param(Body("[x](#)" * 2_000, "markdown"), FEW._replace(link=ADDRESS), id="fragments in Markdown"),
        pytest.param(Body("<a HREF>x</a>" * 2_000, "html"), FEW._replace(link=ADDRESS), id="empty addresses"),
        pytest.param(Body("[x](y)" * 2_000, "markdown"), FEW._replace(link=f"{ADDRESS}/"), id="relative links"),
        pytest.param(Body("|a" * 60 + "|\n" + "|-" * 60 + "|\n" + "|\n" * 100, "markdown"), FEW, id="missing cells"),
        pytest.param(Body("&" * 9_000, "html"), FEW, id="ampersands"),
        pytest.param(Body("\U0001f989" * 40_000, "html"), FEW, id="characters of four bytes"),
        pytest.param(Body('<img src=x alt="&quot;&quot;">' * 3_000, "html"), FEW, id="pictures"),
        pytest.param(Body(f'<a href="{"é" * 1_000}">x</a>' * 60, "html"), FEW, id="encoded addresses"),
        pytest.param(Body("- a\n\n" * 6_000, "markdown"), FEW, id="lists"),
        pytest.param(Body('<p title="' + "'&" * 9_000 + '">x', "html"), FEW, id="an attribute"),
    ],
)
def test_documents_stay_within_their_bound(body: Body, place: Place) -> None:
    """Whatever a text grows to in documents is counted: in all feeds together it stays below the limit."""
    for copies in (2, 3, 10, 30, 102):
        here = place._replace(copies=copies)
        if excess(body, here) is None:
            html = sanitise(as_html(body), here.link, key=here.key).html
            written = 2 * len(escape(html, quote=False).encode()) + len(msgspec.json.encode(html))
            assert written * copies <= MAX_COPIED
            assert len(html) <= MAX_RENDERED
        else:
            assert copies > 2 or len(place.link) > 1_000


@pytest.mark.parametrize("form", ["markdown", "html"])
@pytest.mark.parametrize("text", [f'<p title="{ATTRIBUTES}">x</p>', f"if a < b, {ATTRIBUTES}"])
def test_long_texts_are_no_attributes(text: str, form: str) -> None:
    """A long title is one attribute, and words after a sign are none."""
    assert excess(Body(text, "markdown" if form == "markdown" else "html"), FEW) is None
