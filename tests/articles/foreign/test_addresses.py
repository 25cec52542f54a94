"""Each generator's addresses: what the fields say, what the patterns make, and that none leads out of the site."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feeds.articles.conventions import Conventions, Generator, Language, Section
from feeds.articles.foreign import addresses
from feeds.articles.foreign.location import location_of
from feeds.articles.foreign.patterns import Page, UnknownPartError, filled, parts
from feeds.articles.parse import Context, parse
from feeds.core import urls
from feeds.core.limits import MAX_URL
from tests.articles import article_of

HOME = "https://site.example/base/"


def link(path: str, block: str, conventions: Conventions, *, zone: str = "UTC") -> str:
    """Return the link of an article with this front matter at a path, without the home of the site."""
    context = Context(ZoneInfo(zone), HOME, conventions=conventions)
    article = article_of(parse(f"---\n{block}\n---\n".encode(), path, context))
    assert article.link.startswith(HOME)
    assert article.has_page
    return article.link.removeprefix(HOME)


def site(generator: Generator | None, permalink: str | None = None, **rest: Any) -> Conventions:
    """Return the conventions of a site with this pattern of addresses."""
    return Conventions(generator=generator, permalink=permalink, **rest)


JEKYLL = site("jekyll")
OWLS = "title: Owls return\ndate: 2021-05-03 08:09:10 +0000"


@pytest.mark.parametrize(
    ("path", "block", "permalink", "expected"),
    [
        ("_posts/2021-05-03-owls.md", OWLS, None, "2021/05/03/owls.html"),
        ("_posts/2021-05-03-Owls--are_back!.md", OWLS, "/:title/", "Owls-are_back!/"),
        ("_posts/2021-05-03-Owls--are_back!.md", OWLS, "/:slug/", "owls-are-back/"),
        ("_posts/2021-5-3-owls.md", "title: Owls", "/:year/:i_month/:i_day/:title", "2021/5/3/owls"),
        ("birds/_posts/2021-05-03-owls.md", OWLS, "/:categories/:title/", "birds/owls/"),
        ("_posts/a/2021-05-03-owls.md", f"{OWLS}\ncategories: Big Birds", "/:categories/:title/", "big/birds/owls/"),
        ("_posts/2021-05-03-owls.md", f"{OWLS}\ncategory: Big Birds", "/:categories/:title/", "big%20birds/owls/"),
        (
            "_posts/2021-05-03-owls.md",
            f"{OWLS}\ncategory: Big Birds",
            "/:slugified_categories/:title/",
            "big-birds/owls/",
        ),
        ("_posts/2021-05-03-owls.md", OWLS, "/:categories/:title/", "owls/"),
        ("_posts/2021-05-03-owls.md", f"{OWLS}\nslug: Night Birds", "/:title.html", "Night-Birds.html"),
        ("_posts/2021-05-03-owls.md", f"{OWLS}\npermalink: /a/:year/x/", None, "a/2021/x/"),
        ("_posts/2021-05-03-owls.md", f"{OWLS}\npermalink: owls", None, "owls"),
        ("_posts/2021-05-03-owls.md", OWLS, "/:year/:y_day/:short_month/:title:output_ext", "2021/123/May/owls.html"),
        ("_posts/2021-05-03-owls.md", OWLS, "/:year/W:week/:short_day/:title/", "2021/W18/Mon/owls/"),
        ("_posts/2021-05-03-owls.md", OWLS, "/:title_:year/", "owls_2021/"),
        ("_recipes/soup/Leek.md", OWLS, None, "recipes/soup/Leek.html"),
        ("about/owls.md", OWLS, None, "about/owls.html"),
        ("about/index.md", OWLS, None, "about/"),
        ("_posts/2021-05-03-owls.txt", OWLS, "/:title:output_ext", "owls.txt"),
        ("a/_posts/b/2021-05-03-owls.md", OWLS, "/:collection/:path/", "posts/a/b/2021-05-03-owls/"),
        ("_posts/2021-05-03-Käuzchen.md", OWLS, "/:title/", "K%C3%A4uzchen/"),
    ],
)
def test_jekyll(path: str, block: str, permalink: str | None, expected: str) -> None:
    """Names as files have them, categories in lower case, hyphens for what is no letter; empty parts vanish."""
    pages = Section(type="pages", permalink="/:path:output_ext")
    section = (pages,) if permalink is None else (pages, Section(type="posts", permalink=permalink))
    assert link(path, block, site("jekyll", sections=section)) == expected


def test_dates_in_addresses_are_those_of_the_sites_zone() -> None:
    """An evening in New York is the next day elsewhere, but not in the address."""
    block = "title: Owls\ndate: 2021-05-03 22:00:00 -0400"
    assert link("_posts/2021-05-03-owls.md", block, JEKYLL, zone="America/New_York") == "2021/05/03/owls.html"
    assert link("_posts/2021-05-03-owls.md", block, JEKYLL, zone="Asia/Tokyo") == "2021/05/04/owls.html"


@pytest.mark.parametrize(
    ("path", "block", "permalink", "expected"),
    [
        ("content/posts/My Owls (2).md", OWLS, None, "posts/my-owls-2/"),
        ("content/posts/2021/Owls/index.md", OWLS, None, "posts/2021/owls/"),
        ("content/owls.md", f"{OWLS}\nslug: Night-Birds", None, "night-birds/"),
        ("content/posts/owls.md", f"{OWLS}\nurl: /Other/Place", None, "Other/Place/"),
        ("content/posts/owls.md", f"{OWLS}\nurl: /other/place.html", None, "other/place.html"),
        ("content/posts/owls.md", f"{OWLS}\nurl: /x/:year/", None, "x/2021/"),
        ("content/posts/owls.md", OWLS, "/:year/:month/:slug/", "2021/05/owls-return/"),
        ("content/posts/owls.md", f"{OWLS}\nslug: hoot", "/:year/:title", "2021/owls-return/"),
        ("content/posts/a/owls/index.md", OWLS, "/:sections/:filename/", "posts/owls/"),
        ("content/posts/a/owls/index.md", OWLS, "/:section/:slugorcontentbasename/", "posts/owls/"),
        ("content/posts/a%20b+c.md", OWLS, None, "posts/a%20b+c/"),
        ("content/posts/a%20b+c.md", OWLS, "/p/:filename", "p/a-b-c/"),
        ("content/posts/owls.md", "title: A/B\ndate: 2021-05-03", "/:monthname/:title.html", "may/a-b.html/"),
        ("content/posts/owls.fr.md", OWLS, None, "fr/posts/owls/"),
        ("contenu/posts/owls.md", OWLS, None, "de/posts/owls/"),
        ("content/posts/owls.en.md", OWLS, None, "posts/owls/"),
    ],
)
def test_hugo(path: str, block: str, permalink: str | None, expected: str) -> None:
    """Lower case, hyphens for spaces, other signs gone; a bundle has the name of its folder; languages have folders."""
    languages = (Language("en"), Language("fr", prefix="fr"), Language("de", "contenu", "de"))
    hugo = site("hugo", permalink, content="content", languages=languages, language="en")
    assert link(path, block, hugo) == expected


def test_hugo_knows_sections_below_the_first_level_by_their_index() -> None:
    """Only a folder with an `_index.md` is a section; the one of the first level always is."""
    branches = frozenset({"content/posts/a"})
    hugo = site("hugo", "/:sections[1:]/:filename/", content="content", branches=branches)
    assert link("content/posts/a/b/owls.md", OWLS, hugo) == "a/owls/"
    assert link("content/posts/c/b/owls.md", OWLS, hugo) == "owls/"
    hugo = site("hugo", "/:sections[last]/:filename/", content="content", branches=branches)
    assert link("content/posts/a/b/owls.md", OWLS, hugo) == "a/owls/"


_DATES = {"lastmod": (), "publishdate": ("date",), "expirydate": ()}
DATES_FIRST = {"": {**_DATES, "date": (":filename", "date")}}
DATES_LAST = {"": {**_DATES, "date": ("date", ":filename")}}


def test_hugo_may_take_dates_of_names() -> None:
    """With `:filename` among the dates, the rest of the name is the slug; the feed has the date of front matter."""
    hugo = site("hugo", "/:year/:slugorfilename/", content="content", date_names=DATES_FIRST)
    assert link("content/posts/2020-01-02-owls.md", OWLS, hugo) == "2020/owls/"
    assert link("content/posts/2020-01-02-owls.md", "title: Owls", hugo) == "2020/owls/"
    hugo = site("hugo", "/:year/:slugorfilename/", content="content", date_names=DATES_LAST)
    assert link("content/posts/2020-01-02-owls.md", OWLS, hugo) == "2021/2020-01-02-owls/"
    assert link("content/posts/2020-01-02-owls.md", "title: Owls", hugo) == "2020/owls/"


def test_dates_in_hugos_addresses_are_those_of_their_own_zone() -> None:
    """A date with a zone is not moved to the site's."""
    block = "title: Owls\ndate: 2021-05-31T22:00:00Z"
    assert link("owls.md", block, site("hugo", "/:year/:month/:filename/"), zone="Asia/Tokyo") == "2021/05/owls/"


