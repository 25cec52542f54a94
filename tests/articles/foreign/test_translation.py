"""Front matter in the words of others becomes an article as front matter in our own does."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from feeds.articles import fast_path
from feeds.articles.conventions import Conventions, Generator, Language, Section
from feeds.articles.foreign.spellings import SPELLINGS
from feeds.articles.outcome import DRAFT, NO_ARTICLE, PROTECTED, UNDATED, UNDECLARED, UNLISTED
from feeds.articles.parse import Context, Outcome, parse
from feeds.core.model import Article, Image, Person
from tests.articles import PROVIDER, article_of, clean, refused

HOME = "https://site.example/"
PAGE = "title: Owls\ndate: 2021-05-03\nurl: /owls/\n"
OURS = "title: Owls\npublishedDateTime: 2021-05-03\nwebUrl: https://planet.example/owls\n"
MOMENT = datetime(2021, 5, 3, tzinfo=UTC)
JEKYLL = Conventions(generator="jekyll")
HEXO = Conventions(generator="hexo", permalink=":title/")
UNDECLARED_NOTES = Conventions(generator="jekyll", sections=(Section(type="notes", is_published=False),))
POST = "_posts/2021-05-03-owls.md"


def read(
    block: str,
    path: str = "owls.md",
    conventions: Conventions = Conventions(),  # noqa: B008 - frozen
    zone: str = "UTC",
    body: str = "",
) -> Outcome:
    """Return what becomes of front matter, in the general way and in the fast one alike."""
    raw = f"---\n{block.strip()}\n---\n{body}".encode()
    context = Context(ZoneInfo(zone), HOME, conventions=conventions)
    outcome = parse(raw, path, context)
    with patch.object(fast_path, "article", lambda *_, **__: None):
        slowly = parse(raw, path, context)
    assert outcome is not None
    assert outcome == slowly
    return outcome


def article(block: str, *given: Any, **named: Any) -> Article:
    """Return the article of front matter that has no problems."""
    return clean(read(block, *given, **named))


def test_an_article_in_the_usual_words_of_others() -> None:
    """Each field of ours is found under another name, and the page is the site's own."""
    found = article(
        """
        Title: Owls return
        summary: They are back.
        pubDate: 2021-05-03T06:07:08Z
        last_modified_at: 2021-05-04
        tags: [owls, barns]
        categories: [Wild Life]
        author: Ann
        cover: /a.png
        permalink: /owls/
        lang: de
        """.replace("\n        ", "\n")
    )
    assert (found.title, found.excerpt) == ("Owls return", "They are back.")
    assert found.published == datetime(2021, 5, 3, 6, 7, 8, tzinfo=UTC)
    assert found.updated == datetime(2021, 5, 4, tzinfo=UTC)
    assert found.topics == ("owls", "barns", "Wild Life")
    assert found.authors == (Person("Ann"),)
    assert found.images == (Image("https://site.example/a.png", type="image/png"),)
    assert (found.link, found.id, found.story) == ("https://site.example/owls/", *["https://site.example/owls"] * 2)
    assert (found.language, found.provider.domain) == ("de", "site.example")


@pytest.mark.parametrize("field", [field for field in SPELLINGS if field not in ("title", "originalUrl", "id")])
def test_names_of_ours_go_first(field: str) -> None:
    """Of two names of one field, that which stands first in the table counts, whatever the order in the file."""
    values = {
        "publishedDateTime": ("2021-05-03", "2020-01-01"),
        "updatedDateTime": ("2022-05-03", "2023-01-01"),
        "expiryDate": ("2030-01-01", "2020-01-01"),
        "images": ("/a.png", "/b.png"),
        "language": ("de", "fr"),
    }
    first, second = values.get(field, ("a", "b"))
    names = SPELLINGS[field]
    base = PAGE if field != "publishedDateTime" else "title: Owls\nurl: /owls/"
    ours = "url: /owls/\ntitle: Owls\ndate: 2021-05-03" if field != "publishedDateTime" else base
    attribute = {"publishedDateTime": "published", "updatedDateTime": "updated", "expiryDate": "expires"}.get(
        field, "translation_key" if field == "translationKey" else field
    )
    for later in names[1:] if field not in ("topics", "authors") else ():
        both = read(f"{later}: {second}\n{ours}\n{names[0]}: {first}")
        alone = read(f"{ours}\n{names[0]}: {first}")
        assert getattr(article_of(both), attribute) == getattr(article_of(alone), attribute)


@pytest.mark.parametrize("names", [("lastmod", "date", "publishDate"), ("date",), ("Date", "publish_date")])
def test_a_date_may_be_of_the_last_change_too(names: tuple[str, ...]) -> None:
    """A name of publication that a site takes for the last change as well, as Hugo's may, still is one of both."""
    conventions = Conventions(generator="hugo", fields={"updatedDateTime": names}, permalink="/:year/:day/")
    for block in ("date: 2021-05-03", "params:\n  date: 2021-05-03", "lastmod: 2021-06-01\ndate: 2021-05-03"):
        found = article(f"title: Owls\n{block}", "content/owls.md", conventions)
        assert (found.published, found.link) == (MOMENT, "https://site.example/2021/03/")
    both = article("title: Owls\npublishDate: 2021-05-04\ndate: 2021-05-03", "content/owls.md", conventions)
    assert (both.published.day, both.link) == (4, "https://site.example/2021/03/")


def test_a_time_of_change_may_be_a_date_too() -> None:
    """What a site takes for a date where there is no other, as Hugo does, still says when an article changed."""
    conventions = Conventions(generator="hugo", fields={"publishedDateTime": ("date", "lastmod")})
    changed = article("title: Owls\ndate: 2021-05-03\nlastmod: 2021-06-01", "content/owls.md", conventions)
    assert (changed.published, changed.updated) == (MOMENT, datetime(2021, 6, 1, tzinfo=UTC))
    assert article("title: Owls\nlastmod: 2021-05-03", "content/owls.md", conventions).published == MOMENT


