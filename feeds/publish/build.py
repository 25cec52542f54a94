"""The order of everything: read, select, group, compose, render, write, remember."""

import time
from concurrent.futures import Executor
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from feeds.config import Settings
from feeds.core import compression
from feeds.core.progress import Progress, Warn, no_progress
from feeds.core.workers import Workers, cores
from feeds.index.database import DamagedError, Database, database_path, discard, open_database
from feeds.index.reading import Reading, read
from feeds.index.selection import THRESHOLDS
from feeds.publish import lock, recover, state
from feeds.publish import plan as planning
from feeds.publish import precompress as compressed
from feeds.publish import write as writing
from feeds.publish.output import Output
from feeds.publish.plan import Plan
from feeds.publish.report import Report
from feeds.publish.state import State


class Request(Struct, frozen=True, kw_only=True):
    """What one run is asked for.

    `topics` and `providers` are names; where there are any, every file of another feed is left alone. `full` reads and
    renders everything, whatever earlier builds know. Without `allow_empty`, a site whose articles are all gone, all
    broken, or all below a threshold, keeps its feeds: that is far more often a mistake than a wish. `details` has the
    report hold warnings, and name every file that is in no feed. `jobs` is how many processes may work; None: as many
    as there are cores.
    """

    topics: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    dry_run: bool = False
    strict: bool = False
    allow_empty: bool = False
    full: bool = False
    details: bool = False
    jobs: int | None = None


def build(
    settings: Settings,
    request: Request,
    *,
    warn: Warn,
    now: datetime | None = None,
    executor: Executor | None = None,
    progress: Progress = no_progress,
) -> Report:
    """Build the feeds and return what was done.

    `warn` is told what a person should know of the state, `progress` how far the build is. `executor`
    takes the reading and rendering; without one, children of this process do, where that is worth it.

    Raises SourceNotFoundError; UnknownTopicError or UnknownProviderError for a name in the request; BusyError if
    another build of the same output is running; OutputError if a file cannot be written; ConfigError for a template of the
    site's own that cannot be used. No document is ever left half written.
    """
    place = database_path(settings.state_dir, settings.output)
    now = now or datetime.now(UTC)
    with Workers(request.jobs or cores(), executor) as workers:
        if request.dry_run:
            return _build(settings, request, place, warn, now, workers, progress)
        state.prepare(place.parent)
        with lock.hold(place.with_suffix(".lock")), lock.hold_folder(settings.output):
            try:
                return _build(settings, request, place, warn, now, workers, progress)
            except DamagedError as error:
                warn(f"{place}: the state cannot be used and is begun anew: {error}")
                discard(place)
                return _build(settings, request, place, warn, now, workers, progress)


def _build(
    settings: Settings,
    request: Request,
    place: Path,
    warn: Warn,
    now: datetime,
    workers: Workers,
    progress: Progress,
) -> Report:
    started = time.monotonic()
    suffixes = compression.available() if settings.precompress else ()
    with (
        open_database(place, warn, scratch=request.dry_run) as store,
        Output(settings.output, suffixes=suffixes, dry_run=request.dry_run) as output,
    ):
        before = _before(store, settings)
        if request.full:
            store.forget_index()
            state.mark_stale(store)
        found = read(store, settings, now, workers, progress, details=request.details or request.strict)
        plan = _plan(settings, request, found, before)
        if (request.topics or request.providers) and not plan.feeds:
            warn("no article of what was asked for is published: there is nothing to write")
        refused = _refusal(request, found, before)
        if not refused:
            faults = writing.write(
                store, settings, found.catalogue, found.touched, plan, before, output, workers, progress
            )
            found = replace(found, problems=tuple(sorted([*found.problems, *faults])))
        return _report(request, found, plan, output, refused, time.monotonic() - started)


def _before(store: Database, settings: Settings) -> State:
    """Return what earlier builds left; where the state was lost, what documents of ours in the output tell."""
    before = state.load(store)
    if store.get("reading") is None and not before.feeds:
        adopted = recover.state(settings)
        state.save(store, before, adopted)
        compressed.adopt(store, adopted.files, settings.output)
        return adopted
    # What a build was about to make, and did not come to, never existed.
    absent = {name for name in state.unwritten(store) if not (settings.output / name).exists()}
    kept = planning.without(before, absent)
    state.save(store, before, kept)
    return kept


def _plan(settings: Settings, request: Request, found: Reading, before: State) -> Plan:
    catalogue = found.catalogue
    narrowing = planning.Narrowing()
    if request.topics or request.providers:
        there = planning.known(settings.taxonomy, *catalogue.names(), before)
        narrowing = planning.narrow(request.topics, request.providers, settings.taxonomy, there)
    kinds = [*settings.kinds, narrowing.kind, *(record.group.kind for record in before.feeds.values())]
    living = catalogue.groups([kind for kind in dict.fromkeys(kinds) if kind])
    site = planning.Site(settings.kinds, settings.documents)
    plan = planning.plan(site, narrowing, settings.chosen_formats, living, before)
    return planning.without_pages(plan, before) if settings.skip_pages else plan


def _refusal(request: Request, found: Reading, before: State) -> str | None:
    """Return why nothing is to be written, if so."""
    if request.strict and found.problems:
        return "--strict, and something is wrong"
    if before.feeds and not request.allow_empty and not found.tally.usable:
        return "no article can be read, and the feeds are kept as they are; --allow-empty empties them"
    has_items = any(not record.empty for record in before.feeds.values())
    if has_items and not request.allow_empty and not found.tally.published and THRESHOLDS & found.tally.reasons.keys():
        return "no article passes the thresholds, and the feeds are kept as they are; --allow-empty empties them"
    return None


def _report(
    request: Request, found: Reading, plan: Plan, output: Output, refused: str | None, seconds: float
) -> Report:
    catalogue = found.catalogue
    report = Report(
        tally=found.tally,
        problems=found.problems,
        warnings=found.warnings,
        duplicates=tuple(catalogue.duplicates()) if request.details else (),
        skipped=tuple(catalogue.skipped()) if request.details else (),
        refused=refused,
        dry_run=request.dry_run,
        seconds=seconds,
        feeds=0,
    )
    if refused:
        return report
    return replace(
        report,
        feeds=len(plan.feeds),
        empty=sum(planned.emptied is not None for planned in plan.feeds),
        emptied=planning.newly_emptied(plan),
        written=tuple(output.written),
        unchanged=len(plan.documents) - len(output.written),
        removed=tuple(output.removed),
    )
