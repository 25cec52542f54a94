"""Read the articles of a site: bring the index up to date and collect the problems."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from msgspec import Struct

from feeds.articles.files import readable_name
from feeds.config import Grouping, Settings
from feeds.core.confines import PASSED_OVER, StrayLinkError
from feeds.core.damage import DAMAGE_ERRORS
from feeds.core.errors import BusyError, OutputError
from feeds.core.model import Group, Problem
from feeds.core.progress import Progress, Warn, no_progress
from feeds.core.workers import Workers, cores
from feeds.index import departed
from feeds.index.catalogue import Catalogue
from feeds.index.database import Database, database_path, open_database
from feeds.index.memory import Compared
from feeds.index.refresh import refresh
from feeds.index.standings import Duplicate, Tally
from feeds.index.unmatched import unmatched


class Reading(Struct, frozen=True):
    """The articles of a site as they are now, their problems, and the groups that a change touched.

    `problems` holds the errors, and the warnings if these were asked for; `warnings` counts them in any case.
    `compared` says what was published when a build last read the articles, and is missing now. `lost` are those of the
    problems that keep an article out of the feeds which was published. `touched_months` are the groups with archives
    that a change touched, each with the month of an article that changed. `now` is the moment of all this, and
    `database` has the index, and what builds remember.
    """

    database: Database
    now: datetime
    catalogue: Catalogue
    tally: Tally
    problems: tuple[Problem, ...]
    warnings: int
    touched: tuple[Group, ...]
    touched_months: frozenset[tuple[Group, str]]
    compared: Compared
    lost: tuple[Problem, ...]


def read(
    database: Database,
    settings: Settings,
    now: datetime,
    workers: Workers,
    progress: Progress = no_progress,
    *,
    details: bool,
    grouping: Grouping | None = None,
) -> Reading:
    """Bring the index of a database up to date with the articles, and return what it holds.

    Articles that are published after `now` are in the future. `details` asks for the warnings as well, and `grouping`
    for more groups than the site has. Raises SourceNotFoundError.
    """
    problems = list(settings.problems)

    def note(error: OSError) -> None:
        path = error.filename if isinstance(error.filename, str) else readable_name(error.filename)
        if isinstance(error, StrayLinkError):
            problems.append(Problem(path, 1, "warning", PASSED_OVER))
        else:
            problems.append(Problem(path, 1, "error", f"cannot be read: {error.strerror}"))

    refreshed = refresh(database, settings, now, workers, note, progress, grouping)
    compared = refreshed.compared

    catalogue = Catalogue(database, settings.sources, now)
    tally = catalogue.tally()
    problems += unmatched(settings, catalogue)
    early = catalogue.coming("updated")
    copies = catalogue.duplicates(of_same_time=True)
    warnings = tally.warnings + len(early) + len(copies) + sum(one.severity == "warning" for one in problems)

    errors = catalogue.problems("error")
    lost = list(
        departed.told(departed.update(database, settings.sources, compared, catalogue, now), errors, settings.zone)
    )
    warnings += sum(problem.severity == "warning" for problem in lost)

    told = {problem.path for problem in lost}
    problems += [*(problem for problem in errors if problem.path not in told), *lost]
    if details:
        problems += [*catalogue.problems("warning"), *_early_updates(early, settings.zone), *map(_copy, copies)]
    return Reading(
        database=database,
        now=now,
        catalogue=catalogue,
        tally=tally,
        problems=tuple(sorted(problems)),
        warnings=warnings,
        touched=tuple(refreshed.touched),
        touched_months=frozenset(refreshed.months),
        compared=compared,
        lost=tuple(lost),
    )


def _early_updates(found: list[tuple[str, datetime]], zone: tzinfo) -> Iterator[Problem]:
    for path, moment in found:
        message = f"is in the future: it is left out until {moment.astimezone(zone):%Y-%m-%d at %H:%M (%Z)}"
        yield Problem(path, _line_of(path, "updatedDateTime"), "warning", f"updatedDateTime {message}")


def _copy(found: Duplicate) -> Problem:
    message = f"is a copy of {found.kept}, with the same link and date; that one is in the feeds: delete this one"
    return Problem(found.path, _line_of(found.path, "originalUrl", "webUrl", "id"), "warning", message)


def _line_of(path: str, *names: str) -> int:
    """Return the line of the first of some fields that an article has."""
    from feeds.frontmatter.lines import line_of  # and with it a parser, which few builds need for this

    return line_of(Path(path), *names)


@contextmanager
def reading(
    settings: Settings,
    *,
    warn: Warn,
    now: datetime | None = None,
    grouping: Callable[[Database], Grouping] | None = None,
) -> Iterator[Reading]:
    """Read the articles for the time of the body and write nothing, not even to the database of the state.

    Articles that are published after `now` (default: the present) are in the future. They are sorted as `grouping`
    says, to which a copy of the database is given, or else into the groups of the site. Raises SourceNotFoundError.
    """
    for message in settings.passed_over:
        warn(message)
    path = database_path(settings.state_dir, settings.output)
    now = now or datetime.now(UTC)
    with Workers(cores()) as workers, ExitStack() as stack:

        def read_with(path: Path) -> Reading:
            try:
                database = stack.enter_context(open_database(path, warn, scratch=True))
            except (BusyError, OutputError) as error:
                if not isinstance(error, BusyError):  # a build is running, which needs no warning
                    warn(f"{error}; what builds remember is left out")
                database = stack.enter_context(open_database(Path(os.devnull), warn, scratch=True))
            sorted_by = grouping(database) if grouping else None
            return read(database, settings, now, workers, details=True, grouping=sorted_by)

        try:
            found = read_with(path)
        except DAMAGE_ERRORS:
            # The next build repairs the state. The articles alone give the same answers.
            found = read_with(Path(os.devnull))
        yield found
