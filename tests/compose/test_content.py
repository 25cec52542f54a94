"""The HTML of an item."""

import pytest
from msgspec.structs import replace

from feeds.compose import content as composed
from feeds.compose.content import Content
from feeds.core import urls
from feeds.core.model import Article, Body, Image, Provider, Related
from feeds.core.taxonomy import ProviderInfo, Taxonomy
from feeds.words import words_in
from tests.compose import article

PICTURE = Image("https://a.example/p.png?a=1&b=2", 30, 20)
PICTURE_HTML = '<p><img src="https://a.example/p.png?a=1&amp;b=2" alt="Owls &amp; otters" width="30" height="20"></p>'


def content(of: Article, taxonomy: Taxonomy) -> Content:
    """Return the content of an article in English."""
    return composed.content(of, taxonomy, words_in(), 10_000)


def html(of: Article, taxonomy: Taxonomy | None = None) -> str:
    """Return the content of an article on a site that describes nobody."""
    return content(of, taxonomy or Taxonomy()).html


def test_an_excerpt_stands_for_a_missing_body() -> None:
    """A story without a body shows its excerpt, as text and not as HTML."""
    assert html(article(excerpt="1 < 2 & <b>")) == "<p>1 &lt; 2 &amp; &lt;b&gt;</p>"


def test_nothing_to_show_is_a_link() -> None:
    """No item is empty, since some readers show nothing at all then."""
    assert html(article()) == '<p><a href="https://planet.example/owls?a=1&amp;b=2">Owls &amp; otters</a></p>'
    only_script = article(body=Body("<script>x()</script>", "html"))
    assert html(only_script) == html(article())


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(Body("*a* & <b>b</b>", "markdown"), "<p><em>a</em> &amp; <b>b</b></p>", id="Markdown with HTML"),
        pytest.param(Body("*a* & <b>b</b>", "html"), "*a* &amp; <b>b</b>", id="HTML with Markdown"),
        pytest.param(Body("~~a~~", "markdown"), "<p><s>a</s></p>", id="struck text"),
        pytest.param(Body("[a](/x)", "markdown"), '<p><a href="https://planet.example/x">a</a></p>', id="relative"),
        pytest.param(Body("[a](javascript:x)", "markdown"), "<p>[a](javascript:x)</p>", id="unsafe link"),
        pytest.param(
            Body("<table><tr><td>a</td></tr></table>", "markdown"),
            "<table><tbody><tr><td>a</td></tr></tbody></table>",
            id="a newsletter's HTML in a Markdown file",
        ),
    ],
)
def test_the_body(body: Body, expected: str) -> None:
    """The full text goes before the excerpt, made from Markdown or HTML."""
    assert html(article(body=body, excerpt="not shown")) == expected


def test_a_markdown_table() -> None:
    """Tables in Markdown become tables."""
    assert "<th>a</th>" in html(article(body=Body("|a|\n|-|\n|b|", "markdown")))


def test_the_picture_comes_first() -> None:
    """A reader that shows no enclosures still shows the picture, above the text."""
    assert html(article(excerpt="Text.", images=(PICTURE,))) == f"{PICTURE_HTML}\n<p>Text.</p>"


@pytest.mark.parametrize(
    ("picture", "expected"),
    [
        (Image("https://a.example/p", 30), '<p><img src="https://a.example/p" alt="Owls &amp; otters"></p>'),
        (
            Image("https://a.example/p", title='"Hoot" <b>'),
            '<p><img src="https://a.example/p" alt="&quot;Hoot&quot; &lt;b&gt;"></p>',
        ),
        (
            Image("https://a.example/p", title="t", attribution="Bo & Co <i>"),
            '<p><img src="https://a.example/p" alt="t"><br><small>Bo &amp; Co &lt;i&gt;</small></p>',
        ),
    ],
)
def test_what_is_known_of_the_picture(picture: Image, expected: str) -> None:
    """The picture has its title, its credit, and its size only where both sides are known."""
    assert html(article(images=(picture,))) == expected


@pytest.mark.parametrize(
    "body", [Body("![x](https://a.example/p.png?a=1&b=2)", "markdown"), Body(PICTURE_HTML, "html")]
)
def test_no_picture_twice(body: Body) -> None:
    """A picture that the body shows itself is not put above it as well."""
    assert html(article(images=(PICTURE,), body=body)).count("<img") == 1


