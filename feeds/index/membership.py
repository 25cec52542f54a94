"""Keep which groups an article is in, and note which groups a change touches."""

from collections.abc import Collection, Iterable, Iterator
from datetime import tzinfo
from functools import lru_cache
from itertools import product
from sqlite3 import Connection
from typing import NamedTuple

import msgspec

from feeds.core.archives import month_of
from feeds.core.kinds import ALL, PAIR, PROVIDER, TOPIC
from feeds.core.model import Group, GroupKind
from feeds.index.rows import Member

EVERYTHING = 1
"""The key of the group that every selected article is in."""

ALSO = " AND EXISTS (SELECT 1 FROM members WHERE grp = ? AND published = m.published AND article = m.article)"
"""What demands of a member `m` of one group that it is in another, too."""


class Groups(NamedTuple):
    """The keys of an article's groups: its provider and its topics, and in ascending order those of other kinds."""

    usual: tuple[int, ...]
    others: tuple[int, ...]

    @classmethod
    def of(cls, encoded: bytes) -> "Groups":
        """Return the groups as the index keeps them."""
        return _decoded(encoded)

    def encoded(self) -> bytes:
        """Return them in the form in which the index keeps them."""
        return msgspec.msgpack.encode(self)

    @property
    def all(self) -> frozenset[int]:
        """Return the keys of all these groups."""
        return frozenset((*self.usual, *self.others))


_decoded = lru_cache(maxsize=1024)(msgspec.msgpack.Decoder(Groups).decode)
"""Many articles are in the same groups."""


class GroupKeys:
    """Gives each group its key in the index."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._keys: dict[tuple[str, str], int] = {}
        if not db.execute("SELECT 1 FROM groups").fetchone():
            db.execute("INSERT INTO groups VALUES (?, ?, '', '')", (EVERYTHING, ALL))

    def groups(self, members: Iterable[Member]) -> Groups:
        """Return the keys of the groups that an article is in."""
        usual: list[int] = []
        others: list[int] = []
        for member in members:
            (usual if member.kind in (PROVIDER, TOPIC) else others).append(self.key(member))
        return Groups(tuple(usual), tuple(sorted(others)))

    def key(self, member: Member) -> int:
        """Return the key of a group."""
        key = self._keys.get((member.kind, member.key))
        if key is None:
            self._db.execute("INSERT OR IGNORE INTO groups VALUES (NULL, ?, ?, ?)", member)
            query = "SELECT id FROM groups WHERE kind = ? AND key = ?"
            (key,) = self._db.execute(query, (member.kind, member.key)).fetchone()
            self._keys[member.kind, member.key] = key
        return key


def by_key(db: Connection, table: str = "groups") -> dict[int, Group]:
    """Return the groups of the index, but for those of a topic and a provider, by their keys."""
    return {key: Group(kind, name) for key, kind, name in db.execute(f"SELECT id, kind, key FROM {table}")}


def with_pairs(groups: Groups, known: dict[int, Group]) -> set[Group]:
    """Return the groups that an article is in, those of its topics with its provider, too, but for that of all."""
    found = {known[key] for key in groups.others}
    if groups.usual:
        provider, *topics = (known[key] for key in groups.usual)
        found |= {provider, *topics, *(Group(PAIR, topic.key, provider.key) for topic in topics)}
    return found


class Touched:
    """The groups that changes touch, and the times of the articles that changed, if these are asked for.

    Without the times, it grows with the number of groups, and not with that of articles.
    """

    def __init__(self, *, with_times: bool) -> None:
        self._keys: set[int] = set()
        self._pairs: set[tuple[int, int]] = set()
        self._has_usual = False
        self._times: dict[Groups, set[int | None]] | None = {} if with_times else None

    def add(self, encoded: bytes, published: int | None) -> None:
        """Add all groups of an article that something happened to, and when it is published."""
        self._add(Groups.of(encoded), published)

    def add_difference(self, before: Groups, after: Groups, published: int | None) -> None:
        """Add the groups that an article has left or entered, of which nothing but that is new."""
        others = tuple(set(before.others) ^ set(after.others))
        usual = (before.usual, after.usual) if before.usual != after.usual else ((),)
        for keys in usual:
            self._add(Groups(keys, others), published)

    def _add(self, groups: Groups, published: int | None) -> None:
        usual, others = groups
        self._keys.update(usual, others)
        if usual:
            self._has_usual = True
            provider = usual[0]
            self._pairs.update([(topic, provider) for topic in usual[1:]])
        if self._times is not None:
            self._times.setdefault(groups, set()).add(published)

    def groups(self, db: Connection) -> Iterator[Group]:
        """Yield the groups, of every kind."""
        if not self._keys:
            return
        known = by_key(db)
        if self._has_usual:
            yield Group(ALL)
        pairs = (Group(PAIR, known[topic].key, known[provider].key) for topic, provider in self._pairs)
        yield from sorted({*(known[key] for key in self._keys), *pairs})

    def months(self, db: Connection, kinds: Collection[GroupKind], zone: tzinfo) -> set[tuple[Group, str]]:
        """Return the groups of some kinds, each with the month of every article that something happened to in it.

        There is none without the times.
        """
        if not kinds or not self._times:
            return set()
        known = by_key(db)
        found: set[tuple[Group, str]] = set()
        for groups, times in self._times.items():
            months = {month_of(moment, zone) for moment in times if moment is not None}
            of_all = {Group(ALL)} if groups.usual else set()
            touched = (group for group in of_all | with_pairs(groups, known) if group.kind in kinds)
            found.update(product(touched, months))
        return found
