"""Feeds that a site defines: what is in them, what they say, and what a change of them or of an article touches."""

from datetime import UTC, datetime
from typing import Any

import pytest

from feeds import api
from feeds.config import Selection
from feeds.core.errors import ConfigError, UnknownFeedError
from feeds.core.model import Article
from feeds.index import changes, rows
from feeds.index.facets import Facets
from feeds.index.selection import why_not
from feeds.publish.build import Request
from tests.support import BASE_URL, Site, mtimes

STORIES: dict[str, dict[str, Any]] = {
    "ai": {"topics": ["AI"], "heat": 500, "authors": ["Ada"], "type": "video"},
    "owls": {"topics": ["Owls"], "heat": 5, "authors": ["Bo"], "category": "Press"},
    "both": {"topics": ["AI", "Owls"], "quality": 80, "provider": {"domain": "b.example", "name": "The Bee"}},
    "none": {"topics": [], "publishedDateTime": "2025-12-31"},
}


@pytest.fixture(autouse=True)
def _stories(site: Site) -> None:
    for number, (name, fields) in enumerate(STORIES.items()):
        site.write(f"{name}/{name}.md", **({"title": name, "webUrl": f"https://lamps.example/{number}"} | fields))


def configured(site: Site, *feeds: str, before: str = "") -> dict[str, Any]:
    """Write a configuration with these tables of feeds, and return the option that names it."""
    config = site.folder / "feeds.toml"
    config.write_text(f"{before}\n[feeds]\n" + "\n".join(feeds))
    return {"config": config}


@pytest.mark.parametrize(
    ("definition", "expected"),
    [
        pytest.param("", {"ai", "owls", "both", "none"}, id="everything"),
        pytest.param('topics = ["ai"]', {"ai", "both"}, id="a topic"),
        pytest.param('topics = ["AI", "Owls"]', {"ai", "owls", "both"}, id="any of two topics"),
        pytest.param('without_topics = ["AI"]', {"owls", "none"}, id="without a topic"),
        pytest.param('topics = ["AI"], without_topics = ["Owls"]', {"ai"}, id="with one, without another"),
        pytest.param('providers = ["www.B.example"]', {"both"}, id="a provider by its domain"),
        pytest.param('without_providers = ["b.example"]', {"ai", "owls", "none"}, id="without a provider"),
        pytest.param('authors = ["ada"]', {"ai"}, id="an author"),
        pytest.param('without_authors = ["Ada", "Bo"]', {"both", "none"}, id="without authors"),
        pytest.param('types = ["Video"]', {"ai"}, id="a type"),
        pytest.param('without_types = ["article"]', {"ai"}, id="without the usual type"),
        pytest.param('categories = ["press"]', {"owls"}, id="a category"),
        pytest.param('without_categories = ["press"]', {"ai", "both", "none"}, id="without a category"),
        pytest.param('languages = ["en"]', {"ai", "owls", "both", "none"}, id="a language by its first part"),
        pytest.param('languages = ["en-GB"]', {"ai", "owls", "both", "none"}, id="a language"),
        pytest.param('without_languages = ["en"]', set(), id="without the language"),
        pytest.param('sections = ["owls", "Both/"]', {"owls", "both"}, id="sections"),
        pytest.param('without_sections = ["owls"]', {"ai", "both", "none"}, id="without a section"),
        pytest.param("min_heat = 5", {"ai", "owls"}, id="heat"),
        pytest.param("min_quality = 80", {"both"}, id="quality"),
        pytest.param('since = "2026-01-01"', {"ai", "owls", "both"}, id="a date"),
        pytest.param('topics = ["AI"], min_heat = 1, types = ["video"]', {"ai"}, id="all of several"),
    ],
)
def test_what_is_in_a_feed(site: Site, definition: str, expected: set[str]) -> None:
    """A feed holds what is in any of each that is named, in none of what must not be, and above the thresholds.

    The same words in `[select]` narrow the whole site to the same articles.
    """
    language = '[site]\nlanguage = "en-GB"\n'
    site.build(**configured(site, f"mine = {{{definition}}}", before=language))
    found = site.titles("feeds/mine") if expected else []
    assert set(found) == expected
    assert (site.output / "feeds/mine").exists() == bool(expected)

    config = site.folder / "feeds.toml"
    config.write_text(f"{language}[select]\n" + definition.replace("], ", "]\n").replace(", types", "\ntypes"))
    site.build(config=config, request=Request(allow_loss=True))
    assert set(site.titles()) == expected


