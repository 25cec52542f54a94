"""What a text loses is known when it is read, and what is long and never shown does not count."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feeds.core.limits import MAX_BODY
from feeds.core.model import Body
from feeds.markup.bulk import without_bulk
from feeds.markup.loss_check import losses
from feeds.markup.markdown import as_html
from feeds.markup.sanitise import sanitise
from feeds.markup.volume import Place, excess
from tests.hostile.markup import MARKUP

LINK = "https://a.example/b"
TAGS = ("<a href=", "<img src=", "<p class=", "<img ", "<svg>", "</svg>", "<p hidden>", "<p style='display:none'>")
SIGNS = (">x</a>", "[x](", "![x](", "[x]: ", ")", "<", ">", '"', "'", " ", "\n\n", "x", "&#106;", "<video>", "</p>")
ADDRESSES = (
    "javascript:x",
    "https://a.example/x",
    "https://",
    "//",
    "/x",
    "#x",
    "data:image/png,AA",
    "ftp://x/",
    "x:y",
    "https://a.example/?a=1&amp;b=2",
    "/x?a&amp;amp;b",
    "/x?a&#38;&#97;mp;b",
)
PIECES = st.lists(st.sampled_from(TAGS + SIGNS + ADDRESSES), max_size=10).map("".join)


@given(PIECES | MARKUP, st.sampled_from(["markdown", "html"]))
@example("<img\nalt=x>", "html")
@example("[x](ftp://x)", "markdown")
@example("<ftp://x.example/>", "markdown")
def test_no_loss_is_missed(text: str, form: str) -> None:
    """The quick look at a text, which saves most from being rendered, misses nothing that the rendering tells."""
    body = Body(text, "markdown" if form == "markdown" else "html")
    assert losses(body, LINK) == sanitise(as_html(body), LINK).losses


@pytest.mark.parametrize(
    "body",
    [
        Body(
            "Text with [a link](https://a.example/x?y=1), ![a picture](/p.png) and <b>bold</b> words.",
            "markdown",
        ),
        Body('<p>Text <a href="/x">a link</a> <img src="https://a.example/p.png" alt=""> <em>so</em></p>', "html"),
    ],
)
def test_ordinary_texts_are_not_rendered_for_it(body: Body, monkeypatch: pytest.MonkeyPatch) -> None:
    """What most articles hold is seen to lose nothing without a parser."""
    monkeypatch.delattr("feeds.markup.loss_check.as_html")
    assert losses(body, LINK) == ()


DATA = "data:image/png;base64," + "QUJD" * 100_000


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (f'<p>a</p><img src="{DATA}" alt="x"><p>b</p>', "html"),
        (f"a\n\n![x]({DATA})\n\nb", "markdown"),
        (f"a\n\n![x]({DATA.replace('png', 'svg+xml')})\n\nb", "markdown"),
    ],
)
def test_a_picture_in_an_address_does_not_count(text: str, form: str) -> None:
    """It goes, which is told, and the text around it stays, however long the picture was."""
    body = Body(without_bulk(text), "markdown" if form == "markdown" else "html")
    assert excess(body, Place(3, LINK)) is None
    found = sanitise(as_html(body), LINK)
    assert "<p>a</p>" in found.html
    assert "<p>b</p>" in found.html
    assert "<img" not in found.html
    assert [loss.what[:48] for loss in losses(body, LINK)] == ["a picture that stands in the text itself (data:)"]


def test_a_text_is_judged_by_what_is_left_of_it() -> None:
    """Scripts, style sheets and comments count only in a text that is short enough with them; the lines stay."""
    unseen = f"<style>\n{'a {} ' * MAX_BODY}</style><script>{'x' * MAX_BODY}</script><!-- {'y' * MAX_BODY} -->"
    left = without_bulk(f"<p>a</p>{unseen}<p>b</p><style>open")
    assert left == "<p>a</p>\n<p>b</p><style>open"
    assert without_bulk("<p>a</p><!-- short -->") == "<p>a</p><!-- short -->"
    assert excess(Body(without_bulk("word " * MAX_BODY), "html"), Place(3, LINK)) is not None


@pytest.mark.parametrize("piece", ["<!--", "<style>", "<script>", "<style></style", "data:image/", "data:image/png,"])
def test_bulk_that_never_ends(piece: str) -> None:
    """What is never closed is left alone."""
    text = piece * (2 * MAX_BODY // len(piece))
    assert without_bulk(text) == text