def test_hugos_switches() -> None:
    """Letters as they are, no accents, and a folder of the default language."""
    path = "content/Posts/Café.md"
    assert link(path, OWLS, site("hugo", content="content", keeps_case=True)) == "Posts/Caf%C3%A9/"
    assert link(path, OWLS, site("hugo", content="content", drops_accents=True)) == "posts/cafe/"
    assert link(path, OWLS, site("hugo", content="content", prefix="en")) == "en/posts/caf%C3%A9/"


def test_hugo_may_be_ugly() -> None:
    """With `uglyURLs`, pages are files, whatever the pattern ends in."""
    section = Section(folder="content/posts", is_ugly=True)
    hugo = site("hugo", content="content", sections=(section,))
    assert link("content/posts/owls.md", OWLS, hugo) == "posts/owls.html"
    assert link("content/news/owls.md", OWLS, hugo) == "news/owls/"
    hugo = site("hugo", "/:year/:slug/", content="content", sections=(section,))
    assert link("content/posts/owls.md", OWLS, hugo) == "2021/owls-return.html"


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, "b/may/part-one-two-cafés/"),
        ({"keeps_case": True}, "B/May/Part-one-two-Cafés/"),
        ({"drops_accents": True}, "b/may/part-one-two-cafes/"),
    ],
)
def test_hugo_writes_whole_paths_in_lower_case(settings: dict[str, bool], expected: str) -> None:
    """So are the words of the pattern and the names of months; a slash of a title makes no folder."""
    block = "title: Part one/two Cafés\ndate: 2021-05-03"
    hugo = site("hugo", "/B/:monthname/:title", content="content", **settings)
    assert unquote(link("content/posts/owls.md", block, hugo)) == expected


