"""Makes the documents of many feeds: each item is composed and rendered once, however many feeds it is in."""

import pickle
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from feeds.catalogue import rows
from feeds.compose import Composer
from feeds.model import Feed, FormatName, Group
from feeds.workers import Workers

BATCH = 100
"""Items that are rendered in one go: some hundredths of a second of work."""


class Wanted(NamedTuple):
    """A feed to write: what it is called, the formats wanted, and its articles, newest first.

    `updated` is the date of a feed without articles; that of others is the newest of their items'.
    """

    group: Group
    name: str
    forms: tuple[FormatName, ...]
    articles: tuple[int, ...]
    updated: datetime | None = None


class Made(NamedTuple):
    """A feed, and its document in each format wanted."""

    feed: Feed
    documents: dict[FormatName, bytes]


class _Rendered(NamedTuple):
    updated: datetime
    parts: dict[FormatName, bytes]


class _Batch(NamedTuple):
    """Feeds that can be put together once some articles are rendered."""

    feeds: list[Wanted]
    articles: list[int]


def feeds(
    wanted: Sequence[Wanted], records: Callable[[Sequence[int]], list[bytes]], composer: Composer, workers: Workers
) -> Iterator[Made]:
    """Yield feeds with their documents, in the order in which they are wanted.

    `records` gives the records of articles. No more is held in memory than the items that a feed still waits for.
    """
    forms = tuple(dict.fromkeys(form for feed in wanted for form in feed.forms))
    uses = Counter(article for feed in wanted for article in feed.articles)
    recipe = pickle.dumps(composer)
    waiting: list[_Batch] = []

    def pieces() -> Iterator[tuple[bytes, tuple[FormatName, ...], list[bytes]]]:
        for batch in _batches(wanted):
            waiting.append(batch)
            yield recipe, forms, records(batch.articles)

    rendered: dict[int, _Rendered] = {}
    for _, found in workers.map(render, pieces()):
        batch = waiting.pop(0)
        for article, (updated, parts) in zip(batch.articles, found, strict=True):
            rendered[article] = _Rendered(datetime.fromtimestamp(updated, UTC), dict(zip(forms, parts, strict=True)))
        for feed in batch.feeds:
            yield _put_together(feed, rendered, composer)
            for article in feed.articles:
                uses[article] -= 1
                if not uses[article]:
                    del rendered[article]


def render(
    recipe: bytes, forms: tuple[FormatName, ...], records: Sequence[bytes]
) -> list[tuple[float, tuple[bytes, ...]]]:
    """Return, for each article's record, when its item was last changed, and its part of a document in each format.

    The recipe is a pickled Composer; a time is in seconds since 1970.
    """
    from feeds import formats

    composer = _composer(recipe)
    items = [composer.item(rows.article(record)) for record in records]
    return [(item.updated.timestamp(), parts) for item, parts in zip(items, formats.parts(items, forms), strict=True)]


def _batches(wanted: Sequence[Wanted]) -> Iterator[_Batch]:
    seen: set[int] = set()
    batch = _Batch([], [])
    for feed in wanted:
        batch.feeds.append(feed)
        batch.articles.extend(article for article in feed.articles if article not in seen)
        seen.update(feed.articles)
        if len(batch.articles) >= BATCH:
            yield batch
            batch = _Batch([], [])
    if batch.feeds:
        yield batch


def _put_together(wanted: Wanted, rendered: dict[int, _Rendered], composer: Composer) -> Made:
    from feeds import formats

    found = [rendered[article] for article in wanted.articles]
    updated = max((item.updated for item in found), default=wanted.updated)
    assert updated is not None  # noqa: S101 - a feed without articles comes with its date
    feed = composer.feed(wanted.group, wanted.name, updated)
    return Made(
        feed, {form: formats.document(form, feed, [item.parts[form] for item in found]) for form in wanted.forms}
    )


@lru_cache(maxsize=1)
def _composer(recipe: bytes) -> Composer:
    found: Composer = pickle.loads(recipe)  # noqa: S301 - made in this very run
    return found
