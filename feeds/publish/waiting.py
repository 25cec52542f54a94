"""Hold rendered items until the last feed that shows them is put together: a few in memory, all others in a file."""

import os
from collections import Counter, defaultdict
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from feeds.config import ContentChoice
from feeds.core.model import Image

if TYPE_CHECKING:
    from feeds.publish.shown import ShownItem

MEMORY = 16 << 20
"""Bytes of rendered items that may wait in memory while others are rendered."""

_BLOCK = 4096
"""Bytes of which the room in the file is a multiple, so that what one item leaves is used by others."""


class Wanted(NamedTuple):
    """An article by its key, and what its item is to have."""

    article: int
    content: ContentChoice


class RenderedItem(NamedTuple):
    """When an item was last changed, in seconds since 1970, and its part of a document in each format.

    `cover` is its first image, if it has one, `shown` what later builds compare it with, and `share` that of a document
    which it takes. `fault` is the kind of error that kept the whole article from being rendered, if one did; there are
    no parts if nothing of it was.
    """

    updated: float = 0.0
    parts: tuple[bytes, ...] = ()
    cover: Image | None = None
    fault: str | None = None
    shown: "ShownItem | None" = None
    share: int = 0

    @property
    def is_left_out(self) -> bool:
        """Say whether nothing of the article can be shown."""
        return self.fault is not None and not self.parts

    @property
    def size(self) -> int:
        """Return how many bytes its parts have."""
        return sum(map(len, self.parts))


class _Spilled(NamedTuple):
    """An item without its parts, where these begin in the file, and the length of each."""

    item: RenderedItem
    start: int
    lengths: tuple[int, ...]

    @property
    def blocks(self) -> int:
        """Return how many blocks of the file it has."""
        return _blocks(sum(self.lengths))


class Waiting:
    """Rendered items, each of which is taken as often as `uses` says.

    At most `memory` bytes of them wait in memory. The file has no name and goes away with the process, however that
    ends. It lies in `folder`, or where the system has temporary files. Where there is no room, items stay in memory.
    """

    def __init__(self, uses: Counter[Wanted], folder: Path | None = None, memory: int | None = None) -> None:
        self._uses = uses
        self._folder = folder
        self._memory = MEMORY if memory is None else memory
        self._held: dict[Wanted, RenderedItem] = {}
        self._size = 0
        self._spilled: dict[Wanted, _Spilled] = {}
        self._file: IO[bytes] | None = None
        self._end = 0
        self._free: defaultdict[int, list[int]] = defaultdict(list)

    def __enter__(self) -> "Waiting":
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def put(self, wanted: Wanted, item: RenderedItem) -> None:
        """Add an item that was rendered."""
        self._held[wanted] = item
        self._size += item.size

    def take(self, wanted: Wanted) -> RenderedItem:
        """Return an item; the last time it is forgotten. Raises OSError if the file cannot be read."""
        self._uses[wanted] -= 1
        is_last = not self._uses[wanted]
        if wanted in self._held:
            if not is_last:
                return self._held[wanted]
            item = self._held.pop(wanted)
            self._size -= item.size
            return item

        found = self._spilled.pop(wanted) if is_last else self._spilled[wanted]
        if is_last:
            self._free[found.blocks].append(found.start)
        return found.item._replace(parts=tuple(self._read(found)))

    def make_room(self) -> None:
        """Put items into the file until the others are no more than may wait in memory."""
        while self._size > self._memory:
            wanted, item = self._held.popitem()
            try:
                self._spilled[wanted] = self._write(item)
            except OSError:  # there is no room there, either
                self._held[wanted] = item
                self._memory = self._size
                return
            self._size -= item.size

    def _write(self, item: RenderedItem) -> _Spilled:
        blocks = _blocks(item.size)
        start = self._free[blocks].pop() if self._free[blocks] else self._end
        with memoryview(b"".join(item.parts)) as content:
            written = 0
            while written < len(content):
                written += os.pwrite(self._descriptor(), content[written:], start + written)
        self._end = max(self._end, start + blocks * _BLOCK)
        return _Spilled(item._replace(parts=()), start, tuple(map(len, item.parts)))

    def _read(self, found: _Spilled) -> list[bytes]:
        content = os.pread(self._descriptor(), sum(found.lengths), found.start)
        parts, start = [], 0
        for length in found.lengths:
            parts.append(content[start : start + length])
            start += length
        return parts

    def _descriptor(self) -> int:
        if self._file is None:
            from tempfile import TemporaryFile  # few builds need it

            name = {"prefix": ".waiting.", "suffix": ".tmp"}
            self._file = TemporaryFile(dir=self._folder, buffering=0, **name)  # noqa: SIM115 - closed by `__exit__`
        return self._file.fileno()


def _blocks(size: int) -> int:
    return -(-size // _BLOCK)
