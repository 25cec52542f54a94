"""Tell those who want only news what is wrong since the build before, and what no longer is."""

from datetime import datetime
from pathlib import Path

from feeds.core.model import Problem
from feeds.index.database import Database
from feeds.publish import standing, summing_up
from feeds.publish.notices import given_up
from feeds.publish.report import Report


def remember_news(
    database: Database, report: Report, output: Path, now: datetime, *, tells: bool, is_partial: bool
) -> tuple[str, ...]:
    """Remember what is wrong, and return the lines about it for who wants only news, if the build `tells` them.

    That nothing is published, or that the site no longer has some documents, is an error of the output. A partial build
    does not look at the whole of it: what was wrong with it before, still is. Of a refused build nothing is remembered.
    """
    if report.refused:
        return ()
    nothing = summing_up.nothing_published(report)
    is_wrong = bool(nothing and report.exit_status)
    of_output = [*([nothing] if nothing and is_wrong else []), *given_up(output, report.given_up, report.vanishing)]
    of_output += [*report.misnamed, *report.over_limits]
    whole = [Problem(str(output), 0, "error", message) for message in of_output]
    wrong = dict.fromkeys([*report.lost, *report.errors])
    unseen = (str(output),) if is_partial else ()
    found = standing.remember(database, [*whole, *wrong], now, tells=tells, unseen=unseen)
    database.commit()

    of_articles = [problem for problem in found.problems if problem not in whole]
    lines = [line for _, line in summing_up.lines(of_articles, errors_too=is_wrong)]
    lines += [f"feeds: {problem.message}" for problem in found.problems if problem in whole]
    ended = [] if report.dry_run else found.ended
    return (*lines, *(f"{path}: nothing is wrong any more" for path in ended))