def test_only_the_first_picture() -> None:
    """The other pictures of an article are enclosures and do not crowd the text."""
    other = Image("https://a.example/q.png")
    assert html(article(images=(PICTURE, other))) == PICTURE_HTML


def test_a_player() -> None:
    """A video's player is shown, and the picture above it leads to the story where frames are not shown."""
    found = html(article(images=(PICTURE,), player="https://player.vimeo.com/video/1"))
    assert found.startswith('<p><a href="https://planet.example/owls?a=1&amp;b=2"><img ')
    assert '<iframe src="https://player.vimeo.com/video/1" width="800" height="450" title="Owls &amp; otters"' in found


def test_no_player_twice() -> None:
    """A player that the body shows itself is not put below it as well."""
    player = "https://player.vimeo.com/video/1"
    body = Body(f'<p>a</p><iframe src="{player}"></iframe>', "html")
    assert html(article(body=body, player=player)).count("<iframe") == 1


def test_more_coverage() -> None:
    """Other outlets' coverage is listed below the text with each outlet's name."""
    taxonomy = Taxonomy(providers=[ProviderInfo("c.example", "c.example", "The <Sea>")])
    stories = (
        Related("Owls & <b>", "https://b.example/?a=1&b=2", Provider("b.example", "B & Co")),
        Related("More", "https://c.example/1", Provider("c.example")),
        Related("Even more", "https://d.example/1", Provider("d.example")),
    )
    assert html(article(excerpt="a", related=stories), taxonomy).splitlines() == [
        "<p>a</p>",
        "<h3>More coverage</h3>",
        "<ul>",
        '<li><a href="https://b.example/?a=1&amp;b=2">Owls &amp; &lt;b&gt;</a> – B &amp; Co</li>',
        '<li><a href="https://c.example/1">More</a> – The &lt;Sea&gt;</li>',
        '<li><a href="https://d.example/1">Even more</a> – d.example</li>',
        "</ul>",
    ]


@pytest.mark.parametrize(
    "address", ["//a.example/p.png", "http://www.a.example/p.png?v=3", "https://a.example/p-800x450.png#x"]
)
def test_a_picture_that_the_text_shows_in_a_variant_is_not_shown_twice(address: str) -> None:
    """Editors put the picture of the front matter into the text as well, under another address of the same file."""
    shown = html(article(images=(PICTURE,), body=Body(f'<img src="{address}">', "html")))
    assert shown.count("<img") == 1


def test_the_first_paragraph_stands_for_an_excerpt() -> None:
    """What a list of items shows is never empty where there is a text; credits of pictures are no text."""
    picture = replace(PICTURE, attribution="A photographer")
    body = Body("# Owls\n\n*Owls* are `back`.\n\nMore.", "markdown")
    assert content(article(images=(picture,), body=body), Taxonomy()).summary == "Owls are back."
    assert content(article(excerpt="An excerpt.", body=body), Taxonomy()).summary == "An excerpt."
    assert content(article(images=(picture,)), Taxonomy()).summary == ""


def test_content_says_that_it_is_written_from_right_to_left() -> None:
    """A reader of feeds shows what it is not told about from left to right."""
    shown = content(article(excerpt="يفتح ليلًا"), Taxonomy())
    assert composed.directed(shown, "ar").html == f'<div dir="rtl">\n{shown.html}\n</div>'
    body = Body('<p><code>ls</code></p><pre><code>ls -l</code></pre><p><kbd dir="rtl">k</kbd></p>', "html")
    turned = composed.directed(content(article(body=body), Taxonomy()), "he")
    assert turned.text == (
        '<p><code dir="ltr">ls</code></p><pre dir="ltr"><code>ls -l</code></pre><p><kbd dir="rtl">k</kbd></p>'
    )
    assert composed.directed(shown, "de") is shown
    assert composed.directed(shown, None) is shown
    assert composed.directed(Content("", "", "x"), "he").html == ""


