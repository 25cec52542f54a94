"""Titles and excerpts of authors who write HTML or Markdown there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.articles.prose import without_markup


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('<p>The <strong>bridge</strong> is open.&nbsp;<a href="/more">More</a></p>', "The bridge is open.&nbsp;More"),
        ("The **bridge** is [open](https://a.example/x).", "The bridge is open."),
        ("<p>Para &lt;b&gt; one</p>\n\nPara two", "Para &lt;b&gt; one \n\nPara two"),
        ("<p>Use Option<T> and the <select> element</p>", "Use Option<T> and the <select> element"),
        ("the `<select>` element and `*args`", "the <select> element and *args"),
        ("<ul><li>One</li><li>Two</li></ul>", "One  Two"),
        ("**[a](b)** by _The Times_ and __two words__", "a by The Times and two words"),
        ("![An owl](owl.png) sleeps", "An owl sleeps"),
        ("One<br>two <!-- more -->", "One two"),
        ("&lt;p&gt;Q&amp;amp;A &lt;b&gt;now&lt;/b&gt;&lt;/p&gt;", "Q&amp;A now"),
        ("<![CDATA[<p>Text</p>]]>", "Text"),
        ("&lt;b&gt; is bold", "&lt;b&gt; is bold"),
        ("<style>p {}</style>Text", "Text"),
        ("Text\n## Heading\nmore", "Text\nHeading\nmore"),
        ('Seen at <a href="https://a.example/very…', "Seen at …"),
    ],
)
def test_markup_goes_and_its_text_stays(written: str, shown: str) -> None:
    """Each tag and each sign of Markdown that marks something goes; what it marks stays."""
    assert without_markup(written).strip() == shown


@given(st.text(alphabet='ab <>/*_`[]()!&#\n"=p', max_size=200))
def test_any_text(text: str) -> None:
    """Nothing is added to a text but spaces, and the letters that are no markup stay in their order."""
    rest = iter(text)
    assert all(character in rest for character in without_markup(text).replace(" ", ""))
