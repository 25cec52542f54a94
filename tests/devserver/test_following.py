"""Builds that follow what is edited: what they wait for, and what they leave alone."""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from feeds.config import Options, load
from feeds.devserver import rebuild, watch
from feeds.devserver.rebuild import Rebuilt, follow
from feeds.devserver.watch import Places, Watch, places_of
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
    monkeypatch.setattr(rebuild, "AGAIN_SECONDS", 0.01)
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
    assert rebuild._shown([site.source / name]) == (f"{site.source / name} is gone",)


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


def test_a_source_that_is_replaced_is_watched_on(site: Site, builds: Iterator[Rebuilt]) -> None:
    """A folder that is put in the place of the source, as by a checkout, is watched as the one before was."""
    for title in ("A lamp that forgets", "A lamp that sleeps"):
        new = site.source.with_name("new")
        shutil.copytree(site.source, new)
        site.source.rename(site.source.with_name(f"before {title}"))
        new.rename(site.source)
        _edited(site, title)
        assert "articles/lamp.md changed" in next(builds).changed
        assert site.titles() == [title]


def test_what_is_excluded_from_the_sources_counts_as_a_template_or_topic(site: Site) -> None:
    """A pattern that keeps files out of the articles says nothing of the site's own templates and topics."""
    site.write()
    CONFIG.write_text(
        'source = "."\ntemplates = "templates"\ndata = "data"\n[site]\nbase_url = "https://feeds.example.org/"\n'
        '[articles]\nexclude = ["*.html", "*.yaml", "left/*"]\n'
    )
    paths = [Path("templates/item.html"), Path("data/topics/ai.yaml")]
    for path in (*paths, left := Path("left/a.md")):
        path.parent.mkdir(parents=True)
        path.write_text("")
    watch = Watch(places_of(load(Options()), CONFIG))
    for path in (*paths, left):
        path.write_text("changed")
    assert watch.wait(0.0) == set(paths)


def test_a_source_that_is_missing_for_a_moment_is_watched_on(site: Site, builds: Iterator[Rebuilt]) -> None:
    """A source that is away is an error; once it is back, it is built, and watched as before."""
    moved = site.source.rename(site.source.with_name("moved"))
    rebuilt = next(builds)
    assert rebuilt.error
    assert rebuilt.changed == ("articles/lamp.md is gone",)
    moved.rename(site.source)
    assert next(builds).error is None
    _edited(site, "A lamp that forgets")
    assert next(builds).changed == ("articles/lamp.md changed",)
    assert site.titles() == ["A lamp that forgets"]


def test_a_link_as_the_source_is_watched_wherever_it_leads(site: Site) -> None:
    """A release that becomes the present one by a link is noticed, and so is what is edited in it."""
    site.write()
    site.source.rename(site.folder / "first")
    Path("articles").symlink_to("first")
    options = Options(sources=(Path("articles"),), base_url="https://feeds.example.org/")
    with closing(follow(lambda: load(options), CONFIG, details=True, warn=pytest.fail)) as builds:
        next(builds)
        Path("second").mkdir()
        site.write("../second/lamp.md", title="A lamp that forgets")
        Path("articles").unlink()
        Path("articles").symlink_to("second")
        next(builds)
        assert site.titles() == ["A lamp that forgets"]
        site.write("../second/lamp.md", title="A lamp that sleeps well")
        assert next(builds).changed == ("articles/lamp.md changed",)
        assert site.titles() == ["A lamp that sleeps well"]


def test_a_configuration_is_watched_on_when_it_is_replaced_or_missing(site: Site, builds: Iterator[Rebuilt]) -> None:
    """Editors put a new file in the place of the old one, and a checkout may take it away for a moment."""
    for title in ("Lamps", "Owls"):
        new = Path("new.toml")
        new.write_text(f'{CONFIG.read_text().partition("title")[0]}title = "{title}"\n')
        new.replace(CONFIG)
        assert next(builds).changed == ("feeds.toml changed",)
        assert f"<title>{title}" in (site.output / "all" / "rss.xml").read_text()
    moved = CONFIG.rename("moved.toml")
    assert next(builds).changed == ("feeds.toml is gone",)
    moved.rename(CONFIG)
    assert next(builds).changed == ("feeds.toml changed",)


