"""Query the index: the newest articles of a group, the groups, and what became of every file."""

import os
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from functools import cached_property
from pathlib import Path
from typing import Literal

from feeds.articles.files import readable_name, root_of
from feeds.articles.outcome import DRAFT, NO_ARTICLE, UNDATED
from feeds.core.alternates import Alternate
from feeds.core.kinds import ALL, PAIR, PROVIDER, TOPIC
from feeds.core.model import Article, Group, GroupKind, Problem, Severity
from feeds.core.real_paths import real_path
from feeds.index import changes, counting, membership, months, rows, translations
from feeds.index.database import Database
from feeds.index.membership import ALSO
from feeds.index.rows import BROKEN
from feeds.index.selection import FUTURE
from feeds.index.standings import Duplicate, GroupCount, Standing, Tally
from feeds.probing.answers import Looked


class Catalogue:
    """The articles of a site as they are in the feeds at one moment."""

    def __init__(self, database: Database, sources: Sequence[Path], now: datetime) -> None:
        self._db = database.db
        self._roots = [root_of(source) for source in sources]
        self._now = int(now.timestamp())
        self._groups = membership.by_key(self._db)
        self._keys = {group: key for key, group in self._groups.items()}

    def newest(self, group: Group, count: int, until: datetime | None = None) -> list[int]:
        """Return the newest articles of a group, of none later than `until`: by date, those of one moment by id."""
        keys = self._group_keys(group)
        if keys is None:
            return []
        query = (
            "SELECT id FROM members AS m JOIN articles ON id = m.article"
            f" WHERE m.grp = ? AND m.published <= ? AND duplicate_of IS NULL{ALSO * (len(keys) - 1)}"
            " ORDER BY m.published DESC, item_id LIMIT ?"
        )
        return [row[0] for row in self._db.execute(query, (keys[0], self._latest(until), *keys[1:], count))]

    def archived_months(self, group: Group, limit: int, zone: tzinfo, until: datetime | None = None) -> list[str]:
        """Return the months, newest first, with an article older than the newest `limit` of a group."""
        keys = self._group_keys(group)
        return months.archived(self._db, keys, self._latest(until), limit, zone) if keys else []

    def of_month(self, group: Group, month: str, zone: tzinfo, until: datetime | None = None) -> list[int]:
        """Return the articles of a group that were published in a month, as `newest` does."""
        keys = self._group_keys(group)
        return months.articles(self._db, keys, self._latest(until), month, zone) if keys else []

    def shortened(self, group: Group) -> int | None:
        """Return how many items the last build left in a feed that has more; None where it has all, or nobody knows."""
        row = self._db.execute(
            "SELECT length(items) / 8, total FROM shown WHERE folder = ?", (group.folder,)
        ).fetchone()
        return row[0] if row and row[1] and row[1] > row[0] else None

    def records(self, articles: Sequence[int]) -> list[bytes]:
        """Return the records of articles, which `rows.article` decodes."""
        query = "SELECT record FROM records WHERE article = ?"
        return [self._db.execute(query, (article,)).fetchone()[0] for article in articles]

    def alternates(self, articles: Sequence[int], language: str | None) -> dict[int, tuple[Alternate, ...]]:
        """Return the pages of articles that are in several languages; see `translations.alternates`."""
        return translations.alternates(self._db, articles, self._now, language)

    def articles(self, keys: Sequence[int]) -> Iterator[Article]:
        """Yield articles, each read only when it is asked for."""
        for key in keys:
            yield rows.article(self.records([key])[0])

    def stories(self) -> Iterator[tuple[str, Article]]:
        """Yield every published article without errors, in the feeds or not, by where it lies, with its path."""
        query = (
            f"SELECT {_PLACE}, a.id FROM articles AS a {_FOLDER} WHERE story_key IS NOT NULL"
            " ORDER BY f.source, f.path, a.name"
        )
        for *place, key in self._db.execute(query):
            yield self._path(*place), next(self.articles([key]))

    def find(self, file: Path) -> Standing | None:
        """Return how the article of a file stands; None where the file is none, or below none of the sources."""
        query = (
            "SELECT a.id, why, published > ?, duplicate_of FROM articles AS a"
            f" {_FOLDER} WHERE f.source = ? AND f.path = ? AND a.name = ?"
        )
        absolute = Path(real_path(file.parent) or file.parent.absolute(), file.name)  # the file itself may be a link
        for position, root in enumerate(root.resolve() for root in self._roots):
            if not absolute.is_relative_to(root):
                continue
            place = absolute.relative_to(root)
            folder = os.fsencode(place.parent) if place.parent != Path() else b""
            row = self._db.execute(query, (self._now, position, folder, os.fsencode(place.name))).fetchone()
            if row:
                key, why, is_future, kept = row
                return Standing(key, why or (FUTURE if is_future else None), self.path(kept) if kept else None)
        return None

    def article(self, key: int) -> Article | None:
        """Return an article; None for a file that is none, or a draft, or broken."""
        row = self._db.execute("SELECT record FROM records WHERE article = ?", (key,)).fetchone()
        return rows.article(row[0]) if row else None

    def looked_up(self, key: int) -> list[Looked]:
        """Return the pictures and media of an article about which the network is asked."""
        query = "SELECT url, kind, is_told, stamp FROM answers WHERE article = ? ORDER BY rowid"
        return [Looked(*row) for row in self._db.execute(query, (key,))]

    def all_looked_up(self) -> set[str]:
        """Return the addresses of all articles, shown or not, about which the network is asked."""
        return {url for (url,) in self._db.execute("SELECT DISTINCT url FROM answers")}

    def holds(self, id_key: int, group: Group | None = None) -> bool:
        """Say whether an article whose id a number stands for is published, and in a group, among the newest or not."""
        query = (
            "SELECT 1 FROM articles AS a WHERE id_key = ? AND why IS NULL AND duplicate_of IS NULL AND published <= ?"
        )
        keys = self._group_keys(group) if group else ()
        if keys is None:
            return False
        query = "SELECT 1 FROM articles AS a WHERE id_key = ? AND why IS NULL AND duplicate_of IS NULL"
        query += f" AND published <= ?{_IN * len(keys)}"
        return self._db.execute(query, (id_key, self._now, *keys)).fetchone() is not None

    def held(self) -> Iterator[int]:
        """Yield the number that stands for the id of each article that is published, as `holds` takes it."""
        query = "SELECT id_key FROM articles WHERE why IS NULL AND duplicate_of IS NULL AND published <= ?"
        return (id_key for (id_key,) in self._db.execute(query, (self._now,)))

    def path(self, key: int) -> str:
        """Return where an article lies."""
        query = f"SELECT {_PLACE} FROM articles AS a {_FOLDER} WHERE a.id = ?"
        return self._path(*self._db.execute(query, (key,)).fetchone())

    def place(self, article: int) -> tuple[bytes, bytes]:
        """Return the folder of an article below its source, and its name."""
        query = f"SELECT f.path, a.name FROM articles AS a {_FOLDER} WHERE a.id = ?"
        folder, name = self._db.execute(query, (article,)).fetchone()
        return folder, name

    def rank(self, group: Group, article: int, until: datetime | None = None) -> tuple[int, int]:
        """Return the position of an article in a group, from 1, and how many articles are there, as for `newest`."""
        found = self.newest(group, -1, until)
        return found.index(article) + 1, len(found)

    def coming(self, what: Literal["published", "updated"]) -> list[tuple[str, datetime]]:
        """Return the selected articles whose publication or update has not come, and when it does."""
        index = "NOT INDEXED" if what == "published" else ""  # those of other columns only lead to more of its rows
        query = f"SELECT {_PLACE}, {what} FROM articles AS a {index} {_FOLDER} WHERE why IS NULL AND {what} > ?"
        found = self._db.execute(query, (self._now,))
        return sorted((self._path(*row[:3]), datetime.fromtimestamp(row[3], UTC)) for row in found)

    def groups(self, kinds: Collection[GroupKind]) -> list[Group]:
        """Return every group of some kinds that has an article, in an order that never changes."""
        query = (
            "SELECT id FROM groups AS g WHERE EXISTS (SELECT 1 FROM members AS m"
            " JOIN articles ON id = m.article WHERE m.grp = g.id AND m.published <= ? AND duplicate_of IS NULL)"
        )
        living = (self._groups[key] for (key,) in self._db.execute(query, (self._now,)))
        found = [group for group in living if group.kind in kinds]
        if PAIR in kinds:
            found += counting.pairs(self._db, self._groups, self._now)
        return sorted(found)

    def counts(self, kinds: Collection[GroupKind]) -> list[GroupCount]:
        """Return every group of some kinds that has an article, with how many."""
        found = []
        for group in self.groups(kinds):
            (newest,) = self.articles(self.newest(group, 1))
            found.append(GroupCount(group, self.count(group), newest.published))
        return found

    def count(self, group: Group) -> int:
        """Return how many articles a group has."""
        keys = self._group_keys(group)
        if keys is None:
            return 0
        return counting.members(self._db, keys, self._now) - self._duplicates_of[group]

    def duplicates_by_id(self) -> frozenset[str]:
        """Return the paths of the duplicates that share an id with the article that is kept, but not the link."""
        query = (
            f"SELECT {_PLACE} FROM articles AS a {_FOLDER} JOIN articles AS kept ON kept.id = a.duplicate_of"
            " WHERE a.story_key != kept.story_key"
        )
        return frozenset(self._path(*place) for place in self._db.execute(query))

    def told_apart(self) -> list[Duplicate]:
        """Return the articles in the feeds that only their ids tell apart from an earlier one, which is `kept`."""
        query = (
            f"SELECT {_PLACE}, first_value(a.id) OVER (PARTITION BY story_key ORDER BY published, item_id), a.id"
            f" FROM articles AS a {_FOLDER} WHERE why IS NULL AND duplicate_of IS NULL AND published <= ?"
        )
        found = [row for row in self._db.execute(query, (self._now,)) if row[3] != row[4]]
        return sorted(Duplicate(self._path(*row[:3]), self.path(row[3])) for row in found)

    def names(self, kind: GroupKind) -> dict[str, str]:
        """Return the groups of a kind with a selected article, those of the future too: their keys, with names."""
        query = "SELECT key, label FROM groups WHERE kind = ? AND EXISTS (SELECT 1 FROM members WHERE grp = groups.id)"
        return dict(self._db.execute(query, (kind,)).fetchall())

    def all_names(self, kind: GroupKind) -> dict[str, str]:
        """Return the groups of a kind that any article without errors is in, selected or not, as `names` does."""
        return dict(self._db.execute("SELECT key, label FROM groups WHERE kind = ?", (kind,)).fetchall())

    def groups_of(self, article: int) -> list[Group]:
        """Return the groups of an article, of every kind that the index has."""
        (groups,) = self._db.execute("SELECT groups FROM articles WHERE id = ?", (article,)).fetchone()
        return [Group(ALL), *sorted(membership.with_pairs(membership.Groups.of(groups), self._groups))]

    def groups_with(self, item_id: str) -> list[Group]:
        """Return the groups of the published article with an id; none if there is no such article."""
        query = "SELECT id FROM articles WHERE why IS NULL AND duplicate_of IS NULL AND id_key = ?"
        found = self._db.execute(query, (rows.key_of("id", item_id),)).fetchall()
        return [group for (article,) in found for group in self.groups_of(article)]

    def tally(self) -> Tally:
        """Return how many files there are of each fate."""
        query = "SELECT why, count(*) FROM articles WHERE why IS NOT NULL GROUP BY 1"
        reasons: dict[str, int] = dict(self._db.execute(query).fetchall())
        selected, coming, duplicates = counting.selected(self._db, self._now)
        if coming:
            reasons[FUTURE] = reasons.get(FUTURE, 0) + coming
        read, published = sum(reasons.values()) - coming + selected, selected - coming - duplicates
        left_out = reasons.pop(BROKEN, 0)
        usable = read - left_out - reasons.get(NO_ARTICLE, 0) - reasons.get(UNDATED, 0)
        reasons = dict(sorted(reasons.items(), key=lambda reason: (reason[0] != DRAFT, reason[0])))
        (warnings,) = self._db.execute("SELECT count(*) FROM problems WHERE severity = 'warning'").fetchone()
        return Tally(read, published, usable, left_out, reasons, duplicates, warnings)

    def files(self) -> int:
        """Return how many files below the sources may be articles, by their names."""
        return changes.number_of_files(self._db)

    def problems(self, severity: Severity) -> list[Problem]:
        """Return the errors, or the warnings, of the articles."""
        query = (
            f"SELECT {_PLACE}, line, severity, message FROM problems JOIN articles AS a ON a.id = article {_FOLDER}"
            " WHERE severity = ?"
        )
        return [Problem(self._path(*row[:3]), *row[3:]) for row in self._db.execute(query, (severity,))]

    def skipped(self) -> list[tuple[str, str]]:
        """Return the files without errors that are in no feed, with the reason; duplicates aside."""
        query = (
            f"SELECT {_PLACE}, why FROM articles AS a {_FOLDER}"
            " WHERE why != ? OR (why IS NULL AND published > ?) ORDER BY f.source, f.path, a.name"
        )
        found = self._db.execute(query, (BROKEN, self._now))
        return [(self._path(*row[:3]), row[3] or FUTURE) for row in found]

    def duplicates(self, *, of_same_time: bool = False) -> list[Duplicate]:
        """Return the articles that lost to another on the same story, by path; or only those of just its time."""
        query = (
            f"SELECT {_PLACE}, duplicate_of FROM articles AS a {_FOLDER}"
            " WHERE duplicate_of IS NOT NULL AND published <= ?"
        )
        query += " AND published = (SELECT published FROM articles WHERE id = a.duplicate_of)" if of_same_time else ""
        return sorted(
            Duplicate(self._path(*row[:3]), self.path(row[3]))
            for row in self._db.execute(query, (self._now,)).fetchall()
        )

    @cached_property
    def _duplicates_of(self) -> Counter[Group]:
        """Return how many duplicates there are among the members of each group."""
        return counting.duplicates(self._db, self._groups, self._now)

    def _group_keys(self, group: Group) -> tuple[int, ...] | None:
        """Return the keys of the groups whose common articles a group has; None where one is unknown."""
        parts = [group]
        if group.kind == PAIR:
            parts = [Group(TOPIC, group.key), Group(PROVIDER, group.provider)]
        keys = [self._keys.get(part) for part in parts]
        return None if None in keys else tuple(key for key in keys if key is not None)

    def _path(self, source: int, folder: bytes, name: bytes) -> str:
        """Return a path as messages show it: with the source as it is called today."""
        return str(self._roots[source] / readable_name(folder) / readable_name(name))

    def _latest(self, until: datetime | None) -> int:
        return min(self._now, int(until.timestamp())) if until else self._now


_PLACE = "f.source, f.path, a.name"
_FOLDER = "JOIN folders AS f ON f.id = a.folder"
_IN = " AND EXISTS (SELECT 1 FROM members WHERE grp = ? AND published = a.published AND article = a.id)"
