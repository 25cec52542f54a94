"""Every field: the values it takes, those that are mended or dropped, and those that keep an article out."""

from datetime import UTC, datetime
from typing import Any

import pytest

from feeds.core.limits import MAX_HOSTS
from feeds.core.model import Image, Provider, Related
from tests.articles import FIRST_FIELD, HEAD, article_of, clean, mended, parsed, refused, with_fields

PLAYER = "<iframe src='//player.vimeo.com/video/1'></iframe>"
MOMENT = datetime(2024, 3, 5, 6, 7, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("field", "value", "name", "expected"),
    [
        pytest.param("title", "  Owls\n and   otters ", "title", "Owls and otters", id="title folded"),
        pytest.param("title", "Owls &amp; otters", "title", "Owls & otters", id="title with an entity"),
        pytest.param("title", "a < b, Vec<T>", "title", "a < b, Vec<T>", id="title with angle brackets"),
        pytest.param("title", "2024", "title", "2024", id="title of digits in quotes"),
        pytest.param("excerpt", "Two&nbsp;owls\tmoved in.", "excerpt", "Two\xa0owls moved in.", id="excerpt"),
        pytest.param("excerpt", None, "excerpt", "", id="excerpt absent"),
        pytest.param("excerpt", "", "excerpt", "", id="excerpt empty"),
        pytest.param(
            "ampWebUrl", "https://planet.example/owls/amp", "amp", "https://planet.example/owls/amp", id="amp"
        ),
        pytest.param("ampWebUrl", None, "amp", None, id="amp absent"),
        pytest.param("type", "video", "type", "video", id="type"),
        pytest.param("type", None, "type", "article", id="type absent"),
        pytest.param("category", "opinion", "category", "opinion", id="category"),
        pytest.param("category", None, "category", None, id="category absent"),
        pytest.param("quality", 87, "quality", 87, id="quality"),
        pytest.param("quality", 0, "quality", 0, id="quality zero is not unknown"),
        pytest.param("quality", None, "quality", None, id="quality absent"),
        pytest.param("heat", -1, "heat", -1, id="heat below zero"),
        pytest.param("topics", ["Owls", "City life"], "topics", ("Owls", "City life"), id="topics"),
        pytest.param("topics", "Owls", "topics", ("Owls",), id="one topic as text"),
        pytest.param("topics", [" Owls ", "", None, "R&amp;D"], "topics", ("Owls", "R&D"), id="topics cleaned"),
        pytest.param("topics", [], "topics", (), id="no topics"),
        pytest.param("topics", None, "topics", (), id="topics absent"),
        pytest.param("featuredContent", PLAYER, "player", "https://player.vimeo.com/video/1", id="player"),
        pytest.param("id", "tag:a.example,2020:7", "id", "tag:a.example,2020:7", id="id"),
        pytest.param(
            "id", "HTTPS://A.example/?utm_source=x#y", "id", "HTTPS://A.example/?utm_source=x#y", id="id as is"
        ),
        pytest.param("id", 42, "id", "42", id="id number"),
        pytest.param("id", "007", "id", "007", id="id with leading zeros, in quotes"),
        pytest.param("id", None, "id", "https://planet.example/owls", id="id absent"),
        pytest.param("id", "", "id", "https://planet.example/owls", id="id empty"),
    ],
)
def test_taken(field: str, value: object, name: str, expected: object) -> None:
    """A value of an accepted shape reaches the article as the design says."""
    assert getattr(clean(with_fields(**{field: value})), name) == expected


