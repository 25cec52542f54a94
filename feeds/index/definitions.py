"""Find the articles that a changed definition of a feed of one's own concerns, without a look at all others."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from feeds.config import OwnFeed
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


def concerned(database: Database, feeds: Mapping[str, OwnFeed | None]) -> set[int] | None:
    """Return the keys of the articles that may be in feeds now, or were before; None if it may be any.

    Those that have expired count as well: their groups are kept, for they may come back.
    """
    groups = database.db.execute("SELECT id, kind, key FROM groups").fetchall()
    keys = {key for key, kind, slug in groups if kind == OWN and slug in feeds}
    for feed in filter(None, feeds.values()):
        if not feed.selection.wanted:
            return None
        keys.update(_wanted(feed, groups))
    members = "SELECT article FROM members WHERE grp = ?"
    found = {article for key in keys for (article,) in database.db.execute(members, (key,))}
    return found.union(key for (key,) in database.db.execute("SELECT id FROM articles WHERE why = ?", (EXPIRED,)))


def _wanted(feed: OwnFeed, groups: Iterable[tuple[int, str, str]]) -> Iterator[int]:
    """Yield the keys of the groups one of which every article of a feed is in; a language means its regions, too."""
    kind, wanted = next(iter(feed.selection.wanted.items()))
    for key, other, name in groups:
        if other == kind and (name in wanted or (kind == LANGUAGE and name.partition("-")[0] in wanted)):
            yield key


def _load(database: Database) -> dict[str, bytes]:
    found: Any = database.get(_DEFINITIONS)
    try:
        return msgspec.msgpack.decode(found or b"\x80", type=dict[str, bytes])
    except (msgspec.MsgspecError, TypeError):
        return {}
