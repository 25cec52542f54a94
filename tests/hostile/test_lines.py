"""What commands print of hostile names and texts: visible text, in lines of their own, that commands nothing."""

import json
import os
import unicodedata
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from feeds.cli import cli
from tests.support import ARTICLE, BASE_URL

BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
PIECES = st.sampled_from(
    [
        "\x1b[2J",
        "\x1b]0;x\x07",
        "\n",
        "\r",
        "\t",
        "\x85",
        "\x9b1m",
        "\x7f",
        "\u2028",
        "\u202e",
        "\u2066",
        "\ufeff",
        " ",
        "::stop-commands::x",
        "::error::x",
        "##[add-mask]x",
        "##vso[task.x]y",
        "feeds: 0 errors",
        "a",
        "é",
        "%0A",
        "\\n",
    ]
)
HOSTILE = st.lists(PIECES, min_size=1, max_size=6).map("".join)
COMMANDS = [
    ["check", "."],
    ["check", ".", "--format", "json"],
    ["check", ".", "--format", "github"],
    ["list", "topics", "."],
    ["list", "providers", ".", "--json"],
    ["list", "feeds", ".", "--base-url", BASE_URL],
    ["build", ".", "-o", "../dist", "--base-url", BASE_URL, "-v"],
    ["build", ".", "-o", "../dist", "--base-url", BASE_URL, "--dry-run", "--json", "--jobs", "1"],
    ["validate", "../dist"],
]


def check_lines(text: str, arguments: list[str]) -> None:
    """Fail where printed text holds what a terminal, or a CI service, acts on."""
    for line in text.split("\n"):
        acting = [one for one in line if unicodedata.category(one) in ("Cc", "Cs", "Zl", "Zp") or one in BIDI]
        assert not acting, (arguments, line)
        if "github" in arguments and line.startswith(("::error file=", "::warning file=")):
            continue
        assert not line.lstrip().startswith("::"), (arguments, line)
        assert "##[" not in line, (arguments, line)
        assert "##vso[" not in line, (arguments, line)


def run(*arguments: str) -> str:
    """Run a command, check what it prints, and return its stdout."""
    result = CliRunner().invoke(cli, arguments, prog_name="feeds")
    check_lines(result.stdout + result.stderr, list(arguments))
    assert result.exit_code <= 4, result.output
    return result.stdout


def file_name(text: str) -> str:
    """Return a name that files can have."""
    return text.replace("/", "_").replace("\0", "_")[:80]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HOSTILE, HOSTILE, st.booleans())
@example("c\n::stop-commands::x\nfeeds: 0 errors", "\x1b[2J\u202e", True)
@example("::stop-commands::x", "##[add-mask]x", False)
def test_no_command_prints_what_acts(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, name: str, text: str, is_wrong: bool
) -> None:
    """Names of files and folders, titles, topics, providers, ids, and values that are wrong, in every command."""
    folder = tmp_path_factory.mktemp("site") / "articles"
    folder.mkdir()
    monkeypatch.chdir(folder)
    hostile = {"title": text, "topics": [text, "Light"], "id": text, "provider": {"name": text, "domain": "a.example"}}
    fields = ARTICLE | hostile | ({"publishedDateTime": text, "images": [text], "type": [text]} if is_wrong else {})
    fields |= {text: text, "quality": text}
    written = f"---\n{yaml.safe_dump(fields)}---\n{text}\n"
    file = Path(f"{file_name(name)}.md")
    file.write_text(written, encoding="utf-8", errors="surrogateescape")
    twin = Path(file_name(f"{text}{name}") + ".md")
    twin.write_text(written + "x", encoding="utf-8", errors="surrogateescape")
    (folder / file_name("d" + name)).mkdir(exist_ok=True)
    (folder / file_name("d" + name) / "dup.md").write_text(written, encoding="utf-8")

    for command in COMMANDS:
        run(*command)
    run("explain", str(file), "--source", ".")
    json.loads(run("explain", str(twin), "--source", ".", "--json"))


@pytest.mark.parametrize("name", ["caf\udce9", "\udcff\n::error::x"])
def test_names_that_are_not_utf_8(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A name with bytes that are not UTF-8 is shown with these bytes escaped, by every command and in JSON too."""
    source = tmp_path / "articles"
    try:
        source.joinpath(name).mkdir(parents=True)
    except OSError:
        pytest.skip("this file system has only names in UTF-8")
    monkeypatch.chdir(source)
    path = source / name / f"{name}.md"
    path.write_text("---\ntitle: x\npublishedDateTime: yesterday\nwebUrl: https://a.example/\n---\n")

    for command in COMMANDS[:-1]:
        run(*command)
    for typed in (os.fspath(path.relative_to(source)), os.fspath(path.parent.relative_to(source))):
        run("check", typed)
        run("check", typed, "--format", "github")
        for line in run("check", typed, "--format", "json").splitlines():
            assert "\\x" in json.loads(line)["path"]
        run("explain", typed, "--source", ".")
        run("explain", typed, "--source", ".", "--json")
        run("build", typed, "-o", "../dist", "--base-url", BASE_URL, "--json")


@pytest.mark.parametrize("text", ["a\x1b[2J", "::stop-commands::\n::x", "x\u202e\udcff"])
def test_what_is_typed_is_shown_escaped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """A shell may put names of files into a command line: what click and feeds say of it is escaped as well."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "articles").mkdir()
    for command in (
        [text],
        [f"--{text}"],
        ["build", f"--{text}"],
        ["build", text, "--base-url", BASE_URL],
        ["build", "articles", "--base-url", text],
        ["build", "articles", "--base-url", BASE_URL, "--since", text],
        ["build", "articles", "--base-url", BASE_URL, "--topic", text],
        ["build", "articles", "--base-url", BASE_URL, "--limit", text],
        ["build", "articles", "--base-url", BASE_URL, "--format", text],
        ["build", "articles", "--base-url", BASE_URL, "-o", text],
        ["list", text],
        ["check", text],
        ["explain", text, "--source", "articles"],
        ["validate", text],
        ["serve", "--port", text],
        ["serve", "-o", f"none{text}"],
        ["--config", text, "check"],
        ["--config", f"{text}/{text}", "init"],
    ):
        run(*command)


def test_findings_about_hostile_documents(tmp_path: Path) -> None:
    """What `feeds validate` quotes of a document, and the document's name, are escaped in every form."""
    path = tmp_path / "::error::x\n.xml"
    path.write_text(
        '<rss version="\u202e::x"><channel><\u202a/><title>##[x]&#x85;</title><link>\u2028::x</link></channel></rss>'
    )
    other = tmp_path / "a\x1b[2J.json"
    other.write_text(
        json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": 3, "\x1b::x": "\u202e", "items": [{}]})
    )
    for report_format in ("text", "json", "github"):
        for typed in (str(path), str(other), str(tmp_path)):
            run("validate", typed, "--format", report_format)
