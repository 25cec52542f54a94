"""Render the documents of many feeds: each item is composed and rendered once, however many feeds it is in."""

import pickle
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from feeds.compose import Composer
from feeds.config import ContentChoice
from feeds.core.alternates import Alternate
from feeds.core.archives import ALONE
from feeds.core.errors import FeedsError, OutputError, is_of_machine
from feeds.core.model import Feed, FormatName, Problem
from feeds.core.workers import BATCH, Workers
from feeds.index import rows
from feeds.publish import share
from feeds.publish.ended import last_item
from feeds.publish.jobs import FeedJob
from feeds.publish.waiting import RenderedItem, Waiting, Wanted

if TYPE_CHECKING:
    from feeds.publish.shown import ShownItem

Alternates = Callable[[Sequence[int]], Mapping[int, tuple[Alternate, ...]]]
"""Finds the pages of articles in several languages by their keys; those in one language are absent."""


_ENDED = "the process that tried has ended"


class Fault(NamedTuple):
    """The kind of error that kept an article from being rendered, and whether nothing of it is in the documents."""

    kind: str
    is_left_out: bool

    def told(self, path: str) -> Problem:
        """Return what is told of the article in a file."""
        what = "the article cannot be shown" if self.is_left_out else "the article is shown without its text"
        return Problem(path, 1, "error", f"{what}, by a fault in feeds ({self.kind})")


class BuiltFeed(NamedTuple):
    """A feed, and its document in each format of the job.

    `faults` are those with the articles that could not be rendered as a whole, by their keys.
    `left_out` counts the oldest items, for which the documents have no room, and `shown` are the others, with the last
    item of a feed that has ended.
    """

    feed: Feed
    documents: dict[FormatName, bytes]
    faults: dict[int, Fault]
    left_out: int = 0
    shown: "tuple[ShownItem, ...]" = ()


class RenderContext(NamedTuple):
    """What items and documents are rendered with: the site's composer, and the folder of its own templates.

    No document is longer than `max_bytes`, if given, unless a single item is.
    """

    composer: Composer
    templates: Path | None = None
    max_bytes: int | None = None


class Record(NamedTuple):
    """The record of an article, what its item is to have, and its pages in several languages."""

    article: bytes
    content: ContentChoice
    alternates: tuple[Alternate, ...] = ()


class _Batch(NamedTuple):
    """Articles to render in one go, and the feeds that are complete once they are rendered."""

    jobs: list[FeedJob]
    articles: list[Wanted]


def build_feeds(
    jobs: Sequence[FeedJob],
    records: Callable[[Sequence[int]], list[bytes]],
    alternates: Alternates,
    context: RenderContext,
    workers: Workers,
    folder: Path | None = None,
) -> Iterator[BuiltFeed]:
    """Yield the feed of each job with its documents, in the order of the jobs.

    `records` returns the records of articles by their keys, `alternates` their pages in several languages. Items that a
    later feed needs wait in a file in `folder`, but for a few. Raises ConfigError for a template of the site's own that
    cannot be used, OutputError for a lack of the machine.
    """
    formats = tuple(dict.fromkeys(name for job in jobs for name in (*job.formats, *job.measured)))
    uses = Counter(wanted for job in jobs for wanted in _wanted(job))
    with Waiting(uses, folder) as waiting:
        for batch, rendered in _render_batches(jobs, formats, records, alternates, context, workers):
            for wanted, item in zip(batch.articles, rendered, strict=True):
                waiting.put(wanted, item)
            for job in batch.jobs:
                items = {wanted.article: waiting.take(wanted) for wanted in _wanted(job)}
                yield _assemble(job, formats, items, context)
            waiting.make_room()


def fault_with(
    record: Record, formats: tuple[FormatName, ...], context: RenderContext, workers: Workers
) -> Fault | None:
    """Return what keeps an article from being rendered as a whole, as `build_feeds` finds it, if anything does.

    Raises as `build_feeds` does.
    """
    item = _settle(pickle.dumps(context), formats, record, workers)
    return None if item.fault is None else Fault(item.fault, item.is_left_out)


def _wanted(job: FeedJob) -> list[Wanted]:
    return [Wanted(article, job.content) for article in job.articles]


def _render_batches(
    jobs: Sequence[FeedJob],
    formats: tuple[FormatName, ...],
    records: Callable[[Sequence[int]], list[bytes]],
    alternates: Alternates,
    context: RenderContext,
    workers: Workers,
) -> Iterator[tuple[_Batch, list[RenderedItem]]]:
    """Yield each batch of the jobs' articles with its rendered items."""
    pickled = pickle.dumps(context)
    pending: deque[_Batch] = deque()

    def pieces() -> Iterator[tuple[bytes, tuple[FormatName, ...], list[Record]]]:
        for batch in _batches(jobs):
            pending.append(batch)
            found = records([wanted.article for wanted in batch.articles])
            chosen = (wanted.content for wanted in batch.articles)
            others = alternates([wanted.article for wanted in batch.articles])
            pages = (others.get(wanted.article, ()) for wanted in batch.articles)
            yield pickled, formats, list(map(Record, found, chosen, pages))

    templates = sorted(context.templates.rglob("*")) if context.templates else ()
    for (_, _, batch_records), rendered in workers.map(render_items, pieces(), templates):
        if rendered is None:  # the worker died: find the article that ended it
            rendered = [RenderedItem(fault=_ENDED)] * len(batch_records)
        for place, record in enumerate(batch_records):
            if rendered[place].fault is not None:
                rendered[place] = _settle(pickled, formats, record, workers)
        yield pending.popleft(), rendered