def test_what_a_feed_says(site: Site) -> None:
    """Title, description, picture, limit, formats and content of a feed are those that its table gives."""
    table = (
        'title = "Hot & new", description = "All of it.", image = "/hot.png", limit = 1, formats = ["json", "rss"],'
        ' content = "summary"'
    )
    site.write(
        "ai/ai.md", title="ai", webUrl="https://lamps.example/0", body="The *whole* text.", excerpt="Short & <b>."
    )
    site.build(**configured(site, f"hot-1 = {{{table}}}", before='opml = "atom"\ngroups = ["all"]'))
    assert sorted(path.name for path in (site.output / "feeds/hot-1").iterdir()) == [
        "feed.json",
        "index.html",
        "rss.xml",
    ]
    feed = site.json("feeds/hot-1")
    assert (feed["title"], feed["description"], feed["icon"]) == ("Hot & new", "All of it.", f"{BASE_URL}hot.png")
    assert [(item["title"], item["content_html"]) for item in feed["items"]] == [("ai", "<p>Short &amp; .</p>")]
    assert "whole" in str(site.json("all"))
    assert "whole" not in str(site.files()["feeds/hot-1/rss.xml"]) + str(site.files()["feeds/hot-1/index.html"])
    opml, front = (site.output / "feeds.opml").read_text(), (site.output / "index.html").read_text()
    assert f'{BASE_URL}feeds/hot-1/rss.xml"' in opml
    assert 'href="feeds/hot-1/"' in front
    assert "feeds/hot-1/atom.xml" not in front


def test_a_site_of_summaries(site: Site) -> None:
    """With `content = "summary"`, no document has a text, and every item says in all formats what it is about."""
    for name in STORIES:
        site.write(f"{name}/{name}.md", title=name, webUrl=f"https://lamps.example/{name}", body="Whole text.\n\nMore.")
    site.write("bare.md", title="bare", webUrl="https://lamps.example/bare", excerpt=None)
    site.write("first.md", title="first", webUrl="https://lamps.example/first", excerpt=None, body="First.\n\nSecond.")
    config = site.folder / "feeds.toml"
    config.write_text('content = "summary"\n[feeds.full]\ncontent = "full"\n')
    site.build(config=config)
    documents = {name: data for name, data in site.files().items() if name.endswith((".xml", ".json"))}
    assert {name.rpartition("/")[0] for name, data in documents.items() if b"More" in data} == {"feeds/full"}

    for parsed in (site.parsed("all", "rss.xml"), site.parsed("all", "atom.xml")):
        assert parsed.bozo == 0
        entries = {entry.title: entry for entry in parsed.entries}
        assert not entries["first"].get("content")
        assert entries["first"].summary == "First."
        assert "https://lamps.example/bare" in entries["bare"].content[0].value
    items = {item["title"]: item["content_html"] for item in site.json("all")["items"]}
    assert items["first"] == "<p>First.</p>"
    assert "https://lamps.example/bare" in items["bare"]


def test_an_article_touches_only_the_feeds_whose_answer_changes(site: Site) -> None:
    """Of many feeds, those are written anew that the article leaves, enters, or is in."""
    tables = ("hot = {min_heat = 100}", 'owls = {topics = ["Owls"]}', 'ada = {authors = ["Ada"]}', "all = {limit = 1}")
    options = configured(site, *tables, before='groups = ["all"]')
    site.build(**options)
    site.write("ai/ai.md", title="ai", webUrl="https://lamps.example/0", topics=["AI"], heat=50, authors=["Ada"])
    written = site.build(**options).written
    folders = {name.rpartition("/")[0] for name in written} - {""}
    assert {"feeds/hot", "feeds/ada"} <= folders <= {"all", "feeds/hot", "feeds/ada", "feeds/all"}


