"""The command line: what is said where, and with which exit status."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

import feeds
from feeds.cli import cli
from tests.support import BASE_URL, Site, mtimes

BUILD = ["build", "articles", "--base-url", BASE_URL]


def run(*arguments: str) -> Result:
    """Run a command in the working directory."""
    return CliRunner().invoke(cli, arguments, prog_name="feeds")


def test_a_build_says_one_line_and_nothing_on_stdout(site: Site) -> None:
    """Cron mail of a healthy site is one line."""
    site.write()
    site.write("draft.md", published=False)
    result = run(*BUILD)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr.startswith(
        "feeds: 2 articles read, 1 published, 1 not published; 3 feeds, 18 written, 0 unchanged; "
    )
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("charset", ["ascii", "latin-1"])
def test_json_is_json_in_every_encoding(site: Site, charset: str) -> None:
    """A monitor that runs a command without a locale reads what it says as one with UTF-8 does."""
    site.write("café 🦉.md", publishedDateTime="soon")
    for command in (["check", "articles", "--format", "json"], [*BUILD, "--json"], ["status", "--json"]):
        result = CliRunner(charset=charset).invoke(cli, command, prog_name="feeds")
        assert "café 🦉.md" in str(json.loads(result.stdout_bytes.decode(charset)))


def test_quiet_says_nothing_but_errors(site: Site) -> None:
    """`-q` is for those who want mail only when there is something to do."""
    site.write()
    assert run("-q", *BUILD).output == ""
    broken = site.write("broken.md", title=None)
    result = run(*BUILD, "-q")
    assert result.output == f"{broken.relative_to(site.folder)}:2: error: title is missing\n"
    assert run(*BUILD, "-q").output == ""


def test_verbose_says_what_was_skipped_and_mended(site: Site) -> None:
    """`-v` names every article that is in no feed and why, and every warning."""
    site.write(images=[{"url": "ftp://img.example/a.png"}])
    site.write("draft.md", published=False, webUrl="https://lamps.example/2")
    site.write("twin.md", publishedDateTime="2026-02-02")
    lines = run("-v", *BUILD).stderr.splitlines()
    assert lines[:-1] == [
        "articles/lamp.md:12: warning: images[1].url is not an http or https address",
        "articles/twin.md: the same story as articles/lamp.md",
        "articles/draft.md: not published",
    ]


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        pytest.param(BUILD, 1, "broken.md:1: error: front matter is never closed", id="an article left out"),
        pytest.param([*BUILD, "--strict"], 1, "nothing written", id="strict"),
        pytest.param(["build", "articles"], 2, "--base-url", id="no base URL"),
        pytest.param(["build", "nowhere", "--base-url", BASE_URL], 2, "nowhere: no such file", id="no source"),
        pytest.param([*BUILD, "--topic", "Lihgt"], 2, "did you mean Light?", id="an unknown topic"),
        pytest.param([*BUILD, "--limit", "0"], 2, "--limit", id="a limit of nothing"),
        pytest.param([*BUILD, "--format", "pdf"], 2, "--format", id="an unknown format"),
        pytest.param(
            [*BUILD, "--since", "yesterday"],
            2,
            "--since cannot be read as a date",
            id="a guessed date",
        ),
        pytest.param(
            ["build", "articles", "--base-url", "example.org"], 2, "expected one like https://", id="no scheme"
        ),
        pytest.param([*BUILD, "-o", "in-the-way"], 4, "in-the-way", id="an output that is a file"),
        pytest.param(["--config", "none.toml", *BUILD], 2, "none.toml: cannot be read", id="no such configuration"),
        pytest.param([*BUILD, "-o", "articles"], 2, "cannot be the folder of the articles", id="output is the source"),
    ],
)
def test_exit_status(site: Site, arguments: list[str], status: int, said: str) -> None:
    """A script can tell what happened by the status, a person by the words; no traceback reaches either."""
    site.write()
    (site.source / "broken.md").write_text("---\ntitle: x\n")
    (site.folder / "in-the-way").write_text("a file")
    result = run(*arguments)
    assert result.exit_code == status, result.output
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_a_dry_run_lists_what_it_would_write(site: Site) -> None:
    """The list is on stdout, and nothing is written."""
    site.write()
    result = run(*BUILD, "--dry-run", "-q")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "would write dist/all/rss.xml"
    assert len(lines) == 18
    assert "3 feeds, 18 to be written, 0 unchanged" in run(*BUILD, "--dry-run").stderr
    assert not site.output.exists()


def test_the_report_for_programs(site: Site) -> None:
    """`--json` prints one object with the counts, the files and the problems."""
    site.write()
    site.write("twin.md", publishedDateTime="2026-02-02")
    site.write("broken.md", title=None)
    result = run(*BUILD, "--json")
    report = json.loads(result.stdout)
    assert report.pop("seconds") >= 0
    assert report.pop("time").startswith("20")
    assert sorted(report.pop("written")) == sorted(site.files())
    assert report == {
        "version": feeds.__version__,
        "status": 1,
        "error": None,
        "read": 3,
        "published": 1,
        "left_out": 1,
        "not_selected": {"duplicate": 1},
        "feeds": 3,
        "empty": 0,
        "emptied": [],
        "unchanged": 0,
        "removed": [],
        "given_up": [],
        "vanishing": [],
        "misnamed": [],
        "over_limits": [],
        "changes": {"begins": 1, "new": 0, "changed": 0, "moved": 0, "removed": 0, "unlisted": 0, "items": []},
        "refused": None,
        "duplicates": [{"path": "articles/twin.md", "kept": "articles/lamp.md"}],
        "problems": [{"path": "articles/broken.md", "line": 2, "severity": "error", "message": "title is missing"}],
    }


def test_narrowing_by_option_leaves_other_files_alone(site: Site) -> None:
    """`--topic` and `--provider` on the command line are those of a build."""
    site.write()
    run(*BUILD)
    before = mtimes(site.output)
    site.write(title="Changed")
    assert run(*BUILD, "--topic", "LIGHT", "--format", "rss").exit_code == 0
    after = mtimes(site.output)
    assert [name for name in after if after[name] != before[name]] == ["topics/light/rss.xml"]


def test_list_shows_counts_and_dates(site: Site) -> None:
    """`list` prints a table for people, the fullest first."""
    site.write("1.md", webUrl="https://lamps.example/1", topics=["Light", "C++"])
    site.write("2.md", webUrl="https://lamps.example/2", publishedDateTime="2026-03-03")
    (site.folder / "feeds.toml").write_text(f'source = "articles"\n[site]\nbase_url = "{BASE_URL}"\n')
    assert run("list", "topics").stdout == (
        "SLUG         ARTICLES  NEWEST      NAME\n"
        "light               2  2026-03-03  Light\n"
        "c-plus-plus         1  2026-01-02  C++\n"
    )
    assert "lamps.example         2  2026-03-03  Lamp Weekly" in run("list", "providers").stdout
    assert run("list", "feeds").stdout.splitlines()[1].startswith("all ")


def test_list_marks_what_has_moved_or_ended(site: Site) -> None:
    """The former places of a feed, also as builds remember them; of an ended feed only the articles in it count."""
    site.write("1.md", topics=["Light", "Dark"])
    site.write("2.md", topics=["Dark"], webUrl="https://lamps.example/2", publishedDateTime="2026-03-02")
    config = f'source = "articles"\nsite.base_url = "{BASE_URL}"\ngroups = ["topic"]\n'
    (site.folder / "feeds.toml").write_text(config)
    assert run("build").exit_code == 0
    (site.folder / "feeds.toml").write_text(
        f'{config}[topics.Light]\nslug = "l"\n[retired]\nfeeds = {{ "topics/dark" = 2026-02-01 }}\n'
    )
    assert run("list", "feeds").stdout == (
        "FOLDER       ARTICLES  NEWEST      NAME\n"
        "topics/dark         1  2026-01-02  Dark (has ended)\n"
        "topics/l            1  2026-01-02  Light (also in topics/light)\n"
    )
    dark, light = json.loads(run("list", "topics", "--json").stdout)
    assert (dark["has_ended"], light["former"]) == (True, ["topics/light"])


def test_list_names_what_is_broken(site: Site) -> None:
    """Who looks for a missing topic is told of the article that would not be read."""
    site.write()
    site.write("broken.md", title=None)
    assert run("list", "topics", "articles").stderr == "articles/broken.md:2: error: title is missing\n"


@pytest.mark.parametrize("noun", ["topics", "providers", "feeds"])
def test_list_prints_json_for_programs(site: Site, noun: str) -> None:
    """Every list has the same members; feeds have the addresses of their documents too."""
    site.write()
    rows: list[dict[str, Any]] = json.loads(run("list", noun, "articles", "--json", "--base-url", BASE_URL).stdout)
    keys = {"topics": ["light"], "providers": ["lamps.example"]}
    assert [row["key"] for row in rows] == keys.get(noun, ["all", "providers/lamps.example", "topics/light"])
    assert {row["newest"] for row in rows} == {"2026-01-02T03:04:05Z"}
    assert {row["count"] for row in rows} == {1}
    if noun == "feeds":
        assert rows[0]["urls"]["rss"] == f"{BASE_URL}all/rss.xml"


def test_init_writes_a_configuration_that_builds(site: Site) -> None:
    """What `init` writes for a plain folder is valid, and a second `init` does not overwrite it."""
    assert run("init").exit_code == 0
    text = Path("feeds.toml").read_text()
    site.write()
    assert run(*BUILD).exit_code == 0
    assert run("init").exit_code == 2
    assert Path("feeds.toml").read_text() == text


def test_init_writes_where_it_is_told_to(site: Site) -> None:
    """`--config` names the file, as it does for the other commands."""
    Path("conf").mkdir()
    assert run("init", "--config", "conf/mine.toml").exit_code == 0
    assert Path("conf/mine.toml").is_file()
    assert not Path("feeds.toml").exists()


def test_help_keeps_its_examples_in_lines() -> None:
    """Nobody has to take an example out of a paragraph, and no command is cut off in the list."""
    text = run("build", "--help").output
    assert "\n    feeds build\n    feeds build articles/ -o" in text
    assert "..." not in run("--help").output.partition("Commands:")[2]


def test_warnings_are_counted(site: Site) -> None:
    """What was mended or dropped is not kept from someone who does not ask with `-v`."""
    site.write(images=["/a.png"])
    assert "1 warning (-v shows it)" in run(*BUILD).stderr


def test_the_last_line_of_a_build_that_empties_a_feed(site: Site) -> None:
    """An administrator reads in the mail that a feed has just lost its last article, and only once."""
    site.write("one.md", webUrl="https://lamps.example/1")
    path = site.write("two.md", webUrl="https://lamps.example/2", topics=["Dark"])
    run(*BUILD)
    path.unlink()
    first, second = run(*BUILD).stderr, run(*BUILD).stderr
    assert first.startswith("dist/topics/dark: the feed has lost its last article, and is empty now; if it has another")
    assert first.count("\n") == 2
    assert "4 feeds (1 empty)" in first
    assert second.count("\n") == 1


def test_a_topic_without_an_article_in_the_feeds_is_said(site: Site) -> None:
    """`--topic` for a topic whose articles are all still to come writes nothing, and says so."""
    site.write()
    site.write("dusk.md", publishedDateTime="2999-01-01", topics=["Dusk"], webUrl="https://lamps.example/2")
    result = run(*BUILD, "--topic", "Dusk")
    assert result.exit_code == 0
    assert "there is nothing to write" in result.stderr


def test_a_topic_of_drafts_alone_is_unknown(site: Site) -> None:
    """A draft is not looked at, so `--topic` knows nothing of its topics."""
    site.write()
    site.write("draft.md", published=False, topics=["Dusk"], webUrl="https://lamps.example/2")
    result = run(*BUILD, "--topic", "Dusk")
    assert result.exit_code == 2
    assert "Dusk" in result.stderr


def test_init_recognises_a_jekyll_site(site: Site) -> None:
    """A Jekyll site's title and address are in the configuration that `init` writes, ready to build."""
    Path("_config.yml").write_text("title: My Jekyll\nurl: https://me.example\nbaseurl: /blog\nlocale: de\n")
    site.write()
    run("init")
    assert run("build", "-o", "dist").exit_code == 0
    document = site.json("all")
    assert (document["title"], document["language"]) == ("My Jekyll", "de")
    assert document["home_page_url"] == "https://me.example/blog/"
    assert document["feed_url"] == "https://me.example/blog/feeds/all/feed.json"