USUAL = {"date": ("date",), "lastmod": ("lastmod",), "publishdate": ("publishdate", "date"), "expirydate": ()}


@pytest.mark.parametrize(
    ("order", "month"), [(("date", ":filename", "lastmod"), 5), (("lastmod", "date", ":filename"), 6)]
)
def test_the_date_in_a_name_goes_before_that_of_a_change(order: tuple[str, ...], month: int) -> None:
    """Hugo's `:default` has the time of the change last of all, but a site may name it first."""
    conventions = Conventions(generator="hugo", date_names={"": USUAL | {"date": order}})
    path = "content/2021-05-03-owls.md"
    assert article("title: Owls\nlastmod: 2021-06-01", path, conventions).published.month == month
    assert article("title: Owls\nlastmod: 2021-06-01\ndate: 2021-05-02", path, conventions).published.day == 2


EMBARGO = Conventions(
    generator="hugo",
    date_names={"": USUAL | {"publishdate": ("embargo", "publishdate", "date"), "expirydate": ("until",)}, "fr": USUAL},
    languages=(Language("fr"),),
    permalink="/:year/:filename/",
)


@pytest.mark.parametrize(
    ("block", "path", "day", "end"),
    [
        ("Embargo: 2021-05-04", "owls.md", 4, None),
        ("embargo: 2021-05-02\npublishDate: 2021-05-04", "owls.md", 2, None),
        ("embargo: ''", "owls.md", 3, None),
        ("embargo: 2021-05-04", "owls.fr.md", 3, None),
        ("until: 2021-05-05\nexpiryDate: 2021-05-06", "owls.md", 3, 5),
        ("expiryDate: 2021-05-06", "owls.md", 3, None),
        ("publishedDateTime: 2021-05-01\nembargo: 2021-05-04", "owls.md", 4, None),
        ("publishedDateTime: 2021-05-07\nembargo: 2021-05-04", "owls.md", 7, None),
        ("publishedDateTime: 2021-05-01\nwebUrl: https://site.example/\nembargo: 2021-05-04", "owls.md", 4, None),
        ("publishedDateTime: 2021-05-03\nuntil: 2021-05-05\nexpiryDate: 2021-05-06", "owls.md", 3, 5),
        ("publishedDateTime: 2021-05-03\nuntil: 2021-05-07\nexpiryDate: 2021-05-06", "owls.md", 3, 6),
    ],
)
def test_dates_by_the_names_of_a_site(block: str, path: str, day: int, end: int | None) -> None:
    """What a Hugo site says of its dates holds pages back, also those in our own words; languages have their own."""
    found = article(f"title: Owls\ndate: 2021-05-03\n{block}", f"content/{path}", EMBARGO)
    assert (found.published.day, found.expires.day if found.expires else None) == (day, end)


@pytest.mark.parametrize(
    ("name", "published", "address"),
    [
        ("2021-05-04-owls", datetime(2021, 5, 4, tzinfo=UTC), "owls"),
        ("2021-05-04-10-20-30 owls", datetime(2021, 5, 4, 10, 20, 30, tzinfo=UTC), "owls"),
        ("2021-05-04owls", datetime(2021, 5, 4, tzinfo=UTC), "owls"),
        ("2021-05-04-99-99-99-x", datetime(2021, 5, 4, tzinfo=UTC), "99-99-99-x"),
        ("2021-5-4-owls", MOMENT, "2021-5-4-owls"),
        ("2021-05-40-owls", MOMENT, "2021-05-40-owls"),
    ],
)
def test_dates_in_names_as_hugo_reads_them(name: str, published: datetime, address: str) -> None:
    """A time may stand behind the day, of which no digit is left out; whatever follows is the slug."""
    order = USUAL | {"publishdate": (":filename", "date")}
    conventions = Conventions(generator="hugo", permalink="/:slugorfilename/", date_names={"": order})
    found = article("title: Owls\ndate: 2021-05-03", f"{name}.md", conventions)
    assert (found.published, found.link) == (published, f"https://site.example/{address}/")


@pytest.mark.parametrize("name", ["pub_date", "PubDate", "PUBDATE", "pub-date"])
def test_case_and_hyphens_make_no_other_name(name: str) -> None:
    """TOML and JSON of several programs write names in several ways."""
    assert article(f"title: Owls\n{name}: 2021-05-03\nurl: /owls/").published == MOMENT


def test_toml_with_its_groups() -> None:
    """Zola keeps topics in [taxonomies], and what it does not know in [extra]."""
    raw = '+++\ntitle = "Owls"\ndate = 2021-05-03\npath = "owls"\n'
    raw += '[taxonomies]\ntags = ["a"]\nregion = ["b"]\nauthors = ["Ann"]\n'
    raw += '[extra]\nimage = "/a.png"\ntags = "c"\n+++\n'
    found = article_of(parse(raw.encode(), "content/owls.md", Context(UTC, HOME)))
    assert found.topics == ("a", "c", "b")
    assert found.authors == (Person("Ann"),)
    assert [image.url for image in found.images] == ["https://site.example/a.png"]


@pytest.mark.parametrize(
    ("block", "generator", "expected"),
    [
        ("tags: a b\ncategories: c d", "jekyll", ("a", "b", "c", "d")),
        ("category: c d", "jekyll", ("c d",)),
        ("tags: a b, c", "hugo", ("a b", "c")),
        ("tags: [a, A, a, 2021, 1.5, null, true, 2021-05-03]", None, ("a", "A", "2021", "1.5", "true", "2021-05-03")),
        ("tags:\n- label: Owls\n  permalink: /o\n- b", "docusaurus", ("Owls", "b")),
        ("categories: [[A, B], [C]]", "hexo", ("A", "B", "C")),
        ("tags: [posts, owls, all]", "eleventy", ("owls",)),
        ("topics: [x]\ntags: [y]", None, ("x",)),
        ("tags: {a: b}", None, ()),
    ],
)
def test_topics(block: str, generator: Any, expected: tuple[str, ...]) -> None:
    """Several fields go together, each name once; one text divides at commas, in Jekyll at spaces."""
    conventions = Conventions(generator=generator, permalink="/:slug/")
    assert article(f"{PAGE}{block}", POST, conventions).topics == expected


