"""Write the documents of a plan that are not as they should be, and save the state of what was written."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple

from feeds.config import OwnFeed, Settings
from feeds.core.kinds import OWN
from feeds.core.model import Problem
from feeds.core.progress import Progress, no_progress
from feeds.core.redirects import MAPS, Redirects
from feeds.core.workers import Workers
from feeds.index.catalogue import Catalogue
from feeds.index.database import Database
from feeds.index.reading import Reading
from feeds.publish import state
from feeds.publish.jobs import FeedJob, Jobs, record_of
from feeds.publish.looking import Look
from feeds.publish.next_state import state_after, state_while_writing
from feeds.publish.output import Output
from feeds.publish.placing import paths, placed
from feeds.publish.plan import Plan
from feeds.publish.precompress import CompressedFiles
from feeds.publish.records import not_as_remembered
from feeds.publish.site_documents import render_site_documents
from feeds.publish.staleness import mark_lists_stale, mark_maps_stale
from feeds.publish.state import FeedRecord, State

if TYPE_CHECKING:
    from feeds.compose import Composer
    from feeds.publish.comparison import Comparison
    from feeds.publish.history import Changes
    from feeds.publish.render import Fault


class _Work(NamedTuple):
    """What one build has to render: the feeds with a document to look at, and the documents that belong to no feed.

    `archives` are those of all feeds with such a document, month by month: an item is in few others than those of one.
    """

    jobs: list[FeedJob]
    archives: list[FeedJob]
    site_documents: list[str]
    taken: frozenset[str]

    @property
    def documents(self) -> list[str]:
        """Return the documents that may be written: none in whose place something else lies that is left alone."""
        jobs = (*self.jobs, *self.archives)
        found = (path for job in jobs for path in paths(job) if path not in self.taken)
        return [*self.site_documents, *found]


class _Outcome(NamedTuple):
    """What became of the feeds: their records, the articles that could not be rendered, and the documents of these.

    `updated` has the last change of each archive, by its folder, and `faults` what is wrong with each article that
    could not be rendered as a whole, by its key.
    """

    records: list[FeedRecord]
    updated: dict[str, datetime]
    faults: "dict[int, Fault]"
    unfinished: set[str]


class Writer:
    """Writes the documents of one build, as they are at a moment. `progress` is told how many feeds are done.

    `own` are the feeds that the site defines, or has defined before and keeps for their subscribers.
    `overwritten` names the documents that were written again because something else had replaced them.
    """

    def __init__(
        self,
        database: Database,
        settings: Settings,
        own: Iterable[OwnFeed],
        output: Output,
        workers: Workers,
        now: datetime,
        progress: Progress = no_progress,
    ) -> None:
        self._database = database
        self._settings = settings
        self._kinds = {*settings.kinds, OWN}
        self._output = output
        self._workers = workers
        self._progress = progress
        self._own = {feed.slug: feed for feed in own}
        self._now = now
        self._compressed = CompressedFiles(database, output)
        self._foreign: set[str] = set()
        self.overwritten: tuple[str, ...] = ()
        self.shortened: list[str] = []
        """The folders of the feeds that this build has written without their oldest items, to keep to `max_bytes`."""
        self.left_out = 0
        """How many articles are in no feed as they could not be rendered."""
        self.changes: Changes | None = None
        """What this build has changed in the feeds, if anything."""
        self._comparison: Comparison | None = None

    def write(self, reading: Reading, plan: Plan, before: State) -> list[Problem]:
        """Write the documents of a plan that was made from the articles and from the state `before`.

        Before the first document is written, the state holds everything that will be: a build that is killed leaves no
        document unknown, and what it did not get to is still marked as stale. A feed with an article that cannot be
        rendered as a whole, by a fault in feeds, stays stale: every build returns such faults again.

        Raises OutputError, and ConfigError for a template of the site's own that cannot be used.
        """
        state.mark_stale(self._database, not_as_remembered(plan, before))
        redirects = plan.redirects(self._settings)
        if self._settings.maps and not plan.is_partial:
            mark_maps_stale(self._database, self._settings.maps, redirects)
        work = self._find_work(reading.catalogue, plan, before)
        if work.documents:
            from feeds.publish.foreign import require_no_foreign

            require_no_foreign(work.documents, before, self._output.tree)

        writing = self._save_state_while_writing(work, plan, before)
        up_to_date = self._prepare_compressed_files(work, plan)

        outcome = _Outcome([], {}, {}, set())
        total = len(work.jobs) + len(work.archives)
        for jobs in (work.jobs, work.archives):
            self._write_feeds(jobs, reading.catalogue, before, up_to_date, outcome, total)
        after = state_after(outcome.records, outcome.updated, plan, writing)
        self._write_site_documents(work.site_documents, plan, redirects, after, up_to_date)
        self._output.finish()
        self.overwritten = tuple(sorted(self._foreign.intersection(self._output.written)))

        self._remove_documents(writing.files - after.files)
        self._note_changes(reading.catalogue, plan, before, after)
        self._save_state_after(writing, after, outcome.unfinished)
        self.left_out = sum(fault.is_left_out for fault in outcome.faults.values())
        return [fault.told(reading.catalogue.path(article)) for article, fault in outcome.faults.items()]

    @cached_property
    def _composer(self) -> "Composer":
        """What makes feeds and their items; a build that has none to make does not load it."""
        from feeds.compose import Composer

        return Composer.of(self._settings, self._now, self._own.values())

    def _find_work(self, catalogue: Catalogue, plan: Plan, before: State) -> _Work:
        """Return what has a document that is stale, missing, or not as a build left it."""
        look = Look(self._output, self._compressed, state.fresh(self._database), plan.taken)
        stale = [found for planned in plan.feeds for found in look.of_feed(planned)]
        jobs: list[FeedJob] = []
        archives: list[FeedJob] = []
        if stale:
            jobs, archives = Jobs(self._settings, self._composer, catalogue).of_all(stale, before)
            state.mark_stale(self._database, (job.document(name) for job in archives for name in job.formats))

        if jobs or archives:
            stamps = {} if state.is_unfinished(self._database) else state.stamps(self._database)
            self._foreign.update(*(self._output.replaced(paths(job), stamps) for job in (*jobs, *archives)))
            if self._foreign or (jobs and stamps):
                self._comparing(catalogue, before).learn(self._output.tree, jobs, self._foreign)
        if jobs:  # the site documents show what feeds are called and hold
            mark_lists_stale(self._database)
            look.forget_lists()
        archives.sort(key=lambda job: job.chain.month, reverse=True)
        return _Work(jobs, archives, look.of_site(plan.site_documents), plan.taken)

    def _save_state_while_writing(self, work: _Work, plan: Plan, before: State) -> State:
        """Save, and return, a state that knows all that is going to be written."""
        expected = [record_of(job) for job in work.jobs if job.articles]
        updated = {job.folder: job.updated for job in work.archives}
        writing = state_while_writing(expected, updated, plan, before)
        state.save(self._database, before, writing)
        return writing

    def _prepare_compressed_files(self, work: _Work, plan: Plan) -> dict[str, frozenset[str]]:
        """Announce the compressed files that may be written, and remove those that are no longer wanted.

        Returns, for each document that may be written, the suffixes of the files that are right if it stays the same.
        Commits the state: nothing is written or removed before.
        """
        names = work.documents
        up_to_date = {name: self._compressed.up_to_date(name, self._output.stamp(name)) for name in names}
        self._compressed.announce(names)
        state.note_unfinished(self._database, bool(names))
        self._commit()
        self._database.keep_less_in_memory()
        self._compressed.remove_unwanted(plan.documents)
        self._compressed.remove_all(plan.taken)
        return up_to_date

    def _write_feeds(
        self,
        jobs: list[FeedJob],
        catalogue: Catalogue,
        before: State,
        up_to_date: Mapping[str, frozenset[str]],
        outcome: _Outcome,
        total: int,
    ) -> None:
        """Render feeds or archives, hand their documents to the output, and note what becomes of them."""
        if not jobs:
            return
        from feeds.publish.render import RenderContext, build_feeds

        templates = self._settings.templates and self._settings.templates.absolute()  # as for who reads
        context = RenderContext(self._composer, templates, self._settings.max_bytes)
        alternates = partial(catalogue.alternates, language=self._settings.site.language)
        folder = self._database.place and self._database.place.parent
        built_feeds = build_feeds(jobs, catalogue.records, alternates, context, self._workers, folder)

        for job, built in zip(jobs, built_feeds, strict=True):
            for name, document in placed(job, built, templates):
                if name not in up_to_date:  # something else lies there
                    continue
                self._output.write(name, document, up_to_date[name])
                if built.faults:
                    outcome.unfinished.add(name)
            if job.chain.month:
                outcome.updated[job.folder] = built.feed.updated
            else:
                outcome.records.append(record_of(job._replace(updated=built.feed.updated)))
                if not built.faults:
                    self._comparing(catalogue, before).add(job, built.shown)
            outcome.faults.update(built.faults)
            if built.left_out:
                self.shortened.append(job.group.folder)
            self._progress("writing feeds", len(outcome.records) + len(outcome.updated), total)

    def _write_site_documents(
        self,
        names: Sequence[str],
        plan: Plan,
        redirects: Redirects,
        after: State,
        up_to_date: Mapping[str, frozenset[str]],
    ) -> None:
        """Render the documents that belong to no feed and hand them to the output."""
        if not names:
            return
        listed = (one for one in plan.feeds if one.is_listed)
        living = [after.feeds[planned.group.folder] for planned in listed]
        for name, document in render_site_documents(names, living, self._composer, self._settings, redirects):
            self._output.write(name, document, up_to_date[name])

    def _remove_documents(self, names: Iterable[str]) -> None:
        """Remove documents that the site no longer has, with their compressed files.

        One that was found in the output, after the state was lost, has no stamp until a build writes it again. A map of
        redirects goes whoever has changed it: a web server would go by it for ever.
        """
        names = set(names)
        if not names:
            return
        from feeds.publish.foreign import marked

        stamps = state.stamps(self._database)
        known = {name: stamps[name] for name in names & stamps.keys()}
        found = marked(self._output.tree, (names - stamps.keys()) | (names & set(MAPS)))
        self._compressed.remove_all(names)
        self._output.remove(found | known)

    def _comparing(self, catalogue: Catalogue, before: State) -> "Comparison":
        """Return what compares the feeds of this build with those of earlier ones; most builds have nothing to do."""
        from feeds.publish.comparison import Comparison

        if self._comparison is None:
            self._comparison = Comparison(self._database, catalogue, before, self._kinds)
        return self._comparison

    def _note_changes(self, catalogue: Catalogue, plan: Plan, before: State, after: State) -> None:
        """Note what has changed in the feeds, if any of them was compared, came, went or may be sorted anew."""
        is_sorted_anew = not plan.is_partial and not state.is_sorted(self._database, self._kinds)
        if self._comparison or is_sorted_anew or before.feeds.keys() != after.feeds.keys():
            from feeds.publish import history

            changes = self._comparing(catalogue, before).finish(after, is_partial=plan.is_partial)
            if changes:
                history.save(self._database, changes, self._now)
                self.changes = changes

    def _save_state_after(self, writing: State, after: State, unfinished: set[str]) -> None:
        """Save the state of what is now in the output; unfinished ones stay stale, but with their stamps."""
        state.save(self._database, writing, after)
        self._compressed.save()
        finished = {name: stamp for name, stamp in self._output.stamps.items() if name not in unfinished}
        state.mark_fresh(self._database, finished)
        rest = {name: stamp for name, stamp in self._output.stamps.items() if name in unfinished}
        state.take_up(self._database, rest)
        state.note_unfinished(self._database, False)
        self._commit()

    def _commit(self) -> None:
        """Keep the state; what has been noted of documents until now is in it, and goes."""
        self._output.notes.go_with_commit(self._database)
        self._database.commit()
