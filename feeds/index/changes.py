"""Find the files that changed since the index last saw them, without reading any.

A folder's files are kept as one signature, so that a folder in which nothing happened costs one comparison. As in
git's index, a file that changed so shortly before it was looked at that a second change might not show in its times
is looked at again by the next build. What lies in a folder that cannot be listed now stays as it was last seen: a disk
that is away for a moment must not empty a feed.
"""

import os
import sqlite3
import time
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain, groupby
from typing import NamedTuple

import msgspec

from feeds.articles import files
from feeds.articles.files import Entry, Folder
from feeds.articles.foreign.bundles import bundle_names
from feeds.config import Settings
from feeds.core.archives import LAST_SECOND
from feeds.index.database import Database
from feeds.index.rows import File
from feeds.index.unreadable import is_gone

FINE_TICK, COARSE_TICK = 100_000_000, 2_100_000_000
"""Nanoseconds within which two changes may get the same time, with room to spare: on most file systems, and on those
that keep whole seconds."""
UNREAD = "unread"
"""The key of how many files there are in languages that feeds does not read, by their suffix."""

_SMUDGED = 0  # the ctime that is remembered of a file which is to be read again
_SECOND = 1_000_000_000


Stamp = tuple[int, int, int, int]
"""Size, times and inode of a file, as in an `Entry`."""

_STAMP = 4


class Changed(NamedTuple):
    """A folder in which something happened: its key, where it lies, and the names of what is to read and what is gone.

    `stamps` has the numbers of all stamps of the files to read: a site of a million is in memory as a whole here.
    `same` are the names under which the same files were there before, whatever is in them now.
    """

    folder: int
    source: int
    path: bytes
    names: list[bytes]
    stamps: "array[int]"
    gone: list[bytes]
    same: frozenset[bytes] = frozenset()

    @property
    def files(self) -> Iterator[File]:
        """Yield the files to read."""
        return (File(self.folder, self.source, self.path, name) for name in self.names)

    def stamp(self, position: int) -> Stamp:
        """Return the stamp of a file to read, as it is remembered."""
        size, mtime, ctime, inode = self.stamps[_STAMP * position : _STAMP * (position + 1)]
        return size, mtime, ctime, inode

    def without(self, done: Sequence[int]) -> "Changed":
        """Return the same without the files at the positions where `done` is not 0."""
        left = [position for position in range(len(self.names)) if not done[position]]
        stamps = array("Q", (number for position in left for number in self.stamp(position)))
        return self._replace(names=[self.names[position] for position in left], stamps=stamps)


def to_read(files: Iterable[File]) -> Iterator[Changed]:
    """Yield files to read by their folders; nothing that was read of them before is of use."""
    for (folder, source, path), found in groupby(sorted(files), key=lambda file: file[:3]):
        names = [file.name for file in found]
        yield Changed(folder, source, path, names, array("Q", [0] * _STAMP * len(names)), [], frozenset(names))


def has_settled(stamp: Stamp) -> bool:
    """Say whether a file with another content would have another stamp."""
    return stamp[2] != _SMUDGED


class _Seen(NamedTuple):
    """A folder as the index last saw it; `signature` is None for one that it has never seen."""

    key: int
    signature: bytes | None


def find(database: Database, settings: Settings, on_error: Callable[[OSError], None]) -> Iterator[Changed]:
    """Yield the folders in which something happened, and note that it was seen.

    `on_error` is told of each folder and file that cannot be looked at; what the index knows of these stays. It is also
    told of each link that leads out of the site. Raises SourceNotFoundError as files.find does.
    """
    now = time.time_ns()
    missing = {key for (key,) in database.db.execute("SELECT id FROM folders")}
    unreadable: set[bytes] = set()

    def note(error: OSError) -> None:
        if not is_gone(error):
            unreadable.add(os.fsencode(error.filename))
        on_error(error)

    excluding = (settings.output, settings.state_dir)
    counts: Counter[str] = Counter()
    found = files.find(
        settings.sources,
        excluding=excluding,
        on_error=note,
        confines=settings.confines,
        excluded=settings.excluded,
        bundles=bundle_names(settings.conventions),
        unread=counts,
    )
    for folder in found:
        seen = _seen(database, folder)
        missing.discard(seen.key)
        if seen.signature is not None and msgspec.msgpack.encode(folder.entries) == seen.signature:
            continue

        database.require_sound()
        before = _entries(seen.signature) if seen.signature is not None else {}
        place = os.path.join(os.fsencode(settings.sources[folder.source]), folder.path)
        kept = [entry for name, entry in before.items() if os.path.join(place, name) in unreadable]
        entries = _without_racy(folder.entries, now)
        _remember(database, seen.key, [*entries, *map(_smudged, kept)])
        yield _compared(folder._replace(entries=entries), seen.key, before, kept)

    database.require_sound()
    database.set(UNREAD, msgspec.msgpack.encode(dict(sorted(counts.items()))))
    yield from _drop_missing(database, settings, missing, unreadable)


