"""Count articles, members of groups and duplicates, each by what of the index is shortest to go through."""

from collections import Counter
from collections.abc import Sequence
from sqlite3 import Connection

from feeds.core.kinds import ALL, PAIR
from feeds.core.model import Group
from feeds.index.membership import ALSO, EVERYTHING, Groups, with_pairs


def selected(db: Connection, now: int) -> tuple[int, int, int]:
    """Return how many articles are selected, how many of these are in the future, and how many others duplicates."""
    queries = (
        "SELECT count(*) FROM members WHERE grp = :all",
        "SELECT count(*) FROM members WHERE grp = :all AND published > :now",
        "SELECT count(*) FROM articles WHERE duplicate_of IS NOT NULL AND published <= :now",
    )
    every, coming, copies = (db.execute(query, {"all": EVERYTHING, "now": now}).fetchone()[0] for query in queries)
    return every, coming, copies


def members(db: Connection, keys: Sequence[int], now: int) -> int:
    """Return how many articles are in all groups of some keys at a moment, with the duplicates."""
    query = f"SELECT count(*) FROM members AS m WHERE m.grp = ? AND m.published <= ?{ALSO * (len(keys) - 1)}"
    (found,) = db.execute(query, (keys[0], now, *keys[1:])).fetchone()
    return int(found)


def duplicates(db: Connection, known: dict[int, Group], now: int) -> Counter[Group]:
    """Return how many duplicates each group has at a moment. `known` are the groups by their keys."""
    query = "SELECT groups FROM articles WHERE duplicate_of IS NOT NULL AND published <= ?"
    found: Counter[Group] = Counter()
    for (groups,) in db.execute(query, (now,)):
        found.update([Group(ALL), *with_pairs(Groups.of(groups), known)])
    return found


def pairs(db: Connection, known: dict[int, Group], now: int) -> list[Group]:
    """Return the groups of a topic and a provider that have an article at a moment. `known` is as in `duplicates`."""
    query = "SELECT groups FROM articles NOT INDEXED WHERE why IS NULL AND published <= ? AND duplicate_of IS NULL"
    found: set[tuple[int, int]] = set()
    for (groups,) in db.execute(query, (now,)):
        provider, *topics = Groups.of(groups).usual or (0,)
        found.update([(topic, provider) for topic in topics])
    return [Group(PAIR, known[topic].key, known[provider].key) for topic, provider in found]
