"""From the bytes of a file to an article: links, ids, providers, pictures, flags, and what stays private."""

from typing import Any

import pytest
from msgspec.structs import replace

from feeds.articles.parse import DRAFT, NO_ARTICLE, Outcome, parse
from feeds.core.model import Body, Image, Person, Provider
from tests.articles import (
    CONTEXT,
    FIRST_FIELD,
    HEAD,
    PATH,
    PROVIDER,
    article_of,
    clean,
    mended,
    parsed,
    refused,
    with_fields,
)

WEB = "https://gather.example/p/1"
ORIGINAL = "https://www.planet.example/owls"
STORY = "https://planet.example/owls"
RELATIVE = "webUrl is not an http or https address: write it in full, with https:// in front"


@pytest.mark.parametrize(
    ("web", "original", "domain", "link", "other"),
    [
        pytest.param(WEB, ORIGINAL, "planet.example", ORIGINAL, None, id="original is the provider's"),
        pytest.param(WEB, ORIGINAL, "gather.example", WEB, ORIGINAL, id="web is the provider's"),
        pytest.param(WEB, ORIGINAL, "third.example", WEB, ORIGINAL, id="neither is"),
        pytest.param(WEB, ORIGINAL, None, WEB, ORIGINAL, id="no provider"),
        pytest.param(WEB, ORIGINAL, "WWW.Planet.example/x", ORIGINAL, None, id="domain to be cleaned"),
        pytest.param(
            WEB, "https://blog.planet.example/", "planet.example", WEB, "https://blog.planet.example/", id="sub"
        ),
        pytest.param(WEB, WEB, "gather.example", WEB, None, id="both the same"),
        pytest.param(WEB, None, "planet.example", WEB, None, id="web alone"),
        pytest.param(None, ORIGINAL, "gather.example", ORIGINAL, None, id="original alone"),
        pytest.param("", ORIGINAL, "gather.example", ORIGINAL, None, id="web empty"),
    ],
)
def test_the_link(web: str | None, original: str | None, domain: str | None, link: str, other: str | None) -> None:
    """A reader is sent to the provider's own page where there is a choice."""
    provider = {"domain": domain}
    article = article_of(with_fields(webUrl=web, originalUrl=original, provider=provider))
    assert (article.link, article.original) == (link, other)


def test_a_faulty_address_leaves_the_other() -> None:
    """One bad address does not cost the article where the other is good."""
    article, warnings = mended(with_fields(webUrl="/p/1", originalUrl=ORIGINAL))
    assert article.link == ORIGINAL
    assert [warning.message for warning in warnings] == [RELATIVE]


@pytest.mark.parametrize(
    ("web", "original", "expected"),
    [
        pytest.param(WEB, ORIGINAL, STORY, id="original goes before web"),
        pytest.param(WEB, None, WEB, id="web where there is no original"),
        pytest.param(WEB, "HTTPS://WWW.Planet.EXAMPLE:443/Owls", "https://planet.example/Owls", id="case and port"),
        pytest.param(WEB, f"{ORIGINAL}?utm_source=a&id=7&fbclid=b#comments", f"{STORY}?id=7", id="noise"),
        pytest.param(f"{WEB}?gclid=1", None, WEB, id="tracking of web"),
    ],
)
def test_the_id(web: str, original: str | None, expected: str) -> None:
    """An item's id is the key of its story, the same from wherever the address was copied."""
    assert article_of(with_fields(webUrl=web, originalUrl=original)).id == expected


def test_the_id_does_not_move() -> None:
    """Editing, moving or illustrating an article does not make it a new item for its subscribers."""
    before = article_of(parsed(""))
    edited = HEAD.replace("Owls return", "Owls are back").replace("2024-03-05", "2024-04-01")
    after = article_of(parsed("images: [{url: /a.png}]", head=edited, body="More", path="b/c.html"))
    assert before.id == after.id


