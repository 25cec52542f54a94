"""What docs/administration.md has an administrator do works as it stands there, and costs no subscriber."""

import errno
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import feeds
from feeds.core.errors import RefusedError
from feeds.index import mounts
from feeds.publish.build import Request
from tests.conftest import need
from tests.support import BASE_URL, Site, article, mtimes, tree

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "administration.md"
SECONDS = 120
CONFIG = 'source = "articles"\n[site]\ntitle = "Lamps"\nbase_url = "https://feeds.example.org/"\n'

pytestmark = pytest.mark.slow


def blocks(heading: str, language: str) -> list[str]:
    """Return the code blocks of a language in a section of the page."""
    text = PAGE.read_text(encoding="utf-8")
    found = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, heading
    return re.findall(rf"^```{language}\n(.*?)^```$", found[1], re.MULTILINE | re.DOTALL)


class Machine:
    """A machine as the page expects it, below a folder that stands for `/`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.srv = root / "srv"
        self.news = Site(self.srv / "news")
        self.feeds = self.srv / "feeds" / "0.1.0"
        self.install(self.feeds, ROOT)
        (self.srv / "feeds" / ".venv").symlink_to("0.1.0")
        self.configure(CONFIG)

    def install(self, environment: Path, sources: Path) -> None:
        """Put a `feeds` with the given sources in the place of an environment."""
        program = environment / "bin" / "feeds"
        program.parent.mkdir(parents=True)
        program.write_text(
            f'#!/bin/sh\nPYTHONPATH={shlex.quote(str(sources))} exec {shlex.quote(sys.executable)} -m feeds "$@"\n'
        )
        program.chmod(0o755)

    def configure(self, text: str) -> None:
        """Write `feeds.toml`."""
        (self.news.folder / "feeds.toml").write_text(text)

    def run(self, script: str, *, expect: int = 0, bin: Path | None = None) -> str:
        """Run a block of the page and return what it says."""
        for place in ("/srv", "/var/backups", "/usr/local/src"):
            script = script.replace(place, f"{self.root}{place}")
        path = [str(bin)] if bin else []
        path += [str(self.srv / "feeds" / ".venv" / "bin"), "/usr/sbin", "/usr/bin", "/sbin", "/bin"]
        ran = subprocess.run(
            ["/bin/bash", "-euo", "pipefail", "-c", script],
            cwd=self.news.folder,
            env={"PATH": ":".join(path), "HOME": str(self.root)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS,
        )
        assert ran.returncode == expect, ran.stdout
        return ran.stdout

    def open_to_all(self) -> None:
        """Let other users reach the machine's folder, though not change anything."""
        for path in (self.root, *self.root.parents):
            if path.stat().st_uid == os.geteuid() and path.stat().st_mode & 0o055 != 0o055:
                path.chmod(path.stat().st_mode | 0o055)

    def ids(self, folder: str = "all") -> list[str]:
        """Return the ids of a feed's items."""
        return [item["id"] for item in self.news.json(folder)["items"]]


READ_ALL = "--inh-caps +dac_read_search --ambient-caps +dac_read_search"
"""Lets a user read the Python of the tests, which may lie in a folder of root."""


def as_user(user: int, more: str = "") -> str:
    """Return the beginning of a command that another user runs."""
    setpriv = need(shutil.which("setpriv"), "util-linux")
    return f"{setpriv} --reuid {user} --regid {user} --clear-groups {more}"


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """Return a machine whose site was built once, with a feed that has lost its last article."""
    machine = Machine(tmp_path)
    (tmp_path / "var" / "backups").mkdir(parents=True)
    machine.news.write("lamp.md", topics=["ML"])
    machine.news.write("wick.md", title="A wick", webUrl="https://lamps.example/wick", topics=["ML", "Light"])
    gone = machine.news.write("gone.md", title="Gone", webUrl="https://lamps.example/gone", topics=["Old"])
    machine.run("feeds build")
    gone.unlink()
    machine.run("feeds build")
    assert machine.ids("topics/old") == []
    return machine


