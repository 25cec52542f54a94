"""Listens on a port of this machine, for the site, in threads of its own."""

import errno
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from feeds.core.errors import ServerError
from feeds.devserver.app import Site

HOST = "127.0.0.1"
"""Only programs on this machine can connect: this is for a look, and no server for the public."""

Say = Callable[[str], None]


@contextmanager
def listening(site: Site, port: int, say: Say) -> Iterator[str]:
    """Serve a site for the time of the body, and yield its address. Port 0 is any that is free.

    `say` is told, in a line, of a request that could not be answered. Raises ServerError for a port that is not to be
    had.
    """
    try:
        listener = socket.create_server((HOST, port))
    except OSError as error:
        reason = os.strerror(error.errno or errno.EADDRNOTAVAIL)
        raise ServerError(f"port {port} cannot be used: {reason}; choose another with --port") from error
    with listener:
        server = _Server(site, listener, say)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
        thread.start()
        try:
            yield f"http://{HOST}:{server.port}/"
        finally:
            server.shutdown()
            thread.join()


class _Handler(WSGIRequestHandler):
    """Answers one request, and says nothing of it."""

    def log(self, type: str, message: str, *args: Any) -> None:
        """Say nothing."""


class _Server(ThreadedWSGIServer):
    """The server of werkzeug, with whom to tell what went wrong."""

    def __init__(self, site: Site, listener: socket.socket, say: Say) -> None:
        super().__init__(HOST, 0, site, handler=_Handler, fd=listener.fileno())
        self._say = say

    def log(self, type: str, message: str, *args: Any) -> None:
        """Tell the last line, which says what, and not the ones before, which only developers understand."""
        self._say(f"a request could not be answered, by a fault in feeds: {message.strip().splitlines()[-1]}")
