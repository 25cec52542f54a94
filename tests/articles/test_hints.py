"""What is said of values that are published all the same; and what is not said, for there would be no end of it."""

from datetime import UTC

import pytest
from msgspec.structs import replace

from feeds.articles import hints
from feeds.articles.parse import parse
from feeds.core import limits
from feeds.core.model import Severity
from tests.articles import CONTEXT, FIRST_FIELD, HEAD, PATH, PROVIDER, article_of, clean, mended, parsed, with_fields

MARKUP = "title holds HTML or Markdown, and is published as plain text"
TWICE = "is escaped twice: readers will see an HTML entity, such as &amp;"
LAMP = "https://lamp.example/owls"


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("An <b>owl</b>", "An owl"),
        ("An owl<br>returns", "An owl returns"),
        ("<I>Owls</I>", "Owls"),
        ('<span class="x">Owls', "Owls"),
        ("H<sub>2</sub>O", "H2O"),
        ("Owls<br/>", "Owls"),
        ("<p>Owls", "Owls"),
        ("<b>Owls</b> &lt;b&gt; &amp; mice", "Owls <b> & mice"),
        ("**Owls** of [Athens](https://a.example/x_(y))", "Owls of Athens"),
    ],
)
def test_markup_in_a_title(title: str, shown: str) -> None:
    """A title that was meant to be markup becomes what it says, and the author is told."""
    article, warnings = mended(with_fields(title=title))
    assert article.title == shown
    assert [warning.message for warning in warnings] == [MARKUP]


def test_a_title_of_markup_alone_is_text() -> None:
    """Nothing would be left of it, and an article without a title is left out."""
    article, (warning,) = mended(with_fields(title="<script>alert(1)</script>"))
    assert article.title == "<script>alert(1)</script>"
    assert warning.message == "title holds nothing but HTML, which readers will see as it is: write plain text"


