"""The groups that a site can have besides topics and providers: authors, sections, languages, and fields."""

import json
from typing import Any

import pytest

import feeds
from feeds.core.errors import ConfigError, UnknownFeedError
from feeds.core.text import plain
from feeds.publish.build import Request
from tests.support import BASE_URL, Site, mtimes, tree

LAMP: dict[str, Any] = {"authors": ["Ada Byron", "Zoë"], "series": ["Night birds", "Part 2"]}


def configured(site: Site, *groups: str, more: str = "") -> dict[str, Any]:
    """Write a configuration with these groups, and return the option that names it."""
    config = site.folder / "feeds.toml"
    config.write_text(f"groups = {list(groups)}\n{more}")
    return {"config": config}


def folders(site: Site) -> list[str]:
    """Return the folders of the output that hold feeds."""
    return sorted(path.parent.relative_to(site.output).as_posix() for path in site.output.rglob("feed.json"))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        pytest.param("author", ["authors/ada-byron", "authors/zoe"], id="author"),
        pytest.param("section", ["sections/blog", "sections/blog/deep-sea"], id="section"),
        pytest.param("language", ["languages/pt-br"], id="language"),
        pytest.param("field:series", ["series/night-birds", "series/part-2"], id="field"),
        pytest.param("field:type", ["type/article"], id="type, by default"),
        pytest.param("field:Day", ["day/2026-01-02"], id="a date, in another case"),
        pytest.param("field:issue", ["issue/12"], id="a number"),
        pytest.param("field:mood", ["mood/calm"], id="in the table of taxonomies"),
    ],
)
def test_each_kind_of_group_has_feeds(site: Site, kind: str, expected: list[str]) -> None:
    """Every author, section, language and value of a field gets a feed in a folder, and a place in the lists."""
    options = configured(site, kind, more='[site]\nlanguage = "pt-BR"\n')
    lamp = LAMP | {"day": "2026-01-02", "issue": 12, "taxonomies": {"mood": ["Calm"]}}
    site.write("_blog/2026/Deep sea/01-05/lamp/index.md", **lamp)
    report = site.build(**options)
    assert folders(site) == expected
    assert report.problems == ()
    opml, front = (site.output / "feeds.opml").read_text(), (site.output / "index.html").read_text()
    for folder in expected:
        assert f"/{folder}/rss.xml" in opml
        assert f'href="{folder}/"' in front
        assert site.titles(folder) == ["A lamp that remembers"]


def test_names_are_those_of_the_newest_article(site: Site) -> None:
    """People read an author, a section or a series as it is written, whatever the folder of its feed is called."""
    options = configured(site, "author", "section", "language", "field:series", more='[site]\nlanguage = "en-GB"\n')
    site.write("Deep sea/a.md", authors=["zoë"], series="NIGHTS", publishedDateTime="2026-01-01")
    site.write("Deep Sea/b.md", authors=["Zoë"], series="Nights", webUrl="https://lamps.example/2")
    site.build(**options)
    names = {folder: site.json(folder)["title"].partition(" – ")[0] for folder in folders(site)}
    assert names == {
        "authors/zoe": "Zoë",
        "sections/deep-sea": "Deep Sea",
        "languages/en-gb": "English (United Kingdom)",
        "series/nights": "Nights",
    }
    assert site.json("languages/en-gb")["language"] == "en-GB"


def test_a_site_that_does_not_ask_has_none_of_it(site: Site) -> None:
    """Topics and providers stay the default."""
    site.write("blog/lamp.md", **LAMP)
    site.build()
    assert folders(site) == ["all", "providers/lamps.example", "topics/light"]


def test_a_change_touches_the_groups_left_and_entered(site: Site) -> None:
    """Another author changes the feeds of both authors, and no third."""
    options = configured(site, "author")
    site.write("a.md", authors=["Ada"], webUrl="https://lamps.example/1")
    site.write("b.md", authors=["Bo"], webUrl="https://lamps.example/2")
    site.write("c.md", authors=["Cy"], webUrl="https://lamps.example/3")
    site.build(**options)
    site.write("a.md", authors=["Bo"], webUrl="https://lamps.example/1")
    changed = site.build(**options).written
    assert {name.rpartition("/")[0] for name in changed} == {"authors/ada", "authors/bo", ""}
    assert site.titles("authors/ada") == []


def test_a_kind_that_is_given_up_is_kept_up_to_date(site: Site) -> None:
    """Whoever subscribed to an author goes on to get the author's stories until the site prunes such feeds."""
    site.write("a.md", authors=["Ada"], webUrl="https://lamps.example/1")
    site.build(**configured(site, "all", "author", "field:series"))
    site.write("b.md", authors=["Ada"], webUrl="https://lamps.example/2", title="Two")
    report = site.build(**configured(site, "all"))
    assert site.titles("authors/ada") == ["A lamp that remembers", "Two"]
    assert report.given_up
    assert "authors/" not in (site.output / "feeds.opml").read_text()
    site.build(request=Request(prune=True), **configured(site, "all"))
    assert folders(site) == ["all"]