@pytest.mark.parametrize(
    ("domain", "expected"),
    [
        ("planet.example", "planet.example"),
        ("WWW.Planet.Example", "planet.example"),
        ("https://www.planet.example/", "planet.example"),
        ("planet.example/science/2024/owls", "planet.example"),
        (" planet.example ", "planet.example"),
        ("science.planet.example", "science.planet.example"),
        ("planet.example:8080", "planet.example"),
        ("", "gather.example"),
    ],
)
def test_the_provider_is_keyed_by_its_host(domain: str, expected: str) -> None:
    """One outlet is one provider, however its domain was scraped; without one it is the link's host."""
    assert article_of(with_fields(webUrl=WEB, provider={"domain": domain})).provider.domain == expected


def test_without_a_provider_the_link_tells() -> None:
    """An article that names no provider is in the feed of the site it links to."""
    assert clean(with_fields(webUrl="https://WWW.Planet.example:8443/x")).provider == Provider("planet.example")


@pytest.mark.parametrize(
    ("domain", "said"),
    [
        ("the daily planet", "provider.domain has an impossible host"),
        ("ftp://planet.example", "provider.domain is not an http or https address"),
        (["planet.example"], "provider.domain is a list, but must be text"),
    ],
)
def test_a_faulty_domain(domain: object, said: str) -> None:
    """A domain that is none is named, and the link's host stands for it."""
    article, warnings = mended(with_fields(provider={"domain": domain, "name": "Planet"}))
    assert article.provider == Provider("planet.example", "Planet")
    assert [warning.message[: len(said)] for warning in warnings] == [said]


def test_the_whole_provider() -> None:
    """A provider's name, pictures and writers are kept, and what else stands there is not."""
    provider = {
        "name": "The &quot;Planet&quot;",
        "domain": "planet.example",
        "images": [{"url": "/logo.png", "width": 50, "height": 50, "isCached": True}],
        "publishedBy": "nobody",
    }
    assert clean(with_fields(provider=provider)).provider == Provider(
        "planet.example",
        'The "Planet"',
        (Image("https://site.example/base/logo.png", 50, 50, "image/png"),),
    )


@pytest.mark.parametrize(
    ("fields", "people"),
    [
        pytest.param({"author": " Ada  Finch "}, [Person("Ada Finch")], id="text"),
        pytest.param({"author": ["Ada", "Bo"]}, [Person("Ada"), Person("Bo")], id="list in author"),
        pytest.param({"authors": "Ada"}, [Person("Ada")], id="text in authors"),
        pytest.param({"author": {"name": "Ada", "email": "x@y.example"}}, [Person("Ada")], id="no e-mail"),
        pytest.param({"authors": [{"name": ""}, {"email": "x@y.example"}, "", None]}, [], id="nobody"),
        pytest.param(
            {"authors": [{"name": "Ada", "url": "/ada", "avatar": "https://img.example/a.png"}]},
            [Person("Ada", "https://site.example/base/ada", "https://img.example/a.png")],
            id="addresses",
        ),
        pytest.param(
            {"author": "Ada", "authors": ["Bo"], "provider": {"authors": [{"name": "Ada", "url": "/a"}, "Cy"]}},
            [Person("Ada", "https://site.example/base/a"), Person("Bo"), Person("Cy")],
            id="each once, the article's own first",
        ),
    ],
)
def test_the_authors(fields: dict[str, Any], people: list[Person]) -> None:
    """Whoever wrote it is named, in every way in which people write that; an e-mail address goes nowhere."""
    provider = {"domain": "planet.example", **fields.pop("provider", {})}
    assert list(clean(with_fields(provider=provider, **fields)).authors) == people