def unread(database: Database) -> dict[str, int]:
    """Return how many files there are in languages that feeds does not read, by their suffix, as last seen."""
    found = database.get(UNREAD)
    return msgspec.msgpack.decode(found, type=dict[str, int]) if isinstance(found, bytes) else {}


def number_of_files(db: sqlite3.Connection) -> int:
    """Return how many files there are that may be articles, as the index has last seen them."""
    return sum(len(_entries(signature)) for (signature,) in db.execute("SELECT signature FROM folders"))


def read_again(database: Database, folder: int, names: set[bytes]) -> None:
    """Have the next build read files again, whatever their times say."""
    row = database.db.execute("SELECT signature FROM folders WHERE id = ?", (folder,)).fetchone()
    if row:
        entries = _entries(row[0]).values()
        _remember(database, folder, [_smudged(entry) if entry.name in names else entry for entry in entries])


def newest(database: Database, until: datetime | None = None) -> datetime | None:
    """Return when the file was changed that was changed last, of those changed by a moment; None if there is none."""
    last = int(until.timestamp() * _SECOND) if until else LAST_SECOND * _SECOND
    rows = database.db.execute("SELECT signature FROM folders")
    times = (entry.mtime for (signature,) in rows for entry in _entries(signature).values())
    found = max((moment for moment in times if moment <= last), default=None)
    return datetime.fromtimestamp(found / _SECOND, UTC) if found is not None else None


def _seen(database: Database, folder: Folder) -> _Seen:
    """Return a folder as the index last saw it; a new one gets its key."""
    place = (folder.source, folder.path)
    row = database.db.execute("SELECT id, signature FROM folders WHERE source = ? AND path = ?", place).fetchone()
    if row:
        return _Seen(*row)
    key = database.db.execute("INSERT INTO folders (source, path) VALUES (?, ?)", place).lastrowid
    assert key is not None  # noqa: S101 - sqlite3 gives one after every insertion
    return _Seen(key, None)


def _remember(database: Database, folder: int, entries: list[Entry]) -> None:
    signature = msgspec.msgpack.encode(entries)
    database.db.execute("UPDATE folders SET signature = ? WHERE id = ?", (signature, folder))


def _compared(folder: Folder, key: int, before: dict[bytes, Entry], kept: list[Entry]) -> Changed:
    """Return what is different in a folder; the files in `kept` cannot be looked at and are not gone."""
    gone = before.keys() - {entry.name for entry in (*folder.entries, *kept)}
    changed = [entry for entry in folder.entries if before.get(entry.name) != entry or entry.ctime == _SMUDGED]
    stamps = array("Q", chain.from_iterable([entry[1:] for entry in changed]))
    names = [entry.name for entry in changed]
    same = frozenset(entry.name for entry in changed if before and _inode(before.get(entry.name)) == entry.inode)
    return Changed(key, folder.source, folder.path, names, stamps, sorted(gone), same)


def _inode(entry: Entry | None) -> int | None:
    return entry.inode if entry else None


def _drop_missing(
    database: Database, settings: Settings, missing: set[int], unreadable: set[bytes]
) -> Iterator[Changed]:
    """Yield the folders that are gone, and forget them; those below a folder that cannot be listed stay."""
    for key in sorted(missing):
        query = "SELECT source, path, signature FROM folders WHERE id = ?"
        source, path, signature = database.db.execute(query, (key,)).fetchone()
        place = os.path.join(os.fsencode(settings.sources[source]), path)
        names = _entries(signature)
        if _is_below(place, unreadable):
            continue

        kept = [entry for name, entry in names.items() if os.path.join(place, name) in unreadable]
        yield Changed(key, source, path, [], array("Q"), sorted(names.keys() - {entry.name for entry in kept}))
        if kept:
            _remember(database, key, list(map(_smudged, kept)))
        else:
            database.db.execute("DELETE FROM folders WHERE id = ?", (key,))


def _is_below(place: bytes, folders: set[bytes]) -> bool:
    return any(place == folder or place.startswith(folder.rstrip(b"/") + b"/") for folder in folders)


def _without_racy(entries: list[Entry], now: int) -> list[Entry]:
    """Return files as they are remembered: those that changed a moment ago are going to be read again."""
    return [_smudged(entry) if _is_racy(entry, now) else entry for entry in entries]


def _is_racy(entry: Entry, now: int) -> bool:
    tick = FINE_TICK if entry.ctime % _SECOND else COARSE_TICK
    return entry.ctime > now - tick


def _smudged(entry: Entry) -> Entry:
    """Return an entry of the same name that no file matches."""
    return entry._replace(ctime=_SMUDGED)


def _entries(signature: bytes) -> dict[bytes, Entry]:
    found = msgspec.msgpack.decode(signature, type=list[Entry])
    return {entry.name: entry for entry in found}
