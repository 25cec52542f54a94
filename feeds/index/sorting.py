"""Sort the articles that the index has into groups anew, once the configuration has changed."""

from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from sqlite3 import Connection
from typing import Any, NamedTuple

from feeds.config import OwnFeed
from feeds.core.kinds import OWN
from feeds.index import definitions, rows
from feeds.index.facets import facets
from feeds.index.known import COLUMNS, Known
from feeds.index.membership import Groups
from feeds.index.rows import Member, Reader
from feeds.index.selection import why_not
from feeds.index.writer import IndexWriter

_BATCH = 500
"""Articles that are sorted between two queries: one statement may not be open while rows change."""

_QUERY = (
    f"SELECT record, f.path, a.name, a.{', a.'.join(COLUMNS)} FROM articles AS a"
    " JOIN records ON article = a.id JOIN folders AS f ON f.id = a.folder WHERE story_key IS NOT NULL AND a.id"
)


class _Sorted(NamedTuple):
    """An article to sort: its record, its folder and name, and what the index holds of it."""

    record: bytes
    place: tuple[bytes, bytes]
    known: Known


def sort_all(db: Connection, index: IndexWriter, reader: Reader) -> None:
    """Decide of every article whether it is selected, and in which groups it is."""
    for one in _all(db):
        found = reader.classify(rows.article(one.record), one.place)
        index.sort(one.known, found.why, index.keys.groups(found.groups))


def sort_own(db: Connection, index: IndexWriter, reader: Reader, changed: Mapping[str, OwnFeed | None]) -> None:
    """Decide which articles are in the feeds of one's own that `definitions.changed` has found, and nothing else.

    Only the articles are looked at that it may concern, and only the changed definitions.
    """
    own = [feed for feed in changed.values() if feed is not None]
    kinds = frozenset[str]().union(*(feed.selection.kinds for feed in own))
    before = frozenset(definitions.keys(db, changed))
    articles = definitions.concerned(db, changed)

    for one in _all(db) if articles is None else _some(db, articles):
        article = rows.article(one.record)
        found = facets(article, one.place, reader.taxonomy, kinds, reader.language)
        slugs = (feed.slug for feed in own if why_not(article, found, feed.selection) is None)
        after = {index.keys.key(Member(OWN, slug, slug)) for slug in slugs}
        usual, others = Groups.of(one.known.groups)
        if after != before.intersection(others):
            index.sort(one.known, one.known.why, Groups(usual, tuple(sorted(after.union(others) - (before - after)))))


def _all(db: Connection) -> Iterator[_Sorted]:
    """Yield every article."""
    last = 0
    while found := db.execute(f"{_QUERY} > ? ORDER BY a.id LIMIT {_BATCH}", (last,)).fetchall():
        yield from map(_sorted, found)
        last = _sorted(found[-1]).known.key


def _some(db: Connection, articles: Collection[int]) -> Iterator[_Sorted]:
    """Yield the articles of some keys."""
    keys = iter(sorted(articles))
    while batch := list(islice(keys, _BATCH)):
        yield from map(_sorted, db.execute(f"{_QUERY} IN ({', '.join('?' * len(batch))})", batch).fetchall())


def _sorted(row: Any) -> _Sorted:
    record, folder, name, *columns = row
    return _Sorted(record, (folder, name), Known(*columns))
