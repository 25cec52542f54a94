"""The steps of a build, in order: read, plan, render, write, save the state."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from feeds.config import Settings
from feeds.core.compression import available_suffixes
from feeds.core.errors import BusyError, ConfigError
from feeds.core.kinds import OWN
from feeds.core.model import Group, Problem
from feeds.core.progress import Progress, Warn, no_progress
from feeds.core.text import counted
from feeds.core.workers import Workers, cores
from feeds.index import changes
from feeds.index.database import DamagedError, Database, database_path, discard, open_database
from feeds.index.memory import compare_items
from feeds.index.reading import Reading, read
from feeds.publish import attempts, lock, state, summing_up
from feeds.publish.elsewhere import elsewhere
from feeds.publish.guard import KEPT, Clock, require_no_loss, require_same_output, require_same_place
from feeds.publish.heirs import heirs
from feeds.publish.narrowing import Names
from feeds.publish.news import remember_news
from feeds.publish.notices import notices, replaced, shortened
from feeds.publish.output import Output
from feeds.publish.plan import Plan, newly_emptied, vanishing
from feeds.publish.planning import prepare_plan
from feeds.publish.remember import address, load_state, note_place, output_before, take_up_orphans
from feeds.publish.report import Report
from feeds.publish.scope import grouping_of
from feeds.publish.staleness import mark_stale
from feeds.publish.write import Writer

if TYPE_CHECKING:
    from concurrent.futures import Executor


class Request(Struct, frozen=True, kw_only=True):
    """What one build is asked to do.

    `topics` and `providers` are names, and `feeds` folders, or slugs of feeds that the site defines; if there are any,
    the documents of other feeds are left alone. `full` reads and renders everything again. Without `allow_loss`, a
    build is refused that would take from subscribers what they have, most likely by accident (`feeds.publish.guard`),
    without `force` one that would call feeds local which are served to others, or begin another output. `details` makes
    the report hold warnings and every file that is in no feed. `jobs` is the number of processes that may work; None
    stands for the number of cores. Without `prune`, documents of formats and kinds of feeds that the site no longer has
    are kept up to date for their subscribers. `news_only` is for those who want to read of an error only if it is new,
    or once a day. `wait` is for how many seconds another build of the same output is waited for. `probes` asks the
    network about pictures and media first, as the configuration may, too.
    """

    topics: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    dry_run: bool = False
    strict: bool = False
    allow_loss: bool = False
    force: bool = False
    full: bool = False
    details: bool = False
    jobs: int | None = None
    prune: bool = False
    news_only: bool = False
    wait: float = 0.0
    probes: bool = False

    @property
    def names(self) -> Names:
        """Return what the request names."""
        return Names(self.topics, self.providers, self.feeds)


def build(
    settings: Settings,
    request: Request,
    *,
    warn: Warn,
    now: datetime | None = None,
    executor: "Executor | None" = None,
    progress: Progress = no_progress,
) -> Report:
    """Build the feeds and return a report of what was done.

    `warn` is called with messages about the state, `progress` with how far the build is. Articles that are published
    after `now` (default: the present) are in the future. If there is enough work, `executor` reads and renders; without
    one the cluster of the settings, or child processes.

    Raises RefusedError for what is most likely an accident; SourceNotFoundError; UnknownTopicError,
    UnknownProviderError or UnknownFeedError for a name in the request; BusyError if another build of the same output is
    running; OutputError if a file cannot be written; ClusterError if the cluster cannot be used; ConfigError for a
    template of the site's own that cannot be used. No document is ever left half written.
    """
    path = database_path(settings.state_dir, settings.output)
    if request.dry_run:
        return _attempt(settings, request, path, warn, now, executor, progress)

    if request.probes or settings.probes:
        _probe(settings, warn, progress)
    with attempts.noting_failure(path, settings.config, news_only=request.news_only):
        state.prepare(path.parent)
        with lock.hold(path.with_suffix(".lock"), request.wait), lock.hold_folder(settings.output, request.wait):
            try:
                report = _attempt(settings, request, path, warn, now, executor, progress)
            except DamagedError as error:
                warn(f"{path}: the state cannot be used and is begun anew: {error}")
                discard(path)
                report = _attempt(settings, request, path, warn, now, executor, progress)
    over = attempts.note_report(path, settings.config, report, news_only=request.news_only)
    if over:
        line = f"feeds: builds work again; until now: {over.partition(KEPT)[0]}"
        return replace(report, news=(line, *report.news))
    return report


def _probe(settings: Settings, warn: Warn, progress: Progress) -> None:
    """Ask the network, unless another process is just doing that."""
    from feeds.publish.probe import probe  # few sites ask

    try:
        probe(settings, warn=warn, progress=progress)
    except BusyError as error:
        warn(str(error))


def _attempt(
    settings: Settings,
    request: Request,
    path: Path,
    warn: Warn,
    now: datetime | None,
    executor: "Executor | None",
    progress: Progress,
) -> Report:
    """Build with the database at a path, while the locks are held: only now is it known what the present is."""
    started = time.monotonic()
    now = now or datetime.now(UTC)
    if not request.force:
        require_same_output(output_before(path, settings), settings.output)
    suffixes = available_suffixes() if settings.precompress else ()
    jobs = request.jobs or cores()
    with (
        Workers(jobs, elsewhere(settings, executor, jobs)) as workers,
        open_database(path, warn, scratch=request.dry_run) as database,
        Output(settings.output, suffixes=suffixes, dry_run=request.dry_run) as output,
    ):
        success = attempts.last_success(path)
        clock = Clock(now, success.time if success else None)
        report = _build(settings, request, database, output, warn, clock, workers, progress)
    return replace(report, time=now, seconds=time.monotonic() - started)


def _build(
    settings: Settings,
    request: Request,
    database: Database,
    output: Output,
    warn: Warn,
    clock: Clock,
    workers: Workers,
    progress: Progress,
) -> Report:
    before, items = load_state(database, settings, output.tree)
    if not request.force:
        require_same_place(settings.output, address(database), settings.site.base_url)
    if request.full:
        database.require_sound()
        before = take_up_orphans(database, settings, output.tree, before, warn)
        database.forget_index()
        state.mark_stale(database)

    details = request.details or request.strict
    grouping = grouping_of(settings, before)
    reading = read(database, settings, clock.now, workers, progress, details=details, grouping=grouping)
    if items:
        reading = replace(reading, compared=compare_items(database.db, items, int(clock.now.timestamp())))

    mark_stale(database, settings, grouping.own, reading, before, clock.now)
    plan, misnamed = prepare_plan(
        settings, request.names, grouping.own, reading, before, output.tree, prunes=request.prune
    )
    if request.names and not plan.feeds:
        warn("no article of what was asked for is published: there is nothing to write")

    if not request.allow_loss:
        if clock.is_behind:
            clock = replace(clock, newest_file=changes.newest(database))
        elif clock.is_ahead:
            clock = replace(clock, newest_file=changes.newest(database, clock.now))
        require_no_loss(reading, before, newly_emptied(plan), clock)

    emptied = heirs(newly_emptied(plan), before, reading.catalogue, output.tree)
    refused = "--strict, and something is wrong" if request.strict and reading.problems else None
    writer = Writer(database, settings, grouping.own, output, workers, clock.now, progress)
    if not refused:
        note_place(database, settings)
        faults = _write(writer, output, reading, plan, before)
        if writer.shortened:
            warn(shortened(settings.output, writer.shortened))
        reading = replace(reading, problems=tuple(sorted([*reading.problems, *faults])))
    report = _report(request, settings, reading, plan, output, refused, writer.overwritten, emptied)
    report = replace(
        report,
        unread=changes.unread(database),
        found=writer.changes,
        misnamed=misnamed,
        over_limits=_over_limits(settings, plan),
    )
    tells, is_partial = request.news_only, plan.is_partial
    news = remember_news(database, report, settings.output, clock.now, tells=tells, is_partial=is_partial)
    return replace(report, news=news)


def _write(writer: Writer, output: Output, reading: Reading, plan: Plan, before: state.State) -> list[Problem]:
    """Write the documents, as the writer does; of a template that fails on one page of many, say what came before."""
    try:
        return writer.write(reading, plan, before)
    except ConfigError as error:
        if number := output.settle():
            raise ConfigError(f"{error}; before that, the build wrote {counted(number, 'document')}") from error
        raise


def _report(
    request: Request,
    settings: Settings,
    reading: Reading,
    plan: Plan,
    output: Output,
    refused: str | None,
    overwritten: tuple[str, ...],
    emptied: Mapping[str, str | None],
) -> Report:
    catalogue = reading.catalogue
    report = Report(
        tally=reading.tally,
        problems=reading.problems,
        warnings=reading.warnings,
        lost=reading.lost,
        duplicates=tuple(catalogue.duplicates()) if request.details else (),
        skipped=tuple(catalogue.skipped()) if request.details else (),
        without_front_matter=catalogue.files() - reading.tally.read if not reading.tally.published else 0,
        refused=refused,
        dry_run=request.dry_run,
        feeds=0,
    )
    if refused:
        return replace(report, exit_status=1)
    report = replace(
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
                dry_run=request.dry_run,
            ),
            *replaced(settings.output, overwritten),
        ),
        written=tuple(output.written),
        unchanged=len(plan.documents) - len(output.written),
        removed=tuple(output.removed),
        given_up=tuple(sorted(plan.given_up)),
        vanishing=vanishing(plan),
    )
    return replace(report, exit_status=summing_up.exit_status(report, allow_loss=request.allow_loss))


def _over_limits(settings: Settings, plan: Plan) -> tuple[str, ...]:
    """Return a sentence for each map of redirects that is too long for its service."""
    if not settings.maps:
        return ()
    from feeds.publish.map_limits import over_limits  # few sites have maps

    return tuple(over_limits(settings, plan))


def _renamed(settings: Settings, reading: Reading, plan: Plan) -> list[str]:
    """Return the paths of the articles that have another id than before and are in a feed of this build."""
    renamed = set(reading.compared.renamed)
    if not renamed:
        return []
    catalogue = reading.catalogue
    shown = set().union(*(catalogue.newest(planned.group, planned.limit(settings)) for planned in plan.feeds))
    return sorted(map(catalogue.path, renamed & shown))