@pytest.mark.parametrize(
    ("path", "block", "permalink", "expected"),
    [
        ("source/_posts/Owls Are Back.md", OWLS, None, "2021/05/03/Owls%20Are%20Back/"),
        ("source/_posts/a/owls.md", OWLS, None, "2021/05/03/a/owls/"),
        ("source/_posts/a/owls.md", OWLS, ":name.html", "owls.html"),
        (
            "source/_posts/owls.md",
            f"{OWLS}\ncategories: [Big Birds, Owls]",
            ":category/:title/",
            "Big-Birds/Owls/owls/",
        ),
        ("source/_posts/owls.md", f"{OWLS}\ncategories: [[A, B], [C]]", ":category/:title/", "C/owls/"),
        ("source/_posts/owls.md", OWLS, ":category/:title/", "uncategorized/owls/"),
        ("source/_posts/owls.md", f"{OWLS}\nurlname: hoot", ":urlname/", "hoot/"),
        ("source/_posts/owls.md", OWLS, ":lang/:post_title/", "en/owls-return/"),
        ("source/_posts/owls.md", f"{OWLS}\npermalink: a/b/", None, "a/b/"),
        ("source/_posts/owls.md", OWLS, ":timestamp/:hash/", "1620029350/657e8e2439bd/"),
    ],
)
def test_hexo(path: str, block: str, permalink: str | None, expected: str) -> None:
    """Names as files have them; any field may be a part of the address."""
    hexo = site("hexo", permalink, content="source/_posts", defaults={"category": "uncategorized", "lang": "en"})
    assert link(path, block, hexo) == expected


