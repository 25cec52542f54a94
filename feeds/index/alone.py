"""Read files alone that ended the process which read them with others.

What ends a process by itself is not read again until it changes. One that another has killed may have been in the way
for a moment, as where there was no memory left: then some more builds try, each in a process of its own. Where an
ordinary article cannot be read either it is the machine, and no feed loses an item for that.
"""

from typing import Any

import msgspec

from feeds.core.child_process import Ended
from feeds.core.errors import OutputError
from feeds.core.workers import Workers
from feeds.index import ordinary, rows
from feeds.index.database import Database
from feeds.index.rows import File, Row

TRIES = 3
"""How many builds try to read a file for which processes are killed."""

_ENDED = "killed"
"""The key of the files whose processes have ended, maybe by no fault of theirs, and in how many builds."""

_KNOWN = msgspec.msgpack.Decoder(list[tuple[int, bytes, int]])


class Alone:
    """Reads files in processes of their own; in it are those that are to be read so from the start."""

    def __init__(self, database: Database, workers: Workers, reader: bytes) -> None:
        self._database = database
        self._workers = workers
        self._reader = reader
        found: Any = database.get(_ENDED)
        self._before = {(folder, name): tries for folder, name, tries in _KNOWN.decode(found)} if found else {}
        self._ended: list[tuple[int, bytes, int]] = []

    def __bool__(self) -> bool:
        """Say whether there are any such files."""
        return bool(self._before)

    def __contains__(self, file: File) -> bool:
        """Say whether the process that read a file has ended in the build before."""
        return (file.folder, file.name) in self._before

    def read(self, file: File) -> Row | None:
        """Return the row of a file, as `rows.rows` does, but none with a fault that may be one of the machine."""
        found = self._workers.outcome_alone(rows.rows, (self._reader, [file]))
        if not isinstance(found, Ended):
            row = found[0] if found else None
            return self._settled(file, row) if row and row.is_fault else row

        tries = self._before.get((file.folder, file.name), 0) + 1
        if found.was_killed and tries < TRIES:
            row = rows.unread(file, "the process that tried was killed, maybe for want of memory")
        else:
            row = self._settled(file, rows.fatal(file))
        if row.again:
            self._ended.append((file.folder, file.name, min(tries, TRIES - 1)))
        return row

    def require_machine(self) -> None:
        """Raise OutputError if not even an ordinary article can be read now."""
        fault = self._fault_of_machine()
        if fault is not None:
            raise OutputError(f"no article can be read now: {fault}; the old feeds are still there")

    def _settled(self, file: File, row: Row) -> Row:
        """Return the row of a file that cannot be read, or, where another cannot be read either, one that says so."""
        fault = self._fault_of_machine(file)
        return rows.unread(file, fault) if fault is not None else row._replace(is_fault=False)

    def _fault_of_machine(self, like: File | None = None) -> str | None:
        """Return why an ordinary article, as long as a file if there is one, cannot be read now."""
        try:
            found = self._workers.outcome_alone(ordinary.read, (self._reader, like))
        except Exception as error:  # noqa: BLE001 - libraries have errors of their own for want of memory
            return f"not even an ordinary one can be ({type(error).__name__}), maybe for want of memory"
        return "not even an ordinary one can be, maybe for want of memory" if isinstance(found, Ended) else None

    def save(self) -> None:
        """Have the next build read those files alone whose processes have ended, if it is to try again."""
        if self._ended or self._before:
            self._database.set(_ENDED, msgspec.msgpack.encode(sorted(self._ended)))