def test_a_jekyll_root_builds_without_a_configuration(site: Site) -> None:
    """A Jekyll site works as it is: its settings, topics and organisations are used."""
    root = site.source
    (root / "_config.yml").write_text("title: My Jekyll\nurl: https://me.example\nbaseurl: /blog\nlocale: de_AT\n")
    (root / "_data" / "topics").mkdir(parents=True)
    (root / "_data" / "topics" / "01.yaml").write_text("_id: lights\nname: LIGHT\ndescription: Lamps.\n")
    site.write("_news/a.md")
    result = run("build", "articles")
    assert result.exit_code == 0, result.output
    document = site.json("topics/lights")
    assert (document["title"], document["description"]) == ("LIGHT – My Jekyll", "Lamps.")
    assert (document["language"], document["feed_url"]) == ("de-AT", "https://me.example/blog/topics/lights/feed.json")


def test_an_unexpected_error_is_one_line(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of ours is told in a line, with how to get the details."""

    def broken(*_: object) -> None:
        raise RuntimeError("surprise")

    site.write()
    monkeypatch.setattr("feeds.index.reading.refresh", broken)
    result = run(*BUILD)
    assert result.exit_code == 70
    assert result.stderr == (
        "feeds: this is a fault in feeds, not in your files: RuntimeError; -vv shows the details\n"
    )
    assert "Traceback" in run("-vv", *BUILD).stderr


def test_a_system_without_memory_is_no_fault_of_feeds(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told what is missing, with the status of what the system could not do."""

    def exhausted(*_: object) -> None:
        raise MemoryError

    site.write()
    monkeypatch.setattr("feeds.index.reading.refresh", exhausted)
    result = run(*BUILD)
    assert (result.exit_code, result.stderr.count("\n")) == (4, 1)
    assert "no more memory" in result.stderr


@pytest.mark.parametrize("arguments", ["list topics articles", "build --help", "--help", "--version"])
def test_a_full_standard_output_is_no_fault_of_feeds(site: Site, arguments: str) -> None:
    """Who sends a list, or the help, to a full disk is told so in a line."""
    site.write()
    command = [sys.executable, "-m", "feeds", *arguments.split()]
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command, env=buffered, stdout=full, stderr=subprocess.PIPE, text=True, cwd=site.folder, check=False
        )
    assert (done.returncode, done.stderr.count("\n")) == (4, 1), done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        *(["build", option, ""] for option in ("--output", "--state-dir", "--config")),
        *([command, ""] for command in ("build", "check", "explain", "validate")),
        ["--config", "", "build"],
    ],
)
def test_an_empty_path_is_not_the_working_directory(site: Site, arguments: list[str]) -> None:
    """A variable of a script that is not set would have the feeds written beside the script."""
    site.write()
    before = sorted(site.folder.rglob("*"))
    result = run(*arguments)
    assert (result.exit_code, "it is empty" in result.stderr) == (2, True), result.stderr
    assert sorted(site.folder.rglob("*")) == before


