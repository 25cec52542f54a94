"""Writes the documents of a plan that are not there as they should be, and remembers them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from feeds.compose import Composer
from feeds.config import Settings
from feeds.core.fingerprint import contents, digest, fingerprint
from feeds.core.model import DOCUMENT_NAMES, DOOR, OPML, Group, Problem
from feeds.core.progress import Progress, no_progress
from feeds.core.workers import Workers
from feeds.index.catalogue import Catalogue
from feeds.index.database import Database
from feeds.publish import plan as planning
from feeds.publish import render, site_documents, state
from feeds.publish.output import Output, Stamp
from feeds.publish.plan import Plan
from feeds.publish.precompress import Compressed
from feeds.publish.render import Recipe, Wanted
from feeds.publish.state import FeedRecord, State


def write(
    store: Database,
    settings: Settings,
    catalogue: Catalogue,
    touched: Iterable[Group],
    plan: Plan,
    before: State,
    output: Output,
    workers: Workers,
    progress: Progress = no_progress,
) -> list[Problem]:
    """Write the documents of a plan; `touched` are the groups in which something may be different now.

    `before` is the state that the plan was made from.

    Before the first is written, the state knows all that will be: a build that is killed leaves nothing that no build
    knows, and what it did not come to is still marked as stale. So is a feed with an article that a fault of ours kept
    out: such faults are returned, of every build anew. `progress` is told how many feeds are done.

    Raises OutputError, and ConfigError for a template of the site's own that cannot be used.
    """
    composer = Composer.of(settings)
    compressed = Compressed(store, output)
    _mark_stale(store, settings, touched)
    fresh = state.fresh(store)
    wanted = list(_wanted(settings, catalogue, plan, composer, fresh, output, compressed))
    if wanted:  # what is said of a feed may be different now
        state.mark_stale(store, (DOOR, OPML))
        fresh = {name: stamp for name, stamp in fresh.items() if name not in (DOOR, OPML)}
    common = [name for name in sorted(plan.common) if _is_to_look_at(name, fresh, output, compressed)]
    foreseen = planning.foresee(_expected(wanted), plan, before)
    state.save(store, before, foreseen)
    to_write = [*common, *(one.group.document(form) for one in wanted for form in one.forms)]
    finished = {name: compressed.finished(name, output.stamp(name)) for name in to_write}
    compressed.foresee(to_write)
    store.commit()
    compressed.drop_unwanted(plan.documents)
    made: list[FeedRecord] = []
    faults: dict[int, str] = {}
    unfinished: set[str] = set()
    rendered = render.feeds(wanted, catalogue.records, Recipe(composer, settings.templates), workers)
    for one, (feed, documents, missing) in zip(wanted, rendered, strict=True):
        for form, document in documents.items():
            name = feed.group.document(form)
            output.write(name, document, finished[name])
        made.append(_record(one, feed.updated))
        progress("writing feeds", len(made), len(wanted))
        faults |= missing
        unfinished.update(map(feed.group.document, documents if missing else ()))
    after = planning.remember(made, plan, foreseen)
    living = [after.feeds[planned.group.folder] for planned in plan.feeds if planned.emptied is None]
    for name, document in site_documents.documents(common, living, composer, settings.templates):
        output.write(name, document, finished[name])
    output.finish()
    gone = foreseen.files - after.files
    compressed.drop_all(gone)
    stamps = state.stamps(store)
    output.remove({name: stamps[name] for name in gone if name in stamps})
    state.save(store, foreseen, after)
    compressed.remember()
    state.mark_fresh(store, {name: stamp for name, stamp in output.stamps.items() if name not in unfinished})
    store.commit()
    return [_fault(catalogue.path(article), kind) for article, kind in faults.items()]


def _fault(path: str, kind: str) -> Problem:
    return Problem(path, 1, "error", f"the article cannot be shown, by a fault in feeds ({kind})")


def _mark_stale(store: Database, settings: Settings, touched: Iterable[Group]) -> None:
    """Note which documents may have to change, until they have been looked at."""
    shown = (str(settings.zone), settings.kinds, settings.formats, settings.pages, settings.opml)
    own = contents(settings.templates) if settings.templates else None
    look = digest(fingerprint(), settings.site, settings.limit, settings.taxonomy.described(), shown, own)
    if store.get("showing") != look:
        store.set("showing", look)
        state.mark_stale(store)
    documents = [group.document(form) for group in touched for form in DOCUMENT_NAMES]
    state.mark_stale(store, [*documents, DOOR, OPML] if documents else ())


def _is_to_look_at(name: str, fresh: Mapping[str, Stamp], output: Output, compressed: Compressed) -> bool:
    """Say whether a document, or a compressed file of it, is stale, missing, or not as a build left it."""
    stamp = output.stamp(name)
    return name not in fresh or fresh[name] != stamp or not compressed.are_finished(name, stamp)


def _wanted(
    settings: Settings,
    catalogue: Catalogue,
    plan: Plan,
    composer: Composer,
    fresh: Mapping[str, Stamp],
    output: Output,
    compressed: Compressed,
) -> Iterator[Wanted]:
    """Yield the feeds of the plan with a document to look at."""
    for planned in plan.feeds:
        group = planned.group
        forms = tuple(
            form for form in planned.formats if _is_to_look_at(group.document(form), fresh, output, compressed)
        )
        if not forms:
            continue
        if planned.emptied is not None:
            yield Wanted(group, planned.emptied.name, forms, (), planned.emptied.updated)
            continue
        articles = tuple(catalogue.newest(group, settings.limit))
        newest = next(catalogue.articles(articles[:1]))
        yield Wanted(
            group,
            composer.name(group, catalogue.articles(articles)),
            forms,
            articles,
            newest.updated or newest.published,
            catalogue.count(group),
            newest.published,
            composer.portrait(group, newest),
        )


def _expected(wanted: Sequence[Wanted]) -> Iterator[FeedRecord]:
    """Return what to remember of feeds that are about to be made, as far as it is known."""
    return (_record(feed, feed.updated) for feed in wanted if feed.articles)


def _record(feed: Wanted, updated: datetime) -> FeedRecord:
    return FeedRecord(feed.group, feed.name, updated, not feed.articles, feed.total, feed.newest, feed.portrait)
