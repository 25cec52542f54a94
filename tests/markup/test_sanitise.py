"""HTML made safe to show in a feed reader."""

import re

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.markup.elements import GLOBAL_ATTRIBUTES, KEPT, MATHML
from feeds.markup.players import player_address, player_in
from feeds.markup.sanitise import sanitise

LINK = "https://planet.example/owls"
REFERRER = 'referrerpolicy="strict-origin-when-cross-origin"'
WATCH = '<p><a href="https://www.youtube.com/watch?v=x">Watch on YouTube</a></p>'


def safe(html: str) -> str:
    """Return HTML as an item of the tests' site would show it."""
    return sanitise(html, LINK).html


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<p>a<script>alert(1)</script>b</p>", "<p>ab</p>", id="script with its content"),
        pytest.param("<style>p{color:red}</style><p>a</p>", "<p>a</p>", id="style with its content"),
        pytest.param('<p onclick="x()" style="top:0" class="c" id="d">a</p>', "<p>a</p>", id="handlers and styles"),
        pytest.param('<a href="javascript:x()">a</a>', "<a>a</a>", id="javascript"),
        pytest.param('<a href=" JaVa&#10;Script:x()">a</a>', "<a>a</a>", id="javascript in disguise"),
        pytest.param('<a href="data:text/html,x">a</a>', "<a>a</a>", id="data address"),
        pytest.param('<a href="ftp://a.example/x">a</a>', "<a>a</a>", id="another scheme"),
        pytest.param('<form action="/x"><input name="q"><b>a</b></form>', "<b>a</b>", id="form"),
        pytest.param(
            '<p><object data="x.swf">no flash</object></p>a',
            '<p><a href="https://planet.example/x.swf">planet.example/x.swf</a></p>a',
            id="object",
        ),
        pytest.param('<svg onload="x()"><circle></circle></svg>a', "a", id="svg"),
        pytest.param('<meta http-equiv="refresh" content="0;url=/x"><link href="/x"><base href="/x">a', "a", id="head"),
        pytest.param("<!-- a note -->a", "a", id="comment"),
        pytest.param("<p>a<b>c", "<p>a<b>c</b></p>", id="tags never closed"),
        pytest.param("a</div></p>", "a<p></p>", id="tags never opened"),
        pytest.param("1 < 2 & 3", "1 &lt; 2 &amp; 3", id="text"),
        pytest.param("&lt;script&gt;", "&lt;script&gt;", id="escaped text stays escaped"),
        pytest.param("a\x00b\x1bc", "abc", id="control characters"),
        pytest.param("<p>a</p>\n\n \n<p>b</p>\n", "<p>a</p>\n<p>b</p>", id="blank lines"),
        pytest.param(
            "<pre>a\n\nb</pre>\n\n<pre>c\n\n</pre>d", "<pre>a\n\nb</pre>\n<pre>c\n\n</pre>d", id="but in code"
        ),
        pytest.param("a&#1;b", "ab", id="control characters as references"),
        pytest.param(
            '<iframe src="https://e.example/"><b>no</b></iframe>a',
            '<p><a href="https://e.example/">e.example</a></p>a',
            id="unknown frame with its content",
        ),
        pytest.param(
            '<iframe src="https://www.youtube.com/embed/x"><script>alert(1)</script></iframe>',
            f'<iframe src="https://www.youtube.com/embed/x" {REFERRER}></iframe>{WATCH}',
            id="what stands in a player",
        ),
        pytest.param(
            '<img alt="x><script>alert(1)</script>" src="/x.jpg">',
            '<img alt="x&gt;&lt;script&gt;alert(1)&lt;/script&gt;" src="https://planet.example/x.jpg">',
            id="script inside an attribute",
        ),
        pytest.param('<a href="http://">a</a><a href="//[bad">b</a>', "<a>a</a><a>b</a>", id="impossible addresses"),
        pytest.param('<iframe src="http://"></iframe>a', "a", id="a frame of nowhere"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_what_could_harm_is_removed(html: str, expected: str) -> None:
    """Nothing in an article's HTML runs, loads or breaks out in a subscriber's reader."""
    assert safe(html) == expected


@pytest.mark.parametrize(
    "html",
    [
        "<h2>a</h2><p>b <em>c</em> <strong>d</strong></p>",
        "<ul><li>a</li></ul><ol><li>b</li></ol>",
        "<blockquote>a</blockquote><pre><code>b</code></pre>",
        "<table><tbody><tr><td>a</td></tr></tbody></table>",
        '<figure><img src="https://a.example/p.png" alt="p"><figcaption>a</figcaption></figure>',
        '<a href="mailto:desk@a.example">a</a>',
        '<a href="tel:+123">a</a>',
        '<a href="https://a.example/?b=1&amp;c=2" title="t">a</a>',
        '<img src="https://a.example/p.png" alt="a &gt; b" width="3" height="4">',
    ],
)
def test_what_is_safe_stays(html: str) -> None:
    """An article keeps its headings, lists, tables, pictures and links."""
    assert safe(html) == html


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/x", "https://planet.example/x"),
        ("x/y", "https://planet.example/x/y"),
        ("../x", "https://planet.example/x"),
        ("?page=2", "https://planet.example/owls?page=2"),
        ("/x?a=1&amp;amp;b=2", "https://planet.example/x?a=1&amp;b=2"),
        ("//cdn.example/x", "https://cdn.example/x"),
        ("#part", "https://planet.example/owls#part"),
        ("https://A.example/two words", "https://a.example/two%20words"),
        ("https://me:pass@a.example/", "https://a.example/"),
    ],
)
def test_addresses_are_absolute(address: str, expected: str) -> None:
    """A link works in a reader, which does not know the page that it came from."""
    assert safe(f'<a href="{address}">a</a>') == f'<a href="{expected}">a</a>'
    assert safe(f'<blockquote cite="{address}">a</blockquote>') == f'<blockquote cite="{expected}">a</blockquote>'