def test_folders_above_jekylls_posts_are_topics() -> None:
    """They are categories there."""
    assert article(f"{PAGE}tags: [a]", "birds/Night/_posts/2021-05-03-owls.md", JEKYLL).topics == (
        "birds",
        "Night",
        "a",
    )


def test_category_stays_what_it_is_in_our_own_words() -> None:
    """Only in the words of others is it a topic."""
    assert article(f"{OURS}category: news\n{PROVIDER}").category == "news"
    assert article(f"{OURS}category: news\n{PROVIDER}").topics == ()
    assert article(f"{OURS}category: news\ntags: [owls]\n{PROVIDER}").topics == ("owls",)
    assert article(f"{PAGE}category: news").topics == ("news",)
    assert article(f"{PAGE}category: news").category is None


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("author: ann", (Person("Ann Owl", "https://ann.example/", "https://site.example/ann.png"),)),
        (
            "authors: [ann, Bob]",
            (Person("Ann Owl", "https://ann.example/", "https://site.example/ann.png"), Person("Bob")),
        ),
        (
            "author: {name: Eve, uri: 'https://eve.example/', email: eve@x.example}",
            (Person("Eve", "https://eve.example/"),),
        ),
        (
            "authors:\n- name: Eve\n  url: eve\n  image_url: https://eve.example/e.png",
            (Person("Eve", None, "https://eve.example/e.png"),),
        ),
        (
            "authors:\n- key: ann\n  name: Ann O.",
            (Person("Ann O.", "https://ann.example/", "https://site.example/ann.png"),),
        ),
        ("author: Ann and Bob", (Person("Ann and Bob"),)),
    ],
)
def test_people(block: str, expected: tuple[Person, ...]) -> None:
    """Names, groups of fields, and the keys of a file of authors."""
    ann = {"name": "Ann Owl", "email": "ann@x.example", "website": "https://ann.example/", "avatar": "/ann.png"}
    assert article(f"{PAGE}{block}", conventions=Conventions(people={"ann": ann})).authors == expected


@pytest.mark.parametrize(
    ("block", "generator", "expected"),
    [
        ("image: {path: /a.png, alt: An owl}", None, [Image(f"{HOME}a.png", type="image/png", alt="An owl")]),
        ("cover: {image: a.jpg}", "hugo", [Image(f"{HOME}a.jpg", type="image/jpeg")]),
        ("image: assets/a.png", "jekyll", [Image(f"{HOME}assets/a.png", type="image/png")]),
        ("images: [{src: /b.png, width: 4, height: 3}, 5]", None, [Image(f"{HOME}b.png", 4, 3, "image/png")]),
        ("image: {light: /a.png, dark: /b.png}", None, [Image(f"{HOME}a.png", type="image/png")]),
        ("image: ../a.png", "astro", []),
        ("image: owl", None, []),
        ("image: /pic", None, [Image(f"{HOME}pic")]),
        ("image: 5", None, []),
        ("banner: true\nthumbnail: /a.png", None, [Image(f"{HOME}a.png", type="image/png")]),
    ],
)  # fmt: skip
def test_pictures(block: str, generator: Any, expected: list[Image]) -> None:
    """An address or a group of fields, alone or in a list; nobody is told off for a size that is not given."""
    conventions = Conventions(generator=generator, permalink="/:slug/")
    assert list(article(f"{PAGE}{block}", POST, conventions).images) == expected


def test_a_picture_in_the_articles_own_folder_is_beside_its_page() -> None:
    """Hugo publishes what is in the folder of a bundle there."""
    conventions = Conventions(generator="hugo", content="content")
    found = article("title: Owls\ndate: 2021-05-03\nimage: a.png", "content/posts/owls/index.md", conventions)
    assert found.images[0].url == "https://site.example/posts/owls/a.png"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("2021-05-03-owls.md", MOMENT),
        ("2021-05-03.md", MOMENT),
        ("2021/05/03/owls.md", MOMENT),
        ("a/2021-05-03-owls/index.md", MOMENT),
        ("2021-05-03_owls.md", MOMENT),
        ("2021/05-03-owls.md", MOMENT),
        ("2021/05/03-owls/index.md", MOMENT),
        ("2021/05/3-owls.md", None),
        ("2021/05/03owls.md", None),
        ("2021/13-03-owls.md", None),
        ("05/2021/03-owls.md", None),
        ("2021-13-03-owls.md", None),
        ("12/05/03/owls.md", None),
        ("owls-2021-05-03.md", None),
    ],
)
def test_dates_of_paths(path: str, expected: datetime | None) -> None:
    """A date in front of a name, in the folders above, or in both; none is guessed."""
    outcome = read("title: Owls\nurl: /owls/", path)
    assert (outcome.article.published if outcome.article else None) == expected
    assert outcome.skipped == (None if expected else UNDATED)


def test_words_of_ghost_and_grav() -> None:
    """The dates of the one, and the topics of the other in their group."""
    block = "title: Owls\nurl: /owls/\ndate_published: 2021-05-03\ndate_updated: 2021-05-04"
    found = article(f"{block}\ntaxonomy:\n  category: birds\n  tag: [owls, barns]")
    assert (found.published, found.updated) == (datetime(2021, 5, 3, tzinfo=UTC), datetime(2021, 5, 4, tzinfo=UTC))
    assert found.topics == ("owls", "barns", "birds")


