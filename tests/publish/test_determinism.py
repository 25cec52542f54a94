"""Same input, same bytes: nothing of the machine, the moment or the past gets into a document."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from feeds.index import changes
from feeds.publish.build import Request
from tests.support import Site, mtimes, tree

ROOT = Path(__file__).parents[2]


def _build(source: Path, output: Path, cwd: Path, **environment: str) -> dict[str, bytes]:
    """Build in a process of its own, and return the output."""
    command = [sys.executable, "-m", "feeds", "build", os.path.relpath(source, cwd), "-o", os.path.relpath(output, cwd)]
    command += ["--config", os.path.relpath(ROOT / "feeds.toml", cwd), "--state-dir", str(output.parent / ".feeds")]
    subprocess.run(command, cwd=cwd, env=os.environ | environment, check=True, capture_output=True)
    return tree(output)


@pytest.mark.slow
def test_the_machine_leaves_no_trace(tmp_path: Path) -> None:
    """Time zone, locale, hash seed and working directory change no byte, and neither does the order of the files."""
    source = ROOT / "seeds"
    first = _build(source, tmp_path / "a" / "dist", ROOT, TZ="UTC", LANG="C", PYTHONHASHSEED="1")
    second = _build(
        source, tmp_path / "b" / "dist", tmp_path, TZ="Asia/Kathmandu", LANG="tr_TR.UTF-8", PYTHONHASHSEED="2"
    )
    assert first
    assert first == second
    shuffled = tmp_path / "c" / "seeds"
    shutil.copytree(source, shuffled)
    for path in sorted((path for path in shuffled.rglob("*") if path.is_file()), reverse=True):
        content = path.read_bytes()  # written again in another order: the file system lists it elsewhere
        path.unlink()
        path.write_bytes(content)
    assert _build(shuffled, tmp_path / "c" / "dist", tmp_path, TZ="America/Lima", PYTHONHASHSEED="3") == first


def test_a_listing_in_another_order_gives_the_same_tree(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The order in which a file system lists a folder changes nothing."""
    for number in range(5):
        site.write(f"{number}/a.md", webUrl=f"https://lamps.example/{number}", topics=["B", "b ", "A"])
        site.write(f"{number}/b.md", webUrl=f"https://lamps.example/{number}?utm_source=x")
    site.build()
    first = site.files()
    walk = os.walk

    def backwards(*args: Any, **options: Any) -> Any:
        for folder, folders, names in walk(*args, **options):
            folders.reverse()
            yield folder, folders, names[::-1]

    monkeypatch.setattr(os, "walk", backwards)
    site.output = site.folder / "again"
    site.build()
    assert site.files() == first


def test_a_build_without_a_change_touches_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A web server's ETag hangs on the time of modification: unchanged files keep theirs, and so does the database."""
    monkeypatch.setattr(changes, "FINE_TICK", 0)  # else the article is too young to be trusted at once
    site.write()
    site.build()
    site.build()  # the first one that has nothing to do notes that
    before = mtimes(site.folder)
    report = site.build()
    after = mtimes(site.folder)
    moved = {Path(name).suffix for name in after if after[name] != before[name]}
    assert moved == {".attempt", ".heartbeat"}  # which say that there was a build
    assert (len(report.written), report.unchanged) == (0, 18)


def test_one_changed_article_rewrites_only_its_feeds(site: Site) -> None:
    """Readers of other topics are not made to fetch anything."""
    site.write("one.md", webUrl="https://lamps.example/1", topics=["One"])
    site.write("two.md", webUrl="https://other.example/2", topics=["Two"], provider=None)
    site.build()
    site.write("two.md", webUrl="https://other.example/2", topics=["Two"], provider=None, title="A new title")
    assert {name.rsplit("/", 1)[0] for name in site.build().written} == {
        "all",
        "topics/two",
        "providers/other.example",
    }


def test_earlier_builds_leave_no_trace(site: Site) -> None:
    """A tree built step by step is the one built at once."""
    site.write("one.md", webUrl="https://lamps.example/1")
    site.build(limit=1)
    site.write("two.md", webUrl="https://lamps.example/2", publishedDateTime="2026-02-02")
    site.build(min_quality=3, request=Request(allow_loss=True))
    site.build()
    stepwise = site.files()
    shutil.rmtree(site.output)
    shutil.rmtree(site.folder / ".feeds")
    site.build()
    assert site.files() == stepwise


def test_a_rename_or_a_new_title_keeps_every_id(site: Site) -> None:
    """A subscriber never sees an old story as new because of housekeeping."""
    path = site.write()
    site.build()
    before = site.json("all")["items"][0]["id"]
    path.unlink()
    site.write("elsewhere/renamed.html", title="Another title", images=[{"url": "https://img.example/x.png"}], heat=9)
    site.build(base_url="https://moved.example/")
    after = [
        site.json("all")["items"][0]["id"],
        *(site.parsed("all", n).entries[0].id for n in ("rss.xml", "atom.xml")),
    ]
    assert after == [before] * 3
