"""A build that finds nothing new only looks at its documents, and one that finds anything at all does its work."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from feeds.index import changes
from feeds.publish import build as steps
from feeds.publish.build import Request
from tests.support import Site, mtimes

NOW = datetime(2026, 6, 1, tzinfo=UTC)
CONFIG = """\
precompress = true
archives = ["all"]
limit = 1
[feeds.short]
topics = ["Light"]
[retired]
feeds = { "topics/dark" = 2026-06-10 }
"""


@pytest.fixture
def settled(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """Return a site whose last two builds had nothing to do."""
    monkeypatch.setattr(changes, "FINE_TICK", 0)  # else the articles are too young to be trusted at once
    for number in range(4):
        site.write(
            f"{number}.md",
            webUrl=f"https://lamps.example/{number}",
            publishedDateTime=f"2026-0{number + 1}-02",
            topics=["Light", "Dark"],
        )
    site.write("later.md", webUrl="https://lamps.example/later", publishedDateTime="2026-06-05")
    site.write("broken.md", webUrl="nowhere")
    (site.folder / "feeds.toml").write_text(CONFIG)
    for _ in range(3):
        make(site)
    return site


def make(site: Site, now: datetime = NOW, request: Request = Request()) -> list[str]:  # noqa: B008 - frozen
    """Build, and return what was written and removed."""
    report = site.build(config=site.folder / "feeds.toml", now=now, request=request)
    return sorted([*report.written, *report.removed])


def test_nothing_is_planned_where_nothing_is_new(settled: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The report is that of a build that plans, and neither the output nor the state is touched."""
    before = mtimes(settled.folder)
    config = settled.folder / "feeds.toml"
    (next((settled.folder / ".feeds").glob("*.settled"))).rename(settled.folder / "aside")
    planned = settled.build(config=config, now=NOW)
    with monkeypatch.context() as patch:
        patch.setattr(steps, "prepare_plan", lambda *_, **__: pytest.fail("planned"))
        quick = settled.build(config=config, now=NOW)
    assert (quick.feeds, quick.empty, quick.unchanged) == (planned.feeds, planned.empty, planned.unchanged)
    assert (quick.tally, quick.problems, quick.exit_status) == (planned.tally, planned.problems, 1)
    after = mtimes(settled.folder)
    assert {Path(name).suffix for name in before if before[name] != after.get(name)} <= {
        ".attempt",
        ".heartbeat",
        ".settled",
    }


def configure(text: str) -> Callable[[Site], object]:
    """Return what writes the configuration of a site anew."""
    return lambda site: (site.folder / "feeds.toml").write_text(text)


def link(site: Site) -> None:
    """Put a link in the place of a document."""
    document, elsewhere = site.output / "feeds.opml", site.folder / "elsewhere"
    document.rename(elsewhere)
    document.symlink_to(elsewhere)


CHANGES: dict[str, Callable[[Site], object]] = {
    "an article": lambda site: site.write("0.md", webUrl="https://lamps.example/0", title="Another one"),
    "an article more": lambda site: site.write("new.md", webUrl="https://lamps.example/new"),
    "an article less": lambda site: (site.source / "3.md").unlink(),
    "a document less": lambda site: (site.output / "topics/light/rss.xml").unlink(),
    "a folder less": lambda site: (site.output / "topics/light").rename(site.folder / "gone"),
    "a document of an archive": lambda site: (site.output / "all/archive/2026-01/atom.xml").write_text("<feed/>"),
    "a compressed file less": lambda site: (site.output / "all/rss.xml.gz").unlink(),
    "the front page": lambda site: (site.output / "index.html").write_text("<!DOCTYPE html>"),
    "a link": link,
    "a limit": configure(CONFIG.replace("limit = 1", "limit = 2")),
    "a definition": configure(CONFIG.replace('["Light"]', '["Light"]\ntitle = "Short"')),
    "a kind of feeds": configure(f'groups = ["all"]\n{CONFIG}'),
    "a renamed feed": configure(f'{CONFIG}[renamed]\n"topics/old" = "topics/light"\n'),
    "archives": configure(CONFIG.replace('["all"]', '["all", "topic"]')),
    "maps": configure(f'redirects = ["nginx"]\n{CONFIG}'),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_is_seen(settled: Site, change: Callable[[Site], object]) -> None:
    """After any change of an article, the configuration or a document, the output is that of a full build."""
    change(settled)
    make(settled)
    found = settled.files()
    make(settled, request=Request(full=True))
    assert found == settled.files()


def test_a_note_is_nothing_without_its_database(settled: Site) -> None:
    """Where the database is gone, or another one, what is known of the output is found in the documents again."""
    database = next((settled.folder / ".feeds").glob("*.sqlite"))
    before = settled.files()
    database.unlink()
    settled.write("new.md", webUrl="https://lamps.example/new", publishedDateTime="2026-05-05", topics=["Light"])
    assert "topics/light/rss.xml" in make(settled)
    assert settled.files().keys() >= before.keys()


@pytest.mark.parametrize(("days", "written"), [(5, "all/rss.xml"), (10, "topics/dark/rss.xml")], ids=["due", "ended"])
def test_time_passes(settled: Site, days: int, written: str) -> None:
    """An article whose time comes is published, and a feed whose time is over ends."""
    assert make(settled, NOW + timedelta(days=1)) == []
    assert written in make(settled, NOW + timedelta(days=days))


def test_an_end_moves(settled: Site) -> None:
    """A feed that has ended ends earlier: it holds less."""
    for day, number in (("2026-03-15", 3), ("2026-02-15", 2)):
        configure(CONFIG.replace("2026-06-10", day).replace("limit = 1", "limit = 9"))(settled)
        for _ in range(3):
            make(settled)
        assert len(settled.json("topics/dark")["items"]) == number + 1  # the last item says that it has ended


def test_what_is_asked_for_is_done(settled: Site) -> None:
    """A full build, and one that is strict, do what they are for."""
    assert settled.build(config=settled.folder / "feeds.toml", now=NOW, request=Request(strict=True)).refused
    (settled.output / "all/atom.xml").write_text("<feed/>")
    assert "all/atom.xml" in make(settled, request=Request(full=True))


@pytest.mark.parametrize("content", [b"", b"\x93", b"\xc1" * 9000, None], ids=["empty", "cut", "long", "gone"])
def test_a_file_that_says_nothing_costs_nothing(settled: Site, content: bytes | None) -> None:
    """What was noted only saves time: with anything else in its place, builds find by a plan that nothing is to do."""
    note = next((settled.folder / ".feeds").glob("*.settled"))
    note.unlink()
    if content is not None:
        note.write_bytes(content)
    assert make(settled) == []
    assert note.stat().st_size < 100