@pytest.mark.parametrize(
    ("block", "name", "expected", "message"),
    [
        ("excerpt: 5", "excerpt", "", "excerpt is a number, but must be text"),
        ("excerpt: [a]", "excerpt", "", "excerpt is a list, but must be text"),
        ("type: {a: b}", "type", "article", "type is a group of fields, but must be text"),
        ("category: 2024-01-01", "category", None, "category is a date, but must be text"),
        ("quality: high", "quality", None, "quality is text, but must be a whole number"),
        ("quality: '87'", "quality", None, "quality is text, but must be a whole number"),
        ("quality: 8.5", "quality", None, "quality is a number, but must be a whole number"),
        ("quality: .nan", "quality", None, "quality is a number, but must be a whole number"),
        ("heat: true", "heat", None, "heat is true or false, but must be a whole number"),
        ("topics: 7", "topics", (), "topics is a number, but must be a list"),
        ("topics: {a: b}", "topics", (), "topics is a group of fields, but must be a list"),
        ("topics: [Owls, 7]", "topics", ("Owls",), "topics[2] is a number, but must be text; put it in quotes"),
        ("topics: [No, Owls]", "topics", ("Owls",), "topics[1] is true or false, but must be text; put it in quotes"),
        ("topics: [[Owls], Bats]", "topics", ("Bats",), "topics[1] is a list, but must be text; put it in quotes"),
        ("featuredContent: [x]", "player", None, "featuredContent is a list, but must be text"),
        ("ampWebUrl: /amp", "amp", None, "ampWebUrl is not an http or https address"),
        ("ampWebUrl: 5", "amp", None, "ampWebUrl is a number, but must be text"),
        (
            "updatedDateTime: yesterday",
            "updated",
            None,
            "updatedDateTime cannot be read as a date: 'yesterday'",
        ),
        ("updatedDateTime: 12:30", "updated", None, "updatedDateTime cannot be read as a date"),
        ("updatedDateTime: 2024-02-30", "updated", None, "updatedDateTime is an impossible date"),
        ("originalUrl: mailto:a@b.example", "original", None, "originalUrl is not an http or https address"),
        ("originalUrl: 'https://'", "original", None, "originalUrl has no host"),
        ("provider: Planet", "provider", Provider("planet.example"), "provider is text, but must be a group of fields"),
        ("images: /a.png", "images", (), "images is text, but must be a list"),
        ("images: [/a.png]", "images", (), "images[1] is text, but must be a group of fields"),
        ("related: none", "related", (), "related is text, but must be a list"),
    ],
)
def test_dropped_with_a_warning(block: str, name: str, expected: object, message: str) -> None:
    """A wrong value of a field that an article can do without is dropped and named; the article is published."""
    article, warnings = mended(parsed(block))
    assert getattr(article, name) == expected
    assert [(warning.line, warning.message[: len(message)]) for warning in warnings] == [(FIRST_FIELD, message)]


@pytest.mark.parametrize(
    ("fields", "line", "message"),
    [
        ({"title": ""}, 2, "title is missing"),
        ({"title": "title: ' \x01 '"}, 2, "title is missing"),
        ({"title": "title:"}, 2, "title is missing"),
        ({"title": "title: 1984"}, 2, "title is a number, but must be text"),
        ({"title": "title: [a, b]"}, 2, "title is a list, but must be text"),
        ({"title": "title: 2024-01-01"}, 2, "title is a date, but must be text"),
        ({"publishedDateTime": ""}, 2, "publishedDateTime is missing"),
        ({"publishedDateTime": "publishedDateTime: ''"}, 3, "publishedDateTime is missing"),
        ({"publishedDateTime": "publishedDateTime: 10:30"}, 3, "publishedDateTime cannot be read as a date"),
        (
            {"publishedDateTime": "publishedDateTime: '10:30'"},
            3,
            "publishedDateTime cannot be read as a date",
        ),
        (
            {"publishedDateTime": "publishedDateTime: yesterday"},
            3,
            "publishedDateTime cannot be read as a date",
        ),
        (
            {"publishedDateTime": "publishedDateTime: 03/04/2021"},
            3,
            "publishedDateTime cannot be read as a date",
        ),
        ({"publishedDateTime": "publishedDateTime: 1709618828"}, 3, "publishedDateTime cannot be read as a date"),
        ({"publishedDateTime": "publishedDateTime: 2024-02-30"}, 3, "publishedDateTime is an impossible date"),
        ({"publishedDateTime": "publishedDateTime: 2024-03-05T25:00:00Z"}, 3, "publishedDateTime is an impossible"),
        ({"publishedDateTime": "publishedDateTime: [2024-03-05]"}, 3, "publishedDateTime cannot be read as a date"),
        ({"webUrl": ""}, 2, "webUrl is missing, and so is originalUrl"),
        ({"webUrl": "webUrl: ''"}, 4, "webUrl is missing, and so is originalUrl"),
        ({"webUrl": "webUrl: /owls"}, 4, "webUrl is not an http or https address"),
        ({"webUrl": "webUrl: javascript:alert(1)"}, 4, "webUrl is not an http or https address"),
        ({"webUrl": "webUrl: [https://a.example/]"}, 4, "webUrl is a list, but must be text"),
        ({"webUrl": "originalUrl: ftp://a.example/"}, 4, "originalUrl is not an http or https address"),
        ({"id": "id: [1]"}, 5, "id is a list, but must be text; put it in quotes"),
        ({"id": "id: true"}, 5, "id is true or false, but must be text; put it in quotes"),
        ({"id": "id: 1.50"}, 5, "id is a number, but must be text; put it in quotes"),
        ({"id": "id: 2024-01-01"}, 5, "id is a date, but must be text; put it in quotes"),
        ({"published": "published: 'true'"}, 5, "published is text, but must be true or false"),
        ({"published": "published: 1"}, 5, "published is a number, but must be true or false"),
        ({"deleted": "deleted: perhaps"}, 5, "deleted is text, but must be true or false"),
        ({"draft": "draft: 'no'"}, 5, "draft is text, but must be true or false"),
        ({"expiryDate": "expiryDate: never"}, 5, "expiryDate cannot be read as a date: 'never'"),
        ({"removed": "removed: 0"}, 5, "removed is a number, but must be true or false"),
    ],
)
def test_an_error_keeps_the_article_out(fields: dict[str, str], line: int, message: str) -> None:
    """A fault in what an article cannot do without is one error, at the line of its field."""
    lines = {text.split(":")[0]: text for text in HEAD.splitlines()} | fields
    errors = refused(parsed("\n".join(text for text in lines.values() if text), head=""))
    assert [(error.line, error.message[: len(message)]) for error in errors] == [(line, message)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-03-05T06:07:08Z", MOMENT),
        ("'2024-03-05T06:07:08Z'", MOMENT),
        ("2024-03-05T08:07:08+02:00", MOMENT),
        ("2024-03-05 07:07:08 +0100", MOMENT),
        ("2024-03-05T07:07:08", MOMENT),
        ("2024-03-05 07:07:08", MOMENT),
        ("'2024-03-05T07:07:08'", MOMENT),
        ("2024-03-05T06:07:08.999Z", MOMENT),
        ("Tue, 05 Mar 2024 06:07:08 GMT", MOMENT),
        ("5 Mar 2024 08:07:08 +0200", MOMENT),
        ("2024-03-05 1:07:08 -0500", MOMENT),
        ("Mar 05, 2024 7:07:08", MOMENT),
        ("05 Mar 2024", datetime(2024, 3, 4, 23, tzinfo=UTC)),
        ("2024-03-05", datetime(2024, 3, 4, 23, tzinfo=UTC)),
        ("'2024-07-05'", datetime(2024, 7, 4, 22, tzinfo=UTC)),
    ],
)
def test_dates_in_front_matter(value: str, expected: datetime) -> None:
    """A date is the same moment quoted or not; one without a zone is in the site's."""
    head = HEAD.replace("2024-03-05T06:07:08Z", value)
    assert clean(parsed("", head=head)).published == expected