def test_looking_first_writes_nothing(machine: Machine) -> None:
    """The command at the top names what would be written."""
    (block,) = re.findall(r"^```sh\n(.*?)^```$", PAGE.read_text().split("\n## ")[0], re.MULTILINE | re.DOTALL)
    before = mtimes(machine.news.output)
    machine.news.write("lamp.md", title="Another title")
    assert "would write dist/all/rss.xml" in machine.run(block)
    assert mtimes(machine.news.output) == before


def test_back_up_and_restore(machine: Machine) -> None:
    """After everything was lost and restored, a build has nothing to do, and the empty feed is still there."""
    backup, restore, full = blocks("Back up and restore", "sh")
    before = tree(machine.news.output)
    times = mtimes(machine.news.output)
    machine.run(backup)
    shutil.rmtree(machine.news.folder)
    machine.news.folder.mkdir()
    machine.run(restore)
    assert tree(machine.news.output) == before
    assert mtimes(machine.news.output) == times
    machine.run(full)
    assert tree(machine.news.output) == before


@pytest.mark.parametrize("older", ["dist", ".feeds"])
def test_restore_of_different_age(machine: Machine, older: str) -> None:
    """With an older output, or an older state, `--full` heals all, and nobody's feed is lost."""
    backup, _, full = blocks("Back up and restore", "sh")
    machine.run(backup)
    machine.news.write("new.md", title="New", webUrl="https://lamps.example/new", topics=["New"])
    machine.run("feeds build")
    gone = machine.news.source / "wick.md"
    gone.unlink()
    machine.run("feeds build")
    wanted = tree(machine.news.output)

    shutil.rmtree(machine.news.folder / older)
    subprocess.run(
        ["tar", "-C", machine.srv, "-xzf", machine.root / "var/backups/news.tar.gz", f"news/{older}"], check=True
    )
    machine.run(full)
    assert tree(machine.news.output) == wanted


@pytest.fixture
def year(machine: Machine) -> Path:
    """Return the folder of a year with six articles, which the machine has built."""
    for number in range(6):
        machine.news.write(
            f"2024/{number}.md",
            title=f"Story {number}",
            webUrl=f"https://lamps.example/2024/{number}",
            topics=["ML", "Year"],
        )
    machine.run("feeds build")
    return machine.news.source / "2024"


def test_a_refused_build_that_was_an_accident(machine: Machine, year: Path) -> None:
    """Looking writes nothing, the line is one of the table's, and once all is put right there is nothing to do."""
    look, *_ = blocks("When a build is refused", "sh")
    before, times = tree(machine.news.output), mtimes(machine.news.output)
    away = machine.root / "away"
    year.rename(away)
    assert "published articles are gone at once" in machine.run("feeds build --quiet", expect=1)
    assert machine.run("feeds build --quiet", expect=1) == ""
    assert "published articles are gone at once" in machine.run("feeds status", expect=1)
    assert "published articles are gone at once" in machine.run(look, expect=1)
    assert (tree(machine.news.output), mtimes(machine.news.output)) == (before, times)
    away.rename(year)
    machine.run(look)
    assert machine.run("feeds build --quiet").startswith("feeds: builds work again")
    assert machine.run("feeds build --quiet") == ""
    assert (tree(machine.news.output), mtimes(machine.news.output)) == (before, times)


def test_a_refused_build_that_was_meant(machine: Machine, year: Path) -> None:
    """The option is needed once; what was let through by mistake comes back under its old ids."""
    _, go_on, *_ = blocks("When a build is refused", "sh")
    before = machine.ids("topics/year")
    shutil.copytree(year, machine.root / "copy")
    shutil.rmtree(year)
    machine.run("feeds build", expect=1)
    said = machine.run(go_on)
    assert said.index("would be empty") < said.index("is empty now")
    assert machine.ids("topics/year") == []
    machine.run("feeds build")
    machine.run("feeds validate")
    shutil.copytree(machine.root / "copy", year)
    machine.run("feeds build")
    assert machine.ids("topics/year") == before


def test_a_look_at_the_feeds(machine: Machine) -> None:
    """A build for this machine is refused in the place of the site, and harms nothing in another."""
    *_, preview, _ = blocks("When a build is refused", "sh")
    before, times = tree(machine.news.output), mtimes(machine.news.output)
    assert "--force" in machine.run("feeds build --base-url http://localhost:8000/", expect=1)
    machine.run(preview.replace("/tmp", str(machine.root)))
    assert (machine.root / "preview" / "all" / "feed.json").exists()
    assert "0 written" in machine.run("feeds build")
    assert (tree(machine.news.output), mtimes(machine.news.output)) == (before, times)


