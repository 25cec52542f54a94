"""README and docs are true: their commands, their transcript, their keys, their links."""

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec import Struct

from feeds.cli import cli
from feeds.config import file

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
CONFIGURATION = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_ci_runs_exactly_the_readmes_test_command() -> None:
    """What the README tells a newcomer to run is what is checked."""
    section = README.partition("Set up and run the tests:")[2]
    command = section.partition("```sh\n")[2].partition("\n```")[0]
    assert command.endswith("pytest")
    assert f"\n{command}\n" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_transcript_is_what_the_commands_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A newcomer sees what the README shows; only the seconds may differ."""
    transcript = README.partition("```console\n")[2].partition("\n```")[0]
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    shutil.copy(ROOT / "feeds.toml", tmp_path)
    monkeypatch.chdir(tmp_path)
    said = ""
    for command in re.findall(r"^\$ feeds (.*)$", transcript, re.MULTILINE):
        result = CliRunner().invoke(cli, command.split(), prog_name="feeds")
        said += f"$ feeds {command}\n{result.output}"
    seconds = re.compile(r"\d+\.\d s$", re.MULTILINE)
    assert seconds.sub("", said.rstrip("\n")) == seconds.sub("", transcript)


def test_the_readme_is_short() -> None:
    """A newcomer reads the README in a few minutes; details are in docs/."""
    assert len(README.splitlines()) <= 200


def test_a_first_site_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The README's first article gives feeds without an error or a warning, by the README's own commands."""
    section = README.partition("## A first site")[2].partition("\n## ")[0]
    article = section.partition("```markdown\n")[2].partition("```")[0]
    build, validate = section.partition("```sh\n")[2].splitlines()[:2]
    monkeypatch.chdir(tmp_path)
    Path("articles").mkdir()
    Path("articles/cranes.md").write_text(article, encoding="utf-8")
    for command in (build, validate):
        result = CliRunner().invoke(cli, command.split()[1:], prog_name="feeds")
        assert result.exit_code == 0, result.output
        assert "error" not in result.output.replace("0 errors", "")
    assert (
        json.loads(Path("dist/topics/cities/feed.json").read_bytes())["items"][0]["title"] == "Four cranes, one cable"
    )


def test_every_command_and_option_is_documented() -> None:
    """Nothing that a user can do is undocumented, and no option is documented that does not exist."""
    options = {"--help", "--version"}
    for name, command in cli.commands.items():
        assert f"## feeds {name}\n" in COMMANDS
        for parameter in command.params:
            for option in parameter.opts:
                options.add(option)
                if option.startswith("--"):
                    assert option in COMMANDS, f"{name} {option}"
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", COMMANDS)) <= options


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    """No link of README or docs is dead."""
    for target in re.findall(r"\]\(([^)#:]+)\)|(?:src|srcset)=\"([^\"]+)\"", page.read_text(encoding="utf-8")):
        assert (page.parent / (target[0] or target[1])).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_paths_that_are_named_exist(page: Path) -> None:
    """A module or test that moves takes its mention in the documentation along."""
    stages = "|".join(path.name for path in (ROOT / "feeds").iterdir() if path.is_dir())
    named = re.findall(rf"`((?:feeds|tests|bench|{stages})/[\w/]+(?:\.py)?)`", page.read_text(encoding="utf-8"))
    assert [name for name in named if not any((folder / name).exists() for folder in (ROOT, ROOT / "feeds"))] == []


@pytest.mark.parametrize(
    "table", [file.ConfigFile, file.SiteTable, file.SelectTable, file.WorkersTable, file.ReaderTable, file.GroupTable]
)
def test_every_key_is_documented_and_in_what_init_writes(
    table: type[Struct], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No key of the configuration has to be found in the code."""
    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(cli, ["init"], catch_exceptions=False)
    written = Path("feeds.toml").read_text(encoding="utf-8")
    for key in table.__struct_fields__:
        pattern = rf"^(?:# )?(?:{key} = |\[+{key}[\].])"
        assert re.search(pattern, CONFIGURATION, re.MULTILINE), f"docs: {key}"
        assert re.search(pattern, written, re.MULTILINE), f"init: {key}"


def test_what_init_shows_commented_out_is_valid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Taking the comment signs away gives a configuration that is accepted whole."""
    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(cli, ["init"], catch_exceptions=False)
    path = Path("feeds.toml")
    path.write_text(re.sub(r"^# (?=\w+ = |\[)", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE))
    config, _ = file.read(path)
    assert config.topics["AI"].slug == "ai"
    assert config.limit == 50
