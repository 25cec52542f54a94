"""Write rows of articles to the index, and note which groups and stories a change touches."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import tzinfo
from typing import NamedTuple

from feeds.core.model import Group, GroupKind, Problem
from feeds.index import memory, translations
from feeds.index.database import Database
from feeds.index.known import SELECTED, Known, Shown
from feeds.index.membership import EVERYTHING, GroupKeys, Groups, Touched
from feeds.index.rows import BROKEN, EXPIRED, UNREAD, File, Row

_ENTER = "INSERT INTO members VALUES (?, ?, ?)"
_LEAVE = "DELETE FROM members WHERE grp = ? AND published = ? AND article = ?"


class _New(NamedTuple):
    """A row to insert, with the key of the article and the keys of its groups."""

    key: int
    file: File
    row: Row
    groups: bytes


class IndexWriter:
    """Changes the index during one build, at a moment in seconds since 1970.

    A selected article is a member of its groups from the beginning, also while it is in the future or a duplicate of
    another: which members are shown is decided when the newest are asked for.
    """

    def __init__(self, database: Database, now: int) -> None:
        self._db = database.db
        self._now = now
        self.keys = GroupKeys(self._db)
        self._next = 1 + (self._db.execute("SELECT max(id) FROM articles").fetchone()[0] or 0)
        self.first_new = self._next
        self._touched = Touched(with_times=self.first_new > 1)
        self._stories: set[int] | None = set() if self.first_new > 1 else None
        self._translated: set[int] = set()

    def put(self, files: Sequence[File], rows: Sequence[Row | None]) -> None:
        """Put the rows of files in the place of what was known of them; None takes a file out."""
        known = self._known(files)
        new: list[_New] = []
        for file, found in zip(files, rows, strict=True):
            before = known.get((file.folder, file.name))
            row = found
            if row and row.why == UNREAD:
                if before or not row.problems:
                    self._note_unread(before, row)
                    continue
                row = row._replace(why=BROKEN)

            if row and (why := self._standing(row.why, row.expires)) != row.why:
                row = row._replace(why=why)
            groups = self.keys.groups(row.groups).encoded() if row and row.record is not None else b""
            if before and row and self._is_same(before, row, groups):
                continue

            if before:
                is_there = row and (row.why, row.published, row.story_key, row.id_key) == before.standing
                self._remove(before, is_missing=not is_there)
            if row:
                new.append(_New(before.key if before else self._new_key(), file, row, groups))
        self._insert(new)

    def _note_unread(self, before: Known | None, row: Row) -> None:
        """Leave what is known of a file as it is, but for what is wrong now."""
        if before and row.problems:
            self._db.execute("DELETE FROM problems WHERE article = ? AND severity = 'error'", (before.key,))
            found = ((before.key, *_without_path(problem)) for problem in row.problems)
            self._db.executemany("INSERT INTO problems VALUES (?, ?, ?, ?)", found)

    def drop(self, folder: int, names: Iterable[bytes]) -> None:
        """Take files of a folder out."""
        for before in self._known([File(folder, 0, b"", name) for name in names]).values():
            self._remove(before, is_missing=True)

    def sort(self, before: Known, why: str | None, groups: Groups) -> None:
        """Put an article into other groups, or none: whether it is selected and where it belongs was decided anew."""
        after = before._replace(why=self._standing(why, before.expires), groups=groups.encoded())
        if after.why is None and before.why is None:
            self._regroup(before, after)
        elif after != before:
            self._move(before, after)

    def _regroup(self, before: Known, after: Known) -> None:
        """Put a selected article into other groups. Nothing happens to the groups that it stays in."""
        if after.groups == before.groups:
            return
        old, new = Groups.of(before.groups), Groups.of(after.groups)
        self._touched.add_difference(old, new, before.published)

        for statement, groups in ((_LEAVE, old.all - new.all), (_ENTER, new.all - old.all)):
            self._db.executemany(statement, ((group, before.published, before.key) for group in groups))
        self._db.execute("UPDATE articles SET groups = ? WHERE id = ?", (after.groups, before.key))

    def _move(self, before: Known, after: Known) -> None:
        """Put an article into other groups, or none; whether it is a duplicate is settled later."""
        self._touch(before)
        self._withdraw(before)

        query = "UPDATE articles SET why = ?, groups = ?, duplicate_of = NULL WHERE id = ?"
        self._db.execute(query, (after.why, after.groups, after.key))

        self._touch(after)
        if after.why is None:
            members = _members(after.key, after.published, after.groups)
            self._db.executemany(_ENTER, members)

    def end_expired(self) -> int:
        """Take the articles out whose time is over, and put those back whose time is not; return how many moved."""
        query = (
            f"SELECT {SELECTED} FROM articles WHERE expires IS NOT NULL AND"
            " (expires <= ? AND why IS NULL OR expires > ? AND why = ?)"
        )
        found = [Known(*row) for row in self._db.execute(query, (self._now, self._now, EXPIRED))]
        for before in found:
            self._move(before, before._replace(why=EXPIRED if before.why is None else None))
        return len(found)

    def _standing(self, why: str | None, expires: int | None) -> str | None:
        """Return why an article is in no feed at this moment; `why` is what else keeps it out."""
        return EXPIRED if why is None and expires is not None and expires <= self._now else why

    def touch_published(self, after: int, until: int) -> None:
        """Touch the groups of the articles, and of their updates, whose time came or went back between two moments."""
        low, high = sorted((after, until))
        query = (
            "SELECT groups, members.published, translation FROM members JOIN articles ON id = article"
            " WHERE grp = ? AND members.published > ? AND members.published <= ?"
        )
        for shown in self._db.execute(query, (EVERYTHING, low, high)):
            self._show(*shown)
        query = "SELECT groups, published FROM articles WHERE why IS NULL AND updated > ? AND updated <= ?"
        for groups, published in self._db.execute(query, (low, high)):
            self._touched.add(groups, published)

    def touch_articles(self, articles: Iterable[int]) -> None:
        """Touch the groups of articles."""
        for key in articles:
            query = "SELECT groups, published, translation FROM articles WHERE id = ?"
            self._show(*self._db.execute(query, (key,)).fetchone())

    def touched(self) -> Iterator[Group]:
        """Yield the groups that were touched, of every kind, and those of the translations of what was touched."""
        for found in translations.groups_of(self._db, self._translated):
            self._touched.add(*found)
        return self._touched.groups(self._db)

    def touched_months(self, kinds: Collection[GroupKind], zone: tzinfo) -> set[tuple[Group, str]]:
        """Return the groups of some kinds with the months, by a zone, of the articles that something happened to.

        There is none if the index was empty: then everything has happened.
        """
        return self._touched.months(self._db, kinds, zone)

    @property
    def touched_stories(self) -> set[int] | None:
        """Return the keys of the stories that were touched; None stands for all, if the index was empty."""
        return self._stories

    def _known(self, files: Sequence[File]) -> dict[tuple[int, bytes], Known]:
        """Return what the index holds of files, by folder and name."""
        if self.first_new == 1:
            return {}
        query = f"SELECT {SELECTED} FROM articles WHERE folder = ? AND name = ?"
        found = ((file, self._db.execute(query, (file.folder, file.name)).fetchone()) for file in files)
        return {(file.folder, file.name): Known(*row) for file, row in found if row}

    def _new_key(self) -> int:
        self._next += 1
        return self._next - 1

    def _is_same(self, before: Known, row: Row, groups: bytes) -> bool:
        """Say whether a row holds what the index holds already."""
        select = self._db.execute
        record = select("SELECT record FROM records WHERE article = ?", (before.key,)).fetchone()
        problems = select("SELECT line, severity, message FROM problems WHERE article = ?", (before.key,)).fetchall()
        query = "SELECT root, name, size, mtime FROM image_files WHERE article = ?"
        local_files = select(query, (before.key,)).fetchall()
        answers = select("SELECT url, kind, is_told, stamp FROM answers WHERE article = ?", (before.key,)).fetchall()
        return (
            (before.why, before.published, before.item_id, before.groups)
            == (row.why, row.published, row.item_id, groups)
            and (record[0] if record else None) == row.record
            and problems == [_without_path(problem) for problem in row.problems]
            and local_files == list(row.local_files)
            and answers == list(row.answers)
        )

    def _insert(self, new: Sequence[_New]) -> None:
        insert = self._db.executemany
        insert(
            "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?)",
            ((key, file.folder, file.name, *_columns(row), groups, row.translation) for key, file, row, groups in new),
        )
        insert(
            "INSERT INTO records VALUES (?, ?)",
            ((key, row.record) for key, _, row, _ in new if row.record is not None),
        )
        insert(
            "INSERT INTO problems VALUES (?, ?, ?, ?)",
            ((key, *_without_path(problem)) for key, _, row, _ in new for problem in row.problems),
        )
        insert(
            "INSERT INTO image_files VALUES (?, ?, ?, ?, ?)",
            ((key, *image_file) for key, _, row, _ in new for image_file in row.local_files),
        )
        answers = ((key, *answer) for key, _, row, _ in new for answer in row.answers)
        insert("INSERT INTO answers VALUES (?, ?, ?, ?, ?)", answers)

        selected = [one for one in new if one.row.why is None]
        insert(
            _ENTER,
            (member for one in selected for member in _members(one.key, one.row.published, one.groups)),
        )
        for one in selected:
            self._note(Shown(one.groups, one.row.published, one.row.translation), (one.row.story_key, one.row.id_key))

    def _remove(self, before: Known, *, is_missing: bool) -> None:
        """Take an article out of the index; one that may be missing afterwards is put aside."""
        if is_missing and before.why is None:
            memory.keep(self._db, before.key)
        self._touch(before)
        self._withdraw(before)

        self._db.execute("DELETE FROM articles WHERE id = ?", (before.key,))
        for table in ("records", "problems", "image_files", "answers"):
            self._db.execute(f"DELETE FROM {table} WHERE article = ?", (before.key,))

    def _withdraw(self, before: Known) -> None:
        """Take an article out of its groups."""
        if before.why is None:
            self._db.executemany(
                _LEAVE,
                _members(before.key, before.published, before.groups),
            )

    def _touch(self, known: Known) -> None:
        """Note that an article enters or leaves its groups, if it is selected."""
        if known.why is None:
            self._note(known.shown, known.stories)

    def _note(self, shown: Shown, stories: Iterable[int | None]) -> None:
        self._show(*shown)
        if self._stories is not None:
            self._stories.update(key for key in stories if key is not None)

    def _show(self, groups: bytes, published: int | None, translation: int | None) -> None:
        """Note that an article changes what its groups show, and what its translations do."""
        self._touched.add(groups, published)
        if translation is not None:
            self._translated.add(translation)


def _columns(row: Row) -> tuple[str | int | None, ...]:
    """Return what the table of articles keeps of a row."""
    return (row.why, row.published, row.item_id, row.story_key, row.id_key, row.gives_id, row.updated, row.expires)


def _members(article: int, published: int | None, groups: bytes) -> Iterator[tuple[int, int | None, int]]:
    yield (EVERYTHING, published, article)
    for group in Groups.of(groups).all:
        yield (group, published, article)


def _without_path(problem: Problem) -> tuple[int, str, str]:
    """Return a problem without the path, which depends on how the source is called today."""
    return (problem.line, problem.severity, problem.message)