def test_dates_in_groups() -> None:
    """MkDocs has a group of dates, and Docusaurus one about the last change, in which there may be none."""
    found = article("title: Owls\nurl: /owls/\ndate:\n  created: 2021-05-03\n  updated: 2021-05-04\n")
    assert (found.published, found.updated) == (datetime(2021, 5, 3, tzinfo=UTC), datetime(2021, 5, 4, tzinfo=UTC))
    assert article(f"{PAGE}last_update: {{date: 2021-05-05, author: Ann}}").updated == datetime(2021, 5, 5, tzinfo=UTC)
    assert article(f"{PAGE}last_update: {{author: Ann}}").updated is None
    (problem,) = read("title: Owls\nurl: /owls/\ndate: {day: 2021-05-03}").problems
    assert (problem.line, "date cannot be read as a date" in problem.message) == (4, True)


def test_a_date_in_the_address_is_better_than_none() -> None:
    """Sites whose addresses have the date may say it nowhere else."""
    assert article("title: Owls\npath: 2021/05/03/owls", "owls.md", Conventions(generator="zola")).published == MOMENT


@pytest.mark.parametrize(
    ("written", "generator", "expected"),
    [
        ("2021-05-03", "jekyll", datetime(2021, 5, 2, 22, tzinfo=UTC)),
        ("2021-05-03 10:00:00", "jekyll", datetime(2021, 5, 3, 10, tzinfo=UTC)),
        ("'2021-05-03 10:00:00'", "jekyll", datetime(2021, 5, 3, 8, tzinfo=UTC)),
        ("2021-05-03 10:00:00 +0500", "jekyll", datetime(2021, 5, 3, 5, tzinfo=UTC)),
        ("2021-05-03 10:00:00", "hexo", datetime(2021, 5, 3, 8, tzinfo=UTC)),
        ("2021-05-03T10:00:00Z", "hexo", datetime(2021, 5, 3, 8, tzinfo=UTC)),
        ("'2021-05-03T10:00:00Z'", "hexo", datetime(2021, 5, 3, 8, tzinfo=UTC)),
        ("2021-05-03", "docusaurus", MOMENT),
        ("'2021-05-03'", "docusaurus", MOMENT),
        ("'2021-05-03'", None, datetime(2021, 5, 2, 22, tzinfo=UTC)),
        ("2021-05-03 10:00:00", None, datetime(2021, 5, 3, 8, tzinfo=UTC)),
    ],
)
def test_dates_without_a_zone(written: str, generator: Any, expected: datetime) -> None:
    """They are in the site's zone, but where the generator takes them for UTC."""
    conventions = Conventions(generator=generator, permalink="/:slug/")
    assert article(f"title: Owls\ndate: {written}", POST, conventions, "Europe/Berlin").published == expected


def test_hugo_publishes_at_one_date_and_files_under_another() -> None:
    """Its feed has `publishDate`, its addresses have `date`."""
    conventions = Conventions(generator="hugo", permalink="/:year/:filename/")
    found = article("title: Owls\ndate: 2019-01-01\npublishDate: 2021-05-03", "owls.md", conventions)
    assert (found.published, found.link) == (MOMENT, "https://site.example/2019/owls/")


@pytest.mark.parametrize(
    ("block", "published"),
    [
        ("title: T\ndate: 2024-01-01\ncascade: {publishDate: 2999-01-01}\n", 2999),
        ("title: T\ndate: 2024-01-01\nCascade: [{params: {PublishDate: 2999-01-01}}]\n", 2999),
        ("title: T\ncascade: [{date: 2999-01-01}, {date: 2020-01-01}]\n", 2999),
        ("title: T\ncascade: [{date: 2020-01-01, target: {path: /x}}, {date: 2999-01-01}]\n", 2999),
        ("title: T\npublishDate: 2024-01-01\ncascade: {publishDate: 2999-01-01}\n", 2024),
    ],
)
def test_what_a_page_of_hugos_cascades_is_about_itself(block: str, published: int) -> None:
    """The dates that a page cascades, it has itself, if it does not say others."""
    sections = (Section(defaults={"publishdate": "2000-01-01"}),) if "title: T\ncascade" not in block else ()
    found = article(block, "owls.md", Conventions(generator="hugo", sections=sections, permalink="/:filename/"))
    assert found.published is not None
    assert found.published.year == published


def test_a_cascade_says_when_pages_are_published() -> None:
    """A date of publication from the site goes before another date of the page, and after one of its own."""
    section = Section(folder="content/later", defaults={"publishDate": "2021-05-03"})
    conventions = Conventions(generator="hugo", permalink="/:filename/", content="content", sections=(section,))
    assert article("title: Owls\ndate: 2019-01-01", "content/later/owls.md", conventions).published == MOMENT
    own = "title: Owls\ndate: 2019-01-01\npublishDate: 2020-01-01"
    assert article(own, "content/later/owls.md", conventions).published == datetime(2020, 1, 1, tzinfo=UTC)
    assert article("title: Owls\ndate: 2019-01-01", "content/owls.md", conventions).published.year == 2019


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("draft: true", DRAFT),
        ("Draft: true", DRAFT),
        ("draft: 'true'", DRAFT),
        ("published: false", DRAFT),
        ("published: 'no'", DRAFT),
        ("status: Draft", DRAFT),
        ("unlisted: true", UNLISTED),
        ("headless: true", UNLISTED),
        ("permalink: false", UNLISTED),
        ("eleventyExcludeFromCollections: true", UNLISTED),
        ("type: collection", UNLISTED),
    ],
)
def test_what_is_not_published(block: str, expected: str) -> None:
    """By the words of each generator."""
    assert read(f"{PAGE}{block}").skipped == expected


