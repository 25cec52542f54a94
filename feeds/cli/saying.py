"""Print what a build did and found wrong: all of it for a person, and only news for cron."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.cli.common import say
from feeds.cli.reporting import is_to_be_told
from feeds.core.model import Problem

if TYPE_CHECKING:
    from feeds.publish.build import Request
    from feeds.publish.report import Report


def say_report(report: "Report", output: Path, request: "Request") -> None:
    """Say what a build did, in one line, and before it what is wrong and what touches subscribers."""
    from feeds.publish import summing_up
    from feeds.publish.notices import given_up

    nothing = summing_up.nothing_published(report)
    if request.news_only and not report.refused:
        for line in report.news:
            say(line)
    elif is_to_be_told():
        say_problems(report.lost, lowest=0)
        others = [problem for problem in report.problems if problem not in set(report.lost)]
        say_problems(others, errors_summed_up=nothing is not None, lowest=-1 if request.strict else 1)
    _say_details(report)

    for notice in report.notices:
        say(notice)
    if request.news_only:
        say(f"feeds: {report.summary()}", -1 if report.refused and is_to_be_told() else 0)
        return
    for sentence in (*given_up(output, report.given_up, report.vanishing), *report.misnamed, *report.over_limits):
        say(f"feeds: {sentence}")
    if nothing:
        say(f"feeds: {nothing}")
    say(f"feeds: {report.summary()}")


def _say_details(report: "Report") -> None:
    """Say which files are in no feed, to who wants to know more."""
    from feeds.publish import summing_up

    for duplicate in report.duplicates:
        say(f"{duplicate.path}: the same story as {duplicate.kept}", 1)
    for path, reason in report.skipped:
        say(f"{path}: {reason}", 1)
    if unread := summing_up.unread(report):
        say(f"feeds: {unread}", 1)


def say_problems(problems: Iterable[Problem], *, errors_summed_up: bool = False, lowest: int = 1) -> None:
    """Say the errors of articles, and the warnings if the verbosity is at least the `lowest`."""
    from feeds.publish import summing_up

    for problem, line in summing_up.lines(problems, errors_too=errors_summed_up):
        say(line, -1 if problem.severity == "error" else lowest)