def test_a_changed_definition_touches_its_feed_alone(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is changed of a definition, no other feed is even rendered, and the lists follow."""
    options = configured(site, 'one = {topics = ["AI"]}', 'two = {topics = ["Owls"]}')
    site.build(**options)
    before = mtimes(site.output)
    for definition in ('topics = ["Owls"]', 'title = "New"', "limit = 1", 'content = "summary"', 'formats = ["json"]'):
        report = site.build(**configured(site, f"one = {{{definition}}}", 'two = {topics = ["Owls"]}'))
        assert report.written, definition
        assert {name.rpartition("/")[0] for name in report.written} <= {"", "feeds/one"}, definition
        after = mtimes(site.output)
        assert {name: after[name] for name in before if "/" in name and not name.startswith("feeds/one")} == {
            name: moment for name, moment in before.items() if "/" in name and not name.startswith("feeds/one")
        }
        assert site.build(config=options["config"]).written == ()


def test_a_changed_definition_is_asked_of_those_it_concerns(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of all articles, those are sorted anew that may enter or leave its feed, and those that may come back."""
    site.write("over.md", webUrl="https://lamps.example/o", topics=["AI"], expiryDate="2026-02-01")
    monkeypatch.setattr(changes, "_is_racy", lambda entry, now: False)  # what was written just now would be read again
    other = 'owls = {topics = ["Owls"]}'
    site.build(**configured(site, 'one = {topics = ["AI"], min_heat = 1000}', other))
    article, asked = rows.article, list[Article]()

    def noted(record: bytes) -> Article:
        asked.append(article(record))
        return asked[-1]

    monkeypatch.setattr(rows, "article", noted)
    site.build(**configured(site, 'one = {topics = ["AI"]}', other))
    # Rendered ones are in the feed anyway.
    assert {one.link for one in asked} == {f"https://lamps.example/{name}" for name in ("0", "2", "o")}

    options = configured(site, 'one = {topics = ["AI"]}', other)
    assert "https://lamps.example/o" not in {item["url"] for item in site.json("feeds/one")["items"]}
    site.build(now=datetime(2026, 1, 20, tzinfo=UTC), request=Request(allow_loss=True), **options)
    assert "https://lamps.example/o" in {item["url"] for item in site.json("feeds/one")["items"]}


def test_a_changed_definition_alone_is_asked(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an article that is in groups of all kinds that a changed definition names, no other definition is asked."""
    monkeypatch.setattr(changes, "_is_racy", lambda entry, now: False)  # what was written just now would be read again
    other = 'owls = {topics = ["Owls"], types = ["article"]}'
    site.build(**configured(site, 'one = {topics = ["Owls"], types = ["video"]}', other))
    asked: list[tuple[str, Selection]] = []

    def noted(article: Article, facets: Facets, selection: Selection) -> str | None:
        asked.append((article.title, selection))
        return why_not(article, facets, selection)

    monkeypatch.setattr("feeds.index.sorting.why_not", noted)
    site.build(**configured(site, 'one = {topics = ["AI"], types = ["article"], min_quality = 1}', other))
    assert [title for title, _ in asked] == ["both"]
    assert {selection.min_quality for _, selection in asked} == {1}
    assert (site.titles("feeds/one"), site.titles("feeds/owls")) == (["both"], ["owls", "both"])


def test_a_definition_that_is_gone_is_kept_until_it_is_pruned(site: Site) -> None:
    """A table that goes missing costs no subscriber anything: its last words hold, and every build says so."""
    site.build(**configured(site, 'one = {topics = ["AI"], title = "One"}', "two = {}"))
    site.write("new.md", title="new", webUrl="https://lamps.example/new", topics=["AI"], publishedDateTime="2026-03-01")
    options = configured(site, "two = {}")
    report = site.build(**options)
    assert site.titles("feeds/one")[0] == "new"
    assert report.given_up == tuple(f"feeds/one/{name}" for name in ("atom.xml", "feed.json", "index.html", "rss.xml"))
    assert "feeds/one" not in (site.output / "feeds.opml").read_text()
    assert site.build(**options).written == ()

    removed = site.build(request=Request(prune=True), **options).removed
    assert set(removed) == set(report.given_up)
    assert not (site.output / "feeds/one").exists()


def test_a_feed_that_loses_its_last_article_stays(site: Site) -> None:
    """A definition that nothing fits any more leaves a valid, empty feed; one that never had any makes none."""
    site.build(**configured(site, 'one = {topics = ["AI"]}', 'never = {topics = ["Bats"]}'))
    assert not (site.output / "feeds/never").exists()
    report = site.build(**configured(site, 'one = {topics = ["Bats"], title = "Bats"}'))
    assert report.emptied == ("feeds/one",)
    assert (site.titles("feeds/one"), site.json("feeds/one")["title"]) == ([], "Bats")


def test_a_lost_state_finds_the_feeds_again(site: Site) -> None:
    """With the definitions, the outputs tell the rest; nothing is touched."""
    options = configured(site, 'one = {topics = ["AI"], formats = ["rss"]}')
    site.build(**options)
    before = mtimes(site.output)
    for state in (site.folder / ".feeds").iterdir():
        state.unlink()
    assert site.build(**options).written == ()
    assert mtimes(site.output) == before


def test_one_feed_is_built_by_its_slug(site: Site) -> None:
    """`--feed` leaves every other file alone, and a mistyped slug is answered with the nearest."""
    options = configured(site, "one = {}", "two = {}")
    site.build(**options)
    site.write("ai/ai.md", title="Changed", webUrl="https://lamps.example/0")
    report = site.build(request=Request(feeds=("One",)), **options)
    assert {name.rpartition("/")[0] for name in report.written} == {"feeds/one"}
    with pytest.raises(UnknownFeedError, match=r"no feed is called 'tow'; did you mean two"):
        site.build(request=Request(feeds=("tow",)), **options)


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        pytest.param('"../x" = {}', "cannot be a folder's name", id="outside the output"),
        pytest.param('"Top" = {}', "cannot be a folder's name", id="a slug that is none"),
        pytest.param('x = {topic = ["AI"]}', r"feeds.x.topic: unknown key; did you mean topics\?", id="mistyped key"),
        pytest.param('x = {since = "soon"}', "feeds.x.since: ", id="no date"),
        pytest.param('x = {image = "ftp://x/y"}', "feeds.x.image: ", id="no picture"),
        pytest.param('x = {content = "sumary"}', "did you mean summary", id="mistyped content"),
        pytest.param("x = {limit = 0}", "feeds.x.limit: ", id="no limit"),
        pytest.param("x = 5", "feeds.x: expected a table", id="no table"),
    ],
)
def test_a_definition_that_cannot_be(site: Site, tables: str, said: str) -> None:
    """A mistake in a definition is an error with its line, and nothing is written."""
    with pytest.raises(ConfigError, match=said) as caught:
        site.build(**configured(site, tables))
    assert str(caught.value).startswith(f"{site.folder / 'feeds.toml'}:3: ")


def test_names_that_nobody_has_are_told(site: Site) -> None:
    """A name that no article has is most often mistyped: a warning says so, with its line and the nearest name."""
    report = site.build(
        **configured(
            site, 'x = {topics = ["AI", "Owl"], authors = ["Adda"], without_sections = ["ai"], types = ["film"]}'
        )
    )
    place = f"{site.folder / 'feeds.toml'}:3: warning: "
    assert [str(problem) for problem in report.problems] == [
        f"{place}feeds.\"x\".authors: no article has the author 'Adda'; did you mean Ada?",
        f"{place}feeds.\"x\".topics: no article has the topic 'Owl'; did you mean Owls?",
        f"{place}feeds.\"x\".types: no article has the type 'film'",
    ]


def test_explain_says_why_an_article_is_in_a_feed_or_not(site: Site) -> None:
    """For every feed that the site defines there is an answer, with the rule, the value and the line that decide it."""
    options = configured(
        site,
        'hot = {min_heat = 100, topics = ["Owls"]}',
        'owls = {topics = ["Owls"]}',
        'no-press = {without_categories = ["press"]}',
        'ai = {sections = ["ai"]}',
    )
    options["config"].write_text(f'source = "articles"\n{options["config"].read_text()}')
    found = api.explain(site.source / "owls/owls.md", config=options["config"])
    assert [place.folder for place in found.feeds if place.folder.startswith("feeds/")] == ["feeds/owls"]
    rules = {one.folder: (one.why_not.rule, one.why_not.value, one.why_not.line) for one in found.not_in}
    assert rules == {
        "feeds/hot": ("heat must be 100 or more", "5", 11),
        "feeds/no-press": ("category must be none of: press", "Press", 14),
        "feeds/ai": ("section must be one of: ai", "owls", None),
    }