@pytest.mark.parametrize(
    "block",
    [
        *("publish: false", "publish: 0", "Private: true", "private: 1", "is_private: yes", "isDraft: true"),
        *("is_draft: 'yes'", "hidden: true", "status: private", "status: Pending", "status: hidden", "status: trash"),
        *("status: unpublished", "status: [private]", "visibility: private", "Visibility: Members"),
    ],
)
def test_what_is_held_back(block: str) -> None:
    """No generator is known that would publish it all the same, or one that leaves it to the code of the site."""
    assert read(f"{PAGE}{block}").skipped == DRAFT
    assert read(f"{OURS}{block}\n{PROVIDER}").skipped == DRAFT
    for generator in ("astro", "eleventy"):
        assert read(f"{PAGE}{block}", "posts/owls.md", Conventions(generator=generator)).skipped == DRAFT
    assert article(f"{PAGE}{block}", "content/owls.md", Conventions(generator="hugo")).title == "Owls"
    for words in ("publish: 2021-05-03", "private: false", "status: published", "status: scheduled", "private: notes"):
        assert article(f"{PAGE}{words}").title == "Owls"


@pytest.mark.parametrize("block", [PAGE, OURS])
@pytest.mark.parametrize("spelled", [str, str.capitalize, str.upper])
@pytest.mark.parametrize("value", ["true", "yes", "'true'", "'Yes '", "on", "'ON'", "1", "'1'", "y", "1.0"])
def test_a_flag_is_a_value_or_a_text_in_any_case(value: str, spelled: Callable[[str], str], block: str) -> None:
    """Whatever else the article has, and also in a group of fields."""
    for name, reason in (("draft", DRAFT), ("deleted", DRAFT), ("unlisted", UNLISTED)):
        assert read(f"{block}{spelled(name)}: {value}").skipped == reason
        assert read(f"{block}extra:\n  {spelled(name)}: {value}").skipped == reason


@pytest.mark.parametrize("block", [PAGE, OURS])
@pytest.mark.parametrize("value", ["false", "no", "'false'", "'No'", "off", "0", "'0'", "n"])
def test_what_is_not_published_in_any_words(value: str, block: str) -> None:
    """By the flag that says what is."""
    for name in ("published", "Published", "PUBLISHED"):
        assert read(f"{block}{name}: {value}").skipped == DRAFT


@pytest.mark.parametrize("value", ["", "~", "null"])
def test_what_jekyll_takes_for_no(value: str) -> None:
    """An empty flag is one there, and nothing elsewhere."""
    jekyll = Conventions(generator="jekyll", permalink="/:title/")
    path = "_posts/2021-05-03-owls.md"
    assert read(f"title: Owls\npublished: {value}", path, jekyll).skipped == DRAFT
    assert read(f"{OURS}{PROVIDER}\npublished: {value}", path, jekyll).skipped == DRAFT
    assert article("title: Owls\npublished: true", path, jekyll).title == "Owls"
    assert article(f"{PAGE}published: {value}").title == "Owls"


PASSWORDS = (
    *("owl", "1234", "0", "2024-01-01", "2024-01-01 10:00:00", "3.14", ".5", "1e3", "on", "true", "[a, b]", "[]"),
    *("{a: b}", "{}", "!!binary aGk=", "0x10", "12:30:00", "' '", "'2024-01-01'", "99999999999999999999", "'false'"),
)


@pytest.mark.parametrize("generator", [None, "jekyll", "hugo", "eleventy", "hexo", "docusaurus", "zola", "astro"])
@pytest.mark.parametrize("given", PASSWORDS)
def test_what_is_behind_a_password(given: str, generator: Generator | None) -> None:
    """Of whatever type it is, in any case and any group of fields, and whatever else the article has."""
    path = "_posts/2021-05-03-a.md"
    for name in ("password", "Password", "PASSWORD", "post_password"):
        for block in (
            PAGE,
            OURS,
            "title: Owls\ndate: 2021-05-03\nwebUrl: https://site.example/owls\n",
            "title: Owls\n",
        ):
            for line in (f"{name}: {given}", f"extra:\n  {name}: {given}"):
                assert read(block + line, path, Conventions(generator=generator)).skipped == PROTECTED


@pytest.mark.parametrize("given", ["''", "", "~", "null", "false"])
def test_what_is_no_password(given: str) -> None:
    """An empty one frees a post of its tag's; to hexo-blog-encrypt, which makes text of it, `false` is one."""
    assert article(f"{PAGE}password: {given}").title == "Owls"
    assert article(f"{OURS}{PROVIDER}\npassword: {given}").title == "Owls"
    skipped = read(f"title: Owls\npassword: {given}", "source/_posts/2021-05-03-a.md", HEXO).skipped
    assert skipped == (PROTECTED if given == "false" else None)


@pytest.mark.parametrize("group", ["params", "Params", "PARAMS", "Extra", "extra", "Taxonomies", "Eleventy_Computed"])
def test_a_group_holds_back_however_it_is_written(group: str) -> None:
    """Hugo knows `Params` as it does `params`, and so may the code of a site."""
    for line in ("password: x", "Draft: true", "un_listed: yes"):
        assert read(f"title: Owls\n{group}:\n  {line}", "content/post/a.md", Conventions(generator="hugo")).skipped
        assert read(f"title: Owls\n{group}: {{{line}}}", "a.md", Conventions()).skipped
    assert read(f"title: Owls\ndate: 2026-01-01\n{group}: {{draft: false}}", "a.md", Conventions()).skipped is None


@pytest.mark.parametrize("line", ["encrypt: true", "encrypted: 'yes'", "encrypt: {password: x}", "Protected: true"])
def test_a_page_that_is_to_be_encrypted(line: str) -> None:
    """As hexo-encrypt and cryptoid have it."""
    assert read(PAGE + line, "content/owls.md", Conventions(generator="hugo")).skipped == PROTECTED
    for value in ("false", "''", "{}", "[]", "0", "{enable: false, password: x}"):
        assert article(f"{PAGE}encrypted: {value}").title == "Owls"


