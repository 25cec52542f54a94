"""Feeds that exist stay; files go only when we wrote them and nobody asks for them any more."""

import shutil
from pathlib import Path

import pytest

import feeds
from feeds.config import Options, load
from feeds.core.directory import SITE_DOCUMENTS
from feeds.core.errors import OutputError, RefusedError
from feeds.diagnostics.status import status
from feeds.publish.build import Request
from tests.support import BASE_URL, Site, mtimes, tree


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
    site.build(request=Request(allow_loss=True))
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
    report = site.build(config=config, request=Request(prune=True))
    assert sorted(site.files().keys() - set(SITE_DOCUMENTS)) == [
        "all/feed.json",
        "all/index.html",
        "all/rss.xml",
        "providers/lamps.example/atom.xml.bak",
        "topics/light/feed.json",
        "topics/light/index.html",
        "topics/light/rss.xml",
    ]
    assert len(report.removed) == 6


def test_what_the_configuration_drops_is_kept_up_to_date_until_somebody_says_that_it_may_go(site: Site) -> None:
    """A word that was deleted in feeds.toml costs no subscriber anything; lists no longer name what was given up."""
    site.write()
    site.build()
    config = site.folder / "feeds.toml"
    config.write_text('groups = ["all", "topic"]\nformats = ["rss", "json"]\n')
    site.write(title="Changed")
    report = site.build(config=config, request=Request(news_only=True))
    kept = ("all/atom.xml", *(f"providers/lamps.example/{name}" for name in ("atom.xml", "feed.json", "rss.xml")))
    assert [name for name in report.given_up if not name.endswith("index.html")] == [*kept, "topics/light/atom.xml"]
    assert report.news == (
        f"feeds: {site.output}: 5 documents of a format or group that feeds.toml no longer names are kept up to date"
        f" for subscribers: {', '.join(report.given_up[:3])}, {kept[3]}, topics/light/atom.xml;"
        ' feeds build --prune removes them; for feeds that have ended, write feeds = ["providers/lamps.example"] below'
        ' [retired]; for one that has another name now, "providers/lamps.example" = "providers/…" below [renamed]',
    )
    assert (report.removed, report.exit_status) == ((), 0)
    assert site.parsed("topics/light", "atom.xml").entries[0].title == "Changed"
    assert site.parsed("providers/lamps.example", "rss.xml").entries[0].title == "Changed"
    assert b"lamps.example/rss.xml" not in site.files()["feeds.opml"]
    assert b"providers/lamps.example" not in site.files()["index.html"]
    found = feeds.validate(site.output, base_url=BASE_URL).findings
    assert [(one.severity, one.rule) for one in found] == [("warning", "site OPML")]

    site.write(published=False)
    site.build(config=config)
    assert site.titles("providers/lamps.example") == []

    site.write(title="Changed")
    names = ", ".join((*kept, "topics/light/atom.xml"))
    tried = site.build(config=config, request=Request(prune=True, news_only=True, dry_run=True))
    assert tried.notices == (f"{site.output}: 5 documents that readers may fetch would be removed: {names}",)
    assert tried.news == ()
    pruned = site.build(config=config, request=Request(prune=True, news_only=True))
    assert set(kept) < set(pruned.removed)
    assert pruned.notices == (f"{site.output}: 5 documents that readers may fetch were removed: {names}",)
    assert pruned.news == (f"{site.output}: nothing is wrong any more",)


def _given_up(site: Site) -> Path:
    """Build a site that then gives up a kind of feeds and a format, and return its configuration."""
    site.write()
    site.build()
    config = site.folder / "feeds.toml"
    config.write_text('groups = ["all", "topic"]\nformats = ["rss", "json"]\n')
    site.build(config=config)
    return config


def _damaged(content: bytes) -> list[bytes]:
    """Return what a disk, or somebody's hand, may leave of a document."""
    middle = len(content) // 2
    marks = (b"<generator>feeds", b'"_feeds"', b"</feed>", b"</rss>", b"<title>", b'"title"', b'"date_published"')
    changed = [content.replace(mark, mark[:-2] + b"~" + mark[-1:], 1) for mark in marks if mark in content]
    cut = [b"", b"\0" * 500, content[:middle], content[:100], b"\0" * 200 + content[200:]]
    return [*changed, *cut, content[:middle] + b"x" + content[middle:]]


@pytest.mark.parametrize(
    "name", ["all/atom.xml", "providers/lamps.example/feed.json", "providers/lamps.example/rss.xml"]
)
def test_a_kept_document_is_healed(site: Site, name: str) -> None:
    """What was removed or damaged of a feed that the site gave up is written again, and stays up to date."""
    config = _given_up(site)
    path = site.output / name
    before = path.read_bytes()
    for content in _damaged(before):
        path.write_bytes(content)
        site.build(config=config)
        assert path.read_bytes() == before, content
    shutil.rmtree(path.parent)
    report = site.build(config=config)
    assert path.read_bytes() == before
    assert name in report.given_up
    site.write(title="Changed")
    site.build(config=config)
    assert b"Changed" in path.read_bytes()


