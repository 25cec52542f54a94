"""What a build publishes, leaves out, keeps and removes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from feeds.build import Request
from feeds.errors import UsageError
from tests.support import NOW, Site, mtimes


def _folders(site: Site) -> list[str]:
    return sorted({name.rsplit("/", 1)[0] for name in site.files()})


def _titles(site: Site, folder: str = "all") -> list[str]:
    return [item["title"] for item in site.json(folder)["items"]]


def test_an_article_is_in_all_its_groups(site: Site) -> None:
    """One story is in the feed of everything, of each of its topics and of its provider, in three formats each."""
    site.write(topics=["Light", "Night life"])
    site.build()
    assert sorted(site.files()) == sorted(
        f"{folder}/{name}"
        for folder in ("all", "topics/light", "topics/night-life", "providers/lamps.example")
        for name in ("rss.xml", "atom.xml", "feed.json")
    )


def test_topics_with_one_slug_are_one_topic(site: Site) -> None:
    """`AI`, `ai` and ` AI ` are one feed, called as its newest article spells it, while items keep their spelling."""
    for number, topic in enumerate(("ai", " AI ", "Ai")):
        site.write(f"{number}.md", webUrl=f"https://lamps.example/{number}", topics=[topic, topic.lower()])
    site.build()
    assert _folders(site) == ["all", "providers/lamps.example", "topics/ai"]
    assert len(site.json("topics/ai")["items"]) == 3
    assert [item["tags"] for item in site.json("all")["items"]] == [["ai"], ["AI"], ["Ai"]]


def test_a_topic_with_a_provider_when_asked_for(site: Site) -> None:
    """The combined groups exist only where the configuration names them."""
    site.write()
    config = site.folder / "feeds.toml"
    config.write_text('groups = ["topic-provider"]\n')
    site.build(config=config)
    assert _folders(site) == ["topics/light/providers/lamps.example"]
    assert site.json("topics/light/providers/lamps.example")["title"] == "Light – Lamp Weekly – feeds.example.org"


def test_newest_first_and_no_more_than_the_limit(site: Site) -> None:
    """Items are in the order of publication, those of one moment by id, cut off at the limit."""
    for number, day in enumerate((3, 5, 4, 4)):
        site.write(
            f"{number}.md",
            title=f"Day {day}.{number}",
            webUrl=f"https://lamps.example/{number}",
            publishedDateTime=f"2026-01-0{day}",
        )
    site.build(limit=3)
    assert _titles(site) == ["Day 5.1", "Day 4.2", "Day 4.3"]


def test_a_future_article_appears_when_its_time_has_come(site: Site) -> None:
    """Nobody sees a story early, and nobody has to do anything for it to appear."""
    site.write("now.md")
    site.write("later.md", title="Later", webUrl="https://lamps.example/2", publishedDateTime=NOW.isoformat())
    early = site.build(now=NOW - timedelta(seconds=1))
    assert (_titles(site), early.reasons()) == (["A lamp that remembers"], {"in the future": 1})
    site.build(now=NOW)
    assert _titles(site) == ["Later", "A lamp that remembers"]


@pytest.mark.parametrize(
    ("fields", "published"),
    [
        pytest.param({"published": True}, True, id="published true"),
        pytest.param({}, True, id="published absent"),
        pytest.param({"published": False}, False, id="published false"),
        pytest.param({"published": True, "deleted": True}, False, id="deleted"),
        pytest.param({"published": True, "removed": True}, False, id="removed"),
        pytest.param({"deleted": False, "removed": False}, True, id="neither deleted nor removed"),
    ],
)
def test_flags_decide_what_is_published(site: Site, fields: dict[str, Any], published: bool) -> None:
    """Only what its flags publish gets into a feed, and the others are counted."""
    site.write("always.md", webUrl="https://lamps.example/always", title="Always")
    site.write(**fields)
    report = site.build()
    assert ("A lamp that remembers" in _titles(site)) is published
    assert report.reasons() == ({} if published else {"not published": 1})


def test_one_broken_article_hurts_only_itself(site: Site) -> None:
    """Every other story is published, and the broken one is named with its line."""
    site.write()
    broken = site.write("broken.md", title=None, webUrl="https://lamps.example/2")
    (site.source / "unclosed.md").write_text("---\ntitle: Never closed\n")
    report = site.build()
    assert _titles(site) == ["A lamp that remembers"]
    assert [str(problem) for problem in report.errors] == [
        f"{broken}:2: error: title is missing",
        f"{site.source / 'unclosed.md'}:1: error: front matter is never closed by a line '---'",
    ]
    assert report.left_out == 2


def test_of_two_articles_on_one_story_the_earliest_is_kept(site: Site) -> None:
    """A story that came in twice is one item, whatever its links were decorated with."""
    site.write(
        "a.md", title="Second", webUrl="http://www.lamps.example/x/?utm_source=mail#top", publishedDateTime="2026-02-02"
    )
    site.write("b.md", title="First", webUrl="https://lamps.example/x", publishedDateTime="2026-02-01")
    site.write("c.md", title="Other", webUrl="https://lamps.example/x?page=2", publishedDateTime="2026-02-03")
    report = site.build()
    assert _titles(site) == ["Other", "First"]
    assert [(Path(d.article.path).name, Path(d.kept.path).name) for d in report.duplicates] == [("a.md", "b.md")]


def test_a_draft_of_the_same_story_takes_no_place(site: Site) -> None:
    """An earlier article that is not published does not suppress the one that is."""
    site.write("draft.md", published=False, publishedDateTime="2026-01-01")
    site.write("story.md", publishedDateTime="2026-01-02")
    assert site.build().published == 1


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        pytest.param({"min_quality": 50}, ["Good"], id="quality"),
        pytest.param({"min_heat": 80}, ["Hot"], id="heat"),
        pytest.param({"since": "2026-03-01"}, ["Hot"], id="since"),
        pytest.param({"min_quality": 0}, ["Hot", "Good"], id="no quality at all does not pass"),
    ],
)
def test_thresholds(site: Site, options: dict[str, Any], titles: list[str]) -> None:
    """Each threshold keeps out what is below it, and what has no such value."""
    site.write("good.md", title="Good", webUrl="https://lamps.example/1", quality=50, heat=50)
    site.write(
        "hot.md", title="Hot", webUrl="https://lamps.example/2", quality=10, heat=80, publishedDateTime="2026-03-01"
    )
    site.write("plain.md", title="Plain", webUrl="https://lamps.example/3")
    site.build(**options)
    assert _titles(site) == titles


def test_types_and_categories_select(site: Site) -> None:
    """A site may publish its videos only, or its news only; the folder `_news` makes news."""
    site.write("_news/a.md", title="A", webUrl="https://lamps.example/a", type="Video")
    site.write("b.md", title="B", webUrl="https://lamps.example/b", type="video", category="course")
    site.write("_news/c.md", title="C", webUrl="https://lamps.example/c")
    config = site.folder / "feeds.toml"
    config.write_text('[select]\ntypes = ["video"]\ncategories = ["news"]\n')
    site.build(config=config)
    assert _titles(site) == ["A"]


def test_an_emptied_feed_stays_valid_and_keeps_its_date(site: Site) -> None:
    """A subscriber of a topic whose last story was withdrawn finds a feed without items, not an error."""
    site.write("stays.md", webUrl="https://lamps.example/1", topics=["Dark"])
    site.write("goes.md", webUrl="https://lamps.example/2", updatedDateTime="2026-02-03T04:05:06Z")
    site.build()
    (site.source / "goes.md").unlink()
    site.build()
    emptied = site.parsed("topics/light", "rss.xml")
    assert (len(emptied.entries), emptied.feed.title) == (0, "Light – feeds.example.org")
    assert emptied.feed.updated == "Tue, 03 Feb 2026 04:05:06 +0000"
    assert site.parsed("topics/light", "atom.xml").feed.updated == "2026-02-03T04:05:06+00:00"
    assert site.json("topics/light")["items"] == []
    before = mtimes(site.output)
    site.build()
    assert mtimes(site.output) == before


def test_an_emptied_feed_fills_again(site: Site) -> None:
    """A story that comes back is in its feed as if it had never gone."""
    path = site.write()
    site.build()
    full = site.files()
    path.unlink()
    site.build()
    assert site.json("all")["title"] == "feeds.example.org"
    assert site.json("all")["items"] == []
    site.write()
    site.build()
    assert site.files() == full


def test_what_the_configuration_drops_is_removed_if_we_wrote_it(site: Site) -> None:
    """A format or a kind of group that the site gives up goes away; a file that a person put there does not."""
    site.write()
    site.build()
    mine = site.output / "providers" / "lamps.example" / "atom.xml.bak"
    mine.write_text("mine")
    config = site.folder / "feeds.toml"
    config.write_text('groups = ["all", "topic"]\nformats = ["rss", "json"]\n')
    report = site.build(config=config)
    assert sorted(site.files()) == [
        "all/feed.json",
        "all/rss.xml",
        "providers/lamps.example/atom.xml.bak",
        "topics/light/feed.json",
        "topics/light/rss.xml",
    ]
    assert len(report.removed) == 5


def test_a_file_that_no_build_wrote_is_never_removed(site: Site) -> None:
    """Without a state, nothing in the output is known to be ours, so all of it stays."""
    site.write()
    site.build()
    (site.folder / ".feeds").rename(site.folder / "lost")
    config = site.folder / "feeds.toml"
    config.write_text('formats = ["json"]\n')
    assert site.build(config=config).removed == ()
    assert (site.output / "all" / "rss.xml").is_file()


def test_a_format_asked_for_by_option_leaves_the_others_alone(site: Site) -> None:
    """A single run for one format takes nothing away from the subscribers of the others."""
    site.write()
    site.build()
    before = mtimes(site.output)
    site.write(title="A new title")
    site.build(formats=("rss",), request=Request(all_formats=False))
    changed = {name for name, moment in mtimes(site.output).items() if before[name] != moment}
    assert {name.rsplit("/", 1)[1] for name in changed} == {"rss.xml"}
    assert sorted(before) == sorted(site.files())


class TestNarrowing:
    """`--topic` and `--provider` build some feeds and leave every other file alone."""

    @pytest.fixture(autouse=True)
    def _stories(self, site: Site) -> None:
        site.write("one.md", webUrl="https://lamps.example/1", topics=["Light", "C++"])
        site.write("two.md", webUrl="https://other.example/2", topics=["C"], provider={"domain": "other.example"})
        site.build()
        site.write("one.md", webUrl="https://lamps.example/1", topics=["Light", "C++"], title="Changed one")
        site.write("two.md", webUrl="https://other.example/2", topics=["C"], title="Changed two", provider=None)

    def _changed(self, site: Site, **request: Any) -> list[str]:
        before = mtimes(site.output)
        site.build(request=Request(**request))
        after = mtimes(site.output)
        return sorted({name.rsplit("/", 1)[0] for name in after if before.get(name) != after[name]})

    @pytest.mark.parametrize("name", ["Light", "light", " LIGHT "])
    def test_a_topic_is_named_in_any_case(self, site: Site, name: str) -> None:
        """`--topic` builds that topic's feeds and no other."""
        assert self._changed(site, topics=(name,)) == ["topics/light"]

    def test_topics_that_differ_in_signs_are_different(self, site: Site) -> None:
        """`C` is not `C++`."""
        assert self._changed(site, topics=("c++",)) == ["topics/c-plus-plus"]

    def test_several_topics(self, site: Site) -> None:
        """The option can be repeated."""
        assert self._changed(site, topics=("C", "Light")) == ["topics/c", "topics/light"]

    @pytest.mark.parametrize("name", ["lamps.example", "WWW.Lamps.Example", "https://lamps.example/about"])
    def test_a_provider_is_named_by_its_domain(self, site: Site, name: str) -> None:
        """`--provider` builds that provider's feed and no other."""
        assert self._changed(site, providers=(name,)) == ["providers/lamps.example"]

    def test_both_together_mean_articles_in_both(self, site: Site) -> None:
        """The feed of a topic with a provider is built, although the site's groups do not have it."""
        folder = "topics/light/providers/lamps.example"
        assert self._changed(site, topics=("Light",), providers=("lamps.example",)) == [folder]
        assert _titles(site, folder) == ["Changed one"]
        site.write("one.md", webUrl="https://lamps.example/1", topics=["Light"], title="Changed again")
        site.build()
        assert _titles(site, folder) == ["Changed again"]  # it may have subscribers now, and is kept up to date
        (site.source / "one.md").unlink()
        site.build()
        assert _titles(site, folder) == []

    @pytest.mark.parametrize(
        ("request_", "message"),
        [
            ({"topics": ("Ligth",)}, r"no topic is called 'Ligth'; did you mean Light"),
            ({"providers": ("lamp.example",)}, r"no provider is called 'lamp.example'; did you mean lamps.example"),
            ({"topics": ("zzzzzz",)}, r"see `feeds list topics`"),
        ],
    )
    def test_an_unknown_name_suggests_the_nearest(self, site: Site, request_: Any, message: str) -> None:
        """A typing mistake is a usage error that helps, and writes nothing."""
        before = mtimes(site.output)
        with pytest.raises(UsageError, match=message):
            site.build(request=Request(**request_))
        assert mtimes(site.output) == before

    def test_an_emptied_topic_can_still_be_built(self, site: Site) -> None:
        """A topic that lost its last article is known as long as its feed is."""
        (site.source / "one.md").unlink()
        assert self._changed(site, topics=("light",)) == ["topics/light"]
        assert _titles(site, "topics/light") == []