def test_hexo_takes_dates_out_of_names_as_configured() -> None:
    """With `new_post_name: :year-:month-:day-:title.md` the date is no part of the title."""
    hexo = site("hexo", ":title/", content="source/_posts", file_name=":year-:month-:day-:title.md")
    assert link("source/_posts/2021-05-03-Owls.md", OWLS, hexo) == "Owls/"
    assert link("source/_posts/Other Öwls ß.md", OWLS, hexo) == "Other-Owls-s/"


@pytest.mark.parametrize(
    ("path", "block", "expected"),
    [
        ("content/blog/2021-05-03-Owls are back.md", "title: Owls", "blog/owls-are-back/"),
        ("content/blog/2021-05-03_owls/index.md", "title: Owls", "blog/owls/"),
        ("content/Blog/eulen ö.md", OWLS, "Blog/eulen-o/"),
        ("content/blog/owls.md", f"{OWLS}\nslug: Night Birds", "blog/night-birds/"),
        ("content/blog/owls.md", f"{OWLS}\npath: hoot/owls", "hoot/owls/"),
        ("content/blog/owls.fr.md", OWLS, "fr/blog/owls/"),
    ],
)
def test_zola(path: str, block: str, expected: str) -> None:
    """Slugs of names without their dates; folders as they are."""
    languages = (Language("fr", prefix="fr"),)
    assert link(path, block, site("zola", content="content", languages=languages, language="en")) == expected


@pytest.mark.parametrize(
    ("generator", "path", "block", "permalink", "expected"),
    [
        ("docusaurus", "blog/2021-05-03-owls.md", "title: Owls", "/blog/:slug", "blog/2021/05/03/owls"),
        ("docusaurus", "blog/a/2021-05-03-owls/index.md", "title: Owls", "/blog/:slug", "blog/2021/05/03/a/owls"),
        ("docusaurus", "blog/2021/05/03/owls.md", "title: Owls", "/blog/:slug/", "blog/2021/05/03/owls/"),
        ("docusaurus", "blog/owls.md", f"{OWLS}\nslug: /hoot", "/blog/:slug", "blog/hoot"),
        ("docusaurus", "blog/owls.md", OWLS, "/news/:slug", "news/owls"),
        ("eleventy", "posts/2021-05-03-owls.md", "title: Owls", None, "posts/2021-05-03-owls/"),
        ("eleventy", "posts/owls/owls.md", OWLS, None, "posts/owls/"),
        ("eleventy", "posts/owls/index.md", OWLS, None, "posts/owls/"),
        ("eleventy", "posts/owls.md", f"{OWLS}\npermalink: /o/index.html", None, "o/"),
        ("eleventy", "posts/2021-05-03-owls.md", OWLS, "/b/{{ page.fileSlug }}/", "b/owls/"),
        ("eleventy", "posts/owls.md", OWLS, "/b/{{ title | slugify }}/", "b/owls-return/"),
        ("astro", "src/content/blog/My Owls.md", OWLS, "/blog/:slug/", "blog/my-owls/"),
        ("astro", "src/content/blog/a/owls/index.md", OWLS, "/blog/:slug/", "blog/a/owls/"),
        ("astro", "src/content/blog/owls.md", f"{OWLS}\nslug: hoot", "/blog/:slug", "blog/hoot"),
    ],
)
def test_the_others(generator: Generator, path: str, block: str, permalink: str | None, expected: str) -> None:
    """Docusaurus makes folders of dates, Eleventy leaves them out, Astro makes slugs of paths."""
    content = {"docusaurus": "blog", "eleventy": "", "astro": "src/content/blog"}[generator]
    assert link(path, block, site(generator, permalink, content=content)) == expected


