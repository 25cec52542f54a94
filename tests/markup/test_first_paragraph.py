"""What stands for an excerpt: the first paragraph of the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.markup.first_paragraph import LONGEST, first_paragraph


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", ""),
        ("<p>A <em>long</em> text with <code>code</code>.</p>\n<p>Second.</p>", "A long text with code."),
        ("<h1>Title</h1>\n<p>First.</p>", "First."),
        ('<p><img src="a.png" alt="Owl"></p><p>After the picture.</p>', "After the picture."),
        ("<blockquote><p>Quoted.</p></blockquote>", "Quoted."),
        ("Text without<br>paragraphs", "Text without paragraphs"),
        ("<ul><li>One</li><li>Two</li></ul>", "One Two"),
        ("<p>1 &lt; 2 &amp;amp; 3</p>", "1 < 2 &amp; 3"),
        ('<p>Said<sup><a href="#fn1">1</a></sup> in m<sup>2</sup>.</p>', "Said in m2."),
        ('<p><video controls><a href="x">Film</a></video></p><p>Text.</p>', "Text."),
    ],
)
def test_first_paragraph(html: str, expected: str) -> None:
    """The first paragraph that has text, as plain text on one line."""
    assert first_paragraph(html) == expected


def test_a_long_one_is_cut_at_a_word() -> None:
    """A summary is short, and ends in dots that say so."""
    found = first_paragraph(f"<p>{'lighthouse ' * 100}</p>")
    assert found.endswith("lighthouse…")
    assert LONGEST - 12 <= len(found) <= LONGEST
    assert len(first_paragraph(f"<p>{'x' * 1000}</p>")) == LONGEST


@given(st.text())
def test_any_text(text: str) -> None:
    """Whatever a text is, it is one line and no longer than it may be."""
    found = first_paragraph(text)
    assert len(found) <= LONGEST
    assert "\n" not in found
