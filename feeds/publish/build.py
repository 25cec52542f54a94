"""The steps of a build, in order: read, plan, render, write, save the state."""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from feeds.config import Grouping, Settings
from feeds.core.compression import available_suffixes
from feeds.core.damage import DamagedError
from feeds.core.errors import BusyError, ConfigError, OutputError
from feeds.core.marks import MARK, Mark
from feeds.core.model import Problem
from feeds.core.progress import Progress, Warn, no_progress
from feeds.core.text import counted
from feeds.core.workers import Workers, cores
from feeds.index import changes
from feeds.index.database import Database, database_path, discard, open_database
from feeds.index.memory import PublishedItem, compare_items
from feeds.index.reading import Reading, read
from feeds.publish import anew, attempts, lock, reporting, settled, state, state_folder
from feeds.publish.elsewhere import elsewhere
from feeds.publish.guard import KEPT, Clock, require_no_loss, require_same_output, require_same_place
from feeds.publish.heirs import heirs
from feeds.publish.narrowing import Names
from feeds.publish.news import remember_news
from feeds.publish.notices import shortened
from feeds.publish.output import Output
from feeds.publish.plan import Plan, newly_emptied
from feeds.publish.planning import prepare_plan
from feeds.publish.remember import address, load_state, note_place, output_before, take_up_orphans
from feeds.publish.report import Report
from feeds.publish.scope import grouping_of
from feeds.publish.staleness import mark_stale
from feeds.publish.state import State
from feeds.publish.summing_up import exit_status
from feeds.publish.write import Writer
from feeds.publish.written import WRITTEN, WrittenNotes

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
    for message in settings.passed_over:
        warn(message)
    path = database_path(settings.state_dir, settings.output)
    if request.dry_run:
        return _attempt(settings, request, path, warn, now, executor, progress, Mark())

    if request.probes or settings.probes:
        _probe(settings, warn, progress)
    with attempts.noting_failure(path, settings.config, news_only=request.news_only):
        state_folder.prepare(path.parent)
        with lock.hold(path.with_suffix(".lock"), request.wait), lock.hold_folder(settings.output, request.wait):
            state_folder.sweep(path)
            anew.sweep(path)

            mark = Mark(path.with_suffix(MARK))

            def attempt(place: Path) -> Report:
                return _attempt(settings, request, place, warn, now, executor, progress, mark)

            try:
                report = anew.retried(path, attempt, warn)
            except DamagedError as error:
                warn(f"{path}: the state cannot be used and is begun anew: {error}")
                discard(path)
                report = attempt(path)
    over = attempts.note_report(path, settings.config, report, news_only=request.news_only)
    if over:
        line = f"feeds: builds work again; until now: {over.partition(KEPT)[0]}"
        return replace(report, news=(line, *report.news))
    return report


def _probe(settings: Settings, warn: Warn, progress: Progress) -> None:
    """Ask the network, unless another process is just doing that, or the answers cannot be kept."""
    from feeds.publish.probe import probe  # few sites ask

    try:
        probe(replace(settings, passed_over=()), warn=warn, progress=progress)
    except (BusyError, OutputError) as error:
        warn(str(error))


def _attempt(
    settings: Settings,
    request: Request,
    path: Path,
    warn: Warn,
    now: datetime | None,
    executor: "Executor | None",
    progress: Progress,
    mark: Mark,
) -> Report:
    """Build with the database at a path, while the locks are held: only now is it known what the present is."""
    started = time.monotonic()
    now = now or datetime.now(UTC)
    if not request.force:
        require_same_output(output_before(path, settings), settings.output)
    suffixes = available_suffixes() if settings.precompress else ()
    notes = WrittenNotes(path.with_suffix(WRITTEN))
    jobs = request.jobs or cores()
    with (
        Workers(jobs, elsewhere(settings, executor, jobs), mark) as workers,
        open_database(path, warn, scratch=request.dry_run) as database,
        Output(settings.output, suffixes=suffixes, notes=notes, dry_run=request.dry_run) as output,
    ):
        success = attempts.last_success(path)
        clock = Clock(now, success.time, success.latest) if success else Clock(now)
        report = _Build(settings, request, database, output, warn, clock, workers, progress).report()
    return replace(report, time=now, seconds=time.monotonic() - started)