@pytest.mark.parametrize("named", ["", 'output = "dist"\n'])
def test_another_name_for_the_output(machine: Machine, named: str) -> None:
    """Renamed together with the word in the configuration, which may be there, the output is as it was, all of it."""
    *_, rename = blocks("When a build is refused", "sh")
    before = tree(machine.news.output)
    machine.configure(f'output = "public"\n{CONFIG}')
    assert "where no build would write them any more" in machine.run("feeds build", expect=1)
    machine.configure(named + CONFIG)
    machine.run(rename)
    assert tree(machine.news.folder / "public") == before


def test_drop_a_format(machine: Machine) -> None:
    """The documents stay, up to date and valid, until they are asked to go."""
    (prune,) = blocks("Drop a format or a kind of group", "sh")
    machine.configure(f'formats = ["rss", "json"]\ngroups = ["all", "topic"]\n{CONFIG}')
    assert "feeds build --prune removes them" in machine.run("feeds build --quiet")
    assert machine.run("feeds build --quiet") == ""
    machine.news.write("next.md", title="Next", webUrl="https://lamps.example/next")
    machine.run("feeds build")
    assert "Next" in (machine.news.output / "all" / "atom.xml").read_text()
    machine.run("feeds validate")
    said = machine.run(prune)
    assert said.index("would remove dist/all/atom.xml") < said.index("were removed")
    assert not list(machine.news.output.rglob("atom.xml"))
    assert not (machine.news.output / "providers" / "lamps.example" / "rss.xml").exists()
    machine.run("feeds validate")