def test_a_wrong_author_costs_no_other() -> None:
    """An author that is neither a name nor a group of fields is dropped with a warning, and so is a bad address."""
    article, warnings = mended(parsed("authors: [7, Ada, {name: Bo, url: 'mailto:bo@b.example'}]"))
    assert list(article.authors) == [Person("Ada"), Person("Bo")]
    assert [warning.message for warning in warnings] == [
        "authors[1] is a number, but must be a name, or a group of fields, as in `- name: …`",
        "authors[3].url is not an http or https address",
    ]


@pytest.mark.parametrize("name", ["planet.example/science/owls", "https://planet.example/", "", None])
def test_a_path_is_no_name(name: str | None) -> None:
    """An address that a scraper left for a name is not shown as one."""
    assert clean(with_fields(provider={"name": name, "domain": "planet.example"})).provider.name is None


@pytest.mark.parametrize(
    "flags", ["published: false", "published: no", "deleted: true", "removed: true\npublished: true"]
)
@pytest.mark.parametrize("fault", ["title: 5", "publishedDateTime: soon", "webUrl: x", "topics: 5", "id: []", "a: 1"])
def test_a_draft_may_be_incomplete(flags: str, fault: str) -> None:
    """Whoever works on a draft is not told of what it still lacks."""
    head = "".join(f"{line}\n" for line in HEAD.splitlines() if line.split(":")[0] != fault.split(":")[0])
    assert parsed(f"{fault}\n{flags}", head=head) == Outcome(skipped=DRAFT)


@pytest.mark.parametrize("flags", ["published: true", "deleted: false", "removed: false\npublished: true"])
def test_what_is_published(flags: str) -> None:
    """A flag that says so, or none, publishes an article."""
    assert clean(parsed(flags)) == clean(parsed(""))


@pytest.mark.parametrize("name", ["24/7 Owl Watch", "A/B", "Owls & Co."])
def test_a_name_may_hold_a_slash(name: str) -> None:
    """An outlet that is called so is shown so."""
    assert clean(with_fields(provider={"name": name, "domain": "planet.example"})).provider.name == name


SECRET = "hush-7c1d"  # the word that must not come out anywhere
LEAKS = [
    f"secured: {SECRET}",
    f"secured:\n  token: {SECRET}\n  published: {SECRET}",
    f"secured: [{SECRET}]",
    f"{SECRET}: 1",
    f"secured: {SECRET}\ntitle: 5",
    f"secured: {SECRET}\nquality: high\nimages: 3",
    f"secured: '{SECRET}",
    f"secured: &{SECRET} [",
    f"secured: !{SECRET} x",
    f"provider: {{name: P, secured: {SECRET}, authors: [{{name: A, email: {SECRET}}}]}}",
    f"images: [{{url: /a.png, secured: {SECRET}, width: x}}]",
    f"related: [{{title: T, webUrl: 'https://a.example/', secured: {SECRET}, excerpt: {SECRET}}}]",
    f"originalUrl: https://{SECRET}:{SECRET}@planet.example/owls",
    f"originalUrl: https://me:{SECRET}@exa\u2100mple.example/",
    f"originalUrl: https://me:{SECRET}",
]


@pytest.mark.parametrize("block", LEAKS, ids=range(len(LEAKS)))
def test_private_fields_stay_private(block: str) -> None:
    """What is secured or unknown is in no article and in no message about one."""
    assert SECRET not in repr(parsed(block))


def test_private_fields_stay_private_in_toml_and_json() -> None:
    """The languages of front matter make no difference to that."""
    for raw in (
        f"+++\ntitle = 5\nwebUrl = ''\nsecured = '{SECRET}'\n[{SECRET}]\n+++\n",
        f"+++\nsecured = '{SECRET}\n+++\n",
        f'{{"title": 5, "webUrl": "", "secured": {{"{SECRET}": "{SECRET}"}}}}',
        f'{{"title": 5, "secured": {SECRET}}}',
    ):
        outcome = parse(raw.encode(), PATH, CONTEXT)
        assert outcome is not None
        assert outcome.problems
        assert SECRET not in repr(outcome)