@pytest.mark.parametrize(
    ("block", "permalink", "expected"),
    [
        (OWLS, "/blog/:year/:month/:day/:slug/", "blog/2021/05/03/owls/"),
        (f"{OWLS}\nslug: hoot", "/:slug/", "hoot/"),
        (f"{OWLS}\npermalink: /a/b", "/:slug/", "a/b"),
        (f"{OWLS}\nurl: /a//b/", None, "a/b/"),
        (f"{OWLS}\nseries: birds", "/:series/:slug/", "birds/owls/"),
    ],
)
def test_a_folder_of_no_known_generator(block: str, permalink: str | None, expected: str) -> None:
    """The pattern of feeds.toml, and any address that an article gives itself."""
    assert link("2021-05-03-owls.md", block, site(None, permalink)) == expected


def test_a_whole_address_of_ones_own_page_is_taken_as_it_is() -> None:
    """A folder of no known generator may give the complete address."""
    block = f"{OWLS}\nurl: https://site.example/elsewhere/owls"
    outcome = parse(f"---\n{block}\n---\n".encode(), "owls.md", Context(UTC, HOME))
    assert article_of(outcome).link == "https://site.example/elsewhere/owls"


@pytest.mark.parametrize(
    ("permalink", "message"),
    [
        ("/:nonsense/", "3: error: webUrl cannot be made: :nonsense is not known"),
        ("/{{ page.x }}/", "webUrl cannot be made: holds template code"),
    ],
)
def test_a_pattern_that_cannot_be_filled_in_is_an_error(permalink: str, message: str) -> None:
    """No address is guessed."""
    context = Context(UTC, HOME, conventions=site("eleventy", permalink))
    outcome = parse(f"---\n{OWLS}\n---\n".encode(), "owls.md", context)
    assert outcome is not None
    assert message.split(": ", 2)[-1] in str(outcome.problems[0])


NAMES = st.text(st.sampled_from("aZö .:/-_%2eE?#&<\\{}é✓'\"") | st.characters(codec="utf-8"), max_size=12)


@given(
    generator=st.sampled_from([None, "jekyll", "hugo", "eleventy", "hexo", "docusaurus", "zola", "astro"]),
    path=st.lists(NAMES, min_size=1, max_size=4).map("/".join),
    pattern=st.lists(st.sampled_from([f":{name}" for name in parts()]) | NAMES, max_size=5).map("/".join),
    title=NAMES,
    slug=st.none() | NAMES,
    says=st.booleans(),
)
@example(generator=None, path="a", pattern="/../../x", title="", slug=None, says=False)
@example(generator=None, path="a", pattern="/%2e%2E/x//y/./", title="", slug=None, says=True)
@example(generator="hugo", path="..", pattern="//evil.example/:filename", title="", slug=None, says=False)
def test_no_address_leads_out_of_the_site(
    generator: Generator | None, path: str, pattern: str, title: str, slug: str | None, *, says: bool
) -> None:
    """Whatever names and patterns hold, the address is a clean one below the site's home, or none at all."""
    conventions = site(generator)
    page = Page(
        location_of(path, conventions),
        conventions,
        title,
        datetime(2021, 5, 3, tzinfo=UTC),
        slug,
        (title,),
        {"x": title},
    )
    try:
        made = addresses.made(pattern, page, HOME) if not says else addresses.meant(f"/{pattern}", page, HOME)
    except (UnknownPartError, urls.BadURLError):
        return
    assert made.startswith(HOME) or "://" in pattern
    assert urls.clean(made) == made
    within = made.removeprefix(HOME)
    assert "//" not in within or "://" in pattern
    assert not {".", ".."} & {folder.lower().replace("%2e", ".") for folder in within.split("/")}