@pytest.mark.parametrize("value", ["1970-01-01", "1989-12-31T23:59:59Z", "'1 Jan 1970 00:00 GMT'"])
def test_a_date_of_long_ago_is_questioned(value: str) -> None:
    """What programs write for an unknown date is published, and pointed out."""
    article, warnings = mended(parsed("", head=HEAD.replace("2024-03-05T06:07:08Z", value)))
    assert article.published.year < 1990
    assert [(warning.line, warning.message[-44:]) for warning in warnings] == [
        (3, ", before 1990: is it the date that is meant?")
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-03-06T00:00:00Z", datetime(2024, 3, 6, tzinfo=UTC)),
        ("2024-03-05T06:07:08Z", MOMENT),
        ("2023-01-01", MOMENT),
        ("''", None),
        ("", None),
    ],
)
def test_updated_is_never_before_published(value: str, expected: datetime | None) -> None:
    """A feed's dates make sense also where an article's do not."""
    assert clean(parsed(f"updatedDateTime: {value}")).updated == expected


OUTLET = {"domain": "planet.example"}
STORY: dict[str, Any] = {
    "title": "Owls &amp; others",
    "webUrl": "https://www.Gazette.example/owls?a=1",
    "publishedDateTime": "2024-03-05",
    "provider": {"name": "Gazette", "domain": "GAZETTE.example"},
}
COVERAGE = Related(
    "Owls & others",
    "https://www.gazette.example/owls?a=1",
    Provider("gazette.example", "Gazette"),
    datetime(2024, 3, 4, 23, tzinfo=UTC),
)


def test_related() -> None:
    """Another outlet's coverage is cleaned as the article itself is; one story need not be a list."""
    assert clean(with_fields(related=[STORY], provider=OUTLET)).related == (COVERAGE,)
    assert clean(with_fields(related=STORY, provider=OUTLET)).related == (COVERAGE,)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", None, "related[2].title is missing: the related story is left out"),
        ("title", 5, "related[2].title is a number, but must be text"),
        ("webUrl", None, "related[2].webUrl is missing: the related story is left out"),
        ("webUrl", "javascript:x", "related[2].webUrl is not an http or https address"),
    ],
)
def test_a_faulty_related_story_hurts_only_itself(field: str, value: object, message: str) -> None:
    """A related story that cannot be shown is left out and named; the others stay."""
    article, warnings = mended(with_fields(related=[STORY, STORY | {field: value}], provider=OUTLET))
    assert article.related == (COVERAGE,)
    assert [warning for warning in warnings if warning.message.startswith(message)]


