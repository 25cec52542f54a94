"""What `feeds build` tells programs, cron and monitors where it does not end well."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import feeds
from feeds.cli import cli
from feeds.publish.lock import hold
from tests.support import BASE_URL, Site

BUILD = ["build", "articles", "--base-url", BASE_URL]


def run(*arguments: str) -> Result:
    """Run a command in the working directory."""
    return CliRunner().invoke(cli, arguments, prog_name="feeds")


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        pytest.param(["--strict"], 1, "--strict, and something is wrong", id="refused"),
        pytest.param(["--limit", "0"], 2, "0 is not in the range", id="a wrong option"),
        pytest.param(["--topic", "Lihgt"], 2, "did you mean Light?", id="an unknown topic"),
        pytest.param(["--base-url", "x"], 2, "--base-url", id="a wrong value"),
        pytest.param(["--since", "yesterday"], 2, "--since cannot be read as a date", id="a wrong date"),
        pytest.param(["--config", "none.toml"], 2, "none.toml: cannot be read", id="no configuration"),
        pytest.param(["-o", "in-the-way"], 4, "in-the-way", id="an output that is a file"),
    ],
)
def test_json_is_printed_on_every_exit_status(site: Site, arguments: list[str], status: int, said: str) -> None:
    """A program always finds when, in which version and how a build ended, and why."""
    site.write()
    site.write("broken.md", title=None)
    (site.folder / "in-the-way").write_text("a file")
    result = run(*BUILD, *arguments, "--json")
    assert result.exit_code == status
    found = json.loads(result.stdout)
    assert (found["status"], found["version"]) == (status, feeds.__version__)
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", found["time"])
    assert said in found["error"]


def test_json_of_a_build_that_finds_another_one_and_of_a_fault(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """These are told as any other error."""
    site.write()
    run(*BUILD)
    (lock,) = Path(".feeds").glob("*.lock")
    with hold(lock):
        assert json.loads(run(*BUILD, "--json").stdout)["status"] == 3

    def broken(*_: object) -> None:
        raise RuntimeError("surprise")

    monkeypatch.setattr("feeds.index.reading.refresh", broken)
    assert json.loads(run(*BUILD, "--json").stdout)["status"] == 70


def test_a_wrong_configuration_is_told_once_a_day(site: Site) -> None:
    """Cron mails it once; the exit status stays what it is, and without --quiet it is always told."""
    site.write()
    config = site.folder / "feeds.toml"
    right = f'source = "articles"\n[site]\nbase_url = "{BASE_URL}"\n'
    config.write_text(right)
    assert run("build", "-q").exit_code == 0
    config.write_text(f"{right}titel = 1\n")
    said = [run("build", "-q") for _ in range(3)]
    assert [result.exit_code for result in said] == [2, 2, 2]
    assert [bool(result.stderr) for result in said] == [True, False, False]
    assert "titel" in run("build").stderr
    config.write_text(f"{right}autor = 1\n")
    assert "autor" in run("build", "-q").stderr
    assert "autor" not in run("build", "-q").stderr


def test_an_output_that_cannot_be_written_is_told_once_a_day(site: Site) -> None:
    """So is an error that ends every build later on."""
    site.write()
    run(*BUILD)
    for path in site.output.glob("all/*"):
        path.unlink()
    (site.output / "all").rmdir()
    (site.output / "all").write_text("in the way")
    said = [run(*BUILD, "-q") for _ in range(2)]
    assert [result.exit_code for result in said] == [4, 4]
    assert [result.stderr.count("\n") for result in said] == [1, 0]


def test_lines_carry_the_time(site: Site) -> None:
    """A log of many builds says when each line was written."""
    site.write()
    site.write("broken.md", title=None)
    for line in run(*BUILD, "--timestamps").stderr.splitlines():
        assert re.match(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ (feeds|articles)", line)


def test_status_ends_with_1_if_something_is_wrong(site: Site) -> None:
    """The line for a monitor."""
    site.write()
    (site.folder / "feeds.toml").write_text(f'source = "articles"\n[site]\nbase_url = "{BASE_URL}"\n')
    assert run("status").exit_code == 1
    run("build")
    assert run("status").exit_code == 0
    assert run("status", "--max-age", "9999w").exit_code == 0
    assert run("status", "--max-age", "999999w").exit_code == 0
    assert run("status", "--max-age", "1s").exit_code == 1
    result = run("status", "--max-age", "soon")
    assert result.exit_code == 2
    assert "expected a number and a unit" in result.stderr
    assert json.loads(run("status", "--json").stdout)["wrong"] == []
