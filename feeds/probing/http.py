"""Ask one address over HTTP: politely, for no more than its beginning, and only where it may be asked.

A connection is made to the very address that was checked, so a name that means something
else a moment later leads nowhere.
"""

import asyncio
import re
import socket
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple, Self
from urllib.parse import urlsplit

import aiohttp
from aiohttp import ClientHandlerType, ClientRequest, ClientResponse
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from feeds.core import urls
from feeds.core.apart import apart
from feeds.core.limits import MAX_INTEGER
from feeds.probing.addresses import ForbiddenAddressError, Guard, literal
from feeds.probing.budget import Spending, SpentError
from feeds.probing.connections import BoundedConnector, BoundedSocket, Frame, frame
from feeds.probing.hosts import Hosts, PutOffError, Way
from feeds.probing.records import LONGEST_HEADER

MAX_REDIRECTS = 5
CONNECT_SECONDS, ANSWER_SECONDS = 8, 20
"""How long a connection, and a whole answer with its redirects, may take."""

CONNECTIONS = 64
"""Connections at once."""

MAX_ADDRESSES = 16
"""Addresses of a name that are looked at, and may be asked: a name server may send thousands."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_RANGE = re.compile(r"bytes \d{1,19}-\d{1,19}/(\d{1,19})")
_DIGITS = re.compile(r"\d{1,19}")

_LONGEST_WAIT = 30 * 86_400
"""Seconds for which a host is left alone at most, whatever it asks for."""


class Reply(NamedTuple):
    """What came back: a status, or why there is none; the length of all, of which `head` is the beginning.

    `url` is the address that answered, after redirects. `retry_after` is for how many seconds the host asks to be left
    alone.
    """

    url: str
    status: int | None = None
    failure: str = ""
    head: bytes = b""
    length: int | None = None
    type: str = ""
    etag: str | None = None
    modified: str | None = None
    retry_after: int | None = None
    is_refused: bool = False


class Client:
    """A client for the time of `async with`, which takes each request from what may be spent.

    `agent` is how it calls itself.
    """

    def __init__(self, agent: str, guard: Guard, spending: Spending, hosts: Hosts) -> None:
        self._agent = agent
        self._guard = guard
        self._spending = spending
        self._hosts = hosts

    async def __aenter__(self) -> Self:
        connector = BoundedConnector(
            resolver=_CheckedResolver(self._guard),
            socket_factory=lambda info: BoundedSocket(self._guard.open_socket(info)),
            limit=CONNECTIONS,
            ttl_dns_cache=60,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            headers={"User-Agent": self._agent, "Accept": "*/*", "Accept-Encoding": "identity"},
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            middlewares=(self._taken,),
            timeout=aiohttp.ClientTimeout(total=ANSWER_SECONDS, sock_connect=CONNECT_SECONDS),
        )
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._session.close()

    async def ask(self, url: str, size: int, etag: str | None = None, modified: str | None = None) -> Reply:
        """Return the reply to a request for the first `size` bytes at an address, or with 0, for its headers alone.

        With `etag` or `modified`, of an earlier reply, only what has changed since is asked for. Raises SpentError when
        the run is over, also in the middle of a reply, and PutOffError if the host is left alone.
        """
        counted = Frame()
        frame.set(counted)
        way = Way(counted)
        headers = {"Range": f"bytes=0-{size - 1}"} if size else {}
        headers |= {"If-None-Match": etag} if etag else {}
        headers |= {"If-Modified-Since": modified} if modified and not etag else {}
        try:
            async with asyncio.timeout(min(ANSWER_SECONDS, self._spending.seconds_left)):
                reply = await self._follow(way, url, "GET" if size else "HEAD", headers, size)
        except SpentError:
            raise
        except PutOffError as error:
            if not way.has_begun:
                raise
            way.end(None)
            return Reply(url, failure="leads to a host that is left alone", retry_after=error.seconds)
        except Exception as error:  # noqa: BLE001 - whatever one server sends must not cost the others
            if isinstance(error, TimeoutError) and self._spending.seconds_left <= 0:
                raise SpentError("timed out") from None
            failure, is_refused = _failure(error)
            way.end(None if is_refused else error)
            return Reply(url, failure=failure, is_refused=is_refused)
        if reply is None:
            way.circle()
            return Reply(url, failure="redirects without end")
        way.end(None)
        return reply

    async def _taken(self, request: ClientRequest, handler: ClientHandlerType) -> ClientResponse:
        """Take a request from what may be spent each time one is made: also again, where a connection was closed."""
        self._spending.take()
        return await handler(request)

    async def _follow(self, way: Way, url: str, method: str, headers: dict[str, str], size: int) -> Reply | None:
        """Return the reply to which redirects lead; None if there are too many."""
        for _ in range(MAX_REDIRECTS + 1):
            host = self._hosts.of(url)
            way.step(None)
            async with host.turns:
                self._hosts.require(url)  # it may have failed since this was in line
                way.step(host)
                name = urlsplit(url).hostname or ""
                if address := literal(name):
                    self._guard.require(name, address)
                request = self._session.request(
                    method, URL(url, encoded=True), headers=headers, allow_redirects=False, max_line_size=16_000
                )
                async with request as response:
                    target = response.headers.get("Location")
                    if response.status not in _REDIRECTS or not target:
                        return await _reply(url, response, size)
                    response.close()
                url = urls.resolved(target, url)
        return None


def _failure(error: Exception) -> tuple[str, bool]:
    """Return in a few words why there is no status, and whether the address is one that must not be asked."""
    refused = "in a private network, or on this machine"
    match error:
        case ForbiddenAddressError():
            return refused, True
        case TimeoutError():
            return "timed out", False
        case aiohttp.ClientSSLError() | aiohttp.ClientConnectorCertificateError():
            return "no valid certificate", False
        case aiohttp.ClientConnectorError():
            if isinstance(error.os_error, ForbiddenAddressError):
                return refused, True
            return "no such host" if isinstance(error, aiohttp.ClientConnectorDNSError) else "no connection", False
    return "no proper answer", False


class _CheckedResolver(AbstractResolver):
    """Looks names up, and returns the first addresses of one only if all of these may be asked."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        looking = apart(socket.getaddrinfo, host, port, family, socket.SOCK_STREAM, 0, socket.AI_ADDRCONFIG)
        found = (await asyncio.wrap_future(looking))[:MAX_ADDRESSES]
        for *_, address in found:
            self._guard.require(host, str(address[0]))
        return [
            ResolveResult(
                hostname=host,
                host=str(address[0]),
                port=port,
                family=kind,
                proto=protocol,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for kind, _, protocol, _, address in found
        ]

    async def close(self) -> None:
        """Nothing is kept open."""


async def _reply(url: str, response: aiohttp.ClientResponse, size: int) -> Reply:
    """Return a reply with no more of its body than the first `size` bytes."""
    headers = response.headers
    wanted = size if response.status in (200, 206) else 0
    head, is_whole = await _beginning(response, wanted)
    if not is_whole:
        response.close()  # or the rest would be waited for
    return Reply(
        url,
        status=response.status,
        head=head,
        length=(len(head) or None) if wanted and is_whole and response.status == 200 else _length(response),
        type=_kept(headers, "Content-Type") or "",
        etag=_kept(headers, "ETag"),
        modified=_kept(headers, "Last-Modified"),
        retry_after=_retry_after(headers.get("Retry-After", "")),
    )


async def _beginning(response: aiohttp.ClientResponse, size: int) -> tuple[bytes, bool]:
    """Return the first bytes of a body, and whether they are all of it."""
    parts: list[bytes] = []
    while size > 0:
        part = await response.content.read(size)
        if not part:
            return b"".join(parts), True
        parts.append(part)
        size -= len(part)
    return b"".join(parts), response.content.at_eof()


def _length(response: aiohttp.ClientResponse) -> int | None:
    headers = response.headers
    if headers.get("Content-Encoding", "identity").lower() != "identity":
        return None
    if response.status == 206:
        found = _RANGE.fullmatch(headers.get("Content-Range", ""))
        written = found[1] if found else ""
    else:
        written = headers.get("Content-Length", "") if response.status == 200 else ""
    length = int(written) if _DIGITS.fullmatch(written) else 0
    return length if 0 < length <= MAX_INTEGER else None


def _kept(headers: Any, name: str) -> str | None:
    value = str(headers.get(name, "")).strip()
    return value if value.isprintable() and 0 < len(value) <= LONGEST_HEADER else None


def _retry_after(written: str) -> int | None:
    """Return the seconds of Retry-After (RFC 9110, 10.2.3), which may be a date."""
    if _DIGITS.fullmatch(written.strip()):
        return min(int(written), _LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(written)
    except (ArithmeticError, ValueError):
        return None
    now = datetime.now(UTC)
    wait = int((moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds())
    return min(max(wait, 0), _LONGEST_WAIT)
