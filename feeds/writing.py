"""Writes the documents of a plan that are not there as they should be, and remembers them."""

from collections.abc import Iterable, Iterator, Sequence

from feeds import planning, rendering, state
from feeds.catalogue.queries import Catalogue
from feeds.compose import Composer
from feeds.config import Settings
from feeds.model import DOCUMENT_NAMES, Feed, Group, Problem
from feeds.output import Output
from feeds.planning import Plan
from feeds.program import digest, fingerprint
from feeds.rendering import Wanted
from feeds.state import FeedRecord, State
from feeds.store import Store
from feeds.workers import Workers


def write(
    store: Store,
    settings: Settings,
    catalogue: Catalogue,
    touched: Iterable[Group],
    plan: Plan,
    before: State,
    output: Output,
    workers: Workers,
) -> list[Problem]:
    """Write the documents of a plan; `touched` are the groups in which something may be different now.

    `before` is the state that the plan was made from.

    Before the first is written, the state knows all that will be: a build that is killed leaves nothing that no build
    knows, and what it did not come to is still marked as stale. So is a feed with an article that a fault of ours kept
    out: such faults are returned, of every build anew. Raises OutputError.
    """
    composer = Composer(settings.site, settings.taxonomy)
    _mark_stale(store, settings, touched)
    wanted = list(_wanted(store, settings, catalogue, plan, composer, output))
    foreseen = planning.foresee(_expected(wanted), plan, before)
    state.save(store, before, foreseen)
    store.commit()
    made: list[Feed] = []
    faults: dict[int, str] = {}
    unfinished: set[str] = set()
    for feed, documents, missing in rendering.feeds(wanted, catalogue.records, composer, workers):
        for form, document in documents.items():
            output.write(feed.group.document(form), document)
        made.append(feed)
        faults |= missing
        unfinished.update(map(feed.group.document, documents if missing else ()))
    output.finish()
    after = planning.remember(_records(made, plan), plan, foreseen)
    stamps = state.stamps(store)
    output.remove({name: stamps[name] for name in foreseen.files - after.files if name in stamps})
    state.save(store, foreseen, after)
    state.mark_fresh(store, {name: stamp for name, stamp in output.stamps.items() if name not in unfinished})
    store.commit()
    return [_fault(catalogue.path(article), kind) for article, kind in faults.items()]


def _fault(path: str, kind: str) -> Problem:
    return Problem(path, 1, "error", f"the article cannot be shown, by a fault in feeds ({kind})")


def _mark_stale(store: Store, settings: Settings, touched: Iterable[Group]) -> None:
    """Note which documents may have to change, until they have been looked at."""
    look = digest(fingerprint(), settings.site, settings.limit, settings.taxonomy.described())
    if store.get("showing") != look:
        store.set("showing", look)
        state.mark_stale(store)
    state.mark_stale(store, (group.document(form) for group in touched for form in DOCUMENT_NAMES))


def _wanted(
    store: Store, settings: Settings, catalogue: Catalogue, plan: Plan, composer: Composer, output: Output
) -> Iterator[Wanted]:
    """Yield the feeds of the plan with a document that is stale, missing, or not as a build left it."""
    fresh = state.fresh(store)
    for planned in plan.feeds:
        documents = [(form, planned.group.document(form)) for form in planned.formats]
        forms = tuple(form for form, name in documents if name not in fresh or fresh[name] != output.stamp(name))
        if not forms:
            continue
        if planned.emptied is not None:
            yield Wanted(planned.group, planned.emptied.name, forms, (), planned.emptied.updated)
            continue
        articles = tuple(catalogue.newest(planned.group, settings.limit))
        name = composer.name(planned.group, catalogue.articles(articles))
        newest = next(catalogue.articles(articles[:1]))
        yield Wanted(planned.group, name, forms, articles, newest.updated or newest.published)


def _expected(wanted: Sequence[Wanted]) -> Iterator[FeedRecord]:
    """Return what to remember of feeds that are about to be made, as far as it is known."""
    return (FeedRecord(feed.group, feed.name, feed.updated) for feed in wanted if feed.articles)


def _records(made: Iterable[Feed], plan: Plan) -> Iterator[FeedRecord]:
    empty = {planned.group for planned in plan.feeds if planned.emptied is not None}
    for feed in made:
        yield FeedRecord(feed.group, feed.name, feed.updated, empty=feed.group in empty)
