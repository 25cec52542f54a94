"""Query the index by months: in which a group has articles, and which."""

from collections.abc import Sequence
from datetime import tzinfo
from sqlite3 import Connection

from feeds.core.archives import bounds, month_of
from feeds.index.membership import ALSO


def archived(db: Connection, keys: Sequence[int], now: int, limit: int, zone: tzinfo) -> list[str]:
    """Return the months, newest first, with an article older than the newest `limit` that are in all of some groups.

    `keys` are those of the groups, and `now` a moment in seconds since 1970, after which nothing counts.
    """
    query = (
        "SELECT m.published FROM members AS m JOIN articles ON id = m.article"
        f" WHERE m.grp = ? AND m.published < ? AND duplicate_of IS NULL{ALSO * (len(keys) - 1)}"
        " ORDER BY m.published DESC LIMIT 1 OFFSET ?"
    )
    months: list[str] = []
    found = db.execute(query, (keys[0], now + 1, *keys[1:], limit)).fetchone()
    while found:
        months.append(month_of(found[0], zone))
        start, _ = bounds(months[-1], zone)
        found = db.execute(query, (keys[0], start, *keys[1:], 0)).fetchone()
    return months


def articles(db: Connection, keys: Sequence[int], now: int, month: str, zone: tzinfo) -> list[int]:
    """Return the articles of a month that are in all of some groups, newest first; `keys` and `now` as above."""
    start, end = bounds(month, zone)
    query = (
        "SELECT id FROM members AS m JOIN articles ON id = m.article"
        " WHERE m.grp = ? AND m.published >= ? AND m.published < ? AND duplicate_of IS NULL"
        f"{ALSO * (len(keys) - 1)} ORDER BY m.published DESC, item_id"
    )
    return [row[0] for row in db.execute(query, (keys[0], start, min(end, now + 1), *keys[1:]))]