def test_every_part_of_a_date_can_be_filled_in() -> None:
    """All parts that the documentation names have a meaning."""
    conventions = site("jekyll")
    page = Page(
        location_of("_posts/2021-05-03-owls.md", conventions), conventions, "Owls", datetime(2021, 5, 3, tzinfo=UTC)
    )
    for name in parts():
        filled(f"/:{name}/", page)


@pytest.mark.parametrize("generator", ["jekyll", "hugo", "eleventy"])
@pytest.mark.parametrize(
    "permalink", ["/" + ":title" * 20_000, "/:a" + "_" * 100_000, "/:" + "a_" * 600], ids=["titles", "lines", "names"]
)
def test_a_pattern_is_no_longer_than_one_needs_to_be(generator: Generator, permalink: str) -> None:
    """One that would be filled in for a gigabyte is named instead."""
    name = "url" if generator == "hugo" else "permalink"
    context = Context(UTC, HOME, conventions=site(generator))
    outcome = parse(f"---\n{OWLS}\n{name}: {permalink}\n---\n".encode(), "_posts/2021-05-03-owls.md", context)
    assert outcome is not None
    assert outcome.article is None
    assert any("is longer than 1,000 characters" in problem.message for problem in outcome.problems)


@pytest.mark.parametrize("generator", ["jekyll", "hugo", "eleventy"])
@pytest.mark.parametrize("part", [":long", ":title", ":slug", ":categories"])
def test_a_short_pattern_may_have_long_parts(generator: Generator, part: str) -> None:
    """It is filled in no further than an address can be long, and what is longer than any name is no part of one."""
    name, long = "url" if generator == "hugo" else "permalink", "wo " * 40_000
    fields = {"title": long, "date": "2021-05-03", name: f"/x{part * 100}/", "long": long, "slug": long}
    lines = "".join(f"{name}: {value}\n" for name, value in fields.items())
    block = f"---\n{lines}categories: [{'owls, ' * 90}{long[:20_000]}]\n---\n"
    context = Context(UTC, HOME, conventions=site(generator))
    outcome = parse(block.encode(), "_posts/2021-05-03-owls.md", context)
    assert outcome is not None
    assert outcome.article is None or len(outcome.article.link) <= MAX_URL


def test_an_address_is_made_no_longer_than_one_can_be() -> None:
    """A part that would make it longer is an error, however short the pattern is."""
    page = Page(location_of("owls.md", site("jekyll")), site("jekyll"), "Owls", data={"long": "w" * 150_000})
    with pytest.raises(UnknownPartError, match="longer than 8,000 characters"):
        filled("/:long/", page)


@pytest.mark.parametrize("cut", ["[²]", "[1:²]", "[٣]", "[99999999999999999]", "[:]", "[-1]", "[last:last]", "[]"])
def test_odd_cuts(cut: str) -> None:
    """Whatever stands between the brackets of Hugo's patterns, the article has an address."""
    assert link("a/b/c.md", f"{OWLS}\nurl: /x/:sections{cut}/y/", site("hugo")).endswith("y/")


def test_many_parts_in_the_names_of_files() -> None:
    """A pattern of names that could be read in any number of ways is not tried in all of them."""
    rule = f"{''.join(f':{letter}' for letter in 'abcdefghijklmnop')}!.md"
    assert link("source/_posts/" + "x" * 200 + ".md", OWLS, site("hexo", content="source/_posts", file_name=rule))
