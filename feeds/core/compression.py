"""Compress documents for web servers that send compressed files as they are."""

from importlib.util import find_spec

GZIP, BROTLI = ".gz", ".br"
SUFFIXES = (GZIP, BROTLI)
"""What the name of a compressed file adds to the name of its document."""

_GZIP_LEVEL = 9
_BROTLI_QUALITY = 10
"""One below the highest, which takes three times as long and saves two percent."""


def available_suffixes() -> tuple[str, ...]:
    """Return the suffixes of the formats that can be written here. The brotli package may not be installed."""
    return SUFFIXES if find_spec("brotli") else (GZIP,)


def compress(suffix: str, document: bytes) -> bytes:
    """Return a document, compressed in the format of a suffix.

    The result depends on the document alone: a gzip file holds neither a name nor a time.
    """
    if suffix == GZIP:
        import gzip

        return gzip.compress(document, _GZIP_LEVEL, mtime=0)
    import brotli

    compressed: bytes = brotli.compress(document, mode=brotli.MODE_TEXT, quality=_BROTLI_QUALITY)
    return compressed