def test_tags_with_a_password() -> None:
    """A post with such a tag is behind it, whatever else it has, unless its own password is empty."""
    conventions, path = replace(HEXO, locked=frozenset({"diary"})), "source/_posts/2021-05-03-a.md"
    for line in (
        "tags: [Diary, x]",
        "tag: diary",
        "Tags: {name: diary}",
        "webUrl: https://site.example/a\ntags: diary",
        "tags: owls, Diary",
        f"tags: [{', '.join(map(str, range(200)))}, [x, diary]]",
        "".join(f"t{'_' * number}ags: x\n" for number in range(1, 60)) + "tags: diary",
        "tags: diary\nPassword: ''",
    ):
        assert read(f"title: Owls\ndate: 2021-05-03\n{line}", path, conventions).skipped == PROTECTED
    for line in ("tags: [diary]\npassword: ''", "categories: diary", "tags: [owls]"):
        assert read(f"title: Owls\ndate: 2021-05-03\n{line}", path, conventions).skipped is None


def test_what_the_site_says_of_a_folder_holds_back_what_is_complete() -> None:
    """An article that has all of its fields is in that folder as well."""
    for defaults, reason in (
        ({"draft": True}, DRAFT),
        ({"password": 5}, PROTECTED),
        ({"build": {"list": "never"}}, UNLISTED),
        ({"build": {"render": "link"}}, UNLISTED),
    ):
        sections = (Section(folder="content/secret", defaults=defaults),)
        conventions = Conventions(generator="hugo", content="content", sections=sections)
        assert read(f"{OURS}{PROVIDER}", "content/secret/a.md", conventions).skipped == reason
        assert read(f"{OURS}{PROVIDER}", "content/open/a.md", conventions).skipped is None
    conventions = Conventions(
        generator="hugo", content="content", sections=(Section(folder="", defaults={"draft": True}),)
    )
    assert read(f"{OURS}{PROVIDER}\ndraft: false", "content/a.md", conventions).skipped is None


@pytest.mark.parametrize(
    ("line", "generator"),
    [("render: false", "zola"), ("build: {list: never}", "hugo"), ("_build: {render: false}", "hugo")],
)
def test_what_its_generator_makes_no_page_of(line: str, generator: Generator) -> None:
    """In its own words; they mean nothing to another."""
    assert read(f"{PAGE}{line}", "content/owls.md", Conventions(generator=generator)).skipped == UNLISTED
    assert read(f"{OURS}{PROVIDER}\n{line}", "content/owls.md", Conventions(generator=generator)).skipped == UNLISTED
    assert article(f"{PAGE}{line}").title == "Owls"


def test_a_date_in_published_is_one_of_publication() -> None:
    """It is a flag in Jekyll, and a date elsewhere."""
    assert article("title: Owls\npublished: 2021-05-03\nurl: /owls/").published == MOMENT


@pytest.mark.parametrize(("block", "missing"), [("title: Owls", "date"), ("date: 2021-05-03", "title")])
def test_a_file_that_lacks_only_its_title_or_date_is_named(block: str, missing: str) -> None:
    """Whoever forgot it learns so from check; in a generator's site such files are pages, and nothing is said."""
    outcome = parse(f"---\n{block}\n---\n".encode(), "owls.md", Context(UTC, HOME))
    assert outcome is not None
    message = f"has no {missing}, and is not published: give it one if it is an article"
    assert [str(problem) for problem in outcome.problems] == [f"owls.md:1: warning: {message}"]

    outcome = parse(f"---\n{block}\n---\n".encode(), "owls.md", Context(UTC, HOME, conventions=JEKYLL))
    assert outcome is not None
    assert outcome.problems == ()


@pytest.mark.parametrize(
    ("block", "path", "conventions", "expected"),
    [
        (PAGE, "source/_posts/owls.txt", Conventions(generator="hexo"), UNLISTED),
        (PAGE, "source/_posts/owls.mdx", Conventions(generator="hexo"), UNLISTED),
        (f"{PAGE}eleventyComputed: {{permalink: false}}", "a.md", Conventions(generator="eleventy"), UNLISTED),
        (f"{PAGE}published: ''", "source/_posts/owls.md", Conventions(generator="hexo"), DRAFT),
        (f"{PAGE}build: {{list: never}}", "content/owls.md", Conventions(generator="hugo"), UNLISTED),
        (f"{PAGE}_build: {{render: false}}", "content/owls.md", Conventions(generator="hugo"), UNLISTED),
        ("layout: page", "owls.md", Conventions(), NO_ARTICLE),
        ("title: About\npermalink: /about/", "about.md", JEKYLL, UNDATED),
        ("title: Owls\ndate: 2021-05-03", "_posts/owls.md", JEKYLL, UNLISTED),
        (PAGE, "content/posts/_index.md", Conventions(generator="hugo", content="content"), UNLISTED),
        (PAGE, "_notes/a.md", UNDECLARED_NOTES, UNDECLARED),
    ],
)  # fmt: skip
def test_what_is_no_article(block: str, path: str, conventions: Conventions, expected: str) -> None:
    """Pages of a site are passed over without a word."""
    outcome = read(block, path, conventions)
    assert (outcome.article, outcome.problems, outcome.skipped) == (None, (), expected)


