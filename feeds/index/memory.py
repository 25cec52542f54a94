"""Remember which articles were published when the index was last up to date, and find those that are missing.

Before an article is taken out of the index, or the whole index is forgotten, its row is put aside into a temporary
table. When all files have been read, the rows are compared with what is there now. This costs something only for what
changed.
"""

import os
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from sqlite3 import Connection
from typing import NamedTuple

import msgspec

from feeds.articles.files import readable_name, root_of
from feeds.core.kinds import ALL
from feeds.core.model import Group
from feeds.core.stories import story_key
from feeds.index import membership, mounts
from feeds.index.rows import key_of
from feeds.index.selection import FUTURE
from feeds.index.unreadable import Place, holding

GONE = "gone"
"""Why a file is missing that is not there, or is no article any more."""

_TABLES = (
    "CREATE TEMP TABLE was (id INTEGER PRIMARY KEY, source INTEGER, path BLOB, name BLOB, published INTEGER,"
    " story_key INTEGER, id_key INTEGER, groups BLOB)",
    "CREATE TEMP TABLE was_groups AS SELECT id, kind, key FROM groups",
    "CREATE TEMP TABLE was_meta AS SELECT key, value FROM meta",
    "INSERT INTO was_meta SELECT 'published', (SELECT count(*) FROM members WHERE grp = 1 AND published <= value)"
    " - (SELECT count(*) FROM articles WHERE duplicate_of IS NOT NULL AND published <= value)"
    " FROM meta WHERE key = 'now'",
)
_KEEP = (
    "INSERT OR IGNORE INTO was SELECT a.id, f.source, f.path, a.name, a.published, a.story_key, a.id_key, a.groups"
    " FROM articles AS a JOIN folders AS f ON f.id = a.folder WHERE a.why IS NULL AND a.duplicate_of IS NULL"
)
_MISSING = """
SELECT w.source, w.path, w.name, w.groups, CASE WHEN a.id IS NULL THEN :gone ELSE ifnull(a.why, :future) END
FROM was AS w
LEFT JOIN folders AS f ON f.source = source_now(w.source) AND f.path = w.path
LEFT JOIN articles AS a ON a.folder = f.id AND a.name = w.name
WHERE w.published <= :before AND NOT (a.id IS NOT NULL AND a.why IS NULL AND a.published <= :now)
AND NOT EXISTS (SELECT 1 FROM articles WHERE why IS NULL AND published <= :now AND story_key = w.story_key)
AND NOT EXISTS (SELECT 1 FROM articles WHERE why IS NULL AND published <= :now AND id_key = w.id_key)
"""
_LACKING = """
SELECT 1 FROM was AS w WHERE w.published <= :before
AND NOT EXISTS (SELECT 1 FROM articles WHERE why IS NULL AND published <= :now AND story_key = w.story_key)
AND NOT EXISTS (SELECT 1 FROM articles WHERE why IS NULL AND published <= :now AND id_key = w.id_key)
LIMIT 1
"""
_RENAMED = """
SELECT a.id FROM was AS w
JOIN folders AS f ON f.source = source_now(w.source) AND f.path = w.path
JOIN articles AS a ON a.folder = f.id AND a.name = w.name
WHERE w.published <= :before AND a.why IS NULL AND a.published <= :now AND a.duplicate_of IS NULL
AND a.id_key != w.id_key AND (a.published = w.published OR a.story_key = w.story_key)
AND NOT EXISTS (SELECT 1 FROM was AS other WHERE other.id_key = a.id_key)
"""
_WAITED = "SELECT count(*) FROM was WHERE published > :before AND published <= :now"
_UNCHANGED = """
FROM members AS m JOIN articles AS a ON a.id = m.article JOIN folders AS f ON f.id = a.folder
WHERE m.grp = 1 AND m.published > :low AND m.published <= :high AND a.duplicate_of IS NULL AND a.id < :first
"""


