"""Which files changed since the index last saw them, found without reading any.

A folder's files are kept as one signature, so that a folder in which nothing happened costs one comparison. As in
git's index, a file that changed so shortly before it was looked at that a second change might not show in its times
is looked at again by the next build. What lies in a folder that cannot be listed now stays as it was last seen: a disk
that is away for a moment must not empty a feed.
"""

import os
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

import msgspec

from feeds.articles import files
from feeds.articles.files import Entry, Folder
from feeds.config import Settings
from feeds.index.database import Database
from feeds.index.rows import File

FINE_TICK, COARSE_TICK = 100_000_000, 2_100_000_000
"""Nanoseconds within which two changes may get the same time, with room to spare: on most file systems, and on those
that keep whole seconds."""
_SECOND = 1_000_000_000


class Changed(NamedTuple):
    """A folder in which something happened: its key, the files to read, and the names that are gone."""

    folder: int
    read: list[File]
    gone: list[bytes]


def find(database: Database, settings: Settings, on_error: Callable[[OSError], None]) -> Iterator[Changed]:
    """Yield the folders in which something happened, and note that it was seen.

    Raises SourceNotFoundError as files.find does.
    """
    db = database.db
    now = time.time_ns()
    left = {row[0] for row in db.execute("SELECT id FROM folders")}
    excluding = (settings.output, settings.state_dir)
    shut: list[bytes] = []

    def note(error: OSError) -> None:
        shut.append(os.fsencode(error.filename))
        on_error(error)

    for folder in files.find(settings.sources, excluding=excluding, on_error=note):
        seen = db.execute(
            "SELECT id, signature FROM folders WHERE source = ? AND path = ?", (folder.source, folder.path)
        ).fetchone()
        key: int | None = seen[0] if seen else None
        if seen and msgspec.msgpack.encode(folder.entries) == seen[1]:
            left.discard(seen[0])
            continue
        if key is None:
            key = db.execute("INSERT INTO folders (source, path) VALUES (?, ?)", (folder.source, folder.path)).lastrowid
            assert key is not None  # noqa: S101 - sqlite3 gives one after every insertion
        left.discard(key)
        db.execute("UPDATE folders SET signature = ? WHERE id = ?", (_signature(folder, now), key))
        yield _compared(folder, key, _entries(seen[1]) if seen else {})
    for key in sorted(left):
        source, path, signature = db.execute(
            "SELECT source, path, signature FROM folders WHERE id = ?", (key,)
        ).fetchone()
        place = os.path.join(os.fsencode(settings.sources[source]), path)
        if any(place == folder or place.startswith(folder.rstrip(b"/") + b"/") for folder in shut):
            continue
        db.execute("DELETE FROM folders WHERE id = ?", (key,))
        yield Changed(key, [], list(_entries(signature)))


def distrust(database: Database, folder: int, names: set[bytes]) -> None:
    """Have the next build read files again, whatever their times say."""
    row = database.db.execute("SELECT signature FROM folders WHERE id = ?", (folder,)).fetchone()
    if row:
        entries = [_smudged(entry) if entry.name in names else entry for entry in _entries(row[0]).values()]
        database.db.execute("UPDATE folders SET signature = ? WHERE id = ?", (msgspec.msgpack.encode(entries), folder))


def _compared(folder: Folder, key: int, before: dict[bytes, Entry]) -> Changed:
    source, path, entries = folder
    read = [File(key, source, path, entry.name) for entry in entries if before.pop(entry.name, None) != entry]
    return Changed(key, read, list(before))


def _signature(folder: Folder, now: int) -> bytes:
    return msgspec.msgpack.encode([_smudged(e) if _is_racy(e, now) else e for e in folder.entries])


def _is_racy(entry: Entry, now: int) -> bool:
    tick = FINE_TICK if entry.ctime % _SECOND else COARSE_TICK
    return entry.ctime > now - tick


def _smudged(entry: Entry) -> Entry:
    """Return what no file looks like, under the same name."""
    return entry._replace(ctime=0)


def _entries(signature: bytes) -> dict[bytes, Entry]:
    found = msgspec.msgpack.decode(signature, type=list[Entry])
    return {entry.name: entry for entry in found}
