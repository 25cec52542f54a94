"""Cut the elements of items out of XML documents, and put others together from them."""

from collections.abc import Iterable


def cut(document: bytes, tag: bytes, end: bytes) -> list[bytes]:
    """Return the elements of a document that begin with `tag`, unchanged; `end` follows the last one.

    Text and attributes cannot contain the tag, because `<` is escaped in them.
    """
    return [tag + rest for rest in document.removesuffix(end).split(tag)[1:]]


def fill(document: bytes, parts: Iterable[bytes], end: bytes) -> bytes:
    """Return a document with elements inserted before its `end`."""
    return b"".join((document.removesuffix(end), *parts, end))
