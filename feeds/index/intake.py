"""Read files that changed, and put them into the index."""

import os
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.core.progress import Progress
from feeds.core.workers import BATCH, Workers
from feeds.index import changes, rows
from feeds.index.alone import Alone
from feeds.index.changes import Changed, Stamp
from feeds.index.companions import are_as_read, stamps_of_answers
from feeds.index.database import Database
from feeds.index.rows import File, Reader, Row
from feeds.index.writer import IndexWriter

if TYPE_CHECKING:
    from feeds.index.kept_rows import KeptRows

MANY = 2_000
"""Files of which some are going to need every parser, and that take so long that what was read is kept meanwhile."""

KEPT = ".reading"
"""The ending of the file beside the database in which rows are kept until a reading is complete."""

SAMPLE = 30
"""How many files show whether who reads them elsewhere reads the same."""

_Batch = list[tuple[File, Stamp]]


class Intake:
    """Reads files into the index of a database. `progress` is told how many are read.

    `away` are the files that cannot be read for a moment, of those that were not there before under their names.
    """

    def __init__(
        self, database: Database, reader: Reader, index: IndexWriter, workers: Workers, progress: Progress
    ) -> None:
        self._database = database
        self._reader = reader
        self._index = index
        self._workers = workers
        self._progress = progress
        self.away: list[File] = []

    def take(self, found: Sequence[Changed], key: bytes) -> None:
        """Read the files of folders, but those that an earlier reading has read and kept before it was ended.

        `key` is a digest of what decides how files are read.
        """
        place = self._database.place and self._database.place.with_suffix(KEPT)
        is_kept = place is not None and place.exists()
        if place is None or not (is_kept or _count(found) >= MANY):
            self._read(found)
            return

        from feeds.index.kept_rows import KeptRows  # most builds have little to read

        with KeptRows(place, key) as kept:
            left = self._take_up(found, kept) if is_kept else found
            self._read(left, kept if _count(left) >= MANY else None)
        self._database.remove_with_commit(place)

    def _take_up(self, found: Sequence[Changed], kept: "KeptRows") -> list[Changed]:
        """Put kept rows into the index, as far as they are right, and return the files that are left to read."""
        folders = {(one.source, one.path): one for one in reversed(found)}
        taken = {id(one): bytearray(len(one.names)) for one in found}
        answers = stamps_of_answers(self._reader)
        total, done = _count(found), 0

        for batch in kept.batches():
            files: list[File] = []
            batch_rows: list[Row | None] = []
            for source, path, name, stamp, row in batch:
                folder = folders.get((source, path))
                at = bisect_left(folder.names, name) if folder else 0
                if folder is None or folder.names[at : at + 1] != [name] or folder.stamp(at) != stamp:
                    continue
                if taken[id(folder)][at]:
                    continue
                if row is None or are_as_read(self._reader, source, row, answers):
                    taken[id(folder)][at] = 1
                    files.append(File(folder.folder, source, path, name))
                    batch_rows.append(row)
            self._index.put(files, batch_rows)
            done += len(files)
            self._progress("taking up what was read", done, total)
        return [one.without(taken[id(one)]) for one in found]

    def _read(self, found: Sequence[Changed], kept: "KeptRows | None" = None) -> None:
        """Read files, and put them into the index; `kept` keeps the rows as well."""
        total = _count(found)
        if not total:
            return
        if total >= MANY:
            rows.load_parsers()
        read = 0
        read_again: dict[int, set[bytes]] = {}
        for batch, batch_rows in self._rows(found, self._sample(found, total)):
            files = [file for file, _ in batch]
            self._index.put(files, batch_rows)
            if kept is not None:
                kept.append(files, [stamp for _, stamp in batch], batch_rows)
            for file, row in zip(files, batch_rows, strict=True):
                if row and row.again:
                    read_again.setdefault(file.folder, set()).add(file.name)
                if row and row.is_away and not _was_there(file, found):
                    self.away.append(file)
            read += len(batch)
            self._progress("reading articles", read, total)

        for folder, names in read_again.items():
            changes.read_again(self._database, folder, names)

    def _rows(self, found: Sequence[Changed], sample: Sequence[Path]) -> Iterator[tuple[_Batch, list[Row | None]]]:
        """Yield the files in batches, with the row of each."""
        encoded = rows.encoded(self._reader)
        alone = Alone(self._database, self._workers, encoded)
        under_way: deque[_Batch] = deque()
        suspects: _Batch = []

        def pieces() -> Iterator[tuple[bytes, list[File]]]:
            for batch in _batches(found):
                apart = [one for one in batch if one[0] in alone] if alone else []
                suspects.extend(apart)
                under_way.append([one for one in batch if one not in apart] if apart else batch)
                yield encoded, [file for file, _ in under_way[-1]]

        for (_, files), outcome in self._workers.map(rows.rows, pieces(), sample):
            if outcome is None:
                rows.load_parsers()  # for all the children
                found_rows = [alone.read(file) for file in files]
            else:
                pairs = zip(files, outcome, strict=True)
                found_rows = [alone.read(file) if row and row.is_fault else row for file, row in pairs]
            self._require_machine(alone, found_rows)
            yield under_way.popleft(), found_rows
        for one in suspects:
            found_rows = [alone.read(one[0])]
            self._require_machine(alone, found_rows)
            yield [one], found_rows
        alone.save()

    def _require_machine(self, alone: Alone, found: Sequence[Row | None]) -> None:
        """Raise OutputError where nothing is known of articles that cannot be read now, because no article can be."""
        if self._index.first_new == 1 and any(row and row.why == rows.UNREAD and row.problems for row in found):
            alone.require_machine()

    def _sample(self, found: Iterable[Changed], total: int) -> list[Path]:
        """Return the folders that are read, and some of the files."""
        context = self._reader.context
        folders = [source.path for source in self._reader.sources]
        others = [path for path in (context.root, context.answers) if path is not None]
        every = max(1, total // SAMPLE)
        few = islice(((one.source, one.path, name) for one in found for name in one.names), 0, None, every)
        return [*folders, *others, *(folders[source] / os.fsdecode(os.path.join(*place)) for source, *place in few)]


def _was_there(file: File, found: Iterable[Changed]) -> bool:
    """Say whether a file to read is the one that was there before under its name."""
    return any(one.folder == file.folder and file.name in one.same for one in found)


def _count(found: Iterable[Changed]) -> int:
    return sum(len(one.names) for one in found)


def _batches(found: Iterable[Changed]) -> Iterator[_Batch]:
    """Yield the files of folders in batches, each file with its stamp."""
    files = ((file, one.stamp(at)) for one in found for at, file in enumerate(one.files))
    while batch := list(islice(files, BATCH)):
        yield batch
