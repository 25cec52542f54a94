"""Decide which of several articles on one story is in the feeds: the earliest. The others are its duplicates.

Two articles are on one story if their ids are the same, or if their story keys are the same and not both give an id of
their own. One that is a duplicate itself has none: whether an article is kept depends only on the articles before it
that are kept.
"""

import os
import re
from collections.abc import Iterable
from typing import NamedTuple

from feeds.index.database import Database

_SHARED = """
SELECT story_key FROM articles WHERE why IS NULL GROUP BY story_key HAVING count(*) > 1
UNION SELECT id_key FROM articles WHERE why IS NULL GROUP BY id_key HAVING count(*) > 1
"""
_KEYS = "SELECT id, story_key, id_key, gives_id FROM articles WHERE why IS NULL AND "


_COPY = re.compile(
    rb"(?<![a-z])(?:old|orig|original|bak|backup|copy|kopie|copie|copia|save|saved|tmp|trash)(?![a-z])|~"
)
"""What people and programs put into the name of a copy, or of the folder that it is in."""


class _Keys(NamedTuple):
    """The keys by which an article may be on the story of another; `gives_id` says whether the id is its own."""

    story: int
    id: int
    gives_id: int


def settle(database: Database, touched: set[int] | None) -> list[int]:
    """Settle the stories that a build touched, and return the articles of which something else is true now.

    None stands for all stories.
    """
    db = database.db
    if touched is not None and not touched:
        return []
    shared = {row[0] for row in db.execute(_SHARED)}
    touched = shared if touched is None else touched
    duplicates = db.execute(_KEYS + "duplicate_of IS NOT NULL")
    reach = {article: _Keys(*keys) for article, *keys in duplicates if touched.intersection(keys[:2])}
    waiting = touched & shared | {key for keys in reach.values() for key in keys[:2] if key in shared}
    done: set[int] = set()
    while waiting:
        key = waiting.pop()
        done.add(key)
        for article, *keys in db.execute(_KEYS + "(story_key = ? OR id_key = ?)", (key, key)):
            reach[article] = _Keys(*keys)
            waiting.update(other for other in keys[:2] if other in shared and other not in done)
    return _decide(database, reach)


def _decide(database: Database, reach: dict[int, _Keys]) -> list[int]:
    """Decide of articles among which is every other that shares a key with one of them."""
    by_id: dict[int, int] = {}
    by_story: dict[int, int] = {}
    without_id: dict[int, int] = {}
    changed = []
    for article, before in _by_age(database, reach):
        keys = reach[article]
        rivals = without_id if keys.gives_id else by_story
        wanted = by_id.get(keys.id, rivals.get(keys.story))
        if wanted is None:
            by_id[keys.id] = article
            by_story.setdefault(keys.story, article)
            if not keys.gives_id:
                without_id[keys.story] = article
        if wanted != before:
            database.db.execute("UPDATE articles SET duplicate_of = ? WHERE id = ?", (wanted, article))
            changed.append(article)
    return changed


def _by_age(database: Database, articles: Iterable[int]) -> list[tuple[int, int | None]]:
    """Return articles, the earliest first, each with what it was a duplicate of.

    Of equals the one that was updated later comes first: the other is a backup of it. If nothing in the articles tells
    them apart, that is the one whose name is like that of a copy, or else longer: nothing but the articles may decide.
    """
    query = (
        "SELECT articles.published, -ifnull(updated, 0), item_id, source, path, name, articles.id, duplicate_of"
        " FROM articles JOIN folders ON folders.id = folder WHERE articles.id = ?"
    )
    rows = (database.db.execute(query, (article,)).fetchone() for article in articles)
    found = sorted((row[:2], _likeness_to_copy(row[4], row[5]), row[2:]) for row in rows)
    return [(row[4], row[5]) for _, _, row in found]


def _likeness_to_copy(folder: bytes, name: bytes) -> tuple[int, int]:
    """Return what is greater for a file whose path says that it is a copy, and for a longer name."""
    return len(_COPY.findall(os.path.join(folder, name).lower())), len(name)
