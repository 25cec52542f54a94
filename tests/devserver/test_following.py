"""Builds that follow what is edited: what they wait for, and what they leave alone."""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import watchfiles

from feeds.config import Options, load
from feeds.core.errors import ServerError
from feeds.devserver import rebuild
from feeds.devserver.rebuild import Rebuilt, follow
from feeds.devserver.watch import Changes, watched, watching
from feeds.publish import lock
from tests.support import Site

CONFIG = Path("feeds.toml")


@pytest.fixture
def builds(site: Site) -> Iterator[Iterator[Rebuilt]]:
    """Return the builds of a site, the first of which is done."""
    site.write()
    CONFIG.write_text('source = "articles"\n[site]\nbase_url = "https://feeds.example.org/"\n')
    with closing(follow(lambda: load(Options()), CONFIG, details=True, warn=pytest.fail)) as builds:
        first = next(builds)
        assert first.report
        assert first.report.tally.published == 1
        yield builds


def _edited(site: Site, title: str) -> None:
    """Save an article as many editors do: whole, in one step."""
    new = site.write("../new.md", title=title)
    new.replace(site.source / "lamp.md")


def test_a_change_is_built_and_named(site: Site, builds: Iterator[Rebuilt]) -> None:
    """The report says what was written, the names what was edited."""
    _edited(site, "A lamp that forgets")
    rebuilt = next(builds)
    assert rebuilt.changed == ("articles/lamp.md changed",)
    assert rebuilt.report
    assert "all/rss.xml" in rebuilt.report.written
    assert site.titles() == ["A lamp that forgets"]


def test_a_build_that_finds_another_running_is_made_later(
    site: Site, builds: Iterator[Rebuilt], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change is not lost because cron is building at that moment."""
    monkeypatch.setattr(rebuild, "BUSY_SECONDS", 0.01)
    with lock.hold_folder(site.output):
        _edited(site, "A lamp that forgets")
        rebuilt = next(builds)
        assert rebuilt.report is None
        assert rebuilt.error
        assert rebuilt.error.endswith("; trying again")
        assert site.titles() == ["A lamp that remembers"]
    rebuilt = next(builds)
    assert rebuilt.changed == ("articles/lamp.md changed",)
    assert site.titles() == ["A lamp that forgets"]


def test_a_name_that_is_no_text_ends_nothing(site: Site, builds: Iterator[Rebuilt]) -> None:
    """What happens while a file appears whose name is not UTF-8 is built all the same, and so is what follows."""
    Path(os.fsdecode(os.fsencode(site.source) + b"/\xff.txt")).touch()
    _edited(site, "A lamp that forgets")
    next(builds)
    assert site.titles() == ["A lamp that forgets"]
    _edited(site, "A lamp that sleeps")
    next(builds)
    assert site.titles() == ["A lamp that sleeps"]


@pytest.mark.parametrize("name", ["a" * 300 + ".md", "file/inside.md", "\0.md"])
def test_a_path_that_cannot_be_looked_at_is_gone(site: Site, name: str) -> None:
    """A path of which the system says that it is none, as for its length, is named like one that is gone."""
    (site.source / "file").touch()
    assert rebuild._shown([site.source / name], ()) == (f"{site.source / name} is gone",)


def test_a_source_that_becomes_a_circle_of_links_ends_nothing(site: Site, builds: Iterator[Rebuilt]) -> None:
    """Where the folder of the articles is replaced by a link to itself, that is said, and building goes on later."""
    moved = site.source.rename(site.source.with_name("moved"))
    site.source.symlink_to(site.source.name)
    Path("feeds.toml").write_text(CONFIG.read_text() + "# edited\n")
    assert "circle" in (next(builds).error or "")
    site.source.unlink()
    moved.rename(site.source)
    Path("feeds.toml").write_text(CONFIG.read_text() + "# again\n")
    assert next(builds).report


def test_what_cannot_be_watched_ends_it(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system gives no more watches, a person is told, and does not wait for what never comes."""
    site.write()

    def refuse(*paths: Path, **options: object) -> Iterator[set[tuple[int, str]]]:
        raise OSError(28, "OS file watch limit reached")

    monkeypatch.setattr(watchfiles, "watch", refuse)
    options = Options(sources=(site.source,), base_url="https://feeds.example.org/")
    with closing(follow(lambda: load(options), CONFIG, details=False, warn=pytest.fail)) as builds:
        assert next(builds).report
        with pytest.raises(ServerError, match="OS file watch limit reached"):
            next(builds)


def test_what_matters(site: Site) -> None:
    """Articles, settings, topics and templates do; the output, the state, hidden files and other people's do not."""
    (site.folder / "_config.yml").write_text("title: Lamps\nurl: https://lamps.example\n")
    (site.folder / "looks").mkdir()
    CONFIG.write_text('source = "."\ntemplates = "looks"\n')
    site.write()
    (site.folder / "_data" / "topics").mkdir(parents=True)
    here = site.folder.resolve()
    places = watched(load(Options()), CONFIG)
    for name in ("feeds.toml", "_config.yml", "articles/lamp.md", "new.html", "_data/topics/a.yaml", "looks/page.html"):
        assert places.matters(here / name), name
    for name in (
        "dist/all/index.html",
        ".feeds/x.md",
        ".git/HEAD",
        "node_modules/a/README.md",
        "_site/a.html",
        "../a.md",
    ):
        assert not places.matters(here / name), name


def test_a_single_file_can_be_watched(site: Site) -> None:
    """A source that is a file is noticed also when an editor puts another in its place; its neighbours are not."""
    path = site.write()
    options = Options(sources=(path,), base_url="https://feeds.example.org/")
    changes = Changes()
    with watching(watched(load(options), CONFIG), changes):
        site.write("neighbour.md")
        _edited(site, "A lamp that forgets")
        assert changes.wait() == {path.resolve()}
    assert changes.wait(0) == set()
