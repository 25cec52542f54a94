"""`feeds status`: how the builds are doing, as a person and a monitor read it."""

import json
import shutil
from datetime import timedelta
from typing import Any

import pytest

import feeds
from feeds.config import Options, load
from feeds.core.errors import OutputError
from feeds.diagnostics.status import Status, status
from feeds.publish import extent
from tests.support import NOW, Site


def of(site: Site, **how: Any) -> Status:
    """Return the status of a site."""
    options = Options(output=site.output, state_dir=site.folder / ".feeds", needs_base_url=False, reads_articles=False)
    chosen: dict[str, Any] = {"warn": pytest.fail, "now": NOW}
    return status(load(options), **(chosen | how))


def test_a_healthy_site_is_well(site: Site) -> None:
    """Feeds are listed as they lie in the output."""
    site.write("1.md")
    site.write("2.md", webUrl="https://lamps.example/2", publishedDateTime="2026-05-31", topics=[])
    site.build()
    found = of(site)
    assert found.wrong == ()
    lines = found.as_text(load(Options(needs_base_url=False, reads_articles=False)).zone)
    assert lines[0] == f"{site.output}: all is well"
    assert lines[-3:] == [
        "all                          2  2026-05-31 00:00 UTC",
        "providers/lamps.example      2  2026-05-31 00:00 UTC",
        "topics/light                 1  2026-01-02 03:04 UTC",
    ]


def test_feeds_that_have_moved_or_ended(site: Site) -> None:
    """A former place says where its feed is now, and a feed that has ended says that; nothing is wrong with either."""
    site.write(topics=["Lumen", "Dark"])
    (site.folder / "feeds.toml").write_text(
        'groups = ["topic"]\n[renamed]\n"topics/light" = "topics/lumen"\n[retired]\nfeeds = ["topics/dark"]\n'
    )
    site.build(config=site.folder / "feeds.toml")
    found = of(site)
    assert found.wrong == ()
    lines = found.as_text(load(Options(needs_base_url=False, reads_articles=False)).zone)
    assert lines[-3:] == [
        "topics/dark       2  2026-01-02 03:04 UTC  has ended",
        "topics/light      1  2026-01-02 03:04 UTC  is topics/lumen now",
        "topics/lumen      1  2026-01-02 03:04 UTC",
    ]
    listed = json.loads(found.as_json())["feeds"]
    told = {feed["folder"]: (feed["moved"], feed["has_ended"]) for feed in listed}
    assert told == {"topics/dark": (None, True), "topics/light": ("topics/lumen", False), "topics/lumen": (None, False)}


def test_it_is_said_once_since_when_an_article_is_left_out(site: Site) -> None:
    """The error of an article that was published says that already."""
    site.write()
    site.write("other.md", webUrl="https://lamps.example/2")
    site.build()
    site.write(title=None)
    site.build()
    (line,) = of(site).wrong
    assert line.endswith("title is missing; the article was published, and is left out since 2026-06-01 12:00 UTC")


def test_a_site_that_was_never_built(site: Site) -> None:
    """A monitor that is set up before the first build is told so."""
    assert of(site).wrong == ("nothing has been built yet",)


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_every_format_tells_what_a_feed_holds(site: Site, form: str) -> None:
    """A site may have only one of them."""
    site.write()
    site.build(formats=(form,))
    assert {(feed.items, f"{feed.newest:%Y-%m-%d %H:%M:%S}") for feed in of(site).feeds} == {(1, "2026-01-02 03:04:05")}


@pytest.mark.parametrize(
    "document",
    [
        '{"a": ' + "[" * 10_000,
        '{"items": [{"date_published": "0001-01-01T00:00:00+01:00"}]}',
        '{"items": [{"date_published": "9999-12-31T23:59:59-01:00"}, {"date_published": "2026-01-02T03:04:05"}]}',
    ],
)
def test_what_others_have_put_into_the_output_is_no_fault(site: Site, document: str) -> None:
    """Who can write to the output cannot keep it from being looked at."""
    site.write()
    site.build()
    shutil.copytree(site.output / "topics" / "light", site.output / "topics" / "dusk")
    for folder in ("all", "topics/dusk"):
        (site.output / folder / "feed.json").write_text(document)
    assert site.output.name in str(of(site).wrong)


def test_what_is_wrong_is_told(site: Site) -> None:
    """A missing document, one that is cut off, a feed of nobody, an article with an error."""
    site.write()
    site.write("broken.md", title=None)
    site.build()
    shutil.copytree(site.output / "topics" / "light", site.output / "topics" / "dusk")
    (site.output / "all" / "feed.json").write_text("{")
    (site.output / "all" / "rss.xml").unlink()
    (site.output / "all" / "atom.xml").write_text("<feed>")
    found = of(site)
    assert found.orphaned == ("topics/dusk",)
    assert found.wrong == (
        f"{site.output}/all: no document of this feed can be read",
        f"{site.output}/topics/dusk: no build knows this feed, so it is never written again",
        f"{site.output}/all/rss.xml: is gone; the next build writes it again",
        f"{site.source}/broken.md: title is missing (since 2026-06-01 12:00 UTC)",
    )


