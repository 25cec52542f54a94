"""Put new versions of files in place, some at a time, as each has to wait for the disk."""

import os
import time
from collections import deque
from collections.abc import Callable, Sequence
from functools import cached_property, partial

from feeds.core.threads import Piece, Threads
from feeds.publish.replace import Beside, Replacement

Made = Replacement | Beside
"""What can be flushed."""

BATCH, BATCH_SIZE = 32, 2_000_000
"""Files whose new versions the disk takes up while as many others are made; and bytes, as both versions need room."""

THREADS = 2
"""Threads that wait for the disk; more of them wait for each other instead."""

SECONDS_TO_STOP = 1.0
"""How long an interrupted build waits for the disk; what is not in place is untouched anyway."""


class Batches:
    """Flushes new versions of files in threads, batch by batch, and has each put in place afterwards.

    `commit` puts one in place and may raise OSError; `fail` is told of those that cannot be flushed or put in place.
    The threads do nothing but flush: Python runs one thread at a time, so whatever else they did would take turns with
    the thread that renders, which costs more than it saves.
    """

    def __init__(self, commit: Callable[[str, Made], None], fail: Callable[[str, OSError], None]) -> None:
        self._commit = commit
        self._fail = fail
        self._new = _Batch()
        self._flushing = _Batch()
        self._is_stopped = False

    def __bool__(self) -> bool:
        """Say whether a file is not in place yet."""
        return bool(self._new.files or self._flushing.files)

    def add(self, name: str, replacement: Made) -> None:
        """Write the new version of a file, to put it in place before long. Raises OSError if it cannot be written."""
        self._new.files.append((name, replacement))  # so it is discarded, wherever it is interrupted
        try:
            replacement.write()
        except OSError:
            self._new.files.pop()
            raise
        self._new.size += replacement.size
        if len(self._new.files) >= BATCH or self._new.size >= BATCH_SIZE:
            self._flush_next()

    def release(self, folder: int) -> None:
        """Take over the descriptor of an open folder, to close it once all that was added is in place."""
        self._new.folders.append(folder)

    def finish(self) -> None:
        """Wait until all that was added is in place."""
        while self:
            self._flush_next()
        self._new.close_folders()

    def close(self) -> None:
        """Give up what is not in place, without waiting long for the disk, and let the threads end."""
        self._is_stopped = True
        end = time.monotonic() + SECONDS_TO_STOP
        for piece in self._flushing.pieces:
            if not piece.give_up():
                piece.wait(end - time.monotonic())
        for batch in (self._flushing, self._new):
            batch.discard()
        if "_threads" in self.__dict__:
            self._threads.close()

    def _flush_next(self) -> None:
        """Put in place what the disk has taken up, and have it take up the next batch."""
        batch = self._flushing
        errors = [error for piece in batch.pieces for error in piece.result()]
        for error in errors:
            name, replacement = batch.files[0]
            try:
                if error is not None:
                    raise error
                self._commit(name, replacement)
            except OSError as reason:
                self._fail(name, reason)
            batch.files.popleft()
        batch.close_folders()

        self._flushing, self._new = self._new, _Batch()
        replacements = [replacement for _, replacement in self._flushing.files]
        share = -(-len(replacements) // THREADS)
        for start in range(0, len(replacements), share or 1):
            work = partial(self._flush, replacements[start : start + share])
            self._flushing.pieces.append(self._threads.submit(work))

    def _flush(self, replacements: Sequence[Made]) -> list[OSError | None]:
        """Flush new versions, and return for each the error that there was, if any."""
        errors: list[OSError | None] = []
        for replacement in replacements:
            try:
                if not self._is_stopped:
                    replacement.flush()
                errors.append(None)
            except OSError as error:
                errors.append(error)
        return errors

    @cached_property
    def _threads(self) -> Threads:
        """Threads, started with the first batch: what children have taken by then is not counted on."""
        return Threads(THREADS)


class _Batch:
    """New versions of files with their names, what is to come of flushing them, and open folders that end with them."""

    def __init__(self) -> None:
        self.files: deque[tuple[str, Made]] = deque()
        self.size = 0
        self.pieces: list[Piece[list[OSError | None]]] = []
        self.folders: list[int] = []

    def close_folders(self) -> None:
        """Close the folders."""
        while self.folders:
            os.close(self.folders.pop())

    def discard(self) -> None:
        """Discard the new versions, and close the folders."""
        for _, replacement in self.files:
            replacement.discard()
        self.files.clear()
        self.close_folders()