@pytest.mark.parametrize("field", ["excerpt", "title"])
def test_markup_goes_whichever_way_a_text_is_cut(field: str) -> None:
    """A long text is cut before its markup goes, perhaps within a tag: nothing of that is seen."""
    longest = limits.MAX_EXCERPT if field == "excerpt" else limits.MAX_TITLE
    text = "<b>Owls</b> " + "x " * ((longest - 20) // 2) + '<a href="https://a.example/owls">more</a>'
    article, warnings = mended(with_fields(**{field: text}))
    assert len(warnings) == 2
    assert "<" not in getattr(article, field)
    assert "href" not in getattr(article, field)


@pytest.mark.parametrize(
    "title",
    [
        "a < b > c",
        "Vec<T>",
        "Option<A> and Box<B>",
        "The <select> element",
        "<3 owls",
        "I <heart> owls",
        "&lt;b&gt; is bold",
        "2 * 3 * 4 and M*A*S*H",
        "snake_case_names and __init__",
        "*nix and *BSD, f(*a, *b)",
        "[sic] (and more)",
    ],
)
def test_what_is_no_tag(title: str) -> None:
    """Angle brackets that mean themselves are nobody's mistake."""
    clean(with_fields(title=title))


@pytest.mark.parametrize(
    ("text", "is_said"), [("Owls &amp;amp; mice", True), ("R&amp;D", False), ("&amp;nosuch;", False)]
)
@pytest.mark.parametrize("field", ["title", "excerpt"])
def test_what_is_escaped_twice(field: str, text: str, is_said: bool) -> None:
    """An entity that is left after decoding is named, in the title and in the excerpt."""
    outcome = with_fields(**{field: text})
    assert [problem.message for problem in outcome.problems] == ([f"{field} {TWICE}"] if is_said else [])


@pytest.mark.parametrize(
    ("excerpt", "shown"),
    [
        ("They sat on the pier&nbs...", "They sat on the pier..."),
        ("They sat on the pier &nb…", "They sat on the pier…"),
        ("They sat on the pier&#82", "They sat on the pier"),
        ("They sat on the pier &rsq [...]", "They sat on the pier [...]"),
        ("They sat & hooted&amp", "They sat & hooted"),
    ],
)
def test_an_excerpt_that_was_cut_in_an_entity(excerpt: str, shown: str) -> None:
    """Half an entity says nothing, and is left out."""
    article, warnings = mended(with_fields(excerpt=excerpt))
    assert article.excerpt == shown
    assert [warning.message for warning in warnings] == [
        "excerpt ends in the middle of an HTML entity, which is left out"
    ]


@pytest.mark.parametrize(
    "excerpt", ["Q&a", "H&M", "AT&T...", "Owls &", "rock&roll", "Owls &more...", "a &amp; b", "&nbsp ok"]
)
def test_an_excerpt_that_was_not(excerpt: str) -> None:
    """An ampersand at the end may be meant."""
    clean(with_fields(excerpt=excerpt))


@pytest.mark.parametrize("field", ["title", "excerpt", "type", "category"])
def test_mojibake(field: str) -> None:
    """Text in the wrong encoding is repaired, and the author told to save the file rightly."""
    article, warnings = mended(with_fields(**{field: "The cityâ€™s owls"}))
    assert getattr(article, field) == "The city’s owls"
    assert [warning.message.partition(" ")[::2] for warning in warnings] == [
        (field, "was in the wrong encoding, and is repaired; save the file as UTF-8")
    ]


def test_mojibake_with_controls() -> None:
    """Where a whole file is repaired, its first such line is named, wherever it is."""
    body = "A good line.\nThe city\u00e2\u0080\u0099s owls.\nAnd \u00e2\u0080\u0099."
    article, warnings = mended(parsed("", body=body))
    assert article.body is not None
    assert "city’s" in article.body.text
    line = 1 + HEAD.count("\n") + 1 + PROVIDER.count("\n") + 1 + 2
    assert [(warning.line, warning.message[:30]) for warning in warnings] == [(line, "the file was in the wrong enco")]


@pytest.mark.parametrize(
    ("web", "original", "is_said"),
    [
        (LAMP, "https://other.example/owls", True),
        (LAMP, "https://www.lamp.example/owls", False),
        (LAMP, "https://m.lamp.example/owls", False),
        ("https://news.bbc.co.uk/1", "https://www.bbc.co.uk/1", False),
        ("https://one.co.uk/1", "https://two.co.uk/1", True),
        (LAMP, "https://lamp-example.cdn.ampproject.org/c/s/lamp.example/owls", False),
        ("https://feedproxy.google.com/~r/lamp/1", LAMP, False),
        (LAMP, "https://planet.example/owls", False),
        ("https://site.example/base/owls", LAMP, False),
        (LAMP, "http://lamp.example:8080/owls", False),
    ],
)
def test_two_sites(web: str, original: str, is_said: bool) -> None:
    """Addresses of sites that have nothing to do with each other are named; the provider here is planet.example."""
    outcome = with_fields(webUrl=web, originalUrl=original)
    said = [problem.message for problem in outcome.problems]
    assert said == (
        ["originalUrl leads to another site than webUrl; readers are sent to " + _host(web)] if is_said else []
    )


def _host(url: str) -> str:
    return url.split("/")[2]


@pytest.mark.parametrize(
    ("provider", "said"),
    [
        ({"name": "Planet"}, "provider.domain is missing: the host of the link, planet.example, is used"),
        ({"domain": "planet.example/owls"}, "provider.domain holds a path: only its host counts, planet.example"),
        ({"domain": "https://www.planet.example/"}, None),
        ({"domain": "/planet.example"}, "provider.domain is a path, and names no host"),
    ],
)
def test_the_domain_of_a_provider(provider: dict[str, str], said: str | None) -> None:
    """A provider whose feed is chosen by guess is named."""
    outcome = with_fields(provider=provider)
    assert article_of(outcome).provider.domain == "planet.example"
    assert [problem.message for problem in outcome.problems] == ([said] if said else [])


@pytest.mark.parametrize(("home", "said"), [("https://x.example/", 1), ("https://planet.example/a/", 0), ("", 1)])
def test_a_provider_that_is_missing(home: str, said: int) -> None:
    """What a site publishes itself need not name the site."""
    outcome = parse(f"---\n{HEAD}---\n".encode(), PATH, replace(CONTEXT, home_url=home))
    assert outcome is not None
    assert len(outcome.problems) == said


@pytest.mark.parametrize("field", ["webUrl", "originalUrl", "ampWebUrl"])
def test_credentials(field: str) -> None:
    """A password in an address is left out, and not shown in the message either."""
    _, warnings = mended(with_fields(**{field: "https://me:secret@planet.example/owls"}))
    assert [warning.message for warning in warnings] == [f"{field} held a user name or a password, which is left out"]


@pytest.mark.parametrize(
    ("image", "said"),
    [
        ("{url: /a.png, width: 1, height: 30000}", []),
        (
            "{url: /a.png, width: 0, height: 30001}",
            ["height is 30,001, but", "width is 0, but must be from 1 to 30,000"],
        ),
        ("{url: /a.png, width: 5}", ["height is missing: give it in pixels"]),
        ("{url: /a.png}", ["width is missing, and so is height: give it in pixels"]),
        ("{url: /a, width: 5, height: 5}", ["type cannot be told from the address: give it, such as image/jpeg"]),
        ("{url: /a, width: 5, height: 5, type: image/png}", []),
    ],
)
def test_pictures(image: str, said: list[str]) -> None:
    """A picture that readers cannot place is named; a provider's logo need not have a size or a type."""
    outcome = parsed(f"images: [{image}]")
    assert len(article_of(outcome).images) == 1
    assert [(p.line, p.message[: len(m) + 10]) for p, m in zip(outcome.problems, said, strict=True)] == [
        (FIRST_FIELD, f"images[1].{message}") for message in said
    ]
    clean(with_fields(provider={"domain": "planet.example", "images": [{"url": "/logo"}]}))


@pytest.mark.parametrize(
    ("field", "bound", "severity"),
    [
        ("title", limits.MAX_TITLE, "warning"),
        ("excerpt", limits.MAX_EXCERPT, "warning"),
        ("id", limits.MAX_ID, "error"),
        ("type", limits.MAX_NAME, "warning"),
        ("topics", limits.MAX_NAME, "warning"),
    ],
)
def test_the_bounds_of_texts(field: str, bound: int, severity: Severity) -> None:
    """A text of the longest length is taken as it is, and one character more is not."""
    clean(with_fields(**{field: "x" * bound}))
    outcome = with_fields(**{field: "x" * (bound + 1)})
    assert [problem.severity for problem in outcome.problems] == [severity]
    assert f"is longer than {bound:,} characters" in outcome.problems[0].message


def test_the_bound_of_a_body() -> None:
    """A body of the longest length is kept; the lines of a longer one begin where its problem says."""
    clean(parsed("", body="x" * limits.MAX_BODY))
    _, warnings = mended(parsed("", body="x" * (limits.MAX_BODY + 1)))
    assert [warning.line for warning in warnings] == [HEAD.count("\n") + 5]
    raw = b'{"title": "A",\n"publishedDateTime": "2024-01-01", "webUrl": "https://site.example/a"}\n' + b"x" * 300_000
    outcome = parse(raw, PATH, replace(CONTEXT, zone=UTC))
    assert outcome is not None
    assert [problem.line for problem in outcome.problems] == [3]


def test_own_pages() -> None:
    """A site without an address has no pages of its own."""
    assert hints.is_own("https://a.example/x", "https://www.a.example/")
    assert not hints.is_own("https://a.example/x", "")
