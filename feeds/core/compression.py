"""Compress documents for web servers that send compressed files as they are."""

import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from threading import Lock

GZIP, BROTLI = ".gz", ".br"
SUFFIXES = (GZIP, BROTLI)
"""What the name of a compressed file adds to the name of its document."""

_GZIP_LEVEL = 9
_BROTLI_QUALITY = 10
"""One below the highest, which takes three times as long and saves two percent."""

_OF_OTHERS = 32_000_000
"""Bytes that other threads may take between a look at the memory and its use."""


def available_suffixes() -> tuple[str, ...]:
    """Return the suffixes of the formats that can be written here. The brotli package may not be installed."""
    return SUFFIXES if find_spec("brotli") else (GZIP,)


def compress(suffix: str, document: bytes) -> bytes:
    """Return a document, compressed in the format of a suffix. Raises OSError where there is no memory for that.

    The result depends on the document alone: a gzip file holds neither a name nor a time.
    """
    if suffix == GZIP:
        import gzip

        return gzip.compress(document, _GZIP_LEVEL, mtime=0)
    import brotli

    with _reserve.memory(_brotli_needs(len(document))):
        compressed: bytes = brotli.compress(document, mode=brotli.MODE_TEXT, quality=_BROTLI_QUALITY)
    return compressed


def _brotli_needs(size: int) -> int:
    """Return how many bytes of memory brotli takes for a document at most, as measured, and what others may meanwhile.

    For one of 256 KiB it takes twice as much as for one a byte shorter.
    """
    return _OF_OTHERS + (4_000_000 + 100 * size if size < 200_000 else 64_000_000 + 3 * size)


class _Reserve:
    """Sees to it that there is memory before a library takes it that ends the process where there is none."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._taken = 0

    @contextmanager
    def memory(self, size: int) -> Iterator[None]:
        """Have as much memory for the body, besides what bodies in other threads may still take. Raises OSError."""
        with self._lock:
            mmap.mmap(-1, self._taken + size).close()
            self._taken += size
        try:
            yield
        finally:
            with self._lock:
                self._taken -= size


_reserve = _Reserve()