TOML = b"""+++
title = "Owls return"
publishedDateTime = 2024-03-05T07:07:08
webUrl = "https://planet.example/owls"
topics = ["Owls"]
[[images]]
url = "/a.png"
[provider]
domain = "planet.example"
+++
Hoot."""
JSON = b"""{
"title": "Owls return", "publishedDateTime": "2024-03-05T07:07:08",
"webUrl": "https://planet.example/owls", "topics": ["Owls"],
"images": [{"url": "/a.png"}], "provider": {"domain": "planet.example"}
}
Hoot."""
YAML = b"\xef\xbb\xbf" + f"---\n{HEAD}topics: [Owls]\nimages: [url: /a.png]\n...\nHoot.".replace("\n", "\r\n").encode()


def test_the_three_languages_agree() -> None:
    """An article is the same in YAML (here with BOM and CRLF), TOML and JSON."""
    outcomes = [parse(raw, PATH, CONTEXT) for raw in (YAML, TOML, JSON)]
    articles = [article_of(outcome) for outcome in outcomes]
    assert articles[0] == articles[1] == articles[2]
    assert articles[0].body == Body("Hoot.", "markdown")


@pytest.mark.parametrize(
    ("name", "body", "expected"),
    [
        ("a.md", "*Hoot*\n", Body("*Hoot*", "markdown")),
        ("a.markdown", "<p>Hoot</p>", Body("<p>Hoot</p>", "markdown")),
        ("a.txt", "Hoot", Body("Hoot", "markdown")),
        ("a.HTML", "<p>Hoot</p>", Body("<p>Hoot</p>", "html")),
        ("a.md", " \n\n", None),
        ("a.html", "", None),
    ],
)
def test_the_body(name: str, body: str, expected: Body | None) -> None:
    """The text is kept as it was written, with what is needed to show it."""
    assert clean(parsed("", body=body, path=name)).body == expected