def test_an_empty_link_is_the_articles_own() -> None:
    """A browser takes an empty address for the page that it stands on."""
    assert safe('<a href="">a</a>') == f'<a href="{LINK}">a</a>'


@pytest.mark.parametrize("src", ["", 'alt="x"', 'src=""', 'src=" "', 'src="data:image/gif;base64,AA"'])
def test_a_picture_without_an_address_is_removed(src: str) -> None:
    """No reader shows the mark of a broken picture for one that cannot be published."""
    assert safe(f"<p>a</p><img {src}>") == "<p>a</p>"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("https://www.youtube.com/embed/x?a=1&amp;b=2", "https://www.youtube.com/embed/x?a=1&b=2"),
        ("//www.youtube-nocookie.com/embed/x", "https://www.youtube-nocookie.com/embed/x"),
        ("http://youtube.com/embed/x", "https://youtube.com/embed/x"),
        ("https://PLAYER.vimeo.com/video/1", "https://player.vimeo.com/video/1"),
        ("https://www.youtube.com.evil.example/embed/x", None),
        ("https://evil.example/www.youtube.com/", None),
        ("https://www.youtube.com@evil.example/", None),
        ("https://notyoutube.com/embed/x", None),
        ("https://www.youtube.com:444/embed/x", None),
        ("https://www.youtube.com/redirect?q=https://evil.example/", None),
        ("https://www.youtube.com/embed/", None),
        ("https://www.youtube.com/embed/../redirect", None),
        ("https://www.youtube.com/embed/x/../../redirect?q=y", None),
        ("https://www.youtube.com/embed/%2e%2e/redirect", None),
        ("https://www.youtube.com/", None),
        ("https://player.vimeo.com/video/1/settings", None),
        ("https://player.vimeo.com/external/1.hd.mp4", None),
        ("ftp://www.youtube.com/embed/x", None),
        ("https://me:secret@www.youtube.com/embed/x", "https://www.youtube.com/embed/x"),
        ("/embed/x", None),
        ("javascript:x()", None),
        ("", None),
    ],
)
def test_players_of_known_hosts_only(source: str, expected: str | None) -> None:
    """A frame is shown from the hosts of the list and from nowhere that only looks like them."""
    html = f'<p>a</p><iframe src="{source}" width="5" onload="x()" srcdoc="x"></iframe>'
    assert player_in(html) == expected
    shown = f'<iframe src="{expected.replace("&", "&amp;")}" width="5" {REFERRER}></iframe>' if expected else ""
    found = safe(html)
    assert found.startswith(f"<p>a</p>{shown}")
    assert found.count("<iframe") == (expected is not None)


