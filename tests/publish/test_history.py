"""What builds have changed in the feeds: which items came, changed, moved or went, told once and as they happened."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from feeds import api
from feeds.index.database import database_path, open_database
from feeds.publish import comparison, history
from feeds.publish.build import Request
from feeds.publish.history import Change, Changes
from feeds.publish.write import Writer
from tests.support import BASE_URL, NOW, Site

FULL = Request(full=True)


def story(site: Site, name: str, **fields: Any) -> None:
    """Write an article that has its own link."""
    site.write(f"{name}.md", **({"title": name, "webUrl": f"https://lamps.example/{name}"} | fields))


def told(changes: Changes) -> list[tuple[str, str]]:
    """Return the kind and the title of each change that is listed."""
    return [(change.change, change.title) for change in changes.items]


def logged(site: Site, **options: Any) -> list[Changes]:
    """Return what the history has, the oldest first."""
    found = api.log(source=site.source, output=site.output, state_dir=site.folder / ".feeds", **options)
    return [build.changes for build in reversed(found)]


@pytest.fixture(autouse=True)
def _begun(site: Site) -> None:
    story(site, "lamp")
    story(site, "owl", topics=["Owls"])
    site.build()


def test_the_first_build_tells_of_no_item(site: Site) -> None:
    """What a site begins with is no news: there is only how much it is."""
    (first,) = logged(site)
    assert (first.begins, first.new, first.items) == (2, 0, ())


def test_a_new_item_is_told_with_all_that_a_script_needs(site: Site) -> None:
    """It has the id, title, link and date of the item in the feeds, and the feeds that show it."""
    story(site, "mouse", topics=["Owls"], publishedDateTime="2026-01-03")
    report = site.build()
    feeds = ("all", "providers/lamps.example", "topics/owls")
    assert report.changes.items == (
        Change(
            change="new",
            id="https://lamps.example/mouse",
            title="mouse",
            url="https://lamps.example/mouse",
            published=datetime.fromisoformat("2026-01-03T00:00Z"),
            feeds=feeds,
            entered=feeds,
        ),
    )
    assert logged(site)[1:] == [report.changes]


def test_a_build_without_a_change_is_not_logged(site: Site) -> None:
    """A history is of changes: neither a build that finds none is in it, nor one that renders all again."""
    assert not site.build().changes
    assert not site.build(request=FULL).changes
    assert len(logged(site)) == 1


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({"title": "Lamps"}, [("changed", "Lamps")], id="a title"),
        pytest.param({"body": "It glows."}, [("changed", "lamp")], id="a text"),
        pytest.param({"images": [{"url": "https://img.example/a.png"}]}, [("changed", "lamp")], id="a picture"),
        pytest.param({"topics": ["Owls"]}, [("changed", "lamp")], id="a topic"),
        pytest.param({"heat": 90, "quality": 3}, [], id="quality and heat"),
        pytest.param({"published": False}, [("removed", "lamp")], id="unpublished"),
        pytest.param({"publishedDateTime": "2027-01-01"}, [("removed", "lamp")], id="postponed"),
        pytest.param({"webUrl": "https://lamps.example/2"}, [("new", "lamp"), ("removed", "lamp")], id="another id"),
    ],
)
@pytest.mark.parametrize("request_", [Request(), FULL], ids=["incremental", "full"])
def test_what_counts_as_a_change(
    site: Site, fields: dict[str, Any], expected: list[tuple[str, str]], request_: Request
) -> None:
    """A change is of what people read. An incremental build and one from nothing log the same."""
    story(site, "lamp", **fields)
    assert sorted(told(site.build(request=replace(request_, allow_loss=True)).changes)) == expected


def test_a_deleted_article_is_removed_from_where_it_was(site: Site) -> None:
    """It is told with what it was called."""
    (site.source / "owl.md").unlink()
    (change,) = site.build().changes.items
    assert (change.change, change.title, change.feeds) == ("removed", "owl", ())
    assert change.left == ("all", "providers/lamps.example", "topics/owls")


def test_the_limit_takes_and_brings_nothing(site: Site) -> None:
    """An item that makes room for a newer one has not gone, and one that fills the room of another is not new."""
    for day in (3, 4):
        story(site, f"day {day}", publishedDateTime=f"2026-01-0{day}")
    site.build(limit=2)
    assert told(logged(site)[-1]) == [("new", "day 4"), ("new", "day 3")]
    assert site.titles() == ["day 4", "day 3"]

    (site.source / "day 4.md").unlink()
    assert told(site.build(limit=2).changes) == [("removed", "day 4")]
    assert site.titles() == ["day 3", "lamp"]
    assert not site.build(limit=5).changes
    assert not site.build(limit=1).changes


def test_an_old_article_that_no_feed_shows_is_not_told(site: Site) -> None:
    """What comes below the limit of every feed reaches no reader."""
    site.build(limit=1)
    story(site, "ancient", publishedDateTime="2001-01-01")
    assert not site.build(limit=1).changes


def test_a_kind_of_feeds_begins_with_what_is_no_news(site: Site) -> None:
    """Whoever posts what is new does not post an old article because `groups` brings a feed that has room for it."""
    config = site.folder / "feeds.toml"
    config.write_text('limit = 1\ngroups = ["all"]\n')
    story(site, "lamp", publishedDateTime="2026-01-01")
    story(site, "owl", publishedDateTime="2026-02-01", topics=["Owls"])
    site.build(config=config)
    config.write_text('limit = 1\ngroups = ["all", "topic"]\n')
    assert not site.build(config=config).changes
    assert site.titles("topics/light") == ["lamp"]
    story(site, "day", publishedDateTime="2026-03-01", topics=["Days"])
    assert told(site.build(config=config).changes) == [("new", "day")]


def test_an_article_whose_own_edit_brings_a_feed_enters_it(site: Site) -> None:
    """Whoever is told what comes into feeds is told of the first item as well, also if nothing else of it is new."""
    config = site.folder / "feeds.toml"
    config.write_text('groups = ["all", "topic", "field:series"]\n')
    story(site, "owl", topics=["Owls"], series="Night")
    assert not site.build(config=config).changes, "a kind of feeds begins with what is no news"
    story(site, "lamp", series="Indoors")
    (change,) = site.build(config=config).changes.items
    assert (change.change, change.title, change.entered, change.left) == ("moved", "lamp", ("series/indoors",), ())


def test_an_item_that_only_changes_its_feeds_has_moved(site: Site) -> None:
    """A feed of one's own may be entered by a number that nobody reads."""
    config = site.folder / "feeds.toml"
    config.write_text("[feeds]\nhot = {min_heat = 50}\n")
    story(site, "owl", topics=["Owls"], heat=60)
    assert not site.build(config=config).changes, "a new feed begins with what is no news"

    story(site, "lamp", heat=70)
    (change,) = site.build(config=config).changes.items
    assert (change.change, change.title, change.entered) == ("moved", "lamp", ("feeds/hot",))
    assert change.feeds == ("all", "feeds/hot", "providers/lamps.example", "topics/light")

    story(site, "lamp", heat=1)
    (change,) = site.build(config=config).changes.items
    assert (change.change, change.left) == ("moved", ("feeds/hot",))


