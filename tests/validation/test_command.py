"""`feeds validate`: what is said where, and with which exit status."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from feeds.cli import cli
from tests.support import BASE_URL, Site

BROKEN = '<rss version="2.0">\n  <channel>\n    <title>T</title>\n    <ttl>0</ttl>\n  </channel>\n</rss>\n'


def run(*arguments: str) -> Result:
    """Run the command in the working directory."""
    return CliRunner().invoke(cli, ["validate", *arguments], prog_name="feeds")


def test_the_output_of_a_build_is_in_order(site: Site) -> None:
    """Without a path the output is checked, and nothing is wrong with it."""
    site.write()
    site.build()
    result = run()
    assert (result.exit_code, result.output) == (0, "0 errors, 0 warnings; 10 documents checked\n")


def test_errors_are_told_with_their_lines_and_rules(site: Site) -> None:
    """A line for each, the one that is at fault, and exit status 1."""
    Path("broken.xml").write_text(BROKEN)
    result = run("broken.xml")
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "broken.xml:2: error: channel has no description (RSS 2.0 description)",
        "broken.xml:2: error: channel has no link (RSS 2.0 link)",
        'broken.xml:2: warning: channel has no atom:link rel="self" that says where the feed is served '
        "(RSS Profile atom:link)",
        "broken.xml:4: error: ttl must be a whole number above 0, not '0' (RSS 2.0 ttl)",
        "3 errors, 1 warning; 1 document checked",
    ]


def test_programs_get_an_object_a_line(site: Site) -> None:
    """With the column, and without a summary."""
    Path("broken.xml").write_text(BROKEN)
    lines = [json.loads(line) for line in run("broken.xml", "--format", "json").output.splitlines()]
    assert len(lines) == 4
    assert lines[-1] == {
        "path": "broken.xml",
        "line": 4,
        "column": 5,
        "severity": "error",
        "rule": "RSS 2.0 ttl",
        "message": "ttl must be a whole number above 0, not '0'",
    }


def test_github_gets_annotations(site: Site) -> None:
    """They carry line and column."""
    Path("broken.xml").write_text(BROKEN)
    last = run("broken.xml", "--format", "github").output.splitlines()[-1]
    assert last == ("::error file=broken.xml,line=4,col=5::ttl must be a whole number above 0, not '0' (RSS 2.0 ttl)")


@pytest.mark.parametrize("format_name", ["json", "github"])
def test_programs_get_nothing_where_nothing_is_wrong(site: Site, format_name: str) -> None:
    """Silence is success."""
    site.write()
    site.build()
    result = run("dist", "--format", format_name)
    assert (result.exit_code, result.output) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param([], "feeds: dist: no such file or folder\n", id="no output yet"),
        pytest.param(["none.xml"], "feeds: none.xml: no such file or folder\n", id="no such file"),
        pytest.param(
            ["articles"], "feeds: articles: no RSS, Atom, JSON Feed or OPML document to check", id="no document"
        ),
        pytest.param(["articles", "--base-url", "example.org"], "expected one like https://", id="no scheme"),
    ],
)
def test_wrong_use(site: Site, arguments: list[str], said: str) -> None:
    """What is not there is a usage error, exit status 2."""
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_the_address_of_the_configuration_counts(site: Site) -> None:
    """A feed that was built for another address is named."""
    site.write()
    site.build()
    Path("feeds.toml").write_text('source = "articles"\n[site]\nbase_url = "https://elsewhere.example/"\n')
    result = run()
    assert result.exit_code == 1
    assert (
        f"self link is {BASE_URL}all/rss.xml, but the document is served at https://elsewhere.example/all/rss.xml"
        in (result.output)
    )
    assert run("--base-url", BASE_URL).exit_code == 0
    assert run("dist/all").exit_code == 1
    Path("feeds.toml").unlink()
    assert run("dist/all", "--base-url", BASE_URL).exit_code == 0


def test_other_commands_do_not_wait_for_it() -> None:
    """The tables of the formats are loaded by this command alone."""
    program = "import sys, feeds.cli, feeds.publish.build; print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not [name for name in result.stdout.split() if name.startswith("feeds.validation")]


def test_the_help_shows_how_to_use_it() -> None:
    """With examples."""
    said = run("--help").output
    assert "feeds validate public/feeds --base-url https://example.org/feeds/" in said
    assert "--format [text|json|github]" in said


def test_the_output_may_be_the_folder_of_the_configuration(site: Site) -> None:
    """What `feeds build` writes there, `feeds validate` checks."""
    site.write()
    Path("feeds.toml").write_text(f'source = "articles"\noutput = "."\n[site]\nbase_url = "{BASE_URL}"\n')
    assert CliRunner().invoke(cli, ["build"], prog_name="feeds").exit_code == 0
    assert run().output == "0 errors, 0 warnings; 10 documents checked\n"
