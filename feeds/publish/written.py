"""Note which documents a build writes, for the next one: a build that is killed tells the state no more of them.

The notes lie in a file beside the database and go with the commit that keeps what they say. One that a machine loses
with its power costs no more than that a document is left where it is which a later build would have removed.
"""

import os
from contextlib import suppress
from pathlib import Path
from threading import Lock

import msgspec

from feeds.core.decoding import UNDECODABLE
from feeds.core.safe_files import PRIVATE_FILE, is_own, open_regular, remove_irregular, write_all
from feeds.index.database import Database
from feeds.publish.tree import Stamp

WRITTEN = ".written"
"""The suffix of the file, which is otherwise called like the database."""

_MAX_BYTES = 20_000_000
"""The most that is read: lines of some hundred thousand documents."""


class WrittenNotes:
    """What builds note of the documents that they write, in a file if a path is given; threads may note at once."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._descriptor: int | None = None
        self._lock = Lock()

    def before(self) -> dict[str, Stamp]:
        """Return the stamps of the documents of a build which did not come to tell the state of them."""
        found: dict[str, Stamp] = {}
        for line in self._lines():
            with suppress(*UNDECODABLE):  # one of a full disk, or of a killed build, may not be whole
                document, size, mtime = msgspec.json.decode(line, type=tuple[str, int, int])
                found[document] = Stamp(size, mtime)
        return found

    def _lines(self) -> list[bytes]:
        if self._path is None:
            return []
        try:
            with os.fdopen(open_regular(self._path), "rb") as file:
                return file.read(_MAX_BYTES).splitlines() if is_own(file.fileno()) else []
        except OSError:
            return []

    def go_with_commit(self, database: Database) -> None:
        """Remove the file with the next commit of the state, which keeps what is in it."""
        if self._path is not None:
            database.remove_with_commit(self._path)

    def begin(self) -> None:
        """Open the file, unless it is open. What cannot be noted must not fail a build."""
        if self._descriptor is None and self._path is not None:
            self._descriptor = -1
            with suppress(OSError):
                remove_irregular(self._path)
                self._descriptor = open_regular(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE_FILE)
                if not is_own(self._descriptor):
                    self.close()

    def note(self, document: str, stamp: Stamp) -> None:
        """Note the stamp that a document is about to have, before it is in place."""
        with self._lock, suppress(OSError):
            if self._descriptor is not None and self._descriptor >= 0:
                # The line before it may have no end, where there was no room.
                write_all(self._descriptor, b"\n" + msgspec.json.encode((document, *stamp)))

    def close(self) -> None:
        """Close the file."""
        with self._lock:  # a thread may still be writing after an interrupt
            if self._descriptor is not None and self._descriptor >= 0:
                os.close(self._descriptor)
            self._descriptor = -1