class Missing(NamedTuple):
    """An article that was published and is not now: its path, why, and the folders of the feeds that it was in.

    `is_elsewhere` says that it was read from a source that this build does not have.
    """

    path: str
    why: str
    feeds: frozenset[str]
    is_elsewhere: bool = False


class Compared(NamedTuple):
    """What is different from the reading before.

    `published` is the number of articles that were published then, and `came` that of those whose time to appear, or to
    go, has come since. `renamed` are the keys of articles that have another id. `unreadable` are the folders and files
    that hold something published and cannot be looked at, and `unmounted` the mounts that are gone with something
    published. `away` are folders and files that cannot be read now, if nothing is known of what was published.
    """

    missing: tuple[Missing, ...] = ()
    published: int = 0
    came: int = 0
    renamed: tuple[int, ...] = ()
    unreadable: tuple[str, ...] = ()
    unmounted: tuple[str, ...] = ()
    away: tuple[str, ...] = ()


class PublishedItem(NamedTuple):
    """An item that a document holds: its id, link, title and date, and the folders of the feeds that it is in."""

    id: str
    url: str
    title: str
    published: datetime
    feeds: frozenset[str]


def keep_all(db: Connection) -> None:
    """Put every selected article aside, before the index is forgotten; a second time changes nothing."""
    if not _is_kept(db):
        _make_tables(db)
        db.execute(_KEEP)


def keep(db: Connection, article: int) -> None:
    """Put an article aside that is about to be taken out of the index, if it was selected."""
    if not _is_kept(db):
        _make_tables(db)
    db.execute(f"{_KEEP} AND a.id = ?", (article,))


def compare(
    db: Connection,
    sources: Sequence[Path],
    now: int,
    first_new: int,
    unreadable: Sequence[bytes],
    away: Sequence[bytes],
) -> Compared:
    """Compare the index, which is up to date, with what it held before.

    `now` is the time of this build in seconds since 1970, `first_new` the first key of the articles that are new.
    `unreadable` are the folders and files that cannot be looked at, and `away` those of which that is so for a moment,
    with the files that are new under their names, or whose rows are forgotten, and cannot be read.
    """
    meta = dict(db.execute(f"SELECT key, value FROM {'was_meta' if _is_kept(db) else 'meta'}"))
    before, places = meta.get("now"), _places(sources)
    if not isinstance(before, int) or not isinstance(meta.get("places"), bytes):
        return Compared(away=tuple(map(readable_name, away)))
    old_places = msgspec.msgpack.decode(meta["places"], type=list[Place])
    source_now = {
        position: now_position
        for position, place in enumerate(old_places)
        for now_position, other in enumerate(places)
        if place.source == other.source or place.named == other.named
    }

    found = list(_missing(db, source_now, before, now, first_new))
    feeds = _feeds(db) if found else {}
    missing = []
    lost_places = []
    for source, path, name, groups, why in found:
        root = (
            old_places[source].root if source not in source_now else os.fsencode(root_of(sources[source_now[source]]))
        )
        folders = _folders(feeds, groups)
        missing.append(Missing(_shown(root, path, name), why, folders, source not in source_now))
        lost_places.append(os.path.join(old_places[source].root, path, name))

    held = set(holding(db, places, old_places, unreadable, is_kept=_is_kept(db)))
    if away and (found or (_is_kept(db) and db.execute(_LACKING, {"before": before, "now": now}).fetchone())):
        held.update(map(readable_name, away))  # what is missing may have been moved there
    remembered = msgspec.msgpack.decode(meta["mounts"], type=list[tuple[bytes, int]]) if "mounts" in meta else []
    unmounted = mounts.gone(remembered) if lost_places and remembered else []
    return Compared(
        missing=tuple(sorted(missing)),
        published=meta.get("published", 0),
        came=_came(db, before, now, first_new),
        renamed=_renamed(db, source_now, before, now),
        unreadable=tuple(sorted(held)),
        unmounted=tuple(
            readable_name(mount) for mount in unmounted if any(mounts.is_below(place, mount) for place in lost_places)
        ),
    )


