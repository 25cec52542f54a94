"""Markdown as people use it."""

from datetime import UTC
from unittest.mock import patch

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline

from feeds.articles.parse import Context, parse
from feeds.core.model import Body
from feeds.markup.markdown import as_html, code_lines
from feeds.markup.sanitise import sanitise
from tests.support import article


def shown(text: str) -> str:
    """Return Markdown as an item shows it, without the marks of its ids."""
    return sanitise(as_html(Body(text, "markdown")), "https://a.example/b").html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("|a|b|\n|:-|-:|\n|1|2|", '<th align="left">a</th>\n<th align="right">b</th>'),
        ("- [x] done\n- [ ] *open*\n", "<li>☑ done</li>\n<li>☐ <em>open</em></li>"),
        ("[x] a\n\n- [x]b\n- `[ ]` c", "<p>[x] a</p>\n<ul>\n<li>[x]b</li>\n<li><code>[ ]</code> c</li>"),
        ("Term\n: One\n: Two", "<dl>\n<dt>Term</dt>\n<dd>One</dd>\n<dd>Two</dd>\n</dl>"),
        (
            "See https://a.example/x_(y)_z?q=1&r=2, or (www.a.example).",
            '<a href="https://a.example/x_(y)_z?q=1&amp;r=2">https://a.example/x_(y)_z?q=1&amp;r=2</a>, or (<a'
            ' href="http://www.a.example">www.a.example</a>).',
        ),
        ("[https://a.example](/x) `https://b.example`", "<code>https://b.example</code>"),
        ('<a href="/x">https://a.example</a>', '<p><a href="https://a.example/x">https://a.example</a></p>'),
        ("me@a.example://b git+https://c.example", "<p>me@a.example://b git+https://c.example</p>"),
        (
            'Text.\n\n!!! note "An *owl*"\n\n    See [it](/x).\n\n    ??? tip\n        Now.\n\nAfter.',
            "<p>Text.</p>\n<blockquote>\n<p><strong>An <em>owl</em></strong></p>\n<p>See <a"
            ' href="https://a.example/x">it</a>.</p>\n<blockquote>\n<p><strong>Tip</strong></p>\n<p>Now.</p>\n'
            "</blockquote>\n</blockquote>\n<p>After.</p>",
        ),
        (
            "::::warning[An *owl*]\n\nSee [it](/x).\n:::tip\nNow.\n:::\n::::\nAfter.",
            "<blockquote>\n<p><strong>An <em>owl</em></strong></p>\n<p>See <a"
            ' href="https://a.example/x">it</a>.</p>\n<blockquote>\n<p><strong>Tip</strong></p>\n<p>Now.</p>\n'
            "</blockquote>\n</blockquote>\n<p>After.</p>",
        ),
        ("> ::: info Owls fly\n> At night.\n> :::", "<p><strong>Owls fly</strong></p>\n<p>At night.</p>"),
        ("- :::note\n\nText.\n\n:::", "<ul>\n<li>:::note</li>\n</ul>\n<p>Text.</p>\n<p>:::</p>"),
        ("- :::note\n\n  Text.\n  :::", "<p><strong>Note</strong></p>\n<p>Text.</p>\n</blockquote>\n</li>"),
        ("::: note\nText.", "<p>::: note\nText.</p>"),
        ("::: code-group\nText.\n:::", "<p>::: code-group\nText.\n:::</p>"),
        ("!!! danger ahead\n\n    code", "<p>!!! danger ahead</p>\n<pre><code>code\n</code></pre>"),
        ("!!! owl\nflies", "<p>!!! owl\nflies</p>"),
        ("Text.\n{: .note #id}", "<p>Text.</p>"),
        ("{: .note}\nText.\n\n- a\n{:.x}\n", "<p>Text.</p>\n<ul>\n<li>a</li>\n</ul>"),
        ('*a*{: .b} `c`{:.d} [e](/f){:target="_blank"} g {: .h}', "</a> g {: .h}</p>"),
        ("## Title {#named .x}\n\n## Other {: .y}", "<h2>Title</h2>\n<h2>Other</h2>"),
        (
            "```\n{: .x}\nhttps://a.example\n- [ ] a\n```",
            "<pre><code>{: .x}\nhttps://a.example\n- [ ] a\n</code></pre>",
        ),
        ("`{: .x}` and { x }", "<p><code>{: .x}</code> and { x }</p>"),
        ("<textarea> is *one*\n\n*two*", "<p>&lt;textarea&gt; is <em>one</em></p>\n<p><em>two</em></p>"),
        (
            '<video src="/a.mp4"><p>Sorry.</p></video>\n\n*a*',
            '<a href="https://a.example/a.mp4">a.mp4</a></video>\n<p><em>a</em></p>',
        ),
        ("<title> is *one*", "<p>&lt;title&gt; is <em>one</em></p>"),
        ("<!-- open\n\n*two*", "<p>&lt;!-- open</p>\n<p><em>two</em></p>"),
        ("<script>\n\nx()\n\n</script>\n\n*a*", "<p><em>a</em></p>"),
        (
            "H~2~O and x^2^, 1 < 2, `<T>` and Vec<T>",
            "<p>H~2~O and x^2^, 1 &lt; 2, <code>&lt;T&gt;</code> and Vec&lt;T&gt;</p>",
        ),
    ],
)
def test_what_people_write(text: str, html: str) -> None:
    """Tables, tasks, definitions, addresses and attributes come out as they are meant, code as it stands."""
    assert html in shown(text)


