"""Keeps the rows of articles, and knows which groups and stories a change touches."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import msgspec

from feeds.core.model import Group, Problem
from feeds.index.database import Database
from feeds.index.rows import Classification, File, Row

ALL = 1
"""The key of the group that every selected article is in."""

_COLUMNS = "id, why, published, item_id, link_key, id_key, groups"


class IndexWriter:
    """The articles of a site during one build.

    A selected article is a member of its groups from the beginning, also while its time has not come or another on the
    same story stands for it: what is shown is decided when the newest are asked for.
    """

    def __init__(self, database: Database) -> None:
        self._db = database.db
        self._groups: dict[tuple[str, str], int] = {}
        self._next = 1 + (self._db.execute("SELECT max(id) FROM articles").fetchone()[0] or 0)
        self._was_empty = self._next == 1
        self._touched: set[bytes] = set()
        self.touched_stories: set[int] = set()
        if not self._db.execute("SELECT 1 FROM groups").fetchone():
            self._db.execute("INSERT INTO groups VALUES (?, 'all', '', '', '')", (ALL,))

    def put(self, files: Sequence[File], rows: Sequence[Row | None]) -> None:
        """Put the rows of files in the place of what was known of them; None takes a file out."""
        old = self._known(files)
        fresh: list[tuple[int, File, Row, bytes]] = []
        for file, row in zip(files, rows, strict=True):
            before = old.get((file.folder, file.name))
            groups = self._group_keys(row.topics, row.provider) if row and row.record is not None else b""
            if before and row and self._is_same(before, row, groups):
                continue
            if before:
                self._remove(before)
            if row:
                fresh.append((before[0] if before else self._new_key(), file, row, groups))
        self._insert(fresh)

    def drop(self, folder: int, names: Iterable[bytes]) -> None:
        """Take files of a folder out."""
        for before in self._known([File(folder, 0, b"", name) for name in names]).values():
            self._remove(before)

    def sort_again(self, classify: Callable[[bytes], Classification]) -> None:
        """Decide anew of every article whether it is selected and in which groups it is."""
        db = self._db
        query = f"SELECT {_COLUMNS} FROM articles WHERE id > ? AND link_key IS NOT NULL ORDER BY id LIMIT 1000"
        last = 0
        while found := db.execute(query, (last,)).fetchall():
            for before in found:
                last = before[0]
                (record,) = db.execute("SELECT record FROM records WHERE article = ?", (last,)).fetchone()
                why, topics, provider = classify(record)
                groups = self._group_keys(topics, provider)
                if (why, groups) != (before[1], before[6]):
                    self._touch(before[1], before[6], before[4:6])
                    self._withdraw(before)
                    db.execute(
                        "UPDATE articles SET why = ?, groups = ?, duplicate_of = NULL WHERE id = ?", (why, groups, last)
                    )
                    self._touch(why, groups, before[4:6])
                    if why is None:
                        db.executemany("INSERT INTO members VALUES (?, ?, ?)", _members(last, before[2], groups))

    def touch_published(self, after: int, until: int) -> None:
        """Touch the groups of the articles whose time came, or went back, between two moments."""
        low, high = sorted((after, until))
        self._touched.update(
            groups
            for (groups,) in self._db.execute(
                "SELECT groups FROM members JOIN articles ON id = article"
                " WHERE grp = ? AND members.published > ? AND members.published <= ?",
                (ALL, low, high),
            )
        )

    def touch_articles(self, articles: Iterable[int]) -> None:
        """Touch the groups of articles."""
        for key in articles:
            (groups,) = self._db.execute("SELECT groups FROM articles WHERE id = ?", (key,)).fetchone()
            self._touched.add(groups)

    def touched(self) -> Iterator[Group]:
        """Yield the groups that were touched, of every kind."""
        if not self._touched:
            return
        known = {
            key: (kind, topic, provider) for key, kind, topic, provider, _ in self._db.execute("SELECT * FROM groups")
        }
        pairs: set[tuple[str, str]] = set()
        for groups in self._touched:
            provider, *topics = msgspec.msgpack.decode(groups)
            pairs.add(("", known[provider][2]))
            pairs.update((known[topic][1], known[provider][2]) for topic in topics)
        yield Group("all")
        for topic in sorted({topic for topic, _ in pairs} - {""}):
            yield Group("topic", topic)
        for name in sorted({name for _, name in pairs}):
            yield Group("provider", provider=name)
        for topic, name in sorted(pairs):
            if topic:
                yield Group("topic-provider", topic, name)

    def _known(self, files: Sequence[File]) -> dict[tuple[int, bytes], tuple[Any, ...]]:
        """Return what is known of files."""
        query = f"SELECT {_COLUMNS} FROM articles WHERE folder = ? AND name = ?"
        if self._was_empty:
            return {}
        found = ((file, self._db.execute(query, (file.folder, file.name)).fetchone()) for file in files)
        return {(file.folder, file.name): row for file, row in found if row}

    def _new_key(self) -> int:
        self._next += 1
        return self._next - 1

    def _is_same(self, before: tuple[Any, ...], row: Row, groups: bytes) -> bool:
        key, why, published, item_id, *_, old_groups = before
        db = self._db
        record = db.execute("SELECT record FROM records WHERE article = ?", (key,)).fetchone()
        problems = db.execute("SELECT line, severity, message FROM problems WHERE article = ?", (key,)).fetchall()
        pictures = db.execute("SELECT root, name, size FROM image_files WHERE article = ?", (key,)).fetchall()
        return (
            (why, published, item_id, old_groups) == (row.why, row.published, row.item_id, groups)
            and (record[0] if record else None) == row.record
            and problems == [_told(problem) for problem in row.problems]
            and pictures == list(row.pictures)
        )

    def _insert(self, fresh: Sequence[tuple[int, File, Row, bytes]]) -> None:
        many = self._db.executemany
        many(
            "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, ?)",
            (
                (key, file.folder, file.name, row.why, row.published, row.item_id, row.link_key, row.id_key, groups)
                for key, file, row, groups in fresh
            ),
        )
        many(
            "INSERT INTO records VALUES (?, ?)",
            ((key, row.record) for key, _, row, _ in fresh if row.record is not None),
        )
        many(
            "INSERT INTO problems VALUES (?, ?, ?, ?)",
            ((key, *_told(problem)) for key, _, row, _ in fresh for problem in row.problems),
        )
        many(
            "INSERT INTO image_files VALUES (?, ?, ?, ?)",
            ((key, *picture) for key, _, row, _ in fresh for picture in row.pictures),
        )
        selected = [(key, row, groups) for key, _, row, groups in fresh if row.why is None]
        many(
            "INSERT INTO members VALUES (?, ?, ?)",
            (m for key, row, g in selected for m in _members(key, row.published, g)),
        )
        for _, row, groups in selected:
            self._touch(None, groups, (row.link_key, row.id_key))

    def _remove(self, before: tuple[Any, ...]) -> None:
        key, why, *_ = before
        self._touch(why, before[6], before[4:6])
        self._withdraw(before)
        self._db.execute("DELETE FROM articles WHERE id = ?", (key,))
        self._db.execute("DELETE FROM records WHERE article = ?", (key,))
        self._db.execute("DELETE FROM problems WHERE article = ?", (key,))
        self._db.execute("DELETE FROM image_files WHERE article = ?", (key,))

    def _withdraw(self, before: tuple[Any, ...]) -> None:
        """Take an article out of its groups."""
        key, why, published, *_, groups = before
        if why is None:
            self._db.executemany(
                "DELETE FROM members WHERE grp = ? AND published = ? AND article = ?",
                _members(key, published, groups),
            )

    def _touch(self, why: str | None, groups: bytes, stories: Iterable[int | None]) -> None:
        if why is None:
            self._touched.add(groups)
            self.touched_stories.update(key for key in stories if key is not None)

    def _group_keys(self, topics: dict[str, str], provider: str) -> bytes:
        """Return the keys of an article's groups, the provider's first, in the form in which they are kept."""
        keys = [self._group("provider", provider, provider)]
        keys += (self._group("topic", slug, label) for slug, label in topics.items())
        return msgspec.msgpack.encode(keys)

    def _group(self, kind: str, name: str, label: str) -> int:
        key = self._groups.get((kind, name))
        if key is None:
            topic, provider = (name, "") if kind == "topic" else ("", name)
            given = (kind, topic, provider)
            self._db.execute("INSERT OR IGNORE INTO groups VALUES (NULL, ?, ?, ?, ?)", (*given, label))
            query = "SELECT id FROM groups WHERE kind = ? AND topic = ? AND provider = ?"
            (key,) = self._db.execute(query, given).fetchone()
            self._groups[kind, name] = key
        return key


def _members(article: int, published: int | None, groups: bytes) -> Iterator[tuple[int, int | None, int]]:
    yield (ALL, published, article)
    for group in msgspec.msgpack.decode(groups):
        yield (group, published, article)


def _told(problem: Problem) -> tuple[int, str, str]:
    """Return a problem without the path, which depends on how the source is called today."""
    return (problem.line, problem.severity, problem.message)
