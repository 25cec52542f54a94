"""Find the articles that a changed definition of a feed of one's own concerns, without a look at all others."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from sqlite3 import Connection
from typing import Any

import msgspec

from feeds.config import OwnFeed
from feeds.core.decoding import UNDECODABLE
from feeds.core.fingerprint import digest
from feeds.core.kinds import LANGUAGE, OWN
from feeds.index.database import Database
from feeds.index.rows import EXPIRED

_DEFINITIONS = "definitions"
"""The key of the digest of each definition by which articles were sorted last."""


def changed(database: Database, own: Iterable[OwnFeed]) -> dict[str, OwnFeed | None]:
    """Return the feeds whose selection is another than before, by their slugs; None for one that is gone."""
    before = _load(database)
    found: dict[str, OwnFeed | None] = dict.fromkeys(before)
    for feed in own:
        if before.get(feed.slug) == digest(feed.selection):
            del found[feed.slug]
        else:
            found[feed.slug] = feed
    return found


def note(database: Database, own: Iterable[OwnFeed]) -> None:
    """Note by which definitions articles are sorted."""
    digests = {feed.slug: digest(feed.selection) for feed in own}
    database.set(_DEFINITIONS, msgspec.msgpack.encode(digests, order="deterministic"))


def keys(db: Connection, feeds: Collection[str]) -> Iterator[int]:
    """Yield the keys of the groups of those feeds, by their slugs, that have ever had an article."""
    found = db.execute("SELECT id, key FROM groups WHERE kind = ?", (OWN,)).fetchall()
    return (key for key, slug in found if slug in feeds)


def concerned(db: Connection, feeds: Mapping[str, OwnFeed | None]) -> set[int] | None:
    """Return the keys of the articles that may be in feeds now, or were before; None if it may be any.

    Those that have expired count as well: their groups are kept, for they may come back.
    """
    found = _members(db, keys(db, feeds))
    groups = db.execute("SELECT id, kind, key FROM groups").fetchall()
    for feed in filter(None, feeds.values()):
        wanted = [_members(db, _wanted(groups, *named)) for named in feed.selection.wanted.items()]
        if not wanted:
            return None
        found |= set.intersection(*wanted)
    return found.union(key for (key,) in db.execute("SELECT id FROM articles WHERE why = ?", (EXPIRED,)))


def _members(db: Connection, groups: Iterable[int]) -> set[int]:
    """Return the keys of the articles that are in any of some groups."""
    query = "SELECT article FROM members WHERE grp = ?"
    return {article for group in groups for (article,) in db.execute(query, (group,))}


def _wanted(groups: Iterable[tuple[int, str, str]], kind: str, wanted: Collection[str]) -> Iterator[int]:
    """Yield the keys of the groups of a kind that have one of the keys which are wanted.

    A language means its regions, too.
    """
    for key, other, name in groups:
        if other == kind and (name in wanted or (kind == LANGUAGE and name.partition("-")[0] in wanted)):
            yield key


def _load(database: Database) -> dict[str, bytes]:
    found: Any = database.get(_DEFINITIONS)
    try:
        return msgspec.msgpack.decode(found or b"\x80", type=dict[str, bytes])
    except (*UNDECODABLE, TypeError):
        return {}
