"""What a build says of very many articles: enough to act on, and no more than a person reads."""

import pytest
from click.testing import CliRunner

from feeds.cli import cli
from feeds.core.model import Problem
from feeds.publish import summing_up
from tests.support import BASE_URL, Site

BUILD = ["build", "articles", "--base-url", BASE_URL]


def problem(number: int, message: str = "is odd", severity: str = "warning") -> Problem:
    """Return a problem of a file of its own."""
    return Problem(f"{number:03}.md", 2, severity, message)  # type: ignore[arg-type]


def said(problems: list[Problem], *, errors_too: bool = False) -> list[str]:
    """Return the lines that stand for problems."""
    return [line for _, line in summing_up.lines(problems, errors_too=errors_too)]


def test_equal_warnings_of_many_articles_are_one_line() -> None:
    """The first stands for all, with their number; where in a list it is makes no difference."""
    problems = [problem(number, f"images[{number % 3 + 1}].width is missing") for number in range(40)]
    (line,) = said([*problems])
    assert line.startswith("000.md:2: warning: images[1].width is missing (and 39 more like it")


def test_a_few_equal_warnings_and_different_ones_are_all_said() -> None:
    """Three lines are no flood."""
    problems = [problem(1), problem(2), problem(3), problem(4, "is another")]
    assert said(problems) == list(map(str, problems))


def test_every_error_is_named_unless_nothing_is_published() -> None:
    """An article that is left out is named; where all are, the reason is what counts."""
    problems = [problem(number, severity="error") for number in range(10)]
    assert len(said(problems)) == 10
    assert len(said(problems, errors_too=True)) == 1


def test_a_build_that_publishes_nothing_says_why_and_fails(site: Site) -> None:
    """Articles written for another publisher: one line for each reason, and a summary with the numbers."""
    for number in range(9):
        site.write(f"{number}.md", publishedDateTime=None, created="2026-01-02", title=f"The {number}th")
    site.write("draft.md", published=False)
    (site.source / "notes.md").write_text("no front matter", encoding="utf-8")
    result = CliRunner().invoke(cli, ["-q", *BUILD])
    assert result.exit_code == 1
    first, summary = result.stderr.splitlines()
    assert first == (
        "articles/0.md:2: error: publishedDateTime is missing, but there is created: say so below [fields] in"
        " feeds.toml, if that is it"
        " (and 8 more like it; feeds check lists all)"
    )
    assert summary == (
        "feeds: nothing is published from the 11 files that are there: publishedDateTime is missing, but there is"
        " created: say so below [fields] in feeds.toml, if that is it (9 files)"
        "; not published (1 file); no front matter (1 file)"
    )


def test_drafts_alone_are_no_success_unless_emptiness_is_meant(site: Site) -> None:
    """Whoever allows an empty site gets one."""
    site.write("draft.md", published=False)
    assert CliRunner().invoke(cli, BUILD).exit_code == 1
    assert CliRunner().invoke(cli, [*BUILD, "--allow-loss"]).exit_code == 0


def test_a_folder_without_files_is_no_failure(site: Site) -> None:
    """Nothing was there, so nothing is missing from the feeds."""
    result = CliRunner().invoke(cli, BUILD)
    assert (result.exit_code, "nothing is published" in result.stderr) == (0, False)


def test_many_reasons_are_not_all_said() -> None:
    """A summary stays a line."""
    from feeds.index.standings import Tally
    from feeds.publish.report import Report

    errors = tuple(problem(number, f"is odd in way {number}", "error") for number in range(50))
    report = Report(tally=Tally(50, 0, 0, 50, {}, 0, 0), problems=errors, warnings=0, feeds=0)
    line = summing_up.nothing_published(report)
    assert line is not None
    assert line.endswith("; and more; feeds check lists all")
    assert line.count("is odd") == 8


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("No fields at all.\n", ". An article begins with its fields, between two lines ---: title and date at least"),
        ("---\nlayout: page\n---\n", ". Give them a title and a date, or say below [fields] in feeds.toml"),
        ("---\ntitle: Owls\ndate: 2026-01-02\n---\n", ". If the site itself has a page for each, set permalink below"),
    ],
)
def test_where_nothing_is_published_the_missing_step_is_said(site: Site, text: str, step: str) -> None:
    """A person who tries feeds on a folder learns what to do next."""
    (site.source / "page.md").write_text(text)
    (site.source / "guide.adoc").write_text("= Guide\n")
    result = CliRunner().invoke(cli, BUILD)
    assert result.exit_code == 1
    assert step in result.stderr
    assert "1 file of a kind that feeds does not read: .adoc (1)" in result.stderr


def test_files_of_other_kinds_are_counted(site: Site) -> None:
    """With -v, a build says once how many files it does not read."""
    site.write()
    for name in ("guide.rst", "guide.mkdn"):
        (site.source / name).write_text("Guide\n")
    assert ".rst (1)" not in CliRunner().invoke(cli, BUILD).stderr
    assert (
        "feeds: 2 files of a kind that feeds does not read: .mkdn (1), .rst (1)"
        in CliRunner().invoke(cli, [*BUILD, "-v"]).stderr
    )
