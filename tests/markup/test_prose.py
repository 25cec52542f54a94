"""What looks like a tag and is a word of the text stays one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.core.model import Body
from feeds.markup.elements import DROPPED, REWRITTEN, VOID
from feeds.markup.markdown import as_html
from feeds.markup.prose import with_tags_as_text
from feeds.markup.sanitise import sanitise

EATING = ("title", "textarea", "style", "xmp", "iframe", "noembed", "noframes", "script", "plaintext")
MORE = ("select", "object", "noscript", "template", "svg", "math", "video", "audio", "datalist", "canvas")


def shown(html: str) -> str:
    """Return the text that is left of HTML, without white space."""
    clean = sanitise(with_tags_as_text(html), "https://a.example/b").html
    return re.sub(r"\s", "", re.sub(r"<[^>]*>", "", clean))


@pytest.mark.parametrize("form", ["markdown", "html"])
@pytest.mark.parametrize("name", EATING + MORE[:-1])
def test_a_tag_without_its_end_is_text(name: str, form: str) -> None:
    """It is shown, and so is all that follows."""
    text = f"Write <{name}> here.\n\nThe *point* of it."
    html = as_html(Body(text, "markdown" if form == "markdown" else "html"))
    clean = sanitise(html, "https://a.example/b").html
    assert f"Write &lt;{name}&gt; here." in clean
    assert ("<em>point</em>" if form == "markdown" else "*point*") in clean


@pytest.mark.parametrize("name", ["title", "textarea", "script", "select", "template", "noembed"])
def test_a_tag_with_its_end_takes_its_content(name: str) -> None:
    """What is an element goes whole, also beside a tag that is none."""
    assert shown(f"a<{name}>hush</{name}>b") == "ab"
    assert "hush" not in shown(f"Of <{'title' if name != 'title' else 'xmp'}>: a<{name}>hush</{name}>b")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("Map<K, V> and Vec<T>", "Map&lt;K,V&gt;andVec&lt;T&gt;"),
        ("mail <your-name@a.example>, or <your-name>", "mail&lt;your-name@a.example&gt;,or&lt;your-name&gt;"),
        ("<my-box>in</my-box> <o:p>out</o:p>", "inout"),
        ("<my-box>in</MY-BOX\n> <my-bo>out</my-boxes>", "in&lt;my-bo&gt;out"),
        ("a <!-- never closed", "a&lt;!--neverclosed"),
        ("a <!-- closed --> b", "ab"),
        ("</title> and </script>", "&lt;/title&gt;and&lt;/script&gt;"),
        ("<script>if (a < b) document.write('<script>')</script>c", "c"),
        ("a <script> b <script>x()</script>c", "a&lt;script&gt;bc"),
        ("<title>x <title>y</title>z", "&lt;title&gt;xz"),
        ("<circle> a </circle>", "a"),
    ],
)
def test_words_and_elements(html: str, text: str) -> None:
    """A name that no standard has is a word, unless it is closed as the elements of a site's own are."""
    assert shown(html) == text


PIECES = st.sampled_from(
    [f"<{name}>" for name in (*EATING, *MORE, "p", "T", "x-y")]
    + [f"</{name}>" for name in (*EATING, *MORE, "p", "x-y")]
    + ["word ", "<!--", "-->", " <", "> "]
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_nothing_that_follows_is_eaten(html: str) -> None:
    """A word after a tag that nothing closes is shown, whatever stands before."""
    assert shown(f"{html}--></p><p>\"'></p><p>the end</p>").endswith("theend")


def test_all_that_eat_are_known() -> None:
    """The elements whose content goes are those of the table."""
    assert set(EATING + MORE) <= {*DROPPED, *REWRITTEN} - VOID