@pytest.mark.parametrize(
    "html",
    [
        "",
        "just text",
        "<video src='https://www.youtube.com/x'></video>",
        "<iframe></iframe>",
        "https://www.youtube.com/",
        "<a href='https://a.example/'>a</a>",
    ],
)
def test_no_player(html: str) -> None:
    """Featured content without a frame is no player."""
    assert player_in(html) is None


def test_the_first_player_that_may_be_shown() -> None:
    """A tracker's frame before the player does not hide it."""
    player = "https://player.vimeo.com/video/1"
    assert (
        player_in(f'<iframe src="https://evil.example/"></iframe><iframe title="t" src="{player}"></iframe>') == player
    )


@pytest.mark.parametrize(
    "html",
    [
        '<iframe><iframe src="javascript:alert(1)//www.youtube.com"></iframe>',
        '<iframe><iframe src="https://evil.example/?www.youtube.com/embed/x"></iframe>',
        "<iframe title=' src=\"https://www.youtube.com/embed/x\"'></iframe>",
        '<noembed><iframe src="https://www.youtube.com/embed/x"></noembed>',
        '<textarea><iframe src="https://www.youtube.com/embed/x"></iframe></textarea>',
        '<!-- <iframe src="https://www.youtube.com/embed/x"></iframe> -->',
        '<script>"<iframe src=https://www.youtube.com/embed/x>"</script>',
        "<img alt='<iframe src=\"https://www.youtube.com/embed/x\"></iframe>'>",
    ],
)
def test_what_only_looks_like_a_player_is_none(html: str) -> None:
    """A player is an element of the parsed text: what stands in a frame, a comment or an attribute is no element."""
    assert player_in(html) is None
    assert "<iframe" not in safe(html)


def test_a_player_is_written_anew() -> None:
    """Of an article's own frame only the address, the size and the title are used, and these as text."""
    html = (
        '<iframe src="https://www.youtube.com/embed/x" title=" src=&quot;javascript:x()&quot;" width="1e9" height="50%"'
        ' name="top" allow="camera" sandbox loading=lazy><b>x</b></iframe>'
    )
    title = ' title=" src=&quot;javascript:x()&quot;"'
    film = f'<iframe src="https://www.youtube.com/embed/x" height="50%"{title} {REFERRER}></iframe>'
    assert safe(html) == f"{film}{WATCH.replace('Watch on YouTube', 'src=&quot;javascript:x()&quot;')}".replace(
        ">src=&quot;javascript:x()&quot;<", '>src="javascript:x()"<'
    )


def test_what_is_shown_is_known() -> None:
    """Whoever puts a picture or a player above a text knows the addresses that the text shows already."""
    html = '<img src="/a.png"><a href="/b.png">b</a><iframe src="//player.vimeo.com/video/1"></iframe><img src="x:y">'
    shown = {"https://planet.example/a.png", "https://vimeo.com/1"}
    assert sanitise(html, LINK).shown == shown