def test_an_article_whose_time_comes_is_new(site: Site) -> None:
    """What waited in the future comes by itself, and so does the end of one that expires."""
    story(site, "moth", publishedDateTime="2026-06-02", expiryDate="2026-06-03")
    assert not site.build().changes
    assert told(site.build(now=NOW + timedelta(days=1)).changes) == [("new", "moth")]
    assert told(site.build(now=NOW + timedelta(days=2)).changes) == [("removed", "moth")]


def test_a_build_of_one_topic_tells_of_its_feed_alone(site: Site) -> None:
    """The item is new once, where it is first shown; the next whole build only adds the other feeds."""
    story(site, "mouse", topics=["Owls"])
    (change,) = site.build(request=Request(topics=("Owls",))).changes.items
    assert (change.change, change.feeds) == ("new", ("topics/owls",))

    (change,) = site.build().changes.items
    assert (change.change, change.entered) == ("moved", ("all", "providers/lamps.example"))


@pytest.mark.parametrize("request_", [Request(), FULL], ids=["incremental", "full"])
def test_a_killed_build_is_not_logged_and_the_next_tells_of_what_it_did(
    site: Site, monkeypatch: pytest.MonkeyPatch, request_: Request
) -> None:
    """The documents may be written: as long as the state is not saved, nothing is told, and then all of it, once."""
    story(site, "mouse")

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Writer, "_save_state_after", die)
        with pytest.raises(KeyboardInterrupt):
            site.build()
    assert "mouse" in site.titles()
    assert len(logged(site)) == 1

    assert told(site.build(request=request_).changes) == [("new", "mouse")]
    assert told(logged(site)[-1]) == [("new", "mouse")]


