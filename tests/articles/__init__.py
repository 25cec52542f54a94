"""What the tests of reading articles share: an article to vary, and where its fields stand."""

from typing import Any
from zoneinfo import ZoneInfo

import yaml

from feeds.articles.parse import Context, Outcome, parse
from feeds.core.model import Article, Problem

PATH = "found/owls.md"
CONTEXT = Context(ZoneInfo("Europe/Paris"), "https://site.example/base/")
HEAD = """\
title: Owls return
publishedDateTime: 2024-03-05T06:07:08Z
webUrl: https://planet.example/owls
"""
PROVIDER = "provider: {domain: planet.example}\n"
FIRST_FIELD = 5
"""The line of the first field that is added to HEAD."""


def parsed(block: str, *, head: str = HEAD, body: str = "", path: str = PATH) -> Outcome:
    """Return what becomes of an article whose front matter is HEAD and these lines, and PROVIDER if they name none."""
    lines = f"{head}{block.rstrip()}\n"
    lines += "" if "provider:" in lines else PROVIDER
    outcome = parse(f"---\n{lines}---\n{body}".encode(), path, CONTEXT)
    assert outcome is not None
    return outcome


def with_fields(**fields: Any) -> Outcome:
    """Return what becomes of an article with these fields; one that is None is left out."""
    data = {name: value for name, value in (yaml.safe_load(HEAD) | fields).items() if value is not None}
    return parsed(yaml.safe_dump(data, allow_unicode=True), head="")


def clean(outcome: Outcome) -> Article:
    """Return the article of an outcome that has no problems."""
    assert outcome.problems == ()
    assert outcome.article is not None
    return outcome.article


def article_of(outcome: Outcome | None) -> Article:
    """Return the article of an outcome, whatever is said of it."""
    assert outcome is not None
    assert outcome.article is not None
    return outcome.article


def mended(outcome: Outcome) -> tuple[Article, list[Problem]]:
    """Return the article of an outcome that has warnings alone, and the warnings."""
    assert {problem.severity for problem in outcome.problems} == {"warning"}
    assert outcome.article is not None
    return outcome.article, list(outcome.problems)


def refused(outcome: Outcome) -> list[Problem]:
    """Return the errors of an outcome that has no article."""
    assert outcome.article is None
    assert outcome.skipped is None
    errors = [problem for problem in outcome.problems if problem.severity == "error"]
    assert errors
    return errors
