"""Keep what a long reading has found until the database holds it: if it is ended, the next one goes on from there.

The database itself changes only once all is read and nobody objects (`feeds.publish.guard`), so that half a site is
never taken for the whole. Until then the rows are in a file beside it, in batches, each with its length and a CRC-32:
what a killed process or a lost disk has left of the last one is not used. A row counts only if its file has the size,
times and inode that it was read with, and was read by the same program with the same settings.
"""

import os
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple, get_type_hints

import msgspec

from feeds.articles.local_files import LocalFile
from feeds.core import safe_files
from feeds.core.decoding import UNDECODABLE
from feeds.index.changes import Stamp, has_settled
from feeds.index.rows import File, Row
from feeds.probing.answers import Looked

_BEGIN = b"feeds reading 1\n"
_HEAD = struct.Struct("<II")
_MOST = 1 << 30
"""Bytes that a batch never has."""


class Kept(NamedTuple):
    """The row of a file, or None if that is no article, with the position of its source, its folder and name."""

    source: int
    path: bytes
    name: bytes
    stamp: Stamp
    row: Row | None


_FIELDS = get_type_hints(Row, localns={"LocalFile": LocalFile, "Looked": Looked})
_Fields: Any = tuple[tuple(_FIELDS.values())]  # type: ignore[misc] # the types of a row's fields, known only now
_DECODER: "msgspec.msgpack.Decoder[list[tuple[int, bytes, bytes, Stamp, Any]]]" = msgspec.msgpack.Decoder(
    list[tuple[int, bytes, bytes, Stamp, _Fields | None]]
)
_ENCODER = msgspec.msgpack.Encoder()


class KeptRows:
    """The file beside a database. `key` is a digest of what decides how files are read.

    That it cannot be read or written costs what was read, and nothing else.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._begin = _BEGIN + key
        self._file: int | None = None
        self._end = 0

    def __enter__(self) -> "KeptRows":
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def batches(self) -> Iterator[list[Kept]]:
        """Yield what was kept, in the order in which it was; nothing if it was read in another way."""
        if not self._open(os.O_RDWR):
            return
        while (batch := self._batch(self._end)) is not None:
            content, self._end = batch
            yield [
                Kept(source, path, name, stamp, Row(*row) if row is not None else None)
                for source, path, name, stamp, row in content
            ]

    def append(self, files: Sequence[File], stamps: Sequence[Stamp], rows: Sequence[Row | None]) -> None:
        """Keep the rows of files with these stamps, after what was kept before and has been read from here."""
        if self._file is None and not self._open(os.O_RDWR | os.O_CREAT):
            return
        assert self._file is not None  # noqa: S101 - it was opened
        content = _ENCODER.encode(
            [
                Kept(file.source, file.path, file.name, stamp, row)
                for file, stamp, row in zip(files, stamps, rows, strict=True)
                if has_settled(stamp) and not (row and row.again)
            ]
        )
        try:
            self._write(_HEAD.pack(len(content), zlib.crc32(content)) + content)
        except OSError:
            with suppress(OSError):  # what is left of the disk is for the database
                os.ftruncate(self._file, 0)
            self._end = 0

    def _open(self, flags: int) -> bool:
        """Open the file, emptied if it was made in another way, and say whether that was possible."""
        try:
            self._file = safe_files.open_regular(self._path, flags)
            if not safe_files.is_own(self._file):
                self.__exit__()
                return False
            safe_files.make_descriptor_private(self._file, safe_files.PRIVATE_FILE)
            if os.pread(self._file, len(self._begin), 0) != self._begin:
                os.ftruncate(self._file, 0)
                self._write(self._begin)
        except OSError:
            self.__exit__()
            return False
        self._end = len(self._begin)
        return True

    def _batch(self, start: int) -> tuple[list[Any], int] | None:
        """Return the batch that begins somewhere, and where it ends; None if there is no whole one."""
        assert self._file is not None  # noqa: S101 - it was opened
        try:
            head = os.pread(self._file, _HEAD.size, start)
            length, checksum = _HEAD.unpack(head)
            content = os.pread(self._file, min(length, _MOST), start + _HEAD.size)
            if len(content) != length or zlib.crc32(content) != checksum:
                return None
            return _DECODER.decode(content), start + _HEAD.size + length
        except (OSError, struct.error, *UNDECODABLE):
            return None

    def _write(self, content: bytes) -> None:
        """Write after what is there."""
        assert self._file is not None  # noqa: S101 - it was opened
        os.ftruncate(self._file, self._end)
        os.lseek(self._file, self._end, os.SEEK_SET)
        safe_files.write_all(self._file, content)
        self._end += len(content)