def _accidents(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what happens to a site, and how to build it then; what happened is undone afterwards."""
    now = datetime.now(UTC)
    config = site.folder / "feeds.toml"
    newest = site.source / "newest.md"
    scandir, device, table = os.scandir, mounts._device, mounts._mounts

    def unreadable(path: Any) -> Any:
        if Path(os.fsdecode(path)).name == "2024":
            raise OSError(errno.EIO, "Input/output error", path)
        return scandir(path)

    yield "a clock of 1970", lambda: site.build(now=datetime(1970, 1, 2, tzinfo=UTC))
    yield "a clock that was set back", lambda: site.build(now=now - timedelta(days=2))
    text = newest.read_text()
    newest.unlink()
    yield "a clock before an article that is gone", lambda: site.build(now=now - timedelta(days=5))
    newest.write_text(text)
    soon = site.write("soon.md", webUrl="https://lamps.example/soon", publishedDateTime=f"{now.year + 1}-01-01")
    site.build(now=now)
    yield "a clock that is ahead", lambda: site.build(now=now + timedelta(days=700))
    soon.unlink()

    monkeypatch.setattr(os, "scandir", unreadable)
    yield "a disk with errors", lambda: site.build(now=now, request=Request(full=True))
    monkeypatch.setattr(os, "scandir", scandir)
    disk, away = site.source / "2024", site.folder / "away"
    there = {os.fsencode(disk.resolve()): 99}
    monkeypatch.setattr(mounts, "_mounts", lambda: frozenset(there))
    monkeypatch.setattr(mounts, "_device", lambda place: there.get(place) or device(place))
    site.build(now=now)
    disk.rename(away)
    disk.mkdir()
    there.clear()
    yield "no mount", lambda: site.build(now=now)
    monkeypatch.setattr(mounts, "_mounts", table)
    monkeypatch.setattr(mounts, "_device", device)
    disk.rmdir()
    away.rename(disk)
    site.build(now=now)

    disk.rename(away)
    yield "half a copy", lambda: site.build(now=now)
    away.rename(disk)
    yield "a folder alone", lambda: site.build(now=now, sources=(disk,))
    (site.folder / "empty").mkdir()
    site.source.rename(away)
    site.source.mkdir()
    yield "an empty folder", lambda: site.build(now=now)
    site.source.rmdir()
    away.rename(site.source)
    yield "a threshold", lambda: site.build(now=now, min_quality=600)
    yield "this machine", lambda: site.build(now=now, base_url="http://localhost:8000/")

    config.write_text(f'source = "articles"\n[site]\nbase_url = "{BASE_URL}"\n')
    feeds.build(config=config)
    config.write_text(f'source = "articles"\noutput = "public"\n[site]\nbase_url = "{BASE_URL}"\n')
    yield "another output", lambda: feeds.build(config=config)


def test_every_line_of_a_refused_build_is_explained(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each accident is refused with the words of a line of the table, and each line is that of an accident."""
    section = PAGE.read_text(encoding="utf-8").split("## When a build is refused\n")[1].split("\n## ")[0]
    lines = {line: ".*".join(map(re.escape, line.split("…"))) for line in re.findall(r"^\| `(.+?)`", section, re.M)}
    now = datetime.now(UTC)
    for number in range(6):
        site.write(
            f"2024/{number}.md",
            webUrl=f"https://lamps.example/{number}",
            publishedDateTime=f"2024-01-0{number + 1}T00:00:00Z",
        )
    site.write("newest.md", publishedDateTime=f"{now - timedelta(days=3):%Y-%m-%dT%H:%M:%SZ}")
    site.build(now=now)

    found = set()
    for name, build in _accidents(site, monkeypatch):
        with pytest.raises(RefusedError) as refused:
            build()
        matching = {line for line, pattern in lines.items() if re.search(pattern, str(refused.value))}
        assert matching, (name, str(refused.value))
        found |= matching
    assert found == set(lines)


def test_rename_a_topic(machine: Machine) -> None:
    """The feed keeps its address and its items, and gets the new name."""
    before = machine.ids("topics/ml")
    (config,) = blocks("Rename a topic", "toml")
    machine.configure(f"{CONFIG}{config}")
    machine.news.write("lamp.md", topics=["Machine learning"])
    machine.run("feeds build")
    assert machine.ids("topics/ml") == before
    assert machine.news.json("topics/ml")["title"] == "Machine learning – Lamps"
    assert not (machine.news.output / "topics" / "machine-learning").exists()
    machine.run("feeds validate")


def test_rename_a_provider(machine: Machine) -> None:
    """The feed of the old domain shows the articles of the new one."""
    (config,) = blocks("Rename a provider", "toml")
    machine.configure(f"{CONFIG}{config}")
    before = machine.ids("providers/lamps.example")
    provider = {"name": "Lamp World", "domain": "lampworld.example"}
    machine.news.write("next.md", title="Next", webUrl="https://lampworld.example/next", provider=provider)
    machine.run("feeds build")
    assert set(machine.ids("providers/lamps.example")) > set(before)
    assert machine.news.json("providers/lamps.example")["title"] == "Lamp World"
    assert not (machine.news.output / "providers" / "lampworld.example").exists()
    machine.run("feeds validate")


def test_move_to_another_host(machine: Machine) -> None:
    """Every document says the new address, the empty feed's too, and no item gets another id."""
    (move,) = blocks("Move to another host, or to https", "sh")
    before = machine.ids()
    machine.run(move)
    assert machine.ids() == before
    for path in machine.news.output.rglob("*.*"):
        if path.is_file() and path.suffix in (".xml", ".json", ".opml"):
            assert "https://feeds.example.org/" not in path.read_text(encoding="utf-8"), path
    machine.run("feeds validate")


def test_upgrade_and_roll_back(machine: Machine) -> None:
    """Another version, and the first one again, change nothing that subscribers see."""
    _, switch_back = (upgrade, _) = blocks("Upgrade and roll back", "sh")
    sources = machine.root / "usr" / "local" / "src" / "feeds-0.2.0"
    shutil.copytree(ROOT / "feeds", sources / "feeds", ignore=shutil.ignore_patterns("__pycache__"))
    (version,) = (path for path in (sources / "feeds").glob("*.py") if '"0.1.0"' in path.read_text())
    version.write_text(version.read_text().replace('"0.1.0"', '"0.2.0"'))
    machine.install(machine.srv / "feeds" / "0.2.0", sources)
    items = {path: path.read_bytes() for path in machine.news.output.rglob("feed.json")}

    machine.run(upgrade)
    assert machine.run("feeds --version").strip().endswith("0.2.0")
    assert {path: path.read_bytes() for path in machine.news.output.rglob("feed.json")} == items
    machine.run(switch_back)
    assert machine.run("feeds --version").strip().endswith("0.1.0")
    assert {path: path.read_bytes() for path in machine.news.output.rglob("feed.json")} == items


def test_the_zone_of_the_machine(machine: Machine) -> None:
    """Another zone and locale change nothing."""
    (block,) = blocks("Clock and time zones", "sh")
    before = mtimes(machine.news.output)
    machine.run(block)
    assert mtimes(machine.news.output) == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files to another user")
def test_ownership(machine: Machine) -> None:
    """The user of the builds can build, another user can read the output, and only the former the state."""
    create, give = blocks("Ownership", "sh")
    shutil.rmtree(machine.news.output)
    shutil.rmtree(machine.news.folder / ".feeds")
    machine.open_to_all()

    stubs = machine.root / "stubs"
    stubs.mkdir()
    (stubs / "useradd").write_text("#!/bin/sh\nexit 0\n")
    (stubs / "useradd").chmod(0o755)
    numbers = create.replace("-o feeds -g feeds", "-o 47111 -g 47111")
    machine.run(numbers, bin=stubs)
    machine.run(give.replace("feeds:feeds", "47111:47111"))

    machine.run(f"{as_user(47111, READ_ALL)} feeds build")
    shown = machine.run(f"{as_user(47112)} cat dist/all/feed.json")
    assert shown == (machine.news.output / "all/feed.json").read_text()
    machine.run(f"{as_user(47112)} ls .feeds", expect=2)


def test_several_sites(machine: Machine) -> None:
    """Each has its own output and state."""
    (block,) = blocks("Several sites on one machine", "sh")
    for name in ("one", "two"):
        folder = machine.srv / "sites" / name
        (folder / "articles").mkdir(parents=True)
        (folder / "articles" / "a.md").write_text(article(title=name))
        (folder / "feeds.toml").write_text(CONFIG)
    assert machine.run(block) == ""
    for name in ("one", "two"):
        feed = json.loads((machine.srv / "sites" / name / "dist/all/feed.json").read_text())
        assert [item["title"] for item in feed["items"]] == [name]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become a user that is in no list")
def test_what_a_container_gives_is_enough(machine: Machine) -> None:
    """A build needs neither a home nor a name for its user; of the command, that is what can be tried everywhere."""
    (block,) = blocks("Containers and continuous integration", "sh")
    found = re.search(r"--user (\d+) --volume /srv/news:/news --workdir /news feeds (.+)\n", block)
    assert found
    machine.open_to_all()
    for path in (machine.news.folder, *machine.news.folder.rglob("*")):
        os.chown(path, int(found[1]), int(found[1]))
    assert "0 written" in machine.run(f"unset HOME; {as_user(int(found[1]), READ_ALL)} {found[2]}")


def test_monitoring(machine: Machine) -> None:
    """All is well, then an article has an error, and the monitor is told so with the status of a critical fault."""
    check, heartbeat = blocks("Monitoring", "sh")
    machine.run(check.replace("2d", "5200w"))
    machine.run(heartbeat)
    assert "OnFailure=" in blocks("Monitoring", "ini")[0]
    machine.run(check.replace("2d", "1m"), expect=2)
    machine.news.write("lamp.md", publishedDateTime="soon")
    machine.run("feeds build", expect=1)
    machine.run(check.replace("2d", "5200w"), expect=2)


def test_uninstall(machine: Machine) -> None:
    """The other lines of the crontab and the output stay."""
    (block,) = blocks("Uninstall", "sh")
    stubs = machine.root / "stubs"
    stubs.mkdir()
    table = machine.root / "crontab.txt"
    table.write_text("0 1 * * * backup\n*/10 * * * * /srv/feeds/.venv/bin/feeds build --quiet\n")
    (stubs / "crontab").write_text(
        f'#!/bin/sh\n[ "$1" = -l ] && exec cat {table}\ncat > {table}.new && mv {table}.new {table}\n'
    )
    (stubs / "crontab").chmod(0o755)
    before = tree(machine.news.output)
    machine.run(block, bin=stubs)
    assert table.read_text() == "0 1 * * * backup\n"
    assert tree(machine.news.output) == before
    assert not (machine.srv / "feeds").exists()
    assert not (machine.news.folder / ".feeds").exists()