def test_what_takes_the_place_of_a_kept_document_is_left_alone(site: Site) -> None:
    """It is told of once, `feeds status` names it, no build touches it, and when it is gone the document is back."""
    config = _given_up(site)
    path = site.output / "providers/lamps.example/feed.json"
    path.write_text('{"theirs": 1}')
    site.write(title="Changed")
    report = site.build(config=config)
    (notice,) = report.notices
    assert "was replaced by something else, which is left alone: providers/lamps.example/feed.json" in notice
    assert "providers/lamps.example/feed.json" not in report.given_up
    assert site.parsed("providers/lamps.example", "rss.xml").entries[0].title == "Changed"

    for request in (Request(), Request(full=True), Request(topics=("Light",)), Request(feeds=("topics/light",))):
        assert site.build(config=config, request=request).notices == ()
    site.build(config=config, formats=("json",), request=Request(full=True))
    assert path.read_text() == '{"theirs": 1}'
    chosen = Options(sources=(site.source,), output=site.output, state_dir=site.folder / ".feeds", base_url=BASE_URL)
    (wrong,) = (one for one in status(load(chosen), warn=pytest.fail).wrong if "feed.json: " in one)
    assert wrong.startswith(f"{path}: something else has taken the place of this document")

    dropped = config.read_text()
    for text, request in (("", Request()), (dropped, Request(providers=("lamps.example",)))):
        config.write_text(text)
        with pytest.raises(OutputError, match=r"feed\.json: exists, and no build of feeds wrote it"):
            site.build(config=config, request=request)
    path.unlink()
    site.build(config=config)
    assert site.titles("providers/lamps.example") == ["Changed"]


def test_what_takes_the_place_of_a_whole_kept_feed_is_left_alone(site: Site) -> None:
    """A link, or a file, where the folder of a feed was that the site gave up may be somebody's; pruning leaves it."""
    config = _given_up(site)
    elsewhere = site.folder / "elsewhere"
    (site.output / "providers").rename(elsewhere)
    (site.output / "providers").symlink_to(elsewhere)
    before = tree(elsewhere)
    site.write(title="Changed")
    for request in (Request(), Request(full=True), Request(prune=True), Request()):
        site.build(config=config, request=request)
        assert (site.output / "providers").is_symlink()
    assert tree(elsewhere) == before
    assert site.warnings == []


def test_files_beside_a_document_whose_place_was_taken_go(site: Site) -> None:
    """No server may send the compressed file of a document that is there no more."""
    config = site.folder / "feeds.toml"
    config.write_text("precompress = true\n")
    site.write()
    site.build(config=config)
    path = site.output / "all/atom.xml"
    path.write_text("<feed>theirs</feed>")
    config.write_text('precompress = true\nformats = ["rss", "json"]\n')
    site.build(config=config)
    assert [one.name for one in path.parent.glob("atom.xml*")] == ["atom.xml"]


def test_a_format_that_comes_back_was_never_away(site: Site) -> None:
    """Taking back the change of feeds.toml leaves the tree of a build from nothing."""
    config = site.folder / "feeds.toml"
    config.write_text("")
    site.write()
    site.build(config=config)
    before = site.files()
    config.write_text('groups = ["all"]\nformats = ["rss"]\n')
    site.build(config=config)
    config.write_text("")
    assert site.build(config=config).given_up == ()
    assert site.files() == before


def test_pages_go_at_once(site: Site) -> None:
    """Nobody subscribes to a page."""
    config = site.folder / "feeds.toml"
    config.write_text("")
    site.write()
    site.build(config=config)
    config.write_text("pages = false\n")
    report = site.build(config=config)
    assert "all/index.html" in report.removed
    assert (report.notices, report.given_up) == ((), ())


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
    site.build(formats=("rss",))
    changed = {name for name, moment in mtimes(site.output).items() if before[name] != moment}
    assert {name.rsplit("/", 1)[1] for name in changed} == {"rss.xml"}
    assert sorted(before) == sorted(site.files())


def test_a_damaged_state_is_said_and_healed(site: Site) -> None:
    """A build survives whatever happened to its state."""
    site.write()
    site.build()
    (state,) = (site.folder / ".feeds").glob("*.sqlite")
    state.write_bytes(b"\xff\x00" * 600)
    before = mtimes(site.output)
    assert site.build().unchanged == 18
    assert len(site.warnings) == 1
    assert mtimes(site.output) == before
    site.build()
    assert len(site.warnings) == 1