def compare_items(db: Connection, items: Sequence[PublishedItem], now: int) -> Compared:
    """Compare the index with the items that documents hold, if nothing else is remembered; `now` is as in `compare`."""
    missing = []
    query = (
        "SELECT why, published > ? FROM articles WHERE id_key = ? OR story_key = ?"
        " ORDER BY why IS NOT NULL, published LIMIT 1"
    )
    for item in items:
        keys = (key_of("id", item.id), key_of("story", story_key(item.url or item.id)))
        why, is_future = db.execute(query, (now, *keys)).fetchone() or (GONE, False)
        if why is not None or is_future:
            missing.append(Missing(item.id, why or FUTURE, item.feeds))
    return Compared(tuple(sorted(missing)), len(items))


def places(sources: Sequence[Path]) -> tuple[bytes, bytes]:
    """Return what `compare` needs to know the next time: where the sources lie, and on which mounts."""
    found = _places(sources)
    encode = msgspec.msgpack.encode
    return encode(found), encode(mounts.found([place.source for place in found]))


def _places(sources: Sequence[Path]) -> list[Place]:
    return [
        Place(*map(os.fsencode, (source.resolve(), root_of(source).resolve(), source.absolute()))) for source in sources
    ]


def _is_kept(db: Connection) -> bool:
    return db.execute("SELECT 1 FROM sqlite_temp_master WHERE name = 'was'").fetchone() is not None


def _make_tables(db: Connection) -> None:
    for statement in _TABLES:
        db.execute(statement)


def _missing(
    db: Connection, source_now: dict[int, int], before: int, now: int, first_new: int
) -> Iterator[tuple[int, bytes, bytes, bytes, str]]:
    """Yield the source, folder, name and groups of what is missing, and why."""
    if _is_kept(db):
        db.create_function("source_now", 1, source_now.get)
        values = {"before": before, "now": now, "gone": GONE, "future": FUTURE}
        yield from db.execute(_MISSING, values).fetchall()
    if now < before:
        unchanged = f"SELECT f.source, f.path, a.name, a.groups, :future {_UNCHANGED}{_not_kept(db)}"
        values = {"low": now, "high": before, "first": first_new, "future": FUTURE}
        yield from db.execute(unchanged, values).fetchall()


def _renamed(db: Connection, source_now: dict[int, int], before: int, now: int) -> tuple[int, ...]:
    """Return the articles in files that held the same article before, of the same time or link, under another id."""
    if not _is_kept(db):
        return ()
    db.create_function("source_now", 1, source_now.get)
    return tuple(key for (key,) in db.execute(_RENAMED, {"before": before, "now": now}).fetchall())


def _came(db: Connection, before: int, now: int, first_new: int) -> int:
    """Return how many articles waited for a time that has come."""
    if now <= before:
        return 0
    values = {"low": before, "high": now, "first": first_new}
    (unchanged,) = db.execute(f"SELECT count(*) {_UNCHANGED}{_not_kept(db)}", values).fetchone()
    if not _is_kept(db):
        return int(unchanged)
    (kept,) = db.execute(_WAITED, {"before": before, "now": now}).fetchone()
    return int(unchanged + kept)


def _not_kept(db: Connection) -> str:
    return " AND a.id NOT IN (SELECT id FROM was)" if _is_kept(db) else ""


def _feeds(db: Connection) -> dict[int, Group]:
    known = membership.by_key(db, "was_groups" if _is_kept(db) else "groups")
    return membership.by_key(db) | known


def _folders(feeds: dict[int, Group], groups: bytes) -> frozenset[str]:
    """Return the folders of the feeds that an article of some groups is in."""
    found = membership.with_pairs(membership.Groups.of(groups), feeds)
    return frozenset(group.folder for group in (Group(ALL), *found))


def _shown(*parts: bytes) -> str:
    """Return a path as messages show it."""
    return str(Path(*map(readable_name, parts)))
