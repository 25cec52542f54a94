"""Builds that are killed at any moment leave whole files, and the next one does the rest."""

import gzip
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import brotli
import html5lib
import pytest
from lxml import etree

from bench.generate import touch_some, write_tree
from feeds.core.model import ASSETS
from feeds.core.redirects import MAP_MARK, MAPS
from feeds.formats.html import pages
from feeds.publish.replace import sweep
from tests.support import BASE_URL, Site, begin_temporary, tree


def _command(site: Site) -> list[str]:
    return [sys.executable, "-m", "feeds", "build", str(site.source), "--base-url", BASE_URL, "--jobs", "2", "--quiet"]


def _kill_a_build(site: Site, seconds: float) -> bool:
    """Start a build and kill it after a time; say whether it was still running."""
    process = subprocess.Popen(_command(site), cwd=site.folder, stderr=subprocess.DEVNULL)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True
    return False


PLACES = 5
"""In so many places are the feeds of one topic, and one of the site's own, in turn."""

UNPACK = {".gz": gzip.decompress, ".br": brotli.decompress}


def _broken(folder: Path) -> Iterator[str]:
    """Yield the documents that no reader could read, and what is no document and not the scrap of a dead build."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        try:
            if path.suffix in UNPACK:
                UNPACK[path.suffix](path.read_bytes())
            elif path.name == "feed.json":
                json.loads(path.read_bytes())
            elif path.name in ("rss.xml", "atom.xml", "feeds.opml", "favicon.svg"):
                etree.parse(path)
            elif path.name == "index.html":
                html5lib.HTMLParser(strict=True).parse(path.read_bytes(), transport_encoding="utf-8")
            elif not _is_whole(path):
                yield str(path)
        except (
            OSError,
            EOFError,
            brotli.error,
            ValueError,
            etree.XMLSyntaxError,
            html5lib.html5parser.ParseError,
        ) as error:
            yield f"{path}: {error}"


def _is_whole(path: Path) -> bool:
    """Say whether a file is as a build writes it, or the scrap of a dead one."""
    if path.name in MAPS:
        return path.read_bytes().startswith(MAP_MARK) and path.read_bytes().endswith(b"\n")
    return path.read_bytes() == pages(None).asset(path.name) if path.name in ASSETS else path.name.endswith(".tmp")


def _change(site: Site, count: int, number: int) -> None:
    """Change the input so that there is something to do: articles, the configuration, or that anything is known."""
    if number % 4 == 3:
        for path in (site.folder / ".feeds").glob("*.sqlite"):
            path.unlink()
    if number % 4 != 2:
        touch_some(site.source, count, 10, number)
    (site.folder / "feeds.toml").write_text(config(number))


def config(number: int) -> str:
    """Return a configuration with all that feeds can be. It names every place in which any round has a feed.

    From round to round, more articles are selected: so no feed is emptied, and no month leaves the archives.
    """
    here = number // 2 % PLACES
    elsewhere = [place for place in range(PLACES) if place != here]
    moved = {"topics/ai": f"topics/ai-{here}"} | {f"topics/ai-{place}": f"topics/ai-{here}" for place in elsewhere}
    moved |= {f"feeds/rare-{place}": f"feeds/rare-{here}" for place in elsewhere}
    lines = "\n".join(f'"{old}" = "{new}"' for old, new in moved.items())
    retired = "" if number % 3 else '[retired]\nfeeds = {"topics/maps" = 2021-01-01}\n'
    return f"""