def _batches(jobs: Sequence[FeedJob]) -> Iterator[_Batch]:
    """Divide the articles of the jobs, each once, into batches of at most BATCH."""
    seen: set[Wanted] = set()
    batch = _Batch([], [])
    for job in jobs:
        for wanted in _wanted(job):
            if wanted not in seen:
                seen.add(wanted)
                batch.articles.append(wanted)
            if len(batch.articles) >= BATCH:
                yield batch
                batch = _Batch([], [])
        batch.jobs.append(job)
    if batch.jobs:
        yield batch


def render_items(pickled: bytes, formats: tuple[FormatName, ...], records: Sequence[Record]) -> list[RenderedItem]:
    """Return the item of each article's record, rendered in each format. `pickled` is a pickled RenderContext.

    An article that cannot be rendered has a fault, and costs no other article of the batch. Raises OutputError for what
    is a lack of the machine for certain: a feed without an article that subscribers have would cost them that.
    """
    try:
        return _render(_unpickle(pickled), formats, records)
    except FeedsError:
        raise
    except Exception as error:  # noqa: BLE001 - any fault with one article must leave the others alone
        if len(records) == 1:
            if is_of_machine(error):
                reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
                message = f"an article cannot be rendered now ({reason}); the old feeds are still there"
                raise OutputError(message) from None
            return [RenderedItem(fault=type(error).__name__)]
    return [item for record in records for item in render_items(pickled, formats, [record])]


def _settle(pickled: bytes, formats: tuple[FormatName, ...], record: Record, workers: Workers) -> RenderedItem:
    """Return as much as can be shown of an article that could not be rendered among others."""
    from feeds.publish.unrendered import settle  # hardly ever needed

    def attempt(article: bytes) -> RenderedItem:
        rendered = workers.alone(render_items, (pickled, formats, [record._replace(article=article)]))
        return rendered[0] if rendered is not None else RenderedItem(fault=_ENDED)

    return settle(record.article, attempt)


def _render(context: RenderContext, formats: tuple[FormatName, ...], records: Sequence[Record]) -> list[RenderedItem]:
    from feeds.formats import parts
    from feeds.publish.shown import shown_item

    articles = [rows.article(record.article) for record in records]
    items = [
        context.composer.item(one, record.content, record.alternates)
        for one, record in zip(articles, records, strict=True)
    ]
    shown = map(shown_item, items, articles)
    rendered = zip(items, parts(items, formats, context.templates), shown, records, strict=True)
    return [
        RenderedItem(
            item.updated.timestamp(),
            item_parts,
            next(iter(item.images), None),
            shown=noted,
            share=share.of(item, record.article, formats, item_parts),
        )
        for item, item_parts, noted, record in rendered
    ]


def _assemble(
    job: FeedJob, formats: tuple[FormatName, ...], items: Mapping[int, RenderedItem], context: RenderContext
) -> BuiltFeed:
    """Return the feed of a job, its documents put together from its rendered items, which come newest first.

    `items` have the keys of their articles, and their parts are in `formats`.
    """
    good = [item for item in items.values() if not item.is_left_out]
    faults = {key: Fault(item.fault, item.is_left_out) for key, item in items.items() if item.fault is not None}

    room = share.room([item.share for item in good]) if job.chain == ALONE else len(good)
    if context.max_bytes:
        room = min(room, _room(job, good, formats, context))
    feed, documents = _documents(job, job.formats, good[:room], formats, context)
    shown = [item.shown for item in good[:room] if item.shown]
    if job.has_ended:
        from feeds.publish.shown import without_article

        shown.insert(0, without_article(context.composer.last_item(job.group, job.until or feed.updated)))
    return BuiltFeed(feed, documents, faults, len(good) - room, tuple(shown))


def _documents(
    job: FeedJob,
    wanted: tuple[FormatName, ...],
    items: Sequence[RenderedItem],
    formats: tuple[FormatName, ...],
    context: RenderContext,
) -> tuple[Feed, dict[FormatName, bytes]]:
    """Return the feed of a job with these items, and its documents in the formats that are wanted."""
    from feeds.formats import document

    updated = datetime.fromtimestamp(max(item.updated for item in items), UTC) if items else job.updated
    last = last_item(job.group, job.until or updated, wanted, context.composer) if job.has_ended else {}
    if job.until is not None:
        updated = max(updated, job.until) if items else job.until
    cover = next((item.cover for item in items if item.cover), None)
    feed = context.composer.feed(
        job.group, job.name, updated, page_image=job.image, cover=cover, total=job.total, chain=job.chain
    )
    feed = replace(feed, has_ended=True) if job.has_ended else feed
    return feed, {
        name: document(
            name, feed, [*last.get(name, ()), *(item.parts[formats.index(name)] for item in items)], context.templates
        )
        for name in wanted
    }


def _room(job: FeedJob, items: Sequence[RenderedItem], formats: tuple[FormatName, ...], context: RenderContext) -> int:
    """Return how many of a feed's items, the newest first, each of its documents has room for; one at least.

    It is the same number in every format, and depends on the items alone.
    """
    room = len(items)
    for name, whole in _documents(job, job.measured, items, formats, context)[1].items():
        lengths = [len(item.parts[formats.index(name)]) for item in items]
        spare = (context.max_bytes or 0) - (len(whole) - sum(lengths))  # the frame, and what stands between items
        room = min(room, sum(length <= spare for length in accumulate(lengths)))
    return max(room, min(len(items), 1))


@lru_cache(maxsize=1)
def _unpickle(pickled: bytes) -> RenderContext:
    context: RenderContext = pickle.loads(pickled)  # noqa: S301 - pickled by this build
    return context
