"""A server on this machine that answers as it is told: well, wrongly, slowly, without end."""

import asyncio
import re
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from email.utils import formatdate
from typing import Any

Request = dict[str, str]
"""The headers of a request in lower case, and its `method` and `path`."""

Behaviour = Callable[["Server", Request, asyncio.StreamWriter], Awaitable[None]]
"""What a server does with a request: it writes what it likes, and the connection ends after it."""


class Server:
    """A server in a thread of its own. `pages` are what it does at each path; a path without any is 404.

    `accept` is what it does with a connection in the place of answering.
    """

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.host = host
        self.pages: dict[str, Behaviour] = {}
        self.otherwise: Behaviour = status(404)
        self.asked: list[Request] = []
        self.accept: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]] | None = None
        self.open = self.most_open = self.connections = 0
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def url(self) -> str:
        """The address of the server, without a final slash."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    def paths(self, method: str | None = None) -> list[str]:
        """Return the paths that were asked for, in order."""
        return [one["path"] for one in self.asked if method in (None, one["method"])]

    def counts(self) -> Counter[str]:
        """Return how often each path was asked for."""
        return Counter(self.paths())

    def serve(self, ready: threading.Event) -> None:
        """Serve until `stop` is called from another thread."""
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve(ready))
        self._loop.close()

    def stop(self) -> None:
        """End the server and all that it is still doing."""
        self._loop.call_soon_threadsafe(self._stop.set)

    async def _serve(self, ready: threading.Event) -> None:
        server = await asyncio.start_server(self._accept, self.host, 0, backlog=512)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await self._stop.wait()
        server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                if self.accept is not None:
                    await self.accept(reader, writer)
                while await self._answer(reader, writer):
                    pass
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; say whether another one may follow."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.strip().split("\r\n")
        method, path, _ = first.split(" ")
        request = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        request |= {"method": method, "path": path}
        self.asked.append(request)
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        try:
            behaviour = self.pages.get(path, self.otherwise)
            await behaviour(self, request, writer)
            await writer.drain()
        finally:
            self.open -= 1
        return getattr(behaviour, "keeps_open", False)


@contextmanager
def serving(host: str = "127.0.0.1") -> Iterator[Server]:
    """Serve on a free port for the time of the body."""
    server, ready = Server(host), threading.Event()
    thread = threading.Thread(target=server.serve, args=(ready,), daemon=True)
    thread.start()
    ready.wait()
    try:
        yield server
    finally:
        server.stop()
        thread.join()


def _write(writer: asyncio.StreamWriter, code: int, headers: dict[str, str], body: bytes = b"") -> None:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    writer.write(f"HTTP/1.1 {code} Whatever\r\n{lines}\r\n".encode("latin-1") + body)


def status(code: int, **headers: str) -> Behaviour:
    """Answer with a status alone; `retry_after` stands for Retry-After, and so on."""

    async def behave(_: Server, request: Request, writer: asyncio.StreamWriter) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        _write(writer, code, {"Content-Length": "0"} | named)

    behave.keeps_open = True  # type: ignore[attr-defined]
    return behave


def file(
    content: bytes,
    kind: str = "image/png",
    *,
    ranges: bool = True,
    heads: bool = True,
    etag: str | None = None,
    modified: float | None = None,
    length: int | None = None,
) -> Behaviour:
    """Answer as a good server does: with a file or a part of it, headers alone, or that it is the same as before.

    `length` is a length that is not true, of which as much is sent as there is.
    """

    async def behave(_: Server, request: Request, writer: asyncio.StreamWriter) -> None:
        headers = {"Content-Type": kind} | ({"ETag": etag} if etag else {})
        headers |= {"Last-Modified": formatdate(modified, usegmt=True)} if modified is not None else {}
        if etag and request.get("if-none-match") == etag:
            _write(writer, 304, headers)
            return
        if request["method"] == "HEAD" and not heads:
            _write(writer, 405, {"Content-Length": "0"})
            return
        found = re.fullmatch(r"bytes=(\d+)-(\d+)", request.get("range", "")) if ranges else None
        total = len(content) if length is None else length
        body, code = content, 200
        if found:
            body, code = content[int(found[1]) : int(found[2]) + 1], 206
            headers["Content-Range"] = f"bytes {found[1]}-{int(found[1]) + len(body) - 1}/{total}"
        headers["Content-Length"] = str(len(body) if found else total)
        _write(writer, code, headers, b"" if request["method"] == "HEAD" else body)

    behave.keeps_open = length is None  # type: ignore[attr-defined]
    return behave


def moved(target: str, code: int = 301) -> Behaviour:
    """Lead elsewhere."""
    return status(code, Location=target)


def endless(start: bytes = b"", kind: str = "image/png") -> Behaviour:
    """Send a body that never ends, as fast as it is taken."""

    async def behave(_: Server, request: Request, writer: asyncio.StreamWriter) -> None:
        _write(writer, 200, {"Content-Type": kind}, start)
        while True:
            writer.write(bytes(65_536))
            await writer.drain()

    return behave


def stalling(after: bytes = b"") -> Behaviour:
    """Send the beginning of an answer, and then nothing until the other side has gone."""

    async def behave(server: Server, request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(after)
        await writer.drain()
        await asyncio.Event().wait()

    return behave


def dripping() -> Behaviour:
    """Send one header after another, without end, each before anybody loses patience."""

    async def behave(_: Server, request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n")
        number = 0
        while True:
            writer.write(f"X-{number}: 1\r\n".encode())
            await writer.drain()
            number += 1
            await asyncio.sleep(0.01)

    return behave


def raw(answer: bytes) -> Behaviour:
    """Send these bytes, whatever they are."""

    async def behave(_: Server, request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)

    return behave


def in_turn(*behaviours: Behaviour) -> Behaviour:
    """Behave in another way each time, and at last always as the last one says."""
    left = list(behaviours)

    async def behave(server: Server, request: Request, writer: asyncio.StreamWriter) -> None:
        await (left.pop(0) if len(left) > 1 else left[0])(server, request, writer)

    return behave
