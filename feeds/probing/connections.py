"""Connections that end where a server sends what is no content: interim answers, headers, frames of chunks, TLS.

Each of these may go on without an end, within the time of an answer, and costs far more work than content does.
"""

import functools
import socket
from contextvars import ContextVar
from typing import Any
from weakref import WeakValueDictionary

import aiohttp
from aiohttp.client_proto import ResponseHandler

PART = 16_384
"""Bytes that are read at once, and so are taken apart before a connection can be ended."""

LONGEST_FRAME = 32_768
"""Bytes that are no content, in an answer and the redirects to it: headers, interim answers, what is between chunks."""

LONGEST_HANDSHAKE = 100_000
"""Bytes that a server may send before a connection is there: TLS passes over some by itself, as often as they come."""

LONGEST_LEAD = 1_000_000
"""Bytes that TLS may hold, or pass over, once it is."""


class Frame:
    """How many bytes an answer and the redirects to it have had besides their content."""

    size = 0


frame: ContextVar[Frame] = ContextVar("frame")
"""What counts the answer that a task is asking for."""

_sockets: WeakValueDictionary[int, "BoundedSocket"] = WeakValueDictionary()
"""The sockets of connections by their numbers: what TLS gives for one is another object."""


class BoundedSocket(socket.socket):
    """A socket that is read in small parts, and no further than is allowed."""

    def __init__(self, opened: socket.socket) -> None:
        super().__init__(fileno=opened.detach())
        self.allowed = LONGEST_HANDSHAKE
        _sockets[self.fileno()] = self

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        """Read some bytes. Raises ConnectionAbortedError if they are more than is allowed."""
        data = super().recv(min(size, PART), flags)
        self._count(len(data))
        return data

    def recv_into(self, buffer: Any, size: int = 0, flags: int = 0, /) -> int:
        """Read some bytes into a buffer. Raises ConnectionAbortedError if they are more than is allowed."""
        read = super().recv_into(buffer, min(size or len(buffer), PART), flags)
        self._count(read)
        return read

    def _count(self, read: int) -> None:
        self.allowed -= read
        if self.allowed < 0:
            raise ConnectionAbortedError("the server sends too much that is no answer")


class _Handler(ResponseHandler):
    """What takes answers apart: counts what they have besides their content."""

    _received = _counted = 0
    _content: aiohttp.StreamReader | None = None
    _frame = Frame()

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._socket = _sockets.get(transport.get_extra_info("socket").fileno())
        if self._socket is not None:
            self._socket.allowed = LONGEST_LEAD

    def set_response_params(self, **options: Any) -> None:
        self._received, self._counted, self._content, self._frame = 0, 0, None, frame.get()
        super().set_response_params(**options)

    def feed_data(self, data: Any, size: int = 0) -> None:
        self._content = data[1]
        super().feed_data(data, size)

    def data_received(self, data: bytes) -> None:
        if self._frame.size <= LONGEST_FRAME:
            super().data_received(data)
            self._count(len(data))
        # What a paused parser holds may be content still.
        if self.transport is not None and not self._reading_paused and self._frame.size > LONGEST_FRAME:
            self.transport.abort()
            self.set_exception(aiohttp.ClientPayloadError("the answer has too much besides its content"))

    def _count(self, read: int) -> None:
        if self._socket is not None:
            self._socket.allowed += 2 * read
        self._received += read
        besides = self._received - (self._content.total_bytes if self._content is not None else 0)
        self._frame.size += besides - self._counted
        self._counted = besides


class BoundedConnector(aiohttp.TCPConnector):
    """Makes connections of which each answer is bounded; `socket_factory` must return bounded sockets.

    As many connections as `limit` wait to be used again, whichever hosts they lead to: the oldest ones are ended.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._factory: Any = functools.partial(_Handler, loop=self._loop)

    def _release(self, key: Any, protocol: ResponseHandler, *, should_close: bool = False) -> None:
        super()._release(key, protocol, should_close=should_close)
        while sum(map(len, self._conns.values())) > self.limit:
            oldest = min(self._conns, key=lambda one: self._conns[one][0][1])
            self._conns[oldest].popleft()[0].abort()
            if not self._conns[oldest]:
                del self._conns[oldest]
