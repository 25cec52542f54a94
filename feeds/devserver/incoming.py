"""Read what a client sends, however much that is, without keeping it in memory."""

from http.client import LineTooLong
from io import BufferedReader

MAX_HEAD = 100_000
"""Bytes of a request's first line and headers together; those of browsers have a few hundred."""

_PIECE = 65_536
"""Bytes of a body that are looked at in one go. No request for a document needs one: it is read to be passed over."""


class Incoming:
    """The part of a file to read that a request handler uses, for a connection that carries one request."""

    def __init__(self, file: BufferedReader) -> None:
        self._file = file
        self._left = MAX_HEAD

    def readline(self, size: int) -> bytes:
        """Return a line, or as much of it as `size` says. Raises LineTooLong where the head of a request has no end."""
        line = self._file.readline(min(size, self._left + 1))
        self._left -= len(line)
        if self._left < 0:
            raise LineTooLong("head")
        return line

    def read(self, _: int = -1) -> bytes:
        """Return some of what has come of a body; an empty piece where it ends."""
        return self._file.read1(_PIECE)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