def test_a_killed_first_build_leaves_the_beginning_to_the_next(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of a site becomes news because its first build was interrupted."""
    shutil.rmtree(site.output)
    shutil.rmtree(site.folder / ".feeds")

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Writer, "_save_state_after", die)
        with pytest.raises(KeyboardInterrupt):
            site.build()
    assert site.build().changes.begins == 2
    assert [one.begins for one in logged(site)] == [2]


def test_a_lost_state_learns_from_the_documents(site: Site) -> None:
    """What feeds show already is no news, and what came or went in the meantime is."""
    shutil.rmtree(site.folder / ".feeds")
    story(site, "mouse")
    story(site, "lamp", title="Lamps")
    (site.source / "owl.md").unlink()
    report = site.build(request=Request(allow_loss=True))
    assert sorted(told(report.changes)) == [("changed", "Lamps"), ("new", "mouse"), ("removed", "owl")]

    story(site, "mouse", body="It squeaks.")
    assert told(site.build().changes) == [("changed", "mouse")]


def test_a_lost_state_knows_which_feeds_were_empty(site: Site) -> None:
    """What comes first into a feed that had lost its last article is told, as it is with the state."""
    (site.source / "owl.md").unlink()
    site.build()
    shutil.rmtree(site.folder / ".feeds")
    story(site, "bat", topics=["Owls"])
    story(site, "lamp", topics=["Light", "Owls"])
    entered = {change.title: change.entered for change in site.build().changes.items}
    assert entered == {"bat": ("all", "providers/lamps.example", "topics/owls"), "lamp": ("topics/owls",)}


def test_a_lost_state_without_a_document_that_tells_of_items_begins_anew(site: Site) -> None:
    """An item of RSS or Atom is not read back: then nothing is told, rather than everything as new."""
    for document in site.output.rglob("feed.json"):
        document.unlink()
    shutil.rmtree(site.folder / ".feeds")
    assert site.build().changes == Changes(begins=2)


def test_a_new_kind_of_feeds_is_no_news(site: Site) -> None:
    """The items of feeds that the configuration brings were there before."""
    config = site.folder / "feeds.toml"
    config.write_text('groups = ["all", "topic", "provider", "author"]\n')
    story(site, "owl", topics=["Owls"], authors=["Ada"])
    (change,) = site.build(config=config).changes.items
    assert (change.change, change.entered) == ("changed", ())


def test_a_removed_feed_is_no_news_of_its_items(site: Site) -> None:
    """They are in other feeds as before; what no feed knows any more may come again as new."""
    config = site.folder / "feeds.toml"
    config.write_text('groups = ["all"]\n')
    assert not site.build(config=config, request=Request(prune=True)).changes
    with sqlite3.connect(_database(site)) as db:
        assert db.execute("SELECT folder FROM shown").fetchall() == [("all",)]
        assert db.execute("SELECT feeds FROM shown_items").fetchall() == [(1,), (1,)]
    (site.source / "owl.md").unlink()
    assert told(site.build(config=config).changes) == [("removed", "owl")]


def test_an_article_that_goes_with_the_only_feed_that_showed_it_is_told(site: Site) -> None:
    """Where there was no room for it anywhere else, the removal of the feed does not hide that of the article."""
    story(site, "mouse", topics=["Mice"], publishedDateTime="2025-01-03")
    site.build(limit=2)
    config = site.folder / "feeds.toml"
    config.write_text('groups = ["all", "provider"]\n')
    (site.source / "mouse.md").unlink()
    report = site.build(config=config, limit=2, request=Request(prune=True, allow_loss=True))
    assert told(report.changes) == [("removed", "mouse")]
    assert report.changes.items[0].left == ("topics/mice",)


def test_a_renamed_feed_is_no_news_of_its_items(site: Site) -> None:
    """What comes and goes as the feed is renamed, or later, does so in the new place; the old one is no feed."""
    config = site.folder / "feeds.toml"
    config.write_text('[topics."Owls"]\nslug = "o"\n')
    assert not site.build(config=config).changes
    with sqlite3.connect(_database(site)) as db:
        folders = {folder for (folder,) in db.execute("SELECT folder FROM shown")}
    assert folders == {"all", "providers/lamps.example", "topics/light", "topics/o"}

    story(site, "mouse", topics=["Owls"])
    config.write_text('[topics."Owls"]\nslug = "birds"\n')
    (new,) = site.build(config=config).changes.items
    assert (new.change, new.entered) == ("new", ("all", "providers/lamps.example", "topics/birds"))

    (site.source / "owl.md").unlink()
    (removed,) = site.build(config=config).changes.items
    assert (removed.change, removed.title, removed.feeds) == ("removed", "owl", ())
    assert removed.left == ("all", "providers/lamps.example", "topics/birds")


def test_the_end_of_a_feed_is_told(site: Site) -> None:
    """Its last item is new to its readers, also once the state was lost, and goes again if the feed goes on."""
    config = site.folder / "feeds.toml"
    config.write_text('[retired]\nfeeds = ["topics/owls"]\n')
    (last,) = site.build(config=config).changes.items
    assert (last.change, last.title, last.entered) == ("new", "This feed has ended", ("topics/owls",))
    (shown,) = [item for item in site.json("topics/owls")["items"] if item["id"] == last.id]
    assert datetime.fromisoformat(shown["date_published"]) == last.published

    assert not site.build(config=config).changes
    _database(site).unlink()
    assert not site.build(config=config).changes

    config.write_text("")
    assert told(site.build(config=config).changes) == [("removed", "This feed has ended")]


def test_what_comes_back_with_a_feed_that_goes_on_is_no_news(site: Site) -> None:
    """A feed that had ended on an earlier day shows again what was published since, which its readers had before."""
    config = site.folder / "feeds.toml"
    config.write_text('groups = ["all"]\n')
    story(site, "lamp", publishedDateTime="2026-01-02")
    story(site, "owl", publishedDateTime="2026-02-01")
    site.build(config=config, request=Request(prune=True))
    for end in ("2001-01-01", "2026-01-10", None):
        retired = f'[retired]\nfeeds = {{ "all" = {end} }}\n' if end else ""
        config.write_text(f'groups = ["all"]\n{retired}')
        assert {title for _, title in told(site.build(config=config).changes)} <= {"This feed has ended"}
    assert site.titles()[:2] == ["owl", "lamp"]
    story(site, "day", publishedDateTime="2026-03-01")
    assert told(site.build(config=config).changes) == [("new", "day")]


def test_an_item_that_goes_as_its_feed_is_renamed_is_told(site: Site) -> None:
    """The feed in its new place is compared with what it showed in the old one."""
    config = site.folder / "feeds.toml"
    story(site, "mouse", topics=["Owls"])
    site.build()
    story(site, "mouse")
    config.write_text('[topics."Owls"]\nslug = "birds"\n')
    (gone,) = site.build(config=config).changes.items
    assert (gone.change, gone.title, gone.left) == ("changed", "mouse", ("topics/birds",))


def test_a_build_without_a_change_loads_no_history(site: Site) -> None:
    """What tells of changes costs nothing where there is none."""
    site.write()
    arguments = ["build", "articles", "--base-url", BASE_URL, "--jobs", "1"]
    program = (
        f"import sys\nfrom feeds.cli import cli\ncli({arguments!r}, standalone_mode=False)\n"
        "print([name for name in ('comparison', 'history', 'shown') if f'feeds.publish.{name}' in sys.modules])"
    )
    command = [sys.executable, "-c", program]
    first, second = (subprocess.run(command, capture_output=True, text=True, check=True).stdout for _ in range(2))
    assert (first, second) == ("['comparison', 'history', 'shown']\n", "[]\n")


def test_a_dry_run_tells_and_logs_nothing(site: Site) -> None:
    """The report has what would change, and the history does not."""
    story(site, "mouse")
    assert told(site.build(request=Request(dry_run=True)).changes) == [("new", "mouse")]
    assert len(logged(site)) == 1


def test_a_history_is_bounded(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest builds go first, by number and by size, and of very many items only some are named."""
    monkeypatch.setattr(history, "MAX_ITEMS", 3)
    for number in range(5):
        story(site, f"{number}")
    changes = site.build().changes
    assert (changes.new, len(changes.items), changes.unlisted) == (5, 3, 2)

    monkeypatch.setattr(history, "MAX_BUILDS", 2)
    for number in range(3):
        story(site, f"late {number}")
        site.build(now=NOW + timedelta(seconds=number))
    assert [told(one) for one in logged(site)] == [[("new", "late 1")], [("new", "late 2")]]
    assert [told(one) for one in logged(site, count=1)] == [[("new", "late 2")]]
    assert len(logged(site, count=10**20)) == len(logged(site))
    assert [told(one) for one in logged(site, after=NOW + timedelta(seconds=1))] == [[("new", "late 2")]]

    monkeypatch.setattr(history, "MAX_BYTES", 10)
    story(site, "last")
    assert told(site.build().changes) == [("new", "last")]
    assert not logged(site)


def test_changes_of_one_build_have_a_most_in_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Long titles are few: what does not fit is counted."""
    monkeypatch.setattr(history, "MAX_ENTRY", 1000)
    found = [
        Change(change="new", id=str(number), title="x" * 400, url="", published=NOW, feeds=("all",))
        for number in range(9)
    ]
    changes = Changes.of(found)
    assert (len(changes.items), changes.unlisted, changes.new) == (2, 7, 9)


def test_a_damaged_history_is_begun_anew(site: Site) -> None:
    """A row that no build has written is no traceback."""
    with open_database(_database(site), site.warnings.append) as database:
        database.db.execute("UPDATE shown_items SET about = X'c1'")
        database.db.execute("UPDATE history SET changes = X'c1'")
        database.commit()
    (site.source / "owl.md").unlink()
    site.build()
    assert len(site.warnings) == 1
    story(site, "mouse")
    assert told(site.build().changes) == [("new", "mouse")]


def _database(site: Site) -> Path:
    return database_path(site.folder / ".feeds", site.output)


def test_base_url_is_no_part_of_an_item(site: Site) -> None:
    """A site that moves to another address renders everything anew, and has no news."""
    other = BASE_URL.replace("feeds", "news")
    assert not site.build(base_url=other, request=Request(force=True)).changes


@contextmanager
def state_put_back(site: Site) -> Iterator[None]:
    """Put the state of before the body back after it."""
    state, backup = site.folder / ".feeds", site.folder / "backup"
    shutil.copytree(state, backup)
    yield
    shutil.rmtree(state)
    backup.rename(state)


def test_an_older_state_that_is_put_back_does_not_make_news(site: Site) -> None:
    """What builds have told since the backup is in the documents: only what came or went since these is told."""
    with state_put_back(site):
        story(site, "mouse", topics=["Owls"], publishedDateTime="2026-01-03")
        (site.source / "lamp.md").unlink()
        site.build()
    story(site, "bat", topics=["Owls"], publishedDateTime="2026-01-04")
    assert told(site.build().changes) == [("new", "bat")]
    (site.source / "mouse.md").unlink()
    assert told(site.build().changes) == [("removed", "mouse")]


def test_an_older_state_does_not_know_feeds_that_have_come_since(site: Site) -> None:
    """What their documents show has not entered them once more; what comes with this build has."""
    with state_put_back(site):
        story(site, "mouse", topics=["Night"], publishedDateTime="2026-01-03")
        site.build()
    story(site, "bat", topics=["Night"], publishedDateTime="2026-01-04")
    changes = site.build().changes
    assert told(changes) == [("new", "bat")]
    assert "topics/night" in changes.items[0].entered


def test_an_older_state_takes_up_feeds_with_items_that_no_feed_had_room_for(site: Site) -> None:
    """A full build after a restored backup, as the documentation says, keeps the state and the history that it has."""
    config = site.folder / "feeds.toml"
    config.write_text('limit = 1\ngroups = ["all"]\n')
    story(site, "mouse", topics=["Owls"], publishedDateTime="2026-01-03")
    site.build(config=config, request=Request(prune=True))
    before = logged(site)
    with state_put_back(site):
        config.write_text('limit = 3\ngroups = ["all", "topic"]\n')
        site.build(config=config)
    site.build(config=config, request=FULL)
    assert site.warnings == [f"{site.output}: feeds that no build knew are known again: topics/light, topics/owls"]
    assert logged(site)[: len(before)] == before
    (site.source / "owl.md").unlink()
    assert told(site.build(config=config).changes) == [("removed", "owl")]


def test_an_older_state_forgets_what_nothing_shows(site: Site) -> None:
    """Items of the documents that are gone since leave nothing behind."""
    path = site.source / "mouse.md"
    with state_put_back(site):
        story(site, "mouse", topics=["Owls"])
        site.build()
    path.unlink()
    site.build()
    with sqlite3.connect(_database(site)) as db:
        assert db.execute("SELECT count(*) FROM shown_items").fetchone() == (2,)


@pytest.mark.parametrize(("has_begun", "kind"), [(False, "moved"), (True, "changed")])
def test_an_old_article_that_comes_into_a_feed_is_no_news(site: Site, has_begun: bool, kind: str) -> None:
    """Another topic brings it where there is room: it had been published, before the history began or after that."""
    story(site, "mouse", publishedDateTime="2025-01-03", topics=["Light"])
    if has_begun:
        site.build(limit=3)
    else:
        shutil.rmtree(site.folder / ".feeds")
        shutil.rmtree(site.output)
    for number in range(3):
        story(site, f"new {number}", publishedDateTime="2026-01-03", webUrl=f"https://lamps.example/n{number}")
    site.build(limit=3)
    assert "mouse" not in site.titles()
    story(site, "mouse", publishedDateTime="2025-01-03", topics=["Mice"])
    (change,) = site.build(limit=3).changes.items
    assert (change.change, change.title, change.entered) == (kind, "mouse", ("topics/mice",))


def test_what_no_feed_shows_is_forgotten_with_its_article(site: Site) -> None:
    """A site whose articles come and go does not remember them for ever; what comes back is new."""
    story(site, "mouse", publishedDateTime="2026-01-03")
    site.build(limit=1)
    with sqlite3.connect(_database(site)) as db:
        assert db.execute("SELECT count(*) FROM shown_items").fetchone() == (3,)
    (site.source / "lamp.md").unlink()
    site.build(limit=1)
    (site.source / "mouse.md").unlink()
    site.build(limit=1)
    with sqlite3.connect(_database(site)) as db:
        assert db.execute("SELECT count(*) FROM shown_items").fetchone() == (1,)
    story(site, "lamp", publishedDateTime="2026-01-05")
    assert told(site.build(limit=1).changes) == [("new", "lamp")]


@pytest.mark.parametrize("number", [100_001, 300_001], ids=["many items", "too many to be read"])
def test_a_document_that_no_build_wrote_is_learned_from_within_bounds(
    site: Site, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a feed with more items than any site has, put in the place of ours, nothing is learned: it is written anew."""
    item = '{"date_published":"2020-01-01T00:00:00Z","id":"%d"}'
    items = ",".join(item % place for place in range(number))
    feed_url = f"{BASE_URL}all/feed.json"
    (site.output / "all/feed.json").write_text(
        f'{{"title":"T","feed_url":"{feed_url}","_feeds":{{}},"items":[{items}]}}'
    )
    story(site, "mouse")
    monkeypatch.setattr(comparison, "without_article", lambda *_: pytest.fail("learned"))
    assert "all/feed.json" in site.build().written
    assert told(logged(site)[-1]) == [("new", "mouse")]


@pytest.mark.parametrize("broken", ["time = 1 << 62", "time = 'x'", "changes = X'FF'", "changes = 'x'"])
def test_what_cannot_be_read_of_the_history_is_passed_over(site: Site, broken: str) -> None:
    """A log that a disk has damaged tells what is left of it."""
    story(site, "mouse")
    site.build()
    with sqlite3.connect(database_path(site.folder / ".feeds", site.output)) as db:
        db.execute(f"UPDATE history SET {broken} WHERE build = 1")
    db.close()
    assert [told(changes) for changes in logged(site)] == [[("new", "mouse")]]