def test_titles_of_names() -> None:
    """Jekyll makes one of the name of a post that has none, and in any known site that is better than none."""
    assert article("layout: post", "_posts/2021-05-03-owls-are-Back.md", JEKYLL).title == "Owls Are Back"
    assert article("date: 2021-05-03", "content/owls.md", Conventions(generator="hugo")).title == "Owls"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("# Owls {#owls}\n\nThey hoot.", "Owls"),
        ("import A from 'a'\n\n#  Owls ##\n", "Owls"),
        ("They hoot.\n\n# Owls", "Night"),
        ("# Owls ## \t", "Owls"),
        ("# The owls of C#", "The owls of C#"),
        ("# ##", "##"),
        ("# Owls {#o} {#owls} \n", "Owls {#o}"),
        ("# Owls {#o}wls}", "Owls {#o}wls}"),
        ("# Owls {#owls} #", "Owls {#owls}"),
        ("#Owls", "Night"),
        ("", "Night"),
    ],
)
def test_titles_of_headings(body: str, expected: str) -> None:
    """Docusaurus takes the heading that the text begins with."""
    conventions = Conventions(generator="docusaurus", content="blog")
    assert article_of(read("tags: [a]", "blog/2021-05-03-night.md", conventions, body=body)).title == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("# Owls\n\nThey hoot.", "Owls"),
        ("\n# *Owls* &amp; [`bats`](https://a.example/) {#b}\n", "Owls & bats"),
        ("# <b>Owls</b> < bats\n", "Owls < bats"),
        (f"# {'*Owls* ' * 1000}\n", None),
    ],
)
def test_titles_of_headings_in_a_folder_of_no_known_generator(body: str, expected: str | None) -> None:
    """Programs that take the heading for the title are many, such as MkDocs; what has no date is a page."""
    outcome = read("date: 2021-05-03\nurl: /owls/", body=body)
    assert outcome.article is not None
    assert expected is None or outcome.article.title == expected
    assert read("url: /owls/", body=body).skipped == NO_ARTICLE
    ours = read(f"publishedDateTime: 2021-05-03\nwebUrl: {HOME}owls/", body=body)
    assert "title" in ours.problems[0].message


@pytest.mark.parametrize("inside", [" ", " #", "\t# ", "{#", "}"])
def test_long_headings_are_looked_through_once(inside: str) -> None:
    """However many signs there are in a heading with which it might end, that is found in a moment."""
    started = time.process_time()
    outcome = read("date: 2021-05-03\nurl: /owls/", body=f"# Owls{inside * 1_500}b\n")
    assert outcome.article is not None
    assert outcome.article.title.startswith("Owls")
    assert time.process_time() - started < 1


def test_topics_have_the_labels_of_the_site() -> None:
    """Docusaurus has a file of them."""
    conventions = Conventions(generator="docusaurus", labels={"owls": "All about owls"})
    assert article(f"{PAGE}tags: [owls, bats]", "blog/a.md", conventions).topics == ("All about owls", "bats")


def test_links_of_link_posts_are_said_beside_the_sites_own_page() -> None:
    """The item leads to the page on the site, as the site's own feed does; two posts on one page are two stories."""
    found = article(f"{PAGE}link: https://elsewhere.example/owls?utm_source=x")
    assert (found.link, found.original) == ("https://site.example/owls/", "https://elsewhere.example/owls?utm_source=x")
    assert found.story == found.id == "https://site.example/owls"
    assert article(f"{PAGE}canonical_url: https://site.example/other").original is None
    assert article(f"{PAGE}link: /other").original is None


def test_without_a_page_of_ones_own_the_other_one_is_the_link() -> None:
    """As in our own vocabulary."""
    found = article_of(read("title: Owls\ndate: 2021-05-03\nexternal_url: https://elsewhere.example/owls"))
    assert (found.link, found.has_page) == ("https://elsewhere.example/owls", False)


def test_an_article_without_any_address_is_an_error_that_says_what_to_do() -> None:
    """The pattern is the one thing that only the person knows."""
    (error,) = refused(read("title: Owls\ndate: 2021-05-03"))
    assert "permalink below [articles] in feeds.toml" in error.message


@pytest.mark.parametrize(
    ("style", "block", "expected"),
    [
        ("story", "", "https://site.example/2021/05/03/owls.html"),
        ("link", "", "https://site.example/2021/05/03/owls.html"),
        ("jekyll-feed", "", "https://site.example/2021/05/03/owls"),
        ("jekyll-feed", "permalink: /a/hoot/", "https://site.example/a/owls"),
        ("jekyll-feed", "permalink: /hoot/\nslug: Night Birds", "https://site.example/Night%20Birds"),
        ("jekyll-feed", "id: 5", "https://site.example/2021/05/03/owls"),
        ("jekyll-feed", "guid: 'tag:x,2020:1'", "https://site.example/2021/05/03/owls"),
        ("story", "guid: 'tag:x,2020:1'", "tag:x,2020:1"),
        ("story", "id: 5", "5"),
    ],
)
def test_ids(style: Any, block: str, expected: str) -> None:
    """A site that switches shows nobody an old item as new; `id` means something else in such a site."""
    conventions = Conventions(generator="jekyll", id=style)
    assert article(f"title: Owls\ndate: 2021-05-03\n{block}", POST, conventions).id == expected


def test_defaults_fill_what_an_article_leaves_out() -> None:
    """The longest folder wins, then the type; the file itself goes before all."""
    sections = (
        Section("_posts/a", defaults={"author": "Deep"}),
        Section("", "posts", defaults={"author": "Typed", "lang": "de"}, permalink="/p/:title/"),
        Section("", defaults={"author": "All", "description": "Said of all."}),
    )
    conventions = Conventions(generator="jekyll", sections=sections)
    found = article(PAGE, "_posts/2021-05-03-owls.md", conventions)
    assert [person.name for person in found.authors] == ["Typed"]
    assert (found.language, found.excerpt, found.link) == ("de", "Said of all.", "https://site.example/p/owls/")
    assert [one.name for one in article(PAGE, "_posts/a/2021-05-03-owls.md", conventions).authors] == ["Deep"]
    assert [one.name for one in article(f"{PAGE}author: Own", "_posts/a/2021-05-03-o.md", conventions).authors] == [
        "Own"
    ]