def test_the_sizes_that_a_text_names_are_variants_of_the_picture() -> None:
    """The largest, and the one that lists of readers show, are told beside the picture itself; others are too many."""
    picture = Image("https://a.example/owl.jpg", 1024)
    sources = ", ".join(f"/owl-{width}x{width}.jpg {width}w" for width in (150, 400, 800, 2048, 1536))
    body = f'<img src="/owl-400x400.jpg" srcset="{sources}"><img src="/other.jpg" srcset="/other-9.jpg 9w">'
    of = article(images=(picture,), body=Body(body, "html"))
    (found,) = content(replace(of, link="https://a.example/"), Taxonomy()).images
    assert [(one.url, one.width, one.type) for one in found.variants] == [
        ("https://a.example/owl-2048x2048.jpg", 2048, "image/jpeg"),
        ("https://a.example/owl-400x400.jpg", 400, "image/jpeg"),
    ]
    assert replace(found, variants=()) == picture


def test_long_addresses_of_sizes_have_little_room() -> None:
    """Each feed of the article has them all: two addresses for a hundred pictures came to 150 MB in a hundred feeds."""
    sources = ", ".join(f"/{number}.jpg {100 + number}w" for number in range(9))
    body = f'<img srcset="{sources}, /{"x" * 4_000}1.jpg 500w, /{"&" * 40}2.jpg 4000w">'
    pictures = tuple(Image(f"https://a.example/{number}.jpg") for number in range(9))
    of = replace(article(images=pictures, body=Body(body, "html")), link="https://a.example/")
    written = [
        sum(9 * (len(one.url) + 8 * one.url.count("&")) for picture in found for one in picture.variants)
        for found in (composed.content(of, Taxonomy(), words_in(), room).images for room in (0, 100_000, 1_000_000))
    ]
    small = '<img srcset="/small.jpg 100w, /small-900.jpg 900w">'
    of = replace(of, images=(*pictures, Image("https://a.example/small.jpg")), body=Body(body + small, "html"))
    assert composed.content(of, Taxonomy(), words_in(), 5_000).images[-1].variants
    assert written[0] == 0
    assert 60_000 < written[1] <= 100_000
    assert written[2] > 300_000


def test_the_pictures_of_a_text_are_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not for each picture of the article: a hundred of these and thousands of those took seconds."""
    calls = 0
    real = urls.picture_key

    def counted(url: str) -> str:
        nonlocal calls
        calls += 1
        return real(url)

    monkeypatch.setattr(urls, "picture_key", counted)
    body = Body("".join(f'<img srcset="{number}.jpg 9w">' for number in range(500)), "html")
    pictures = tuple(Image(f"https://a.example/{number}.png") for number in range(100))
    of = article(images=pictures, body=body)
    assert content(replace(of, link="https://a.example/"), Taxonomy()).images == pictures
    assert 500 <= calls < 2_000


@pytest.mark.parametrize(
    "body",
    [
        pytest.param('<img src="owl.jpg" srcset="owl.jpg 1024w">', id="the picture itself"),
        pytest.param('<img src="owl.jpg" srcset="owl-2.jpg 2x">', id="a density"),
        pytest.param('<img src="owl.jpg" srcset="owl-2.jpg 0w, owl-3.jpg 999999999999w">', id="no widths"),
        pytest.param('<img src="owl.jpg" srcset="javascript:x 300w">', id="no address"),
        pytest.param(f'<img src="owl.jpg" srcset="owl-2.jpg {"9" * 400}w">', id="a number without end"),
        pytest.param(
            '<picture><source srcset="owl.avif 600w" type="image/avif"><img src="owl.jpg"></picture>', id="few read it"
        ),
        pytest.param('<img src="fox.jpg" srcset="fox-300.jpg 300w">', id="another picture"),
    ],
)
def test_what_is_no_other_size_of_a_picture(body: str) -> None:
    """Only an address with a width, of the same picture, in a form that readers show, is a variant."""
    picture = Image("https://a.example/owl.jpg")
    of = article(images=(picture,), body=Body(body, "html"))
    assert content(replace(of, link="https://a.example/"), Taxonomy()).images == (picture,)


def test_the_sources_of_a_picture_element_are_sizes() -> None:
    """`<picture>` names them as `srcset` does."""
    body = '<picture><source srcset="owl-s.webp 320w, owl-l.webp 1600w" type="image/webp"><img src="owl.jpg"></picture>'
    of = article(images=(Image("https://a.example/owl.jpg"),), body=Body(body, "html"))
    (found,) = content(replace(of, link="https://a.example/"), Taxonomy()).images
    assert [one.width for one in found.variants] == [1600, 320]