def test_every_error_is_told_at_once() -> None:
    """Whoever mends an article sees all that is wrong with it, in the order of the lines, as editors read it."""
    outcome = parsed("title: 5\npublishedDateTime: soon\nwebUrl: x\npublished: maybe\nid: []", head="")
    assert len(refused(outcome)) == 5
    assert [problem.line for problem in outcome.problems] == sorted(problem.line for problem in outcome.problems)
    assert str(outcome.problems[0]).startswith("found/owls.md:2: error: title is a number, but must be text")


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"---\ntitle: Owls\n", "found/owls.md:1: error: front matter is never closed"),
        (b"---\n- Owls\n---\n", "found/owls.md:2: error: front matter is not a list of"),
        (b"---\ntitle: caf\xe9\n---\n", "found/owls.md:2: error: the file is not UTF-8"),
        (b"---\ntitle: Owls\nwebUrl: ''\n---\n", "found/owls.md:2: error: publishedDateTime is missing"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_problem(raw: bytes, problem: str) -> None:
    """Front matter in a bad state is reported by path and line, and never lost in silence."""
    outcome = parse(raw, PATH, CONTEXT)
    assert outcome is not None
    refused(outcome)
    assert str(outcome.problems[0]).startswith(problem)


def test_a_file_without_front_matter_is_no_article() -> None:
    """A readme among the articles is passed over in silence."""
    assert parse(b"# Read me\n", PATH, CONTEXT) is None


@pytest.mark.parametrize("block", ["", "layout: page\npermalink: /about/", "title: ''\nwebUrl:", "topics: 5\nid: []"])
def test_another_kind_of_page_is_no_article(block: str) -> None:
    """A page of a Jekyll site, which has front matter but no title, date and link, is no fault."""
    outcome = parsed(block, head="")
    assert (outcome.article, outcome.problems, outcome.skipped) == (None, (), NO_ARTICLE)


def test_the_category_of_the_folder() -> None:
    """An article's own category goes before the one that its folder gives."""
    for own, expected in (("", "news"), ("category: opinion\n", "opinion")):
        outcome = parse(f"---\n{HEAD}{PROVIDER}{own}---\n".encode(), PATH, CONTEXT, category="news")
        assert outcome is not None
        assert clean(outcome).category == expected


@pytest.mark.parametrize("is_jekyll", [True, False])
def test_liquid(is_jekyll: bool) -> None:
    """What only tells a generator to leave the text alone is not shown to readers."""
    raw = f"---\n{HEAD}{PROVIDER}---\n{{% raw %}}a {{{{ b }}}}{{%- endraw -%}} c\n".encode()
    outcome = parse(raw, PATH, replace(CONTEXT, is_jekyll=is_jekyll))
    assert outcome is not None
    assert clean(outcome).body == Body("a {{ b }} c", "markdown")


@pytest.mark.parametrize("block", ["webUrl: ' '", "webUrl: ' '\noriginalUrl: ''"])
def test_a_blank_address_is_none(block: str) -> None:
    """An article whose address is only white space is reported, not lost in silence."""
    head = HEAD.replace("webUrl: https://planet.example/owls\n", "")
    assert [problem.message for problem in refused(parsed(block, head=head))] == [
        "webUrl is missing, and so is originalUrl"
    ]


def test_lines_are_counted_as_editors_do() -> None:
    """A line separator inside a text, which YAML takes for a line end, does not move what is said to another line."""
    outcome = parsed("excerpt: 'a\u2028b\u0085c'\nquality: high")
    assert outcome.problems[-1].line == FIRST_FIELD + 1


def test_a_relative_picture_needs_a_home() -> None:
    """Without the site's address a relative picture is left out and named, not published relative."""
    raw = f"---\n{HEAD}{PROVIDER}images: [url: /a.png]\n---\n".encode()
    outcome = parse(raw, PATH, replace(CONTEXT, home_url=""))
    assert outcome is not None
    article, warnings = mended(outcome)
    assert article.images == ()
    assert warnings[0].message == "images[1].url is relative, and the site has no home_url"


ADDRESSED = """---
title: T
webUrl: https://x.example/a
publishedDateTime: 2021-05-03
byline: Ada <jane@priv.example>
authors: [{name: Ada, url: "https://x.example/by/jane@priv.example", avatar: "https://x.example/faces@1.2.0/a.png"}]
provider: {name: The Planet <jane@priv.example>, domain: x.example, images: [LOGO]}
images: [{url: /a.png, credit: jane@priv.example, caption: "Photo: Ada, jane@priv.example", copyright: NAME}]
related: [{title: R, webUrl: "https://x.example/b", provider: {name: jane@priv.example}}]
---
""".replace("LOGO", '{url: /l.png, attribution: "jane@priv.example (Ada)"}').replace("NAME", "Ada <jane@priv.example>")


def test_no_address_of_a_person_is_published() -> None:
    """Wherever the name of a person or an organisation stands, an e-mail address is no part of it."""
    context = replace(CONTEXT, fields=("byline",))
    outcome = parse(ADDRESSED.encode(), "a.md", context)
    assert outcome is not None
    assert outcome.article is not None
    assert "priv.example" not in repr(outcome.article)
    picture = outcome.article.images[0]
    assert (picture.attribution, picture.caption, picture.copyright) == (None, "Photo: Ada", "Ada")
    assert outcome.article.fields == {"byline": ("Ada",)}
    assert (outcome.article.provider.name, outcome.article.provider.images[0].attribution) == ("The Planet", "Ada")
    assert outcome.article.authors == (Person("Ada", None, "https://x.example/faces@1.2.0/a.png"),)
    assert [problem.message for problem in outcome.problems if "e-mail" in problem.message] == [
        "authors[1].url holds an e-mail address, which is not published",
        "related[1].provider.name is an e-mail address, which is not published: give the name",
    ]