NAMES = sorted(
    {*KEPT, "script", "style", "svg", "math", "mi", "annotation-xml", "foreignObject", "desc", "title", "textarea"}
)
NAMES += [
    "xmp",
    "noembed",
    "noframes",
    "noscript",
    "plaintext",
    "template",
    "select",
    "option",
    "object",
    "embed",
    "form",
]
NAMES += ["annotation", "semantics", "mglyph", "malignmark", "mjx-container", "audio", "source", "image"]
NAMES += [
    "input",
    "frameset",
    "base",
    "meta",
    "link",
    "video",
    "body",
    "html",
    "head",
    "font",
    "nobr",
    "button",
    "marquee",
]
ATTRIBUTES = ["src", "href", "title", "alt", "onerror", "style", "srcdoc", "cite", "data", "xlink:href", "width", "id"]
ATTRIBUTES += ["poster", "alttext", "mathvariant", "encoding", "class", "type"]
VALUES = [
    "text/html",
    "katex",
    "MathJax",
    "javascript:alert(1)",
    "java\tscript:x",
    "&#106;avascript:x",
    "https://a.example/",
    "https://www.youtube.com/embed/x",
    '" src="javascript:x',
    "' onload='x",
    "data:text/html,x",
    "//www.youtube.com/redirect",
    "<iframe src=javascript:x>",
    "--><script>x</script>",
    "\x00\x01",
    "",
]
TAGS = st.one_of(
    st.builds(
        lambda name, given, quote: "<" + name + "".join(f" {key}={quote}{value}{quote}" for key, value in given) + ">",
        st.sampled_from(NAMES),
        st.lists(st.tuples(st.sampled_from(ATTRIBUTES), st.sampled_from(VALUES)), max_size=3),
        st.sampled_from(['"', "'", ""]),
    ),
    st.sampled_from(NAMES).map(lambda name: f"</{name}>"),
    st.sampled_from(
        ["<!--", "-->", "--!>", "<!", "<?", "<![CDATA[", "]]>", "</", "<", ">", "&lt;", "&#0;", "&#60;script>"]
    ),
    st.text("<>/=\"' &;!-abimgfscript:xoneljv\n\x00\x0b\x1b", max_size=8),
)


def mutated(html: str, cut: int, repeat: int) -> str:
    """Return HTML that is cut somewhere, and of which a part is repeated."""
    start = cut % (len(html) + 1)
    return html[:start] + html[start : start + repeat] * 2 + html[start + repeat :]


MARKUP = st.builds(mutated, st.lists(TAGS, max_size=20).map("".join), st.integers(0, 400), st.integers(0, 40))


MATH = "{http://www.w3.org/1998/Math/MathML}"


def faults(html: str) -> list[str]:
    """Return what a browser would make of HTML that must not be in it."""
    found = []
    for element in html5lib.parseFragment(html, namespaceHTMLElements=False).iter():
        tag = element.tag
        if tag == "DOCUMENT_FRAGMENT":
            continue
        tag = tag.removeprefix(MATH) if tag.removeprefix(MATH) in MATHML else tag
        if tag not in KEPT or (element.tag.startswith(MATH)) != (tag in MATHML):
            found.append(f"<{element.tag}>")
            continue
        for name, value in element.attrib.items():
            if name not in KEPT[tag] | GLOBAL_ATTRIBUTES:
                found.append(f"<{tag} {name}>")
            elif tag == "iframe" and name == "src":
                found += [] if player_address(value) == value else [f"<iframe src={value!r}>"]
            elif name in ("src", "href", "cite", "poster") and not re.match(r"(?:https?://|mailto:|tel:)", value):
                found.append(f"<{tag} {name}={value!r}>")
        if tag == "iframe" and (element.text or len(element) or "src" not in element.attrib):
            found.append("a frame that holds something, or shows nothing")
    return found


@given(MARKUP)
@settings(max_examples=1_500)
def test_no_markup_gets_past(html: str) -> None:
    """However markup is nested, cut and disguised, a browser finds only what is listed, and nothing more to clean."""
    clean = safe(html)
    assert faults(clean) == []
    assert safe(clean) == clean


@pytest.mark.thorough
@given(MARKUP)
@settings(max_examples=300_000)
def test_no_markup_gets_past_in_many_more(html: str) -> None:
    """The same, some hundred thousand times."""
    assert faults(safe(html)) == []
