"""Make the report of a build from what it has read, planned and written."""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from feeds.config import Settings
from feeds.core.kinds import OWN
from feeds.core.model import Group
from feeds.index import changes
from feeds.index.database import Database
from feeds.index.reading import Reading
from feeds.publish.notices import notices, replaced, taken
from feeds.publish.output import Output
from feeds.publish.plan import Plan, newly_emptied, vanishing
from feeds.publish.report import Report
from feeds.publish.settled import Settled
from feeds.publish.state import State


def of_reading(reading: Reading, database: Database, *, details: bool, dry_run: bool) -> Report:
    """Return what there is to report of a build that has read the articles, and no more.

    With `details`, files without errors that are in no feed are named.
    """
    catalogue = reading.catalogue
    return Report(
        tally=reading.tally,
        problems=reading.problems,
        warnings=reading.warnings,
        lost=reading.lost,
        duplicates=tuple(catalogue.duplicates()) if details else (),
        skipped=tuple(catalogue.skipped()) if details else (),
        without_front_matter=catalogue.files() - reading.tally.read if not reading.tally.published else 0,
        unread=changes.unread(database),
        dry_run=dry_run,
        feeds=0,
    )


def of_settled(report: Report, found: Settled) -> Report:
    """Return a report with what is known of an output in which there was nothing to do."""
    return replace(report, feeds=found.feeds, empty=found.empty, unchanged=found.documents)


def of_plan(
    report: Report,
    settings: Settings,
    reading: Reading,
    plan: Plan,
    output: Output,
    overwritten: tuple[str, ...],
    emptied: Mapping[str, str | None],
    before: State,
) -> Report:
    """Return a report with what a build has planned and written. `before` is the state that it began with."""
    kept = frozenset() if plan.is_partial else plan.given_up - plan.taken
    return replace(
        report,
        feeds=len(plan.feeds),
        empty=sum(planned.emptied is not None and not planned.has_ended for planned in plan.feeds),
        emptied=newly_emptied(plan),
        notices=(
            *notices(
                settings.output,
                emptied,
                output.removed,
                _renamed(settings, reading, plan),
                own=[Group(OWN, one.slug).folder for one in settings.own],
                dry_run=report.dry_run,
            ),
            *replaced(settings.output, overwritten),
            *taken(settings.output, plan.taken - before.taken),
        ),
        written=tuple(output.written),
        unchanged=len(plan.documents) - len(output.written),
        removed=tuple(output.removed),
        given_up=tuple(sorted(kept)),
        vanishing=vanishing(plan) if kept else (),
        over_limits=tuple(_over_limits(settings, plan)),
    )


def _over_limits(settings: Settings, plan: Plan) -> Iterator[str]:
    """Yield a sentence for each map of redirects that is too long for its service."""
    if settings.maps:
        from feeds.publish.map_limits import over_limits  # few sites have maps

        yield from over_limits(settings, plan)


def _renamed(settings: Settings, reading: Reading, plan: Plan) -> list[str]:
    """Return the paths of the articles that have another id than before and are in a feed of this build."""
    renamed = set(reading.compared.renamed)
    if not renamed:
        return []
    catalogue = reading.catalogue
    shown = set().union(*(catalogue.newest(planned.group, planned.limit(settings)) for planned in plan.feeds))
    return sorted(map(catalogue.path, renamed & shown))