def test_footnotes() -> None:
    """A note is a link there and back; one that nothing refers to is at the end of them."""
    found = shown("One[^a] two[^a] three[^b].\n\n[^a]: First *note*.\n\n    More.\n[^b]: Second.\n[^c]: Unused.\n")
    places = [element.get("id") for element in html5lib.parseFragment(found).iter() if element.get("id")]
    links = [element.get("href") for element in html5lib.parseFragment(found).iter() if element.get("href")]
    assert {f"#{place}" for place in places} == set(links)
    assert [place.rpartition("-")[0] for place in places] == ["fnref1", "fnref1:1", "fnref2", "fn1", "fn2"]
    assert "<p>First <em>note</em>.</p>\n<p>More. <a" in found
    assert "<p>Unused.</p>" in found


def test_where_code_is() -> None:
    """Blocks of code are found in lists and notes as well, and nothing is looked for within lines."""
    text = "[^1] `a`\n\n```\n[b](c)\n```\n\n- d\n\n      e\n\n[^1]: f\n\n    ~~~\n    g\n"
    with patch.object(ParserInline, "parse", side_effect=AssertionError):
        assert sorted(code_lines(text)) == [(2, 5), (8, 9), (12, 14)]


def test_a_text_is_rendered_once() -> None:
    """Whatever is asked about a text, such as what it grows to and loses, its Markdown is rendered one time."""
    body = "`{{ x }}` `import ` | <svg></svg>\n" * 400
    with patch.object(MarkdownIt, "render", autospec=True, side_effect=MarkdownIt.render) as render:
        outcome = parse(article(body=body).encode(), "a.mdx", Context(UTC, "https://a.example/"))
        assert outcome is not None
        assert outcome.article is not None
        assert outcome.article.body is not None
        assert len(outcome.problems) == 1
        assert "<svg>" in as_html(outcome.article.body)
    assert render.call_count == 1


def test_links_to_headings() -> None:
    """A heading that is linked to can be reached, by its own name or the one that GitHub gives it, without a mark."""
    found = shown(
        "[a](#one-two) [b](#named) [c](#one-two-1)\n\n# One *two*!\n\n# X {#named}\n\n# One `two`\n\n# Not linked\n"
    )
    assert found.count(" id=") == 3
    assert found.count('href="#') == 3
    assert "¶" not in found
    assert "<h1>Not linked</h1>" in found


PIECES = st.sampled_from(
    [
        "[^a]",
        "[^a]: ",
        "\n\n",
        "\n",
        ": ",
        "- [ ] ",
        "    ",
        "{: .x}",
        "{#a}",
        "# ",
        "www.a.example",
        "*",
        "`",
        "|",
        "x ",
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_nothing_is_lost(text: str) -> None:
    """However the extensions meet, what is a word is shown, and the parser comes to an end."""
    found = shown(text + "\n\n\nthe end")
    assert "the end" in found or "`" in text