@pytest.mark.parametrize("broken", [False, True], ids=["all gone", "all broken"])
def test_an_empty_result_keeps_the_feeds(site: Site, broken: bool) -> None:
    """A folder that was not mounted, or a bad search and replace, does not empty every feed; a wish can."""
    path = site.write()
    site.build()
    before = mtimes(site.folder / "dist")
    path.write_text("---\ntitle: [\n---\n") if broken else path.unlink()
    (site.source / "about.html").write_text("---\nlayout: page\n---\n")
    with pytest.raises(RefusedError, match="--allow-loss"):
        site.build()
    assert mtimes(site.folder / "dist") == before
    assert not site.build(request=Request(allow_loss=True)).refused
    assert site.titles() == []


def test_a_threshold_that_nothing_passes_keeps_the_feeds(site: Site) -> None:
    """A number that was meant for other articles does not empty every feed, and the exit status tells; a wish can."""
    site.write()
    site.build()
    before = mtimes(site.output)
    with pytest.raises(RefusedError, match="--allow-loss"):
        site.build(min_quality=1_000)
    assert mtimes(site.output) == before
    assert not site.build(request=Request(allow_loss=True), min_quality=1_000).refused
    assert site.titles() == []
    assert not site.build(min_quality=1_000).refused


def test_drafts_alone_are_a_wish(site: Site) -> None:
    """Whoever takes the last story back by its flag means it."""
    site.write()
    site.build()
    site.write(published=False)
    assert not site.build().refused
    assert site.titles() == []


def test_a_format_that_an_option_asked_for_is_kept_up_to_date(site: Site) -> None:
    """Whoever subscribed to it is not left behind; only the configuration can give up a format that it had."""
    config = site.folder / "feeds.toml"
    config.write_text('formats = ["rss"]\n')
    site.write()
    site.build(config=config)
    site.build(config=config, formats=("json",))
    site.write(title="Changed")
    assert site.build(config=config).removed == ()
    assert site.titles() == ["Changed"]
    config.write_text('formats = ["rss", "json"]\n')
    site.build(config=config)
    config.write_text('formats = ["rss"]\n')
    assert len(site.build(config=config, request=Request(prune=True)).removed) == 3


def test_nothing_is_written_where_the_state_cannot_be_kept(site: Site) -> None:
    """Files that no state knows would never be removed: it is made sure of first."""
    site.write()
    (site.folder / ".feeds").write_text("in the way")
    with pytest.raises(OutputError):
        site.build()
    assert not site.output.exists()


def test_what_is_asked_for_after_it_was_given_up_is_kept(site: Site) -> None:
    """An option that asks for a feed which the configuration has just dropped is a wish, not a leftover."""
    config = site.folder / "feeds.toml"
    site.write()
    site.build()
    config.write_text('groups = ["all", "topic"]\nformats = ["rss"]\n')
    site.build(config=config, request=Request(providers=("lamps.example",)))
    site.build(config=config, formats=("json",))
    site.write(title="Changed")
    site.build(config=config, request=Request(prune=True))
    assert site.parsed("providers/lamps.example", "rss.xml").entries[0].title == "Changed"
    assert site.titles("topics/light") == ["Changed"]
    assert not (site.output / "topics" / "light" / "atom.xml").exists()


def test_a_feed_asked_for_in_a_format_is_the_only_one_in_it(site: Site) -> None:
    """`--topic` with `--format` adds one document, and whole builds add no more of that format."""
    config = site.folder / "feeds.toml"
    config.write_text('formats = ["rss"]\n')
    site.write()
    site.build(config=config)
    site.build(config=config, formats=("json",), request=Request(topics=("Light",)))
    site.build(config=config)
    assert [name for name in site.files() if name.endswith(".json")] == ["topics/light/feed.json"]


def test_a_partial_build_leaves_no_feed_stale(site: Site) -> None:
    """A site that names its formats on every run still updates feeds that a whole build would do without."""
    config = site.folder / "feeds.toml"
    config.write_text("")
    site.write()
    site.build(config=config)
    config.write_text('groups = ["all"]\n')
    site.write(title="Changed")
    site.build(config=config, formats=("rss", "atom", "json"))
    assert site.titles("topics/light") == ["Changed"]
    assert len(site.build(config=config, request=Request(prune=True)).removed) == 8


def test_a_build_that_ends_early_leaves_nothing_unknown(site: Site) -> None:
    """Feeds that were written before the disk was full are emptied when their articles go, like any other."""
    site.write("one.md", webUrl="https://lamps.example/1", topics=["Food"])
    site.write("two.md", webUrl="https://lamps.example/2", topics=["Space"])
    (site.output / "topics").mkdir(parents=True)
    (site.output / "topics" / "space").write_text("in the way")
    with pytest.raises(OutputError):
        site.build()
    assert site.titles("topics/food") == ["A lamp that remembers"]
    (site.output / "topics" / "space").unlink()
    (site.source / "one.md").unlink()
    site.build()
    assert site.titles("topics/food") == []
