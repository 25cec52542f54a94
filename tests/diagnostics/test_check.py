"""What `feeds check` says of a site, and in which form."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from feeds.cli import cli
from tests.support import Site


def check(*arguments: str) -> list[str]:
    """Return the lines that `feeds check` prints."""
    return CliRunner().invoke(cli, ["check", "articles", *arguments], catch_exceptions=False).stdout.splitlines()


@pytest.fixture(autouse=True)
def _story(site: Site) -> None:
    site.write("a.md", webUrl="https://lamps.example/a", topics=["Light"])


def test_nothing_wrong(site: Site) -> None:
    """A site without faults is told so, and how much was read."""
    assert check() == ["0 errors, 0 warnings; 1 article read"]
    assert check("--format", "json") == check("--format", "github") == []


def test_errors_and_warnings_come_by_place_and_are_counted(site: Site) -> None:
    """An editor goes through the files from the first to the last, and sees at the end how many there are."""
    site.write("c.md", webUrl="https://lamps.example/c", title=None, topics=None)
    site.write("b.md", webUrl="https://lamps.example/b", images=["/x.png"], topics=None)
    lines = check()
    assert lines[0].startswith("articles/b.md:10: warning: ")
    assert lines[1] == "articles/c.md:2: error: title is missing"
    assert lines[-1] == "1 error, 1 warning in 2 files; 3 articles read"


@pytest.mark.parametrize(("broken", "status"), [(True, 1), (False, 0)])
def test_the_exit_status_tells_of_errors(site: Site, broken: bool, status: int) -> None:
    """A deployment can stop where an article would be left out, and goes on where it would only be mended."""
    site.write("b.md", webUrl="https://lamps.example/b", images=["/x.png"], title=None if broken else "B")
    assert CliRunner().invoke(cli, ["check", "articles"]).exit_code == status


def test_nothing_is_written(site: Site) -> None:
    """Whoever only looks leaves neither an output nor a state."""
    check()
    assert [path.name for path in site.folder.iterdir()] == ["articles"]


@pytest.mark.parametrize(
    ("fields", "where", "what"),
    [
        pytest.param(
            {"webUrl": "http://www.lamps.example/a/"}, 5, "is the same story as articles/a.md", id="duplicate"
        ),
        pytest.param(
            {"publishedDateTime": "2999-01-02T03:04:05Z"}, 4, "it appears on 2999-01-02 at 03:04", id="future"
        ),
        pytest.param({"topics": ["LIGHT"]}, 9, "the topic 'Light' is spelled 'LIGHT' here", id="case"),
        pytest.param({"topics": ["Lights"]}, 9, "'Lights' is perhaps the same as 'Light'; an alias", id="spelling"),
        pytest.param({"topics": ["Li-ght"]}, 9, "'Li-ght' is perhaps the same as 'Light'; an alias", id="hyphen"),
        pytest.param(
            {"provider": {"name": "Lamps Ltd", "domain": "lamps.example"}},
            6,
            "provider.name of lamps.example is 'Lamps Ltd' here, but mostly 'Lamp Weekly'",
            id="names that disagree",
        ),
    ],
)
def test_what_only_shows_in_comparison(site: Site, fields: dict[str, Any], where: int, what: str) -> None:
    """What is wrong with an article beside others, or at this time, is told with its line; it is never an error."""
    site.write("b.md", webUrl="https://lamps.example/b", topics=["Light"])
    site.write("c.md", **({"webUrl": "https://lamps.example/c", "publishedDateTime": "2026-03-03"} | fields))
    (problem,) = [line for line in check() if line.startswith("articles/")]
    assert what in problem
    assert problem.startswith(f"articles/c.md:{where}: warning: ")


def test_articles_that_only_their_ids_tell_apart_are_named(site: Site) -> None:
    """A story that readers see twice may be a copy that got an id by mistake."""
    site.write("b.md", id="changes-2", webUrl="https://lamps.example/changes")
    site.write("c.md", id="changes-1", webUrl="http://www.lamps.example/changes/", publishedDateTime="2025-03-03")
    (problem,) = [line for line in check() if line.startswith("articles/")]
    assert problem == (
        "articles/b.md:11: warning: is the same story as articles/c.md; both are in the feeds, because each has an id"
        " of its own"
    )


def test_an_id_that_changed_since_the_last_build_is_named(site: Site) -> None:
    """Before readers show an old item as new, its author learns of it."""
    site.write("b.md", webUrl="https://lamps.example/b")
    site.build()
    site.write("b.md", webUrl="https://lamps.example/moved")
    assert [line for line in check() if line.startswith("articles/")] == [
        "articles/b.md:5: warning: has another id than the last build published, and readers will show it as new:"
        " `id` keeps the old one"
    ]


def test_names_that_the_site_gives_are_no_fault(site: Site) -> None:
    """An alias that feeds.toml lists, and the name that it gives a provider, are what the site wants."""
    site.write("b.md", webUrl="https://lamps.example/b", topics=["Brightness", "Lights"])
    Path("feeds.toml").write_text('[topics."Light"]\naliases = ["Brightness", "Lights"]\n')
    assert check() == ["0 errors, 0 warnings; 2 articles read"]


def test_one_line_for_each_spelling(site: Site) -> None:
    """A hundred articles with the same misspelling are one thing to mend."""
    for number in range(5):
        site.write(
            f"{number}.md", webUrl=f"https://lamps.example/{number}", topics=["LIGHT" if number < 2 else "Light"]
        )
    (problem,) = [line for line in check() if line.startswith("articles/")]
    assert "spelled 'LIGHT' here (and in 1 other article)" in problem


def test_for_programs_an_object_a_line(site: Site) -> None:
    """A program reads each problem by itself, without taking a text apart."""
    site.write("b.md", webUrl="https://lamps.example/b", title=None)
    assert [json.loads(line) for line in check("--format", "json")] == [
        {"path": "articles/b.md", "line": 2, "severity": "error", "message": "title is missing"}
    ]


def test_for_github_an_annotation_a_line(site: Site) -> None:
    """A workflow shows each problem at its line; signs that mean something there are written in its way."""
    (site.source / "100%, sure:.md").write_text("---\nsort: x\ntitle: 5\nwebUrl: https://lamps.example/x\n---\n")
    first, *_ = check("--format", "github")
    assert first == ("::error file=articles/100%25%2C sure%3A.md,line=2::publishedDateTime is missing")


def test_an_id_that_suppresses_an_article_is_named(site: Site) -> None:
    """An article that takes another's id with an early date is found out: both paths, and the id as the reason."""
    site.write("mine.md", id="urn:mine", webUrl="https://lamps.example/1", topics=None)
    site.write("theirs.md", id="urn:mine", webUrl="https://evil.example/", publishedDateTime="2020-01-01", topics=None)
    site.write("link.md", webUrl="https://lamps.example/a", publishedDateTime="2026-03-03", topics=["Light"])
    problems = [line for line in check() if " as articles/" in line]
    assert problems == [
        "articles/link.md:5: warning: is the same story as articles/a.md, which is in the feeds; this one is not",
        "articles/mine.md:9: warning: has the same id as articles/theirs.md, which is in the feeds because it is "
        "older; this one is not in them, although its link is another: give each article an id of its own",
    ]
