"""Makes the documents of many feeds: each item is composed and rendered once, however many feeds it is in."""

import pickle
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from feeds.compose import Composer
from feeds.core.errors import FeedsError
from feeds.core.model import Feed, FormatName, Group, Image
from feeds.core.workers import Workers
from feeds.index import rows

BATCH = 100
"""Items that are rendered in one go: some hundredths of a second of work."""


class Wanted(NamedTuple):
    """A feed to write: what it is called, the formats wanted, and its articles, newest first.

    `updated` is the date of a feed without items; that of others is the newest of their items'. `total` is the number
    of all its articles, `newest` when the newest was published, and `portrait` the provider's picture in that.
    """

    group: Group
    name: str
    forms: tuple[FormatName, ...]
    articles: tuple[int, ...]
    updated: datetime
    total: int = 0
    newest: datetime | None = None
    portrait: Image | None = None


class Made(NamedTuple):
    """A feed, and its document in each format wanted, without the articles that could not be rendered: `faults`."""

    feed: Feed
    documents: dict[FormatName, bytes]
    faults: dict[int, str]


class Rendered(NamedTuple):
    """When an item was last changed, in seconds since 1970, and its part of a document in each format wanted.

    `cover` is its first picture, if it has one. `fault` is the kind of error that kept the item from being rendered, if
    one did.
    """

    updated: float = 0.0
    parts: tuple[bytes, ...] = ()
    cover: Image | None = None
    fault: str | None = None


class Recipe(NamedTuple):
    """What makes items and documents of articles: the site's composer, and the folder of its own templates."""

    composer: Composer
    templates: Path | None = None


class _Batch(NamedTuple):
    """Feeds that can be put together once some articles are rendered."""

    feeds: list[Wanted]
    articles: list[int]


def feeds(
    wanted: Sequence[Wanted],
    records: Callable[[Sequence[int]], list[bytes]],
    recipe: Recipe,
    workers: Workers,
) -> Iterator[Made]:
    """Yield feeds with their documents, in the order in which they are wanted.

    `records` gives the records of articles. No more is held in memory than the items that a feed still waits for.
    Raises ConfigError for a template of the site's own that cannot be used.
    """
    forms = tuple(dict.fromkeys(form for feed in wanted for form in feed.forms))
    uses = Counter(article for feed in wanted for article in feed.articles)
    pickled = pickle.dumps(recipe)
    waiting: list[_Batch] = []

    def pieces() -> Iterator[tuple[bytes, tuple[FormatName, ...], list[bytes]]]:
        for batch in _batches(wanted):
            waiting.append(batch)
            yield pickled, forms, records(batch.articles)

    rendered: dict[int, Rendered] = {}
    for piece, found in workers.map(render, pieces()):
        batch = waiting.pop(0)
        made = found if found is not None else [_render_alone(pickled, forms, record, workers) for record in piece[2]]
        rendered.update(zip(batch.articles, made, strict=True))
        for feed in batch.feeds:
            yield _put_together(feed, forms, rendered, recipe)
            for article in feed.articles:
                uses[article] -= 1
                if not uses[article]:
                    del rendered[article]


def render(recipe: bytes, forms: tuple[FormatName, ...], records: Sequence[bytes]) -> list[Rendered]:
    """Return what becomes of each article's record. The recipe is a pickled Recipe."""
    try:
        return _rendered(_unpickled(recipe), forms, records)
    except FeedsError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one article must not cost the others
        if len(records) == 1:
            return [Rendered(fault=type(error).__name__)]
    return [result for record in records for result in render(recipe, forms, [record])]


def _render_alone(recipe: bytes, forms: tuple[FormatName, ...], record: bytes, workers: Workers) -> Rendered:
    """Return what becomes of a record out of a batch that ended the process which rendered it."""
    found = workers.alone(render, (recipe, forms, [record]))
    return found[0] if found is not None else Rendered(fault="the process that tried has ended")


def _rendered(recipe: Recipe, forms: tuple[FormatName, ...], records: Sequence[bytes]) -> list[Rendered]:
    from feeds import formats

    items = [recipe.composer.item(rows.article(record)) for record in records]
    parts = formats.parts(items, forms, recipe.templates)
    return [
        Rendered(item.updated.timestamp(), part, item.images[0] if item.images else None)
        for item, part in zip(items, parts, strict=True)
    ]


def _batches(wanted: Sequence[Wanted]) -> Iterator[_Batch]:
    seen: set[int] = set()
    batch = _Batch([], [])
    for feed in wanted:
        for article in feed.articles:
            if article not in seen:
                seen.add(article)
                batch.articles.append(article)
            if len(batch.articles) >= BATCH:
                yield batch
                batch = _Batch([], [])
        batch.feeds.append(feed)
    if batch.feeds:
        yield batch


def _put_together(wanted: Wanted, forms: tuple[FormatName, ...], rendered: dict[int, Rendered], recipe: Recipe) -> Made:
    from feeds import formats

    found = {article: rendered[article] for article in wanted.articles}
    good = [item for item in found.values() if item.fault is None]
    updated = wanted.updated
    if good:
        updated = datetime.fromtimestamp(max(item.updated for item in good), UTC)
    cover = next((item.cover for item in good if item.cover), None)
    feed = recipe.composer.feed(wanted.group, wanted.name, updated, portrait=wanted.portrait, cover=cover)
    documents = {
        form: formats.document(form, feed, [item.parts[forms.index(form)] for item in good], recipe.templates)
        for form in wanted.forms
    }
    return Made(feed, documents, {article: item.fault for article, item in found.items() if item.fault is not None})


@lru_cache(maxsize=1)
def _unpickled(recipe: bytes) -> Recipe:
    found: Recipe = pickle.loads(recipe)  # noqa: S301 - made in this very run
    return found