def test_what_hinders_the_configuration_may_end_without_a_change(
    site: Site, builds: Iterator[Rebuilt], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that the configuration needs is missing: that is said once, and building goes on when it is there."""
    monkeypatch.setattr(rebuild, "AGAIN_SECONDS", 0.01)
    CONFIG.write_text('templates = "looks"\n' + CONFIG.read_text())
    assert "looks" in (next(builds).error or "")
    Path("looks").mkdir()
    _edited(site, "A lamp that forgets")
    while not (rebuilt := next(builds)).report:
        assert rebuilt.changed
    assert site.titles() == ["A lamp that forgets"]


def _places(*sources: Path) -> Places:
    """Return what is watched of a site with sources, or of that which its configuration describes."""
    return places_of(load(Options(sources=sources, base_url="https://feeds.example.org/")), CONFIG)


def _seen() -> set[str]:
    return {str(Path(path)) for path in watch._Look(_places()).seen}


def test_what_is_watched(site: Site) -> None:
    """Articles, settings, topics and templates; not the output, the state, hidden files and other people's."""
    (site.folder / "_config.yml").write_text("title: Lamps\nurl: https://lamps.example\nexclude: [vendor]\n")
    CONFIG.write_text('source = "."\ntemplates = "looks"\n')
    watched = {"feeds.toml", "_config.yml", "articles/lamp.md", "new.html", "_data/topics/a.yaml", "looks/page.html"}
    others = {
        "dist/all/index.html",
        ".feeds/x.md",
        ".git/HEAD",
        "node_modules/a/README.md",
        "_site/a.html",
        "vendor/a/README.md",
        "new.html~",
        "../a.md",
    }
    for name in (watched | others) - {"feeds.toml", "_config.yml"}:
        path = site.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert _seen() == watched | {"."}


def test_no_link_to_a_folder_is_followed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Links that lead back, or out of the site, multiply nothing: each folder is listed once, and those of the site."""
    site.write()
    CONFIG.write_text('source = ["articles", "."]\ndata = "_data"\n')
    outside = site.folder.with_name(f"{site.folder.name} outside")
    outside.mkdir()
    (outside / "secret.md").touch()
    for number in range(40):
        (site.source / f"x{number}").symlink_to("..")
        (site.source / f"y{number}").symlink_to(outside)
    (site.source / "topics").mkdir()
    (site.folder / "_data").mkdir()
    (site.folder / "_data" / "topics").symlink_to("../articles/topics")
    listed: list[str] = []
    scandir = os.scandir

    def noted(folder: str) -> Iterator[os.DirEntry[str]]:
        listed.append(os.path.realpath(folder))
        return scandir(folder)

    places = _places()
    monkeypatch.setattr("feeds.devserver.watch.os.scandir", noted)
    watch._Look(places)
    here = os.path.realpath(site.folder)
    assert sorted(listed) == sorted([f"{here}/articles", f"{here}/articles/topics", here, f"{here}/_data"])


def test_only_a_link_to_a_file_of_the_site_is_followed(site: Site) -> None:
    """A change of a file behind a link is one of the link where a build reads the file, and nothing elsewhere."""
    site.write()
    outside = site.folder.with_name(f"{site.folder.name} outside.md")
    for name, target in (("inside.md", site.folder / "drafts" / "a.md"), ("outside.md", outside)):
        target.parent.mkdir(exist_ok=True)
        target.touch()
        (site.source / name).symlink_to(target)
    CONFIG.write_text('source = "articles"\n')
    watching = Watch(_places())
    outside.write_text("changed")
    (site.folder / "drafts" / "a.md").write_text("changed")
    assert watching.wait(0) == {Path("articles/inside.md")}


def test_a_link_to_a_folder_of_topics_is_followed_as_by_builds(site: Site) -> None:
    """The folders of topics may be elsewhere in the site."""
    site.write()
    CONFIG.write_text('source = "articles"\ndata = "_data"\n')
    Path("shared").mkdir()
    Path("_data").mkdir()
    Path("_data/topics").symlink_to("../shared")
    Path("shared/light.yaml").touch()
    assert "_data/topics/light.yaml" in _seen()


def test_a_single_file_can_be_watched(site: Site) -> None:
    """A source that is a file is noticed also when an editor puts another in its place; its neighbours are not."""
    path = site.write()
    watching = Watch(_places(path))
    site.write("neighbour.md")
    _edited(site, "A lamp that forgets")
    assert watching.wait() == {path}
    assert watching.wait(0) == set()


def test_folders_with_names_that_are_no_text_are_watched(site: Site) -> None:
    """What is below a folder whose name is not UTF-8 is read by builds, and watched."""
    site.write()
    folder = Path(os.fsdecode(os.fsencode(site.source) + b"/\xff"))
    folder.mkdir()
    watching = Watch(_places(site.source))
    (folder / "a.md").touch()
    assert watching.wait() == {folder / "a.md"}


def test_a_change_while_the_configuration_is_read_is_not_lost(site: Site) -> None:
    """Where other places are watched from now on, what changed in those of before is still of the next burst."""
    path = site.write()
    watching = Watch(_places(site.source))
    _edited(site, "A lamp that forgets")
    Path("more").mkdir()
    watching.move_to(_places(site.source, Path("more")))
    assert watching.wait() == {path}


def test_the_more_a_look_costs_the_longer_the_pause(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking takes no more than a tenth of a processor's time, and no wait is too long for a signal to be seen."""
    site.write()
    places = _places(site.source)
    clock, looks = [0.0], [0]
    slept: list[float] = []

    def look(_: Places) -> SimpleNamespace:
        clock[0] += 1.0
        looks[0] += 1
        return SimpleNamespace(seen={})

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock[0] += seconds

    monkeypatch.setattr(watch, "monotonic", lambda: clock[0])
    monkeypatch.setattr(watch, "sleep", sleep)
    monkeypatch.setattr(watch, "_Look", look)
    assert Watch(places).wait(100) == set()
    assert looks == [11]
    assert max(slept) <= watch.WAIT_SECONDS
