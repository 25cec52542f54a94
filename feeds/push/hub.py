"""Tell a hub that documents have changed: one POST for each, as publishers and hubs have agreed since PubSubHubbub.

WebSub (W3C Recommendation, section 6) leaves the form of this message to the hub. Known hubs take `hub.mode=publish`
with the address of the document as `hub.url`; some call it `hub.topic`, as in the subscriber's messages.
"""

import http.client
import io
import socket
import threading
import time
from collections.abc import Iterable
from contextlib import closing, suppress
from textwrap import shorten
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import (
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    build_opener,
)

from msgspec import Struct

from feeds import __version__
from feeds.core.apart import apart, awaited
from feeds.core.urls import is_loopback

ANSWER_SECONDS = 10.0
"""How long a hub may take to be connected to, and from then on until its answer is there, however slowly it comes."""

TOTAL_SECONDS = 60.0
"""After this time the other documents are left to the next ping, so that a slow hub does not hold up a cron job."""

_MAX_ERRORS = 3
"""Documents one after another at which a hub fails (status 500 to 599), after which it is asked no further."""

_LONGEST_REASON = 300
"""Characters of what a hub says of itself that are shown."""

_LONGEST_HEAD = 100_000
"""Bytes of status and headers, of interim answers (100 to 199) as well, after which a hub is given up."""

_REFUSED, _FAILED = range(400, 500), range(500, 600)
_OVERLOADED = frozenset({429, 503})


class Answers(Struct, frozen=True):
    """What a hub made of the documents of one ping.

    `told` are the addresses that it took. `refused` says of others why it did not, and `error` why it was asked no
    further. `tried` are all that were sent.
    """

    told: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    error: str | None = None
    tried: tuple[str, ...] = ()


def tell(hub: str, addresses: Iterable[str]) -> Answers:
    """Tell a hub about the documents at these addresses, one after the other.

    A hub that does not answer, or that answers that it cannot at present, is asked no further, and likewise one that
    fails at several one after another. No redirect is followed: the message is for this host only.
    """
    opener = _opener(hub)
    told: list[str] = []
    refused: list[tuple[str, str]] = []
    tried: list[str] = []
    error, failures = None, 0
    slow = f"is slow: it took {{:,}} in {TOTAL_SECONDS:.0f} seconds, and is told the rest next time"
    began = time.monotonic()
    for address in addresses:
        if time.monotonic() - began > TOTAL_SECONDS:
            error = slow.format(len(told))
            break
        tried.append(address)
        try:
            _post_within(began + TOTAL_SECONDS - time.monotonic(), opener, hub, address)
        except HTTPError as answer:
            with closing(answer):
                failures = failures + 1 if answer.code in _FAILED else 0
                refused.append((address, _reason(answer)))
                if answer.code not in (*_REFUSED, *_FAILED) or answer.code in _OVERLOADED or failures == _MAX_ERRORS:
                    error = _reason(answer)
                    del refused[-max(failures, 1) :]  # it is no fault of theirs
                    break
        except (OSError, http.client.HTTPException, ValueError) as failure:
            is_slow = told and time.monotonic() - began >= TOTAL_SECONDS
            reason = getattr(failure, "reason", None) or failure or type(failure).__name__
            error = slow.format(len(told)) if is_slow else _shortened(f"cannot be reached: {reason}")
            break
        else:
            told.append(address)
            failures = 0
    return Answers(tuple(told), tuple(refused), error, tuple(tried))


class _NoRedirect(HTTPRedirectHandler):
    """Follows no redirect, so that one is an error like any other answer but success."""

    def http_error_302(self, req: Any, fp: Any, code: int, msg: str, headers: Any) -> None:
        return None

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


class _Watch:
    """Cuts a connection that is not done with in time: a time-out of sockets begins anew with each byte.

    Nor does it end what TLS does by itself, before it is known who is there.
    """

    def __init__(self) -> None:
        self.is_late = False
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(ANSWER_SECONDS, self._cut)
        self._timer.daemon = True

    def begin(self, connected: socket.socket) -> None:
        """Give a connection its time, from now on."""
        self._socket = connected.dup()  # TLS takes the other one
        with suppress(RuntimeError):  # no thread is left
            self._timer.start()

    def end(self) -> None:
        """Leave the connection alone."""
        self._timer.cancel()
        if self._socket is not None:
            self._socket.close()

    def _cut(self) -> None:
        self.is_late = True
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