@pytest.mark.parametrize("arguments", ["build articles --wait nan", "probe articles --seconds nan", f"log -n {10**20}"])
def test_a_number_beyond_all_use_is_a_wrong_use(site: Site, arguments: str) -> None:
    """`nan` is in no range, and SQLite cannot count as far."""
    site.write()
    result = run(*arguments.split())
    assert (result.exit_code, "Invalid value" in result.stderr) == (2, True), result.stderr


def test_every_option_is_explained_with_an_example() -> None:
    """Nobody has to guess how an option is written."""
    for command in (cli, *cli.commands.values()):
        for parameter in command.params:
            if isinstance(parameter, click.Option) and parameter.name not in ("help", "version"):
                assert "[e.g. " in (parameter.help or ""), f"{command.name} {parameter.name}"


def test_the_module_runs_as_the_command_does() -> None:
    """`python -m feeds` is `feeds`; the version has one source."""
    command = [sys.executable, "-m", "feeds", "--version"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert said == f"feeds {feeds.__version__}\n"


def test_asking_for_the_version_loads_no_parser() -> None:
    """The command answers at once: what costs time to load is loaded when it is needed."""
    code = "import sys, feeds.cli; print([m for m in ('lxml', 'feedgen', 'nh3', 'yaml', 'ftfy') if m in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said == "[]\n"


def test_a_refused_build_says_why_and_how_to_go_on(site: Site) -> None:
    """One line, exit status 1, also with --quiet and for programs; the errors that are the reason come before it."""
    for number in range(4):
        site.write(f"{number}.md", webUrl=f"https://lamps.example/{number}")
    assert run(*BUILD).exit_code == 0
    for number in range(3):
        site.write(f"{number}.md", webUrl=f"https://lamps.example/{number}", title=None)
    result = run(*BUILD, "--quiet")
    assert result.exit_code == 1
    *errors, last = result.stderr.splitlines()
    assert len(errors) == 3
    assert all("error: title is missing" in error for error in errors)
    assert "3 of 4 published articles are broken at once" in last
    assert last.endswith("the feeds are kept as they are; use --allow-loss to go on")
    assert json.loads(run(*BUILD, "--json").stdout)["status"] == 1
    assert run(*BUILD, "--allow-loss").exit_code == 1  # for the errors
    assert len(site.titles()) == 1


LOG = ("log", "-o", "dist")


def test_log_for_people_and_programs(site: Site) -> None:
    """It tells of each build what came and went; a program passes the time of a build, and is told of later ones."""
    site.write()
    run(*BUILD)
    site.write("moth.md", title="A moth\x1b[1m", webUrl="https://lamps.example/moth")
    built = json.loads(run(*BUILD, "--json").stdout)

    lines = run(*LOG).stdout.splitlines()
    assert lines[0].endswith(": 1 new")
    assert lines[1:4] == [
        "  new      A moth[1m",
        "           https://lamps.example/moth",
        "           in all, providers/lamps.example, topics/light",
    ]
    assert lines[4].endswith(": the history begins, with 1 item")
    assert len(lines) == 5
    newest, first = json.loads(run(*LOG, "--json").stdout)
    assert {name: value for name, value in newest.items() if name != "time"} == built["changes"]
    assert first["begins"] == 1

    (later,) = json.loads(run(*LOG, "--json", "--since", first["time"]).stdout)
    assert later == newest
    assert json.loads(run(*LOG, "--json", "-n", "1").stdout) == [newest]
    nothing = run(*LOG, "--since", newest["time"])
    assert nothing.stdout == ""
    assert "no build has changed anything since then" in nothing.stderr


@pytest.mark.parametrize("date", ["yesterday", "2026-13-01", ""])
def test_log_refuses_what_is_no_date(site: Site, date: str) -> None:
    """A moment is never guessed."""
    result = run(*LOG, "--since", date)
    assert result.exit_code == 2
    assert result.stderr.startswith("feeds: --since ")