def test_a_chain_of_duplicates_loses_no_story(site: Site) -> None:
    """An article gives way only to one that is published: a duplicate that lost itself suppresses nothing."""
    site.write("a.md", title="A", webUrl="https://lamps.example/1", publishedDateTime="2026-01-01")
    site.write("b.md", title="B", webUrl="https://lamps.example/1", publishedDateTime="2026-01-02", id="k")
    site.write("c.md", title="C", webUrl="https://lamps.example/3", publishedDateTime="2026-01-03", id="k")
    site.build()
    assert _titles(site) == ["C", "A"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("---\n---\nA page.\n", id="empty"),
        pytest.param("---\nlayout: home\n---\n", id="another kind of page"),
    ],
)
def test_a_page_that_is_no_article_is_passed_over(site: Site, text: str) -> None:
    """The front matter of a site's other pages is no error, and `-v` can tell that they were seen."""
    site.write()
    (site.source / "index.html").write_text(text)
    report = site.build()
    assert report.problems == ()
    assert report.skipped == ((str(site.source / "index.html"), "without title, date and link"),)


def test_a_control_character_behind_an_entity_hurts_nothing(site: Site) -> None:
    """No document can hold U+0001 or U+FFFE, so no article brings it in, however it is written."""
    site.write(body="<p>one&#1;two&#xFFFE;three</p>", title="bell \\x07&#7; end", excerpt="&#0;&#x1F;x")
    report = site.build()
    assert report.published == 1
    assert "onetwothree" in site.json("all")["items"][0]["content_html"]


