"""Compresses documents, for web servers that send the compressed file as it is."""

from importlib.util import find_spec

GZIP, BROTLI = ".gz", ".br"
SUFFIXES = (GZIP, BROTLI)
"""What the name of a compressed file has after the document's."""

_GZIP_LEVEL = 9
_BROTLI_QUALITY = 10
"""Not the highest, 11, which takes three times as long for two parts in a hundred."""


def available() -> tuple[str, ...]:
    """Return the suffixes of the files that can be made here: brotli is a package that may not be installed."""
    return SUFFIXES if find_spec("brotli") else (GZIP,)


def pack(suffix: str, document: bytes) -> bytes:
    """Return a document as the file with a suffix holds it: the same for the same document, without name or time."""
    if suffix == GZIP:
        import gzip

        return gzip.compress(document, _GZIP_LEVEL, mtime=0)
    import brotli

    packed: bytes = brotli.compress(document, mode=brotli.MODE_TEXT, quality=_BROTLI_QUALITY)
    return packed