def test_what_the_configuration_dropped_is_told(site: Site) -> None:
    """The line names the output once."""
    site.write()
    site.build()
    config = site.folder / "feeds.toml"
    config.write_text('formats = ["rss", "json"]\n')
    site.build(config=config)
    (line,) = of(site).wrong
    assert line.startswith(f"{site.output}: 3 documents of a format or group that feeds.toml no longer names are kept")
    assert line.endswith("; feeds build --prune removes them (since 2026-06-01 12:00 UTC)")


def test_an_empty_feed_is_told_and_is_not_wrong(site: Site) -> None:
    """It may be a topic that has ended."""
    site.write("1.md")
    site.write("2.md", webUrl="https://lamps.example/2", topics=["Dark"])
    site.build()
    (site.source / "2.md").unlink()
    site.build()
    found = of(site)
    assert found.emptied == ("topics/dark",)
    assert found.wrong == ()


def test_the_last_build_that_failed(site: Site) -> None:
    """The error, and the success before it, are both there."""
    site.write()
    site.build()
    shutil.rmtree(site.output)
    site.output.write_text("in the way")
    with pytest.raises(OutputError):
        site.build()
    found = of(site)
    assert found.wrong[0].startswith("the last build wrote nothing, exit status 4: ")
    said = json.loads(found.as_json())
    assert (said["status"], said["last_attempt"]["status"], said["last_success"]["status"]) == (1, 4, 0)
    assert "in the way" not in found.as_json()


def test_what_is_too_old(site: Site) -> None:
    """`--max-age` is about the newest item of all feeds, not of each, and about the last success."""
    site.write("1.md")
    site.write("2.md", webUrl="https://lamps.example/2", publishedDateTime="2026-05-30T12:00:00Z", topics=["Dark"])
    site.build()
    assert of(site, max_age=timedelta(days=3)).wrong == ()
    assert of(site, max_age=timedelta(days=1)).wrong == ("the newest item of all feeds is of 2026-05-30 12:00 UTC",)
    later = NOW.replace(year=2100)
    wrong = of(site, max_age=timedelta(days=1), now=later).wrong
    assert wrong[0].startswith("the last build that succeeded is of 20")


def test_nothing_is_written(site: Site) -> None:
    """Whoever may read the state and the output may ask."""
    site.write()
    site.build()
    before = {path: path.stat().st_mtime_ns for path in site.folder.rglob("*")}
    of(site)
    assert {path: path.stat().st_mtime_ns for path in site.folder.rglob("*")} == before


@pytest.mark.parametrize(
    "item",
    [f'"a": {"[" * 100_000}{"]" * 100_000}', '"date_published": "0001-01-01T00:00:00+14:00"'],
    ids=["deep", "old"],
)
def test_a_planted_document_that_no_build_can_have_made(site: Site, item: str) -> None:
    """A folder of which no document can be read is passed over, whatever reading it meets."""
    site.write()
    site.build()
    planted = site.output / "topics" / "planted" / "feed.json"
    planted.parent.mkdir()
    planted.write_text(f'{{"items": [{{{item}}}]}}')
    assert (of(site).orphaned, of(site).wrong) == ((), ())


def test_of_planted_documents_no_more_is_read_than_builds_write(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Megabytes of dates took seconds, for each feed."""
    site.write()
    site.build()
    monkeypatch.setattr(extent, "MAX_ITEMS", 3)
    dates = "<pubDate>Sat, 01 Jun 2024 00:00:00 GMT</pubDate>" * 5
    planted = site.output / "all"
    (planted / "feed.json").unlink()
    (planted / "atom.xml").unlink()
    (planted / "rss.xml").write_text(f"<rss>{dates}</rss>")
    assert [feed.items for feed in of(site).feeds if feed.folder == "all"] == [3]
    item = '{"date_published": "2024-06-01T00:00:00Z"}'
    (planted / "feed.json").write_text(f'{{"items": [{", ".join([item] * 5)}]}}')
    assert [feed.items for feed in of(site).feeds if feed.folder == "all"] == [3]


def test_a_state_that_cannot_be_read_is_not_one_of_nothing(site: Site) -> None:
    """What tells of builds ends with an error that names the cause; what reads articles goes on without the state."""
    site.write()
    site.build()
    state = site.folder / ".feeds"
    shutil.move(state, site.folder / "elsewhere")
    state.touch()
    where: dict[str, Any] = {"output": site.output, "state_dir": state}
    with pytest.raises(OutputError, match="the state cannot be read: Not a directory"):
        of(site)
    with pytest.raises(OutputError, match="the state cannot be read: Not a directory"):
        feeds.log(source=site.source, **where)
    warnings: list[str] = []
    found = feeds.check(source=site.source, warn=warnings.append, **where)
    assert (found.read, len(warnings)) == (1, 1)
    assert warnings[0].endswith("Not a directory; what builds remember is left out")
