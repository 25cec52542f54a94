"""Sum up equal problems of many articles for a person. `feeds check` lists them all."""

import re
from collections.abc import Iterable, Iterator

from feeds.articles.outcome import NO_ARTICLE, UNDATED
from feeds.core.model import Problem
from feeds.core.text import counted
from feeds.publish.report import Report

MOST_EQUAL = 3
"""Files whose equal problems a build lists one by one; of more, the first problem stands for all."""

_STEPS = (
    ("no front matter", ". An article begins with its fields, between two lines ---: title and date at least"),
    (UNDATED, ". Give them a title and a date, or say below [fields] in feeds.toml what these are called"),
    (NO_ARTICLE, ". Give them a title and a date, or say below [fields] in feeds.toml what these are called"),
    ("webUrl is missing", ". If the site itself has a page for each, set permalink below [articles] in feeds.toml"),
)
"""What to do next where nothing is published, by how the reason begins that most files have."""

_MOST_REASONS = 8
_POSITION = re.compile(r"\[\d+\]")


def lines(problems: Iterable[Problem], *, errors_too: bool) -> Iterator[tuple[Problem, str]]:
    """Yield the problems that a build names, each with what it says; of equal ones in many files the first alone.

    Problems are equal if they say the same, wherever in a list. Errors are named one by one unless `errors_too`.
    """
    for group in _grouped(problems):
        if len({problem.path for problem in group}) <= MOST_EQUAL or (group[0].severity == "error" and not errors_too):
            yield from ((problem, str(problem)) for problem in group)
        else:
            yield group[0], f"{group[0]} (and {len(group) - 1:,} more like it; feeds check lists all)"


def nothing_published(report: Report) -> str | None:
    """Return why a build publishes nothing although there are files, in one line; None where it does, or has none."""
    tally = report.tally
    files = tally.read + report.without_front_matter + sum(report.unread.values())
    if tally.published or not files:
        return None
    groups = sorted(_grouped(report.errors), key=lambda group: -len({problem.path for problem in group}))
    reasons = [(group[0].message, len({problem.path for problem in group})) for group in groups]
    reasons += report.reasons().items()
    if report.without_front_matter:
        reasons.append(("no front matter", report.without_front_matter))
    said = [f"{reason} ({counted(count, 'file')})" for reason, count in reasons[:_MOST_REASONS]]
    if len(reasons) > _MOST_REASONS:
        said.append("and more; feeds check lists all")
    there = "the file that is there" if files == 1 else f"the {files:,} files that are there"
    main = max(reasons, key=lambda reason: reason[1], default=("", 0))[0]
    step = next((step for beginning, step in _STEPS if main.startswith(beginning)), "")
    return f"nothing is published from {there}: {'; '.join([*said, *filter(None, [unread(report)])])}{step}"


def unread(report: Report) -> str | None:
    """Return how many files are in languages that feeds does not read; None if there are none."""
    if not report.unread:
        return None
    kinds = ", ".join(f"{suffix} ({count:,})" for suffix, count in sorted(report.unread.items()))
    return f"{counted(sum(report.unread.values()), 'file')} of a kind that feeds does not read: {kinds}"


def exit_status(report: Report, *, allow_loss: bool) -> int:
    """Return the exit status of a command that did a build: 1 if articles were left out, or nothing was written.

    So it is where nothing is published although there are files, unless that is meant.
    """
    is_empty = not allow_loss and nothing_published(report) is not None
    return 1 if report.errors or report.refused or is_empty else 0


def _grouped(problems: Iterable[Problem]) -> list[list[Problem]]:
    """Return equal problems together, in the order of the first of each."""
    groups: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        groups.setdefault((problem.severity, _POSITION.sub("[]", problem.message)), []).append(problem)
    return list(groups.values())
