"""Read files alone that ended the process which read them with others.

What ends a process by itself is not read again until it changes. One that another has killed may have been in the way
for a moment, as where there was no memory left: then some more builds try, each in a process of its own.
"""

from typing import Any

import msgspec

from feeds.core.child_process import Ended
from feeds.core.workers import Workers
from feeds.index import rows
from feeds.index.database import Database
from feeds.index.rows import File, Row

TRIES = 3
"""How many builds try to read a file for which processes are killed."""

_KILLED = "killed"
"""The key of the files for which that was so, and how often."""

_KNOWN = msgspec.msgpack.Decoder(list[tuple[int, bytes, int]])


class Alone:
    """Reads files in processes of their own; in it are those that are to be read so from the start."""

    def __init__(self, database: Database, workers: Workers, reader: bytes) -> None:
        self._database = database
        self._workers = workers
        self._reader = reader
        found: Any = database.get(_KILLED)
        self._before = {(folder, name): tries for folder, name, tries in _KNOWN.decode(found)} if found else {}
        self._killed: list[tuple[int, bytes, int]] = []

    def __bool__(self) -> bool:
        """Say whether there are any such files."""
        return bool(self._before)

    def __contains__(self, file: File) -> bool:
        """Say whether the process that read a file was killed in the build before."""
        return (file.folder, file.name) in self._before

    def read(self, file: File) -> Row | None:
        """Return the row of a file, as `rows.rows` does."""
        found = self._workers.outcome_alone(rows.rows, (self._reader, [file]))
        if not isinstance(found, Ended):
            return found[0] if found else None
        tries = self._before.get((file.folder, file.name), 0) + 1
        if not found.was_killed or tries >= TRIES:
            return rows.fatal(file)
        self._killed.append((file.folder, file.name, tries))
        return rows.killed(file)

    def save(self) -> None:
        """Have the next build read those files alone for which processes were killed."""
        if self._killed or self._before:
            self._database.set(_KILLED, msgspec.msgpack.encode(sorted(self._killed)))
