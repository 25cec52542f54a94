"""Listen on a port of this machine and answer requests for the output in threads."""

import errno
import gc
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from functools import partial
from http import HTTPStatus
from http.server import HTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from feeds.core.errors import ServerError
from feeds.core.threads import Piece, begin
from feeds.devserver.app import CLOSING, OutputApp
from feeds.devserver.incoming import Incoming

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

HOST = "127.0.0.1"
"""Only programs on this machine can connect: the server is for a look, not for the public."""

MAX_SECONDS = 60.0
"""Seconds after which a connection is closed, however little of it was sent or received by then."""

MAX_CONNECTIONS = 100
"""The most connections at a time; for one more, the oldest is closed: each has a thread, and needs open files."""

MAX_THREADS = 2 * MAX_CONNECTIONS
"""The most threads at a time: that of a connection that was closed early is at work until it has its answer.

For one more, the new connection is closed.
"""

TIDY_AFTER = 100
"""Requests after which what they left behind is collected: objects that hold each other, with up to 400 kB of each."""

POLL_SECONDS = 0.1

BEGIN_SECONDS = 10.0
"""Seconds for which a thread is waited for at most: where there is no memory for it, it may end before it begins."""

_NO_ROOM = (
    "the system has no room for a thread that answers: it may be out of memory, or limit it (ulimit -v, ulimit -u)"
)

Say = Callable[[str], None]


@contextmanager
def listening(app: OutputApp, port: int, say: Say) -> Iterator[str]:
    """Answer requests for the time of the body, and yield the server's address. Port 0 means any free port.

    `say` is called, in threads of the server, with one line for each request that failed. Raises ServerError for a port
    that cannot be used, and where there is no room for a thread.
    """
    try:
        listener = socket.create_server((HOST, port))
    except OSError as error:
        reason = os.strerror(error.errno or errno.EADDRNOTAVAIL)
        raise ServerError(f"port {port} cannot be used: {reason}; choose another with --port") from error

    with listener, closing(_Server(app, listener, say)) as server:
        begun = Piece(lambda: None)
        serving = Piece(server.serve)

        def answer() -> None:
            begun.do()
            serving.do()

        if not begin(answer) or not begun.wait(BEGIN_SECONDS):
            serving.give_up()
            raise ServerError(_NO_ROOM)
        try:
            yield f"http://{HOST}:{server.port}/"
        finally:
            server.is_ending = True
            if not serving.give_up():
                serving.wait(BEGIN_SECONDS)


class _Handler(WSGIRequestHandler):
    """Answers one request, and writes no log."""

    def setup(self) -> None:
        """Prepare for a request of bounded size."""
        super().setup()
        self.rfile: Any = Incoming(self.rfile)

    def parse_request(self) -> bool:
        """Read a request up to its body, and say whether it is one; if not, the client was told so."""
        if not super().parse_request():
            return False
        try:
            urlsplit(self.path)
        except ValueError:  # such as http://[, which werkzeug takes for granted
            self.send_error(HTTPStatus.BAD_REQUEST, "The address is none")
            return False
        return True

    def run_wsgi(self) -> None:
        """Answer the request; a client that goes away early leaves no file open, as werkzeug alone would."""
        with ExitStack() as self._closing:
            super().run_wsgi()

    def make_environ(self) -> "WSGIEnvironment":
        """Return what the application is told of the request."""
        return {**super().make_environ(), CLOSING: self._closing}

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Log nothing, and so do not look at the address, in which anything may be."""

    def log(self, type: str, message: str, *args: Any) -> None:
        """Log nothing."""


class _Ended(Exception):  # noqa: N818 - no error
    """The server is to end."""


class _Server(ThreadedWSGIServer):
    """A server that reports failures in one line, and closes connections that take too long."""

    def __init__(self, app: OutputApp, listener: socket.socket, say: Say) -> None:
        super().__init__(HOST, 0, app, handler=_Handler, fd=listener.fileno())
        self.is_ending = False
        self._say = say
        self._deadlines: dict[socket.socket, tuple[float, Piece[None]]] = {}
        self._at_work: set[socket.socket] = set()
        self._requests = 0

    def serve(self) -> None:
        """Answer requests until the server is to end."""
        while True:
            try:
                HTTPServer.serve_forever(self, POLL_SECONDS)  # werkzeug's closes the port, whatever ends it
            except _Ended:
                return
            except (MemoryError, OSError, RuntimeError):  # there may be more memory, or open files, a moment later
                time.sleep(POLL_SECONDS)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer a request in a thread of its own, and note until when it may take."""
        self._requests += 1
        if self._requests % TIDY_AFTER == 0:
            gc.collect()
        if len(self._at_work) >= MAX_THREADS:
            self.shutdown_request(request)
            return

        while len(open_ones := list(self._deadlines)) >= MAX_CONNECTIONS:
            self._cut_off(open_ones[0])
        answer = Piece(partial(self._answer, request, client_address))
        self._at_work.add(request)
        self._deadlines[request] = time.monotonic() + MAX_SECONDS, answer
        if not begin(answer.do):
            self._say(f"a request could not be answered: {_NO_ROOM}")
            self._cut_off(request)

    def _answer(self, request: socket.socket, client_address: Any) -> None:
        try:
            self.process_request_thread(request, client_address)
        finally:
            self._at_work.discard(request)

    def shutdown_request(self, request: Any) -> None:
        """Close a connection that is done with."""
        self._deadlines.pop(request, None)
        super().shutdown_request(request)

    def service_actions(self) -> None:
        """Cut off the connections that are past their deadline; the threads that wait for them end.

        The server calls this several times a second. Raises _Ended if it is to end: `shutdown` would wait without end.
        """
        if self.is_ending:
            raise _Ended
        now = time.monotonic()
        for connection, (deadline, _) in list(self._deadlines.items()):
            if deadline < now:
                self._cut_off(connection)

    def _cut_off(self, connection: socket.socket) -> None:
        """End a connection; the thread that waits for it closes it, if there is one."""
        _, answer = self._deadlines.pop(connection, (0.0, None))
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
        if answer and answer.give_up():
            self._at_work.discard(connection)
            self.shutdown_request(connection)

    def close(self) -> None:
        """Close what the server listens on."""
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report in one line what failed outside the application, except a client that went away."""
        error = sys.exception()
        if not isinstance(error, ConnectionError):
            self.log("error", f"{type(error).__name__}: {error}")

    def log(self, type: str, message: str, *args: Any) -> None:
        """Report the last line of a traceback, which says what is wrong; the others are for developers."""
        self._say(f"a request could not be answered, by a fault in feeds: {message.strip().splitlines()[-1]}")