limit = 20
max_bytes = 60_000
archives = ["all", "feed"]
redirects = ["nginx", "apache", "caddy", "netlify"]
precompress = {str(number % 4 in (1, 2)).lower()}
[site]
title = "Round {number // 2}"
language = "{"en" if number % 5 else "fr"}"
[websub]
hubs = ["https://hub.example/"]
[select]
min_quality = {max(0, 45 - number)}
[topics]
AI = {{slug = "ai-{here}"}}
[feeds."rare-{here}"]
topics = ["Glass", "Clocks"]
content = "summary"
limit = {2 + number % 3}
[feeds.hot]
topics = ["Textiles"]
min_heat = {max(0, 30 - 2 * number)}
[renamed]
{lines}
{retired}"""


def _kill_again_and_again(site: Site, count: int, rounds: int) -> int:
    """Kill builds, look at what they leave, and compare what the next one makes of it; returns how many were hit."""
    site.source.rmdir()
    write_tree(site.source, count)
    (site.folder / "feeds.toml").write_text(config(0))
    chance = random.Random(1)
    started = time.monotonic()
    subprocess.run(_command(site), cwd=site.folder, check=True)
    whole = time.monotonic() - started
    killed = 0
    for number in range(rounds):
        _change(site, count, number)
        killed += _kill_a_build(site, whole * chance.uniform(0.1, 1.1))
        assert list(_broken(site.output)) == []
        subprocess.run(_command(site), cwd=site.folder, check=True)
        for folder in {path.parent for path in site.output.rglob("*")}:
            descriptor = os.open(folder, os.O_RDONLY)
            sweep(descriptor)  # a build looks only where it writes
            os.close(descriptor)
        fresh = site.folder / f"fresh-{number}"
        options = ["-o", str(fresh / "dist"), "--state-dir", str(fresh / ".feeds")]
        subprocess.run([*_command(site), *options], cwd=site.folder, check=True)
        assert tree(site.output) == tree(fresh / "dist")
        shutil.rmtree(fresh)
    return killed


@pytest.mark.slow
def test_builds_that_are_killed(site: Site) -> None:
    """A handful of builds, killed while they start, read, render, write or commit."""
    assert _kill_again_and_again(site, 200, 4) > 0


@pytest.mark.thorough
def test_two_hundred_builds_that_are_killed(site: Site) -> None:
    """The same, on a thousand articles, at two hundred moments."""
    assert _kill_again_and_again(site, 1000, 200) > 150


def test_the_children_of_a_killed_build_end_and_hold_no_lock(site: Site) -> None:
    """Nothing of a dead build keeps the next one waiting, or the memory of its processes for ever."""
    site.source.rmdir()
    write_tree(site.source, 600)
    process = subprocess.Popen(_command(site), cwd=site.folder, stderr=subprocess.DEVNULL)
    children: list[int] = []
    while len(children) < 2 and process.poll() is None:
        children = [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert len(children) == 2
    assert subprocess.run(_command(site), cwd=site.folder, check=False).returncode == 0
    deadline = time.monotonic() + 30
    while any(_is_alive(child) for child in children):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False


@pytest.mark.slow
def test_two_builds_at_once(site: Site) -> None:
    """Of two builds that start together, each does the whole work or says that the other is at it."""
    site.source.rmdir()
    write_tree(site.source, 300)
    both = [subprocess.Popen(_command(site), cwd=site.folder, stderr=subprocess.PIPE) for _ in range(2)]
    said = [process.communicate(timeout=120)[1] for process in both]
    statuses = [process.returncode for process in both]
    assert 0 in statuses
    assert set(statuses) <= {0, 3}
    assert all(
        (status == 3)
        == (re.search(rb"another build is running: (process \d|a process that just began)", text) is not None)
        for status, text in zip(statuses, said, strict=True)
    )
    assert list(_broken(site.output)) == []
    report = site.build(state_dir=site.folder / ".feeds", now=datetime.now(UTC))
    assert (len(report.written), report.tally.published > 100) == (0, True)


KILLED = """
import os, signal, sys
from pathlib import Path
from feeds.publish import replace
from feeds.publish.write import Writer
from feeds.__main__ import main

def kill(*given, **options):
    os.kill(os.getpid(), signal.SIGKILL)