def test_a_lost_state_is_rebuilt_with_all_groups(site: Site) -> None:
    """Feeds of authors, nested sections, languages and fields are known again, also those that are empty."""
    options = configured(site, "author", "section", "language", "field:series", more='[site]\nlanguage = "en"\n')
    path = site.write("a/b/c/lamp.md", **LAMP)
    site.write("other.md", webUrl="https://lamps.example/2", authors=["Bo"])
    site.build(**options)
    path.unlink()
    site.build(**options)
    before = mtimes(site.output)
    for state in (site.folder / ".feeds").iterdir():
        state.unlink()
    site.build(**options)
    assert mtimes(site.output) == before
    site.write("a/b/c/lamp.md", **LAMP)
    site.build(**options)
    assert site.titles("sections/a/b/c") == site.titles("series/part-2") == ["A lamp that remembers"]


def test_only_the_first_values_make_groups(site: Site) -> None:
    """An article cannot fill a disk with feeds of its own; what is cut of a field is a warning."""
    people = [f"Person {number}" for number in range(30)]
    site.write("/".join("abcdefghijklmnopqrstuvwxyz") + "/lamp.md", authors=people, series=people)
    report = site.build(**configured(site, "author", "section", "field:series"))
    assert len(folders(site)) == 60
    assert [problem.message for problem in report.problems] == ["series has 30 entries: only the first 20 count"]


def test_values_that_are_none(site: Site) -> None:
    """A group of fields makes no group, and a warning says where it stands."""
    path = site.write(series={"name": "Nights"})
    report = site.build(**configured(site, "all", "field:series"))
    assert [str(problem) for problem in report.problems] == [
        f"{path}:11: warning: series is a group of fields, but must be a list"
    ]


@pytest.mark.parametrize("name", ["../../x", "/etc", "a/../b", "..", "​", "index.html", "A" * 200, "é\x00"])
def test_no_name_escapes_the_output(site: Site, name: str) -> None:
    """Whatever an author or a series is called, its feed is in the folder of its kind."""
    site.write(authors=[name], series=name)
    site.build(**configured(site, "author", "field:series"))
    assert not [path for path in tree(site.folder) if not path.startswith((".feeds", "articles", "dist", "feeds.toml"))]
    outside = {path.split("/")[0] for path in tree(site.output) if "/" in path}
    assert outside <= {"authors", "series"}
    assert all(len(path.split("/")) == 3 for path in tree(site.output) if "/" in path)


@pytest.mark.parametrize(
    ("group", "said"),
    [
        pytest.param("topics", "unknown value 'topics'; did you mean topic", id="mistyped"),
        pytest.param("own", "unknown value 'own'", id="a kind that is not for choosing"),
        pytest.param("field:secured", "'secured' is private", id="private"),
        pytest.param("field:topics", "'topic' stands for this field", id="has a kind"),
        pytest.param("field:Authors", "'author' stands for this field", id="has a kind, in another case"),
        pytest.param("field:feeds", "its folder is that of 'own'", id="the folder of feeds of one's own"),
        pytest.param("field:all", "'all' stands for this field", id="the folder of everything"),
        pytest.param("field:../x", "expected the name of a field", id="no name"),
        pytest.param("field:", "expected the name of a field", id="empty"),
    ],
)
def test_a_group_that_cannot_be(site: Site, group: str, said: str) -> None:
    """A mistake in `groups` is named with its line and what was expected."""
    config = site.folder / "feeds.toml"
    config.write_text(f"groups = ['{group}']\n")
    with pytest.raises(ConfigError, match=r"feeds\.toml:1: groups: ") as caught:
        site.build(config=config)
    assert said in str(caught.value)


def test_one_feed_is_built_by_its_folder(site: Site) -> None:
    """`--feed` builds a feed of any kind, and a mistyped folder is answered with the nearest."""
    options = configured(site, "all", "author")
    site.write(authors=["Ada", "Bo"])
    site.build(**options)
    site.write(authors=["Ada", "Bo"], title="Changed")
    report = site.build(request=Request(feeds=("authors/Ada/",)), **options)
    assert {name.rpartition("/")[0] for name in report.written} == {"authors/ada"}
    assert site.titles("authors/bo") == ["A lamp that remembers"]
    with pytest.raises(UnknownFeedError, match="did you mean authors/ada"):
        site.build(request=Request(feeds=("author/ada",)), **options)


@pytest.mark.parametrize("name", ["x\x1b[31m", "x\ufffe", "a\x7f", "\u2028", "gpj\u202eexe\u2066"])
def test_the_name_of_a_folder_is_shown_as_plain_text(site: Site, name: str) -> None:
    """Characters that no document can hold, or that reorder text, are in no feed of a section; none is lost by them."""
    site.write(f"{name}/story.md")
    site.build(**configured(site, "all", "section"))
    (feed,) = (site.output / "sections").rglob("feed.json")
    title = json.loads(feed.read_bytes())["title"]
    assert title == plain(title)
    assert feeds.validate(site.output, base_url=BASE_URL).findings == []
