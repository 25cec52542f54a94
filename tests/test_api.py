"""The public API, used as another program uses it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import feeds
from tests.support import BASE_URL, NOW, Site

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "api.md"

CONSUMER = """
from datetime import UTC, datetime
from pathlib import Path
from typing import assert_type

import feeds


def publish(folder: Path) -> list[str]:
    settings = feeds.load(folder, output="public", formats=["rss", "json"], limit=20)
    assert_type(settings, feeds.Settings)
    report = feeds.build(settings, topics=["AI"], dry_run=True, now=datetime.now(UTC), warn=print)
    assert_type(report, feeds.Report)
    assert_type(report.tally, feeds.Tally)
    assert_type(feeds.build(source=folder, base_url="https://example.org/"), feeds.Report)
    assert_type(feeds.check(source=[folder, "more"]).problems, tuple[feeds.Problem, ...])
    explanation = feeds.explain(folder / "a.md", settings)
    assert_type(explanation.why_not, feeds.Rule | None)
    findings = feeds.validate("public", base_url="https://example.org/").findings
    assert_type(findings, list[feeds.Finding])
    try:
        feeds.build(config="feeds.toml")
    except feeds.BusyError as error:
        raise SystemExit(str(error)) from error
    except feeds.FeedsError:
        raise
    return [f"{problem.path}:{problem.line}" for problem in report.errors]
"""
WRONG = ['feeds.build(topic="AI")', 'feeds.load(limit="20")', "feeds.build().tally.reed", "feeds.no_such_name"]


def test_a_site_is_built_checked_explained_and_validated(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """What the command line does, a program can do; nothing is printed."""
    good = site.write()
    broken = site.write("broken.md", title=None, webUrl="https://lamps.example/2")
    settings = feeds.load(source=site.source, output=site.output, base_url=BASE_URL)

    report = feeds.build(settings, now=NOW)
    assert (report.tally.published, [error.message for error in report.errors]) == (1, ["title is missing"])
    assert "all/rss.xml" in report.written
    assert feeds.build(settings, now=NOW).written == ()

    assert feeds.check(settings, now=NOW).problems == report.problems
    assert feeds.explain(good, settings, now=NOW).is_in_feeds
    why_not = feeds.explain(str(broken), settings, now=NOW).why_not
    assert why_not is not None
    assert why_not.rule == "title is missing"

    outcome = feeds.validate(site.output, base_url=BASE_URL, now=NOW)
    assert [finding for finding in outcome.findings if finding.severity == "error"] == []
    assert outcome.documents > 3
    assert capsys.readouterr() == ("", "")


def test_settings_come_from_a_folder_a_file_or_keywords(site: Site) -> None:
    """A configuration is named by its folder or its file; keywords go before what it says."""
    site.write()
    config = site.folder / "feeds.toml"
    config.write_text(f'source = "articles"\nlimit = 7\n[site]\nbase_url = "{BASE_URL}"\n')
    for place in (site.folder, config):
        assert (feeds.load(place).limit, feeds.load(place).sources) == (7, (site.source,))
    chosen = feeds.load(config, limit=9, output="elsewhere", formats=["rss"])
    assert (chosen.limit, chosen.output, chosen.chosen_formats) == (9, Path("elsewhere"), ("rss",))
    assert feeds.build(config=config, topics="Light", now=NOW).feeds == 1
    with pytest.raises(feeds.ConfigError, match="in this folder"):
        feeds.load(site.source)
    with pytest.raises(TypeError, match="not both"):
        feeds.build(feeds.load(config), limit=3)


def test_errors_are_those_of_the_library(site: Site) -> None:
    """Each thing that can go wrong has a type of its own, and all of them one base."""
    path = site.write()
    site.write("../other.md")
    with pytest.raises(feeds.SourceNotFoundError, match="nowhere"):
        feeds.build(source="nowhere", output=site.output, base_url=BASE_URL)
    with pytest.raises(feeds.UnknownTopicError, match="did you mean Light"):
        feeds.build(source=path.parent, output=site.output, base_url=BASE_URL, topics=["Lihgt"])
    with pytest.raises(feeds.UnknownProviderError):
        feeds.build(source=path.parent, output=site.output, base_url=BASE_URL, providers=["x.example"])
    with pytest.raises(feeds.OptionError, match="since cannot be read as a date") as caught:
        feeds.load(source=path.parent, base_url=BASE_URL, since="yesterday")
    assert caught.value.option == "since"
    with pytest.raises(feeds.NotAnArticleError):
        feeds.explain(site.folder / "other.md", source=path.parent)
    with pytest.raises(feeds.SourceNotFoundError):
        feeds.validate("nowhere.xml")
    with pytest.raises(feeds.ConfigError, match="address"):
        feeds.build(source=path.parent)
    errors = [getattr(feeds, name) for name in feeds.__all__ if name.endswith("Error")]
    assert all(issubclass(error, feeds.FeedsError) for error in errors)
    assert len(errors) > 8


def test_what_the_state_went_through_is_in_the_report(site: Site) -> None:
    """A program that passes no callback still learns that a damaged state was begun anew."""
    site.write()
    settings = feeds.load(source=site.source, output=site.output, state_dir=site.folder / ".feeds", base_url=BASE_URL)
    feeds.build(settings, now=NOW)
    (database,) = (site.folder / ".feeds").glob("*.sqlite")
    database.write_bytes(b"not a database" * 1_000)
    heard: list[str] = []
    report = feeds.build(settings, now=NOW, warn=heard.append)
    assert report.messages == tuple(heard) != ()


def test_every_public_name_exists_and_is_described() -> None:
    """The list of names, the page about them, and what can be imported are the same."""
    page = PAGE.read_text(encoding="utf-8")
    for name in feeds.__all__:
        assert getattr(feeds, name) is not None
        assert f"`{name}" in page or f"feeds.{name}" in page, name
    assert set(feeds.__all__) <= set(dir(feeds))
    with pytest.raises(AttributeError, match="no_such_name"):
        getattr(feeds, "no_such_" + "name")


def test_no_module_hides_a_function() -> None:
    """`feeds.build` stays a function whatever is imported: no module of the package has the name of one."""
    folder = Path(feeds.__file__).parent
    modules = {path.stem for path in folder.iterdir()}
    assert not modules & set(feeds.__all__)


def test_importing_feeds_imports_nothing_else() -> None:
    """A program that only asks for the version waits for no library."""
    code = "import sys, feeds; print([m for m in sys.modules if m.startswith('feeds.') or m in ('msgspec', 'click')])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said == "[]\n"


def test_the_example_of_the_page_runs(tmp_path: Path) -> None:
    """A reader of docs/api.md can copy its example, which prints what stands below it."""
    program, printed = re.findall(r"```(?:python|text)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[:2]
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stderr, done.stdout) == ("", printed)


def test_a_consumer_has_types(tmp_path: Path) -> None:
    """A strict mypy outside the project knows the types of the API and refuses wrong uses of it."""
    pytest.importorskip("mypy")
    (tmp_path / "right.py").write_text(CONSUMER)
    (tmp_path / "wrong.py").write_text("import feeds\n" + "".join(f"{line}\n" for line in WRONG))
    command = [sys.executable, "-m", "mypy", "--strict", "--no-incremental", "right.py", "wrong.py"]
    done = subprocess.run(
        command, cwd=tmp_path, env={"MYPYPATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    lines = [line for line in done.stdout.splitlines() if ": error: " in line]
    assert [line.split(":")[:2] for line in lines] == [["wrong.py", str(number)] for number in range(2, 6)], done.stdout