{place} = kill
sys.argv[0] = "feeds"
main()
"""
"""A build that is killed as soon as it gets to a place."""

EVERYTHING = 'redirects = ["nginx"]\nprecompress = true\narchives = ["all"]\nlimit = 1\n'
LITTLE = 'formats = ["atom"]\npages = false\nlimit = 1\n'


def _killed_at(site: Site, place: str) -> None:
    command = [sys.executable, "-c", KILLED.format(place=place), *_command(site)[3:]]
    assert subprocess.run(command, cwd=site.folder, check=False).returncode == -signal.SIGKILL


def _as_from_nothing(site: Site, *options: str) -> bool:
    """Build, and say whether the output is that of a build from nothing, with its folders and without scraps."""
    fresh = ["-o", str(site.folder / "fresh/dist"), "--state-dir", str(site.folder / "fresh/.feeds")]
    subprocess.run([*_command(site), *options], cwd=site.folder, check=True)
    subprocess.run([*_command(site), *fresh], cwd=site.folder, check=True)
    both = [folder / "dist" for folder in (site.folder, site.folder / "fresh")]
    names = [{path.relative_to(folder) for path in folder.rglob("*")} for folder in both]
    return names[0] == names[1] and tree(both[0]) == tree(both[1])


@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize("method", ["_write_site_documents", "_remove_documents", "_save_state_after"])
def test_what_a_killed_build_wrote_is_removed_with_all_else(site: Site, method: str, is_first: bool) -> None:
    """A build that prunes knows documents of which the state was told no more, whether they are new or rewritten."""
    config = site.folder / "feeds.toml"
    for number in range(3):
        site.write(f"{number}.md", webUrl=f"https://lamps.example/{number}", publishedDateTime=f"2021-0{number + 1}-01")
    config.write_text(EVERYTHING)
    if not is_first:
        subprocess.run(_command(site), cwd=site.folder, check=True)
        config.write_text(f'{EVERYTHING}[site]\ntitle = "Another"\n')
    _killed_at(site, f"Writer.{method}")
    assert method == "_write_site_documents" or list(site.output.rglob("rss.xml"))
    config.write_text(LITTLE)
    assert _as_from_nothing(site, "--prune")
    assert not list((site.folder / ".feeds").glob("*.written"))


def test_what_somebody_else_put_in_its_place_stays(site: Site) -> None:
    """A document that a killed build wrote, and that is another now, is nothing to remove."""
    site.write()
    (site.folder / "feeds.toml").write_text(EVERYTHING)
    _killed_at(site, "Writer._save_state_after")
    (site.output / "index.html").write_text("a person's")
    (site.folder / "feeds.toml").write_text(LITTLE)
    subprocess.run([*_command(site), "--prune"], cwd=site.folder, check=True)
    assert (site.output / "index.html").read_text() == "a person's"
    assert not (site.output / "feeds.css").exists()


def test_the_scraps_of_a_feed_that_never_came_to_be_are_removed(site: Site) -> None:
    """Where no later build writes, the scraps of a killed one go, and the folders that it made for them."""
    (site.folder / "feeds.toml").write_text('groups = ["topic"]\n')
    site.write(topics=["Dark"])
    _killed_at(site, "replace.os.rename")
    assert list(site.output.glob("topics/dark/.*.tmp"))
    site.write()
    assert _as_from_nothing(site)


def test_the_scraps_beside_the_state_are_removed(site: Site) -> None:
    """A killed build leaves nothing in the folder of the state, and nothing goes that is not of such a build."""
    site.write()
    site.build()
    (database,) = (site.folder / ".feeds").glob("*.sqlite")
    scraps = {}
    for suffix in (".seal", ".settled", ".hubs"):
        scraps[suffix], descriptor = begin_temporary(database.with_suffix(suffix))
        os.write(descriptor, b"scrap")
        os.close(descriptor)
    running, descriptor = begin_temporary(database.with_suffix(".hubs"))
    os.write(descriptor, b"a ping's")
    for suffix in (".seal", ".settled"):
        scraps[f"empty {suffix}"], empty = begin_temporary(database.with_suffix(suffix))
        os.close(empty)
    others = [database.with_name(name) for name in (".mine.0123456789abcdef.tmp", f".{database.stem}.seal.tmp")]
    for path in others:
        path.write_text("a person's")
    site.build()
    os.close(descriptor)
    assert [path.is_file() for path in (Path(running), *others)] == [True, True, True]
    assert not any(Path(scrap).exists() for scrap in scraps.values())
