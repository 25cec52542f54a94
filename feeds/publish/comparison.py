"""Compare what feeds show after a build with what they showed after the one before, for the history.

The database keeps of each feed the items that it shows, and of each item a digest. Only feeds that are rendered are
compared, and what is found is saved together with the state of what was written: what a killed build did not get to is
told of the next one. An article that leaves the newest of a feed for newer ones is still in its group and has not gone;
one that fills the room of others has not come. So the database knows the items that no feed has room for as well: those
with which the history begins, and those that have made room. An item that a document has from elsewhere is not new: an
older state was put back, and does not know what builds have told since.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from feeds.core.model import Group, GroupKind
from feeds.index.catalogue import Catalogue
from feeds.index.database import Database
from feeds.index.memory import PublishedItem
from feeds.index.rows import key_of
from feeds.publish.heads import MAX_ITEMS, read_head
from feeds.publish.history import Change, Changes, Kind
from feeds.publish.jobs import FeedJob
from feeds.publish.shown import About, ShownItem, about, in_order, without_article
from feeds.publish.state import State, is_sorted, note_sorted
from feeds.publish.tree import Tree

_Folders = defaultdict[int, list[str]]
"""The folders of feeds, by the number that stands for an item."""


_MAX_ITEMS, _MAX_BYTES = 100_000, 256 << 20
"""Items that one build learns from documents which it has not written at most, and bytes of these that it reads."""


_NO_NEWS = "INSERT OR IGNORE INTO shown_items VALUES (?, ?, X'', 0)"
"""Notes an item that no feed shows, and that is not new, by the number that stands for it, and its digest."""


_ADOPT = (
    "INSERT INTO shown_items VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE"
    " SET feeds = feeds + excluded.feeds, about = CASE about WHEN X'' THEN excluded.about ELSE about END"
)
"""Notes an item that documents show: what is said of it as well where it was only noted as not new."""


_FORGET = (
    "DELETE FROM shown_items WHERE feeds = 0 AND NOT EXISTS (SELECT 1 FROM articles WHERE id_key = key AND why IS NULL)"
)
"""Forgets those whose articles are gone."""


class _List(NamedTuple):
    """The items that a feed showed, newest first, and the number of all that it has; None where nobody knows."""

    items: Sequence[int]
    total: int | None

    @property
    def is_cut(self) -> bool:
        """Say whether the feed may have had articles besides those that it showed."""
        return self.total is None or self.total > len(self.items)


class _Known(NamedTuple):
    """An item that feeds showed, and how many of them."""

    item: ShownItem
    feeds: int


class Comparison:
    """Compares the feeds that one build renders with what a database knows of them.

    `before` is the state that the build began with, `kinds` are those of the feeds that the site has.
    """

    def __init__(self, database: Database, catalogue: Catalogue, before: State, kinds: Collection[GroupKind]) -> None:
        self._database = database
        self._db = database.db
        self._catalogue = catalogue
        self._before = before
        self._kinds = kinds
        self._is_first = not self._db.execute("SELECT 1 FROM shown").fetchone()
        self._is_sorted_anew = not is_sorted(database, kinds)
        self._lists: dict[str, _List] = {}
        self._seen: dict[int, ShownItem] = {}
        self._there: dict[str, set[int]] = {}
        self._uses: Counter[int] = Counter()
        self._entered: _Folders = defaultdict(list)
        self._left: _Folders = defaultdict(list)

    def add(self, job: FeedJob, items: Sequence[ShownItem]) -> None:
        """Compare a feed that shows these items, newest first.

        One that is in a new place is compared with what it showed in the first of its `former` ones of which that is
        known.
        """
        group, folder = job.group, job.group.folder
        self._move(folder, job.former)
        self._seen.update((item.key, item) for item in items)
        old, new = self._list(folder), _List([item.key for item in items], job.total + job.has_ended)
        if old == new:
            return

        self._lists[folder] = new
        showed = old.items if old else ()
        came, gone = set(new.items).difference(showed), set(showed).difference(new.items)
        self._uses.update(came)
        self._uses.subtract(gone)
        if folder in self._there:  # told by the builds that wrote it
            came -= self._there[folder]
            gone &= self._there[folder]
        if old is None:
            if not self._begins_with_older(group):
                self._note(self._entered, came, folder)
            return

        oldest = self._about(old.items[-1]).place if old.items and old.is_cut else None
        is_news = (key for key in came if oldest is None or about(self._seen[key].about).place < oldest)
        if self._has_another_end(job):
            is_news = (key for key in came if not self._catalogue.holds(key, group))
        self._note(self._entered, is_news, folder)
        self._note(self._left, (key for key in gone if not self._catalogue.holds(key, group)), folder)

    def learn(self, tree: Tree, jobs: Iterable[FeedJob], foreign: Collection[str]) -> None:
        """Note the items of JSON Feeds that are not as builds left them, or of builds that the state does not know.

        `foreign` are the documents in whose place something else has put another. Anybody may have made them: of more
        or longer ones than a site has, nothing is learned.
        """
        items = size = 0
        for job in jobs:
            group, name = job.group, job.document("json")
            if name not in foreign and group.folder in self._before.feeds:
                continue
            stamp = tree.stamp(name)
            size += stamp.size if stamp else 0
            head = read_head(tree, name, "json") if size <= _MAX_BYTES else None
            if head is None or not head.is_from_feeds:
                continue
            items += len(head.items)
            if items > _MAX_ITEMS or len(head.items) == MAX_ITEMS:
                return
            self._there[group.folder] = {key_of("id", item.id) for item in head.items}
            for item in head.items:
                said = PublishedItem(item.id, item.url, item.title, item.date_published, frozenset())
                self._db.execute("INSERT OR IGNORE INTO shown_items VALUES (?, ?, ?, 0)", without_article(said))

    def finish(self, after: State, *, is_partial: bool) -> Changes:
        """Save what the feeds show now, and return what has changed. `is_partial` is as in a `Plan`."""
        moved = {folder for folder, record in after.feeds.items() if record.moved}
        gone = self._before.feeds.keys() - after.feeds.keys()
        for folder in gone - moved:  # an article can go together with the only feed that has shown it
            old = self._list(folder)
            self._note(self._left, (key for key in old.items if not self._catalogue.holds(key)) if old else (), folder)
        self._drop(moved | gone)
        keys = self._seen.keys() | self._uses.keys()
        known = {} if self._is_first else self._known(keys.union(*self._there.values()))
        self._save(known)
        if not is_partial and not self._database.get("no news"):
            self._database.set("no news", 1)
            self._db.executemany(_NO_NEWS, ((key, None) for key in self._catalogue.held()))
        if not is_partial and self._is_sorted_anew:
            note_sorted(self._database, self._kinds)

        if self._is_first:
            return Changes(begins=len(self._seen) or None)
        return Changes.of(self._changes(known))

    def _has_another_end(self, job: FeedJob) -> bool:
        """Say whether a feed ends, goes on, or ended on another day, by which nothing but its last item is news."""
        record = self._before.feeds.get(job.group.folder)
        return record is not None and (record.has_ended, record.until) != (job.has_ended, job.until)

    def _begins_with_older(self, group: Group) -> bool:
        """Say whether a feed of which nothing is known may begin with articles that are not new to the site.

        So does one that the configuration brings, and one whose items the state has lost.
        """
        return self._is_sorted_anew or group.folder in self._before.feeds or group.kind not in self._kinds

    def _note(self, folders: _Folders, keys: Iterable[int], folder: str) -> None:
        for key in keys:
            folders[key].append(folder)

    def _changes(self, known: dict[int, _Known]) -> Iterator[Change]:
        different = {key for key, item in self._seen.items() if key in known and _differs(item, known[key].item)}
        keys = self._entered.keys() | self._left.keys() | different
        feeds = self._feeds(keys)
        for key in keys:
            said = about((self._seen[key] if key in self._seen else known[key].item).about)
            yield Change(
                change=self._kind(key, known, different, is_shown=key in feeds),
                id=said.id,
                title=said.title,
                url=said.url,
                published=said.moment,
                feeds=tuple(sorted(feeds.get(key, ()))),
                entered=tuple(sorted(self._entered.get(key, ()))),
                left=tuple(sorted(self._left.get(key, ()))),
            )

    def _kind(self, key: int, known: dict[int, _Known], different: set[int], *, is_shown: bool) -> Kind:
        if key not in known:
            return "new"
        if not is_shown and not self._catalogue.holds(key):
            return "removed"
        return "changed" if key in different else "moved"

    def _list(self, folder: str) -> _List | None:
        row = self._db.execute("SELECT items, total FROM shown WHERE folder = ?", (folder,)).fetchone()
        return _List(array("q", row[0]).tolist(), row[1]) if row else None

    def _move(self, folder: str, former: Iterable[Group]) -> None:
        """Take what a feed showed in a former place for what it showed here, unless that is known."""
        for place in former:
            self._db.execute("UPDATE OR IGNORE shown SET folder = ? WHERE folder = ?", (folder, place.folder))

    def _about(self, key: int) -> About:
        (encoded,) = self._db.execute("SELECT about FROM shown_items WHERE key = ?", (key,)).fetchone()
        return about(encoded)

    def _known(self, keys: Iterable[int]) -> dict[int, _Known]:
        query = "SELECT key, digest, about, feeds FROM shown_items WHERE key = ?"
        rows = (self._db.execute(query, (key,)).fetchone() for key in keys)
        return {row[0]: _Known(ShownItem(*row[:3]), row[3]) for row in rows if row}

    def _drop(self, folders: Iterable[str]) -> None:
        """Forget what feeds showed that the output no longer has."""
        for folder in folders:
            if old := self._list(folder):
                self._uses.subtract(old.items)
                self._db.execute("DELETE FROM shown WHERE folder = ?", (folder,))

    def _save(self, known: dict[int, _Known]) -> None:
        """Save the lists of the feeds, and the items in them: those whose article is gone, too, are forgotten."""
        lists = ((folder, array("q", found.items).tobytes(), found.total) for folder, found in self._lists.items())
        self._db.executemany("INSERT OR REPLACE INTO shown VALUES (?, ?, ?)", lists)

        before = {key: (one.item, one.feeds) for key, one in known.items()}
        after = {
            key: (self._seen.get(key) or known[key].item, self._uses[key] + (known[key].feeds if key in known else 0))
            for key in self._seen.keys() | known.keys()
        }
        unseen = {key: item.digest for key, (item, feeds) in after.items() if feeds <= 0}
        self._db.executemany("DELETE FROM shown_items WHERE key = ?", ((key,) for key in unseen))
        self._db.executemany(_NO_NEWS, (noted for noted in unseen.items() if self._catalogue.holds(noted[0])))
        if self._left:  # maybe with articles that no feed had room for
            self._db.execute(_FORGET)
        rows = (
            (*item, feeds) for key, (item, feeds) in after.items() if feeds > 0 and before.get(key) != (item, feeds)
        )
        self._db.executemany("INSERT OR REPLACE INTO shown_items VALUES (?, ?, ?, ?)", rows)

    def _feeds(self, keys: Iterable[int]) -> dict[int, list[str]]:
        """Return the folders of the feeds that show items now; nothing for items that none shows."""
        found: dict[int, list[str]] = {}
        wanted = set(keys)
        if wanted:
            for folder, items in self._db.execute("SELECT folder, items FROM shown"):
                for key in wanted.intersection(array("q", items)):
                    found.setdefault(key, []).append(folder)
        return found


def adopt(
    database: Database, items: Iterable[PublishedItem], folders: Iterable[str], empty: Iterable[str] = ()
) -> None:
    """Note what feeds show by what their documents hold, where a database does not know it; some are `empty`."""
    wanted = set(folders)
    lists: dict[str, list[ShownItem]] = {folder: [] for folder in empty}
    uses: Counter[ShownItem] = Counter()
    for item in items:
        shown = without_article(item)
        for folder in item.feeds & wanted:
            lists.setdefault(folder, []).append(shown)
            uses[shown] += 1
    rows = ((folder, array("q", [item.key for item in in_order(found)]).tobytes()) for folder, found in lists.items())
    database.db.executemany("INSERT OR REPLACE INTO shown VALUES (?, ?, NULL)", rows)
    database.db.executemany(_ADOPT, ((*item, count) for item, count in uses.items()))


def _differs(item: ShownItem, before: ShownItem) -> bool:
    if before.about and item.about != before.about:
        return True
    return None not in (item.digest, before.digest) and item.digest != before.digest