def test_the_folder_of_the_news_is_known_from_anywhere(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a build is started, and what lies above the source, decides nothing."""
    news = site.folder / "_news" / "project" / "articles"
    site.source = news
    site.write("a.md", title="No news", webUrl="https://lamps.example/1")
    site.write("_news/b.md", title="News", webUrl="https://lamps.example/2")
    config = site.folder / "feeds.toml"
    config.write_text('[select]\ncategories = ["news"]\n')
    for cwd, source in ((site.folder, news), (news, Path()), (news / "_news", Path())):
        monkeypatch.chdir(cwd)
        site.build(config=config, sources=(source,))
        assert _titles(site) == ["News"]


def test_strict_writes_nothing_when_anything_is_wrong(site: Site) -> None:
    """A deployment that wants all or nothing gets it."""
    site.write()
    site.write("warned.md", webUrl="https://lamps.example/2", images=[{"url": "ftp://img.example/x"}])
    report = site.build(request=Request(strict=True))
    assert report.refused
    assert not site.output.exists()
    assert not site.build().refused


def test_a_dry_run_leaves_no_trace(site: Site) -> None:
    """Neither the output nor the state appears."""
    site.write()
    report = site.build(request=Request(dry_run=True))
    assert len(report.written) == 9
    assert sorted(path.name for path in site.folder.iterdir()) == ["articles"]


def test_a_local_picture_has_its_size(site: Site) -> None:
    """The length of an enclosure is that of the file in the repository; nothing outside the source is looked at."""
    (site.source / "pictures").mkdir()
    (site.source / "pictures" / "a b.png").write_bytes(b"x" * 321)
    (site.folder / "secret.png").write_bytes(b"x" * 99)
    site.write(images=[{"url": "/pictures/a b.png"}, {"url": "/../secret.png"}, {"url": "/pictures/none.png"}])
    site.build()
    lengths = [image.get("size_in_bytes") for image in site.json("all")["items"][0]["attachments"]]
    assert lengths == [321, None, None]
    enclosure = site.parsed("all", "rss.xml").entries[0].enclosures[0]
    assert (enclosure.href, enclosure.length) == ("https://feeds.example.org/pictures/a%20b.png", "321")


def test_private_fields_reach_nothing(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """No byte of an output or the state holds a field that is not on the list, by name or by value."""
    site.write(secured="PRIVATE-1", internal={"deep": ["PRIVATE-2"]}, related=[{"secured": "PRIVATE-3", "title": "T"}])
    site.write("broken.md", title=None, secured="PRIVATE-4", webUrl="https://lamps.example/2")
    (site.source / "worse.md").write_text('---\nsecured: "PRIVATE-5\ntitle: x\n---\n')
    report = site.build()
    everything = b"".join((*site.files().values(), *(p.read_bytes() for p in (site.folder / ".feeds").iterdir())))
    said = (
        report.as_json()
        + "".join(str(problem) for problem in report.problems).encode()
        + capsys.readouterr().err.encode()
    )
    assert report.published == 1
    for private in (b"PRIVATE", b"secured", b"internal"):
        assert private not in everything + said


def test_a_source_that_is_not_there_is_a_usage_error(site: Site) -> None:
    """A mistyped folder does not empty every feed."""
    with pytest.raises(UsageError, match="nowhere: no such file or folder"):
        site.build(sources=(site.folder / "nowhere",))


def test_the_output_below_the_source_is_not_read(site: Site) -> None:
    """A site that builds into its own folder does not publish its feeds as articles."""
    site.write()
    site.output = site.source / "public"
    site.build()
    (site.output / "page.html").write_text("---\ntitle: never\n---\n")
    assert site.build().read == 1


def test_a_damaged_state_is_said_and_healed(site: Site) -> None:
    """A build survives whatever happened to its state."""
    site.write()
    site.build()
    (state,) = (site.folder / ".feeds").iterdir()
    healthy = state.read_bytes()
    state.write_bytes(b"\xff\x00")
    site.build()
    assert len(site.warnings) == 1
    assert state.read_bytes() == healthy


def test_dates_of_the_feed_are_those_of_its_newest_change(site: Site) -> None:
    """The feed's date is the newest update of an item, never the clock's."""
    site.write("a.md", webUrl="https://lamps.example/1", publishedDateTime="2026-01-01", updatedDateTime="2026-04-04")
    site.write("b.md", webUrl="https://lamps.example/2", publishedDateTime="2026-02-02")
    site.build(now=datetime(2030, 1, 1, tzinfo=UTC))
    assert site.parsed("all", "rss.xml").feed.updated == "Sat, 04 Apr 2026 00:00:00 +0000"