class _Build(NamedTuple):
    """One build, while it holds the locks."""

    settings: Settings
    request: Request
    database: Database
    output: Output
    warn: Warn
    clock: Clock
    workers: Workers
    progress: Progress

    def report(self) -> Report:
        """Build, and return the report."""
        settings, request, database, now = self.settings, self.request, self.database, self.clock.now
        is_usual = not (request.names or request.full or request.strict or self.clock.is_behind)
        known = settled.find(database, settings, now, prunes=request.prune) if is_usual else None
        if known is not None:
            reading = self._read(settings.grouping)
            if settled.still_holds(reading, database, self.output.tree):
                return self._with_news(reporting.of_settled(self._of_reading(reading), known), is_partial=False)
            before, _ = self._remembered()
            return self._carried_out(reading, before, settings.grouping)[0]

        before, items = self._remembered()
        grouping = grouping_of(settings, before)
        reading = self._read(grouping)
        away = reading.compared.away
        if items:
            reading = replace(reading, compared=compare_items(database.db, items, int(now.timestamp())))
        if away and not all(record.empty for record in before.feeds.values()):  # nobody knows what was in them
            reading = replace(reading, compared=reading.compared._replace(unreadable=away))
        report, is_partial = self._carried_out(reading, before, grouping)
        if is_usual and not is_partial and grouping == settings.grouping:
            settled.note(report, database, settings, now, prunes=request.prune)
        return report

    def _remembered(self) -> tuple[State, tuple[PublishedItem, ...]]:
        """Return what earlier builds left, as `load_state` does; a full build forgets what it does anew."""
        settings, request, database, tree = self.settings, self.request, self.database, self.output.tree
        before, items = load_state(database, settings, self.output)
        if not request.force:
            require_same_place(settings.output, address(database), settings.site.base_url)
        if request.full:
            database.require_sound()
            before = take_up_orphans(database, settings, tree, before, self.warn)
            database.forget_index()
            state.mark_stale(database)
        return before, items

    def _read(self, grouping: Grouping) -> Reading:
        details = self.request.details or self.request.strict
        arguments = (self.database, self.settings, self.clock.now, self.workers, self.progress)
        return read(*arguments, details=details, grouping=grouping)

    def _of_reading(self, reading: Reading) -> Report:
        request = self.request
        return reporting.of_reading(reading, self.database, details=request.details, dry_run=request.dry_run)

    def _carried_out(self, reading: Reading, before: State, grouping: Grouping) -> tuple[Report, bool]:
        """Plan and write what the articles and the state before ask for; return the report, and if it is partial."""
        settings, request, database, tree = self.settings, self.request, self.database, self.output.tree
        mark_stale(database, settings, grouping.own, reading, before, self.clock.now)
        plan, misnamed = prepare_plan(
            settings, request.names, grouping.own, reading, before, tree, prunes=request.prune
        )
        if request.names and not plan.feeds:
            self.warn("no article of what was asked for is published: there is nothing to write")
        if not request.allow_loss:
            require_no_loss(reading, before, newly_emptied(plan), self._clock_with_files())

        emptied = heirs(newly_emptied(plan), before, reading.catalogue, tree)
        writer = Writer(database, settings, grouping.own, self.output, self.workers, self.clock.now, self.progress)
        if request.strict and reading.problems:
            report = replace(self._of_reading(reading), refused="--strict, and something is wrong")
        else:
            note_place(database, settings)
            faults = _write(writer, self.output, reading, plan, before)
            if writer.shortened:
                self.warn(shortened(settings.output, writer.shortened))
            tally, problems = reading.tally.with_broken(writer.left_out), tuple(sorted([*reading.problems, *faults]))
            reading = replace(reading, tally=tally, problems=problems)
            report = self._of_reading(reading)
            told = (writer.overwritten, emptied, before)
            report = reporting.of_plan(report, settings, reading, plan, self.output, *told)
        report = replace(report, found=writer.changes, misnamed=misnamed)
        return self._with_news(report, is_partial=plan.is_partial), plan.is_partial

    def _clock_with_files(self) -> Clock:
        """Return the clock, with what the files of the articles say about one that may be wrong."""
        if self.clock.is_behind:
            return replace(self.clock, newest_file=changes.newest(self.database))
        if self.clock.is_ahead:
            return replace(self.clock, newest_file=changes.newest(self.database, self.clock.now))
        return self.clock

    def _with_news(self, report: Report, *, is_partial: bool) -> Report:
        """Return a report that is finished: with what is news in it for those who want no more."""
        report = replace(report, exit_status=exit_status(report, allow_loss=self.request.allow_loss))
        output, tells = self.settings.output, self.request.news_only
        news = remember_news(self.database, report, output, self.clock.now, tells=tells, is_partial=is_partial)
        return replace(report, news=news)


def _write(writer: Writer, output: Output, reading: Reading, plan: Plan, before: State) -> list[Problem]:
    """Write the documents, as the writer does; of a template that fails on one page of many, say what came before."""
    try:
        return writer.write(reading, plan, before)
    except ConfigError as error:
        if number := output.settle():
            raise ConfigError(f"{error}; before that, the build wrote {counted(number, 'document')}") from error
        raise