class _Head(io.BufferedReader):
    """What a hub sends, of which a line must be whole: `http.client` takes an end within headers for that of them."""

    def __init__(self, raw: io.RawIOBase) -> None:
        super().__init__(raw)
        self._left = _LONGEST_HEAD
        self._has_begun = False

    def readline(self, size: int | None = -1, /) -> bytes:
        """Return a line. Raises HTTPException for half of one, and for more lines than any answer has."""
        line = super().readline(size)
        self._left -= len(line)
        if self._left < 0:
            raise http.client.HTTPException("its answer begins with too much")
        is_cut = not line.endswith(b"\n") and len(line) != size
        if is_cut and (line or self._has_begun):
            raise http.client.HTTPException("its answer is cut off")
        self._has_begun = True
        return line


class _Response(http.client.HTTPResponse):
    """An answer that counts only if its head is whole."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fp = _Head(self.fp.detach())


class _Connection(http.client.HTTPConnection):
    response_class = _Response
    watch: _Watch

    def connect(self) -> None:
        super().connect()
        self.watch.begin(self.sock)


class _SecureConnection(http.client.HTTPSConnection, _Connection):
    """The same with TLS, which begins where the other has connected."""


class _Timely(HTTPHandler, HTTPSHandler):
    """Opens connections that are watched until the head of an answer is read."""

    def http_open(self, request: Request) -> http.client.HTTPResponse:
        return self._open(_Connection, request)

    def https_open(self, request: Request) -> http.client.HTTPResponse:
        return self._open(_SecureConnection, request)

    def _open(self, kind: type[_Connection], request: Request) -> http.client.HTTPResponse:
        """Return the answer to a request. Raises TimeoutError if it takes too long, however it comes."""
        watch = _Watch()

        def connection(*args: Any, **options: Any) -> _Connection:
            made = kind(*args, **options)
            made.watch = watch
            return made

        try:
            answer = self.do_open(connection, request)
        except (OSError, http.client.HTTPException) as error:
            raise TimeoutError("timed out") if watch.is_late else error from None
        finally:
            watch.end()
        if watch.is_late:
            answer.close()
            raise TimeoutError("timed out")
        return answer


def _opener(hub: str) -> OpenerDirector:
    """Return what sends requests to a hub, through the proxy of the environment unless the hub is on this machine."""
    return build_opener(_NoRedirect, _Timely, *([ProxyHandler({})] if is_loopback(hub) else []))


def _post_within(seconds: float, opener: OpenerDirector, hub: str, address: str) -> None:
    """Post in a thread that is left alone after some time: nothing ends the look-up of a name, or a slow proxy.

    Raises TimeoutError then.
    """
    try:
        awaited(apart(_post, opener, hub, address), seconds)
    except TimeoutError:
        raise TimeoutError("timed out") from None


def _post(opener: OpenerDirector, hub: str, address: str) -> None:
    form = urlencode({"hub.mode": "publish", "hub.url": address, "hub.topic": address})
    headers = {"User-Agent": f"feeds/{__version__}", "Content-Type": "application/x-www-form-urlencoded"}
    request = Request(hub, form.encode("ascii"), headers, method="POST")  # noqa: S310 - the configuration checks it
    with opener.open(request, timeout=ANSWER_SECONDS):
        pass


def _reason(answer: HTTPError) -> str:
    place = answer.headers.get("Location")
    moved = f" to {place}; if it has moved, change [websub]" if place else ""
    return _shortened(f"answers {answer.code} {answer.reason}{moved}")


def _shortened(said: str) -> str:
    """Return what may hold words of a hub as one line; a single word may be as long as a whole answer."""
    return shorten(said, _LONGEST_REASON, placeholder=" …")