def test_defaults_have_nothing_to_say_of_articles_in_our_own_words() -> None:
    """These say all that they mean."""
    conventions = Conventions(generator="jekyll", sections=(Section(defaults={"author": "All", "tags": ["x"]}),))
    found = article(f"{OURS}description: Words of others.\n{PROVIDER}", POST, conventions)
    assert (found.authors, found.topics, found.excerpt) == ((), (), "Words of others.")


def test_configured_names_go_before_all_others() -> None:
    """`[fields]` adds names, or changes which ones count."""
    conventions = Conventions(fields={"title": ("name",), "topics": ("keywords",), "excerpt": ("teaser", "lead")})
    found = article(
        "name: Owls\ntitle: No\nlead: L\ntags: [t]\nkeywords: [k]\ndate: 2021-05-03\nurl: /o/", "a.md", conventions
    )
    assert (found.title, found.excerpt, found.topics) == ("Owls", "L", ("k",))
    ours = article(f"{OURS}name: Bats\nkeywords: [k]\n{PROVIDER}", "a.md", conventions)
    assert (ours.title, ours.topics) == ("Bats", ("k",))


@pytest.mark.parametrize(
    ("path", "block", "expected"),
    [
        ("index.fr.md", "", "fr"),
        ("a/notes.js.md", "", None),
        ("index.fr.md", "lang: pt_BR", "pt-BR"),
    ],
)
def test_languages(path: str, block: str, expected: str | None) -> None:
    """As the article says, else as its path does."""
    assert article(f"{PAGE}{block}", path).language == expected


def test_languages_of_a_site() -> None:
    """A folder of its own, a suffix, or the site's language."""
    languages = (Language("en"), Language("fr", prefix="fr"), Language("de", "inhalt", "de"))
    conventions = Conventions(generator="hugo", content="content", languages=languages, language="en")
    for path, expected in (
        ("content/a.fr.md", "fr"),
        ("inhalt/a.md", "de"),
        ("content/a.md", "en"),
        ("content/a.js.md", "en"),
    ):
        assert article(PAGE, path, conventions).language == expected


def test_problems_have_the_names_and_lines_of_the_file() -> None:
    """A person finds what they wrote."""
    outcome = read(
        "title: Owls\nurl: /owls/\ndate: 2021-05-03\nsummary: [a]\nauthor:\n  - Ann\n  - 5\ntags:\n  - x\nlastmod: soon"
    )
    said = [(problem.line, problem.message) for problem in outcome.problems]
    assert said == [
        (5, "summary is a list, but must be text; put it in quotes"),
        (8, "author[2] is a number, but must be a name, or a group of fields, as in `- name: …`"),
        (11, "lastmod cannot be read as a date: 'soon'; write it as 2021-12-13T05:54:00Z"),
    ]
    (error,) = refused(read("title: Owls\nurl: /owls/\npubDate: 03/04/2021"))
    assert (error.line, error.message.split(" cannot")[0]) == (4, "pubDate")


@pytest.mark.parametrize("title", ["1984", "2021-05-03"])
def test_titles_that_yaml_takes_for_something_else(title: str) -> None:
    """The generators show them as they are written."""
    assert article(f"title: {title}\ndate: 2021-05-03\nurl: /owls/").title == title


def test_jekyll_takes_the_last_of_repeated_fields() -> None:
    """So do we in its sites, with a warning that says where; elsewhere it is an error."""
    raw = b"---\ntitle: Owls\ndate: 2021-05-03\ntitle: Bats\n---\n"
    jekyll = Context(UTC, HOME, is_jekyll=True, conventions=JEKYLL)
    outcome = parse(raw, POST, jekyll)
    assert article_of(outcome).title == "Bats"
    assert outcome is not None
    assert [(one.line, one.severity) for one in outcome.problems] == [(4, "warning")]
    elsewhere = parse(raw, "owls.md", Context(UTC, HOME))
    assert elsewhere is not None
    assert [one.severity for one in elsewhere.problems] == ["error"]


def test_mdx_is_markdown_without_its_statements() -> None:
    """Imports and exports go, and a component is code of a template."""
    body = "import A from './a';\n\n## Owls\n\nThey hoot.\n"
    found = article_of(read(PAGE, "owls.mdx", body=body))
    assert found.body is not None
    assert found.body.text.strip() == "## Owls\n\nThey hoot."
    assert article_of(read(PAGE, "owls.mdx", body=f"{body}\n<Chart x={{1}} />\n")).body is None


def test_private_fields_stay_private() -> None:
    """What is not in the table reaches no article and no message."""
    outcome = read(f"{PAGE}secured: hush\nextra: {{secured: hush}}\nprovider: hush\nrelated: [hush]\nquality: hush")
    assert "hush" not in repr(outcome)


@pytest.mark.parametrize("said", ["Last Modified", "git Created"])
def test_dates_that_stand_for_those_of_files(said: str) -> None:
    """Eleventy's words for them are no date, as if there were none: that of the name counts, or a warning says so."""
    eleventy = Conventions(generator="eleventy")
    outcome = read(f"title: Owls\ndate: {said}", "owls.md", eleventy)
    message = f"its date is {said!r}, which feeds does not ask for, and it is not published: "
    assert outcome.skipped == UNDATED
    assert [(one.severity, one.message) for one in outcome.problems] == [
        ("warning", f"{message}give it a date such as 2021-12-13 if it is an article"),
    ]
    assert article(f"title: Owls\ndate: {said}", "2021-05-03-owls.md", eleventy).published == MOMENT
    assert article(f"title: Owls\ndate: {said}\npubDate: 2021-05-03", "owls.md", eleventy).published == MOMENT
    assert "cannot be read as a date" in read(f"title: Owls\ndate: {said}", "owls.md", JEKYLL).problems[-1].message
