"""Which articles a build publishes, and which of two on one story."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from feeds.publish.build import Request
from tests.support import NOW, Site


def test_a_future_article_appears_when_its_time_has_come(site: Site) -> None:
    """Nobody sees a story early, and nobody has to do anything for it to appear."""
    site.write("now.md")
    site.write("later.md", title="Later", webUrl="https://lamps.example/2", publishedDateTime=NOW.isoformat())
    early = site.build(now=NOW - timedelta(seconds=1))
    assert (site.titles(), early.reasons()) == (["A lamp that remembers"], {"in the future": 1})
    site.build(now=NOW)
    assert site.titles() == ["Later", "A lamp that remembers"]


def test_an_article_goes_when_its_time_is_over(site: Site) -> None:
    """An offer that ends leaves the feeds by itself, and the next article on its story takes its place."""
    end = NOW + timedelta(days=1)
    site.write("offer.md", title="Offer", topics=["Offers"], expiryDate=end.isoformat())
    site.write("copy.md", title="Copy", publishedDateTime="2026-02-02")
    assert (site.build(now=end - timedelta(seconds=1)).reasons(), site.titles()) == ({"duplicate": 1}, ["Offer"])
    over = site.build(now=end)
    assert (over.reasons(), site.titles(), site.titles("topics/offers")) == ({"expired": 1}, ["Copy"], [])
    assert site.build(now=end + timedelta(days=1)).written == ()
    site.build(now=end - timedelta(days=1), request=Request(allow_loss=True))
    assert site.titles("topics/offers") == ["Offer"]


def test_an_update_of_the_future_waits(site: Site) -> None:
    """No document says that an item was changed tomorrow; the warning goes when tomorrow has come."""
    moment = NOW + timedelta(days=1)
    site.write(updatedDateTime=moment.isoformat())
    early = site.build(now=NOW)
    assert early.warnings == 1
    assert [str(problem) for problem in early.problems] == [
        f"{site.source}/lamp.md:11: warning: updatedDateTime is in the future: it is left out until"
        f" {moment:%Y-%m-%d at %H:%M} (UTC)"
    ]
    assert "date_modified" not in site.json("all")["items"][0]
    assert moment.date().isoformat() not in (site.output / "all/atom.xml").read_text()
    assert site.build(now=moment).warnings == 0
    assert site.json("all")["items"][0]["date_modified"] == f"{moment:%Y-%m-%dT%H:%M:%SZ}"


@pytest.mark.parametrize(
    ("fields", "published"),
    [
        pytest.param({"published": True}, True, id="published true"),
        pytest.param({}, True, id="published absent"),
        pytest.param({"published": False}, False, id="published false"),
        pytest.param({"published": True, "deleted": True}, False, id="deleted"),
        pytest.param({"published": True, "removed": True}, False, id="removed"),
        pytest.param({"draft": True}, False, id="draft"),
        pytest.param({"status": " Draft "}, False, id="status draft"),
        pytest.param({"status": "ongoing", "draft": False}, True, id="another status"),
        pytest.param({"deleted": False, "removed": False}, True, id="neither deleted nor removed"),
    ],
)
def test_flags_decide_what_is_published(site: Site, fields: dict[str, Any], published: bool) -> None:
    """Only what its flags publish gets into a feed, and the others are counted."""
    site.write("always.md", webUrl="https://lamps.example/always", title="Always")
    site.write(**fields)
    report = site.build()
    assert ("A lamp that remembers" in site.titles()) is published
    assert report.reasons() == ({} if published else {"not published": 1})


def test_of_two_articles_on_one_story_the_earliest_is_kept(site: Site) -> None:
    """A story that came in twice is one item, whatever its links were decorated with."""
    site.write(
        "a.md",
        title="Second",
        webUrl="http://www.lamps.example/x/?utm_source=mail#comments",
        publishedDateTime="2026-02-02",
    )
    site.write("b.md", title="First", webUrl="https://lamps.example/x", publishedDateTime="2026-02-01")
    site.write("c.md", title="Other", webUrl="https://lamps.example/x?page=2", publishedDateTime="2026-02-03")
    report = site.build()
    assert site.titles() == ["Other", "First"]
    assert [(Path(d.path).name, Path(d.kept).name) for d in report.duplicates] == [("a.md", "b.md")]


def test_a_draft_of_the_same_story_takes_no_place(site: Site) -> None:
    """An earlier article that is not published does not suppress the one that is."""
    site.write("draft.md", published=False, publishedDateTime="2026-01-01")
    site.write("story.md", publishedDateTime="2026-01-02")
    assert site.build().tally.published == 1


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
    assert site.titles() == titles


def test_types_and_categories_select(site: Site) -> None:
    """A site may publish its videos only, or its news only; the folder `_news` makes news."""
    site.write("_news/a.md", title="A", webUrl="https://lamps.example/a", type="Video")
    site.write("b.md", title="B", webUrl="https://lamps.example/b", type="video", category="course")
    site.write("_news/c.md", title="C", webUrl="https://lamps.example/c")
    config = site.folder / "feeds.toml"
    config.write_text('[select]\ntypes = ["video"]\ncategories = ["news"]\n')
    site.build(config=config)
    assert site.titles() == ["A"]


def test_a_chain_of_duplicates_loses_no_story(site: Site) -> None:
    """An article gives way only to one that is published: a duplicate that lost itself suppresses nothing."""
    site.write("a.md", title="A", webUrl="https://lamps.example/1", publishedDateTime="2026-01-01")
    site.write("b.md", title="B", webUrl="https://lamps.example/1", publishedDateTime="2026-01-02", id="k")
    site.write("c.md", title="C", webUrl="https://lamps.example/3", publishedDateTime="2026-01-03", id="k")
    site.build()
    assert site.titles() == ["C", "A"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("---\n---\nA page.\n", id="empty"),
        pytest.param("---\nlayout: home\n---\n", id="another kind of page"),
    ],
)
def test_a_page_that_is_no_article_is_skipped(site: Site, text: str) -> None:
    """The front matter of a site's other pages is no error, and `-v` can tell that they were seen."""
    site.write()
    (site.source / "index.html").write_text(text)
    report = site.build(request=Request(details=True))
    assert report.problems == ()
    assert report.skipped == ((str(site.source / "index.html"), "without title, date and link"),)


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
        assert site.titles() == ["News"]


def test_what_jekyll_does_not_publish_is_not(site: Site) -> None:
    """In a Jekyll site, pages in folders that are no collection do not exist; a story of another site does."""
    config = "url: https://lamps.example\ncollections: {guides: {output: true}}\ninclude: [_pages]\n"
    (site.source / "_config.yml").write_text(config + "exclude: [wip, '*.bak.md']\n")
    read = ("a.md", "_posts/b.md", "x/_posts/c.md", "_guides/d.md", "_pages/e.md")
    unread = ("_notes/f.md", "_guides/_notes/g.md", "wip/h.md", "_posts/i.bak.md", "_drafts/j.md")
    for name in (*read, *unread):
        site.write(name, title=name, webUrl=f"https://www.lamps.example/{name}")
    site.write("_links/k.md", title="elsewhere", webUrl="https://other.example/k")
    report = site.build()
    assert sorted(site.titles()) == sorted([*read, "elsewhere"])
    assert report.reasons() == {"in a folder that the site does not publish": 2}
    (site.source / "_config.yml").write_text(
        "url: https://lamps.example\ncollections: [links, guides]\ninclude: [_pages]\n"
    )
    site.build()
    assert sorted(site.titles()) == sorted([*read, "wip/h.md", "_posts/i.bak.md", "elsewhere"])