def test_related_without_provider_or_date() -> None:
    """The host of a related story's link stands for its provider, and its date may be unknown."""
    article, warnings = mended(
        with_fields(related=[STORY | {"provider": None, "publishedDateTime": "soon"}], provider=OUTLET)
    )
    assert [(story.provider, story.published) for story in article.related] == [(Provider("gazette.example"), None)]
    assert [warning.message.split(" cannot ")[0] for warning in warnings] == ["related[1].publishedDateTime"]


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        pytest.param({"url": "/a.png"}, Image("https://site.example/base/a.png", type="image/png"), id="root"),
        pytest.param({"url": "a.png"}, Image("https://planet.example/a.png", type="image/png"), id="relative"),
        pytest.param({"url": "//c.example/a.gif"}, Image("https://c.example/a.gif", type="image/gif"), id="no scheme"),
        pytest.param(
            {"url": "https://c.example/a.jpg?w=9", "width": 1024, "height": 683},
            Image("https://c.example/a.jpg?w=9", 1024, 683, "image/jpeg"),
            id="query after the suffix",
        ),
        pytest.param({"url": "https://c.example/a"}, Image("https://c.example/a"), id="unknown type"),
        pytest.param(
            {"url": "https://c.example/a.png", "type": "Image/WebP"},
            Image("https://c.example/a.png", type="image/webp"),
            id="given type",
        ),
        pytest.param(
            {"url": "https://c.example/a.png", "type": "image/"},
            Image("https://c.example/a.png", type="image/png"),
            id="half a type",
        ),
        pytest.param(
            {"url": "https://c.example/a", "type": "text/html"}, Image("https://c.example/a"), id="no picture"
        ),
        pytest.param(
            {"url": "https://c.example/a", "width": 0, "height": -1, "length": 0},
            Image("https://c.example/a"),
            id="no size",
        ),
        pytest.param(
            {"url": "https://c.example/a", "length": 5, "title": " An  owl ", "attribution": "Bo &amp; Co"},
            Image("https://c.example/a", length=5, title="An owl", attribution="Bo & Co"),
            id="length, title, attribution",
        ),
        pytest.param(
            {"url": "https://c.example/a", "alt": "Owl", "caption": "An <owl>", "credit": "Bo", "copyright": "© Bo"},
            Image("https://c.example/a", alt="Owl", caption="An <owl>", attribution="Bo", copyright="© Bo"),
            id="texts",
        ),
    ],
)
def test_images(image: dict[str, object], expected: Image) -> None:
    """A picture has an absolute address, and a type and a size only where they are known."""
    assert article_of(with_fields(images=[image])).images == (expected,)
    assert article_of(with_fields(images=image)).images == (expected,)


@pytest.mark.parametrize(
    ("field", "message", "kept"),
    [
        ("width: wide", "images[2].width is text, but must be a whole number", 2),
        ("height: 1.5", "images[2].height is a number, but must be a whole number", 2),
        ("length: true", "images[2].length is true or false, but must be a whole number", 2),
        ("title: [x]", "images[2].title is a list, but must be text", 2),
        ("url: data:image/png;base64,AA", "images[2].url is not an http or https address", 1),
        ("url: 5", "images[2].url is a number, but must be text", 1),
        ("url:", "images[2].url is missing: the picture is left out", 1),
    ],
)
def test_a_faulty_picture_hurts_only_itself(field: str, message: str, kept: int) -> None:
    """A wrong size is dropped, a picture without an address left out; the problem names its line."""
    sizes = "".join(f"\n  {side}: 9" for side in ("width", "height") if not field.startswith(side))
    second = field if field.startswith("url") else f"url: /b.png\n  {field}"
    article, warnings = mended(parsed(f"images:\n- {{url: /a.png, width: 9, height: 9}}\n- {second}{sizes}"))
    assert len(article.images) == kept
    assert [warning.message[: len(message)] for warning in warnings] == [message]
    assert warnings[0].line == FIRST_FIELD + (2 if kept == 1 else 3)


def test_no_more_international_host_names_of_fields_are_encoded() -> None:
    """A picture whose host is beyond the limit is left out and named; one of a host that was seen stays."""
    hosts = [f"ä{'a' * 50}.{'b' * 60}.{'c' * 60}.{number:050}.example" for number in range(89)]
    urls = [f"https://{host}/{number}.png" for number, host in enumerate([*hosts, *hosts[:11]])]
    article, warnings = mended(with_fields(images=[{"url": url, "width": 9, "height": 9} for url in urls]))
    room = MAX_HOSTS // len(hosts[0])
    assert len(article.images) == room + 11
    words = "is left out: international host names come to more than 20,000 characters"
    assert [warning.message for warning in warnings] == [f"images[{n}].url {words}" for n in range(room + 1, 90)]
