"""Tell a hub that documents have changed: one POST for each, as publishers and hubs have agreed since PubSubHubbub.

WebSub (W3C Recommendation, section 6) leaves the form of this message to the hub. Known hubs take `hub.mode=publish`
with the address of the document as `hub.url`; some call it `hub.topic`, as in the subscriber's messages.
"""

import http.client
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
from feeds.core.urls import is_loopback

ANSWER_SECONDS = 10.0
"""How long a hub may take for each step of a connection, and for each answer, however slowly it comes."""

TOTAL_SECONDS = 60.0
"""After this time the other documents are left to the next ping, so that a slow hub does not hold up a cron job."""

_LONGEST_REASON = 300
"""Characters of what a hub says of itself that are shown."""

_REFUSED = range(400, 500)
_TOO_MANY_REQUESTS = 429


class Answers(Struct, frozen=True):
    """What a hub made of the documents of one ping.

    `told` are the addresses that it took. `refused` says of others why it did not, and `error` why it was asked no
    further; what is in neither was not sent.
    """

    told: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    error: str | None = None


def tell(hub: str, addresses: Iterable[str]) -> Answers:
    """Tell a hub about the documents at these addresses, one after the other.

    A hub that does not answer, or that answers that it cannot at present, is asked no further. No redirect is followed:
    the message is for this host only.
    """
    opener = _opener(hub)
    told: list[str] = []
    refused: list[tuple[str, str]] = []
    error = None
    began = time.monotonic()
    for address in addresses:
        if time.monotonic() - began > TOTAL_SECONDS:
            error = f"is slow: it took {len(told):,} in {TOTAL_SECONDS:.0f} seconds, and is told the rest next time"
            break
        try:
            _post(opener, hub, address)
        except HTTPError as answer:
            with closing(answer):
                if answer.code not in _REFUSED or answer.code == _TOO_MANY_REQUESTS:
                    error = _reason(answer)
                    break
                refused.append((address, _reason(answer)))
        except (OSError, http.client.HTTPException, ValueError) as failure:
            error = f"cannot be reached: {getattr(failure, 'reason', None) or failure or type(failure).__name__}"
            break
        else:
            told.append(address)
    return Answers(tuple(told), tuple(refused), error)


class _NoRedirect(HTTPRedirectHandler):
    """Follows no redirect, so that one is an error like any other answer but success."""

    def redirect_request(self, *_: Any) -> None:
        return None


class _TimelyResponse(http.client.HTTPResponse):
    """An answer that begins in time: a time-out of sockets begins anew with each byte. Else the connection is cut."""

    def __init__(self, sock: socket.socket, *args: Any, **options: Any) -> None:
        super().__init__(sock, *args, **options)
        self._connection = sock
        self._is_late = False

    def begin(self) -> None:
        """Read the head of the answer. Raises TimeoutError if it takes too long, however it comes."""
        timer = threading.Timer(ANSWER_SECONDS, self._cut)
        timer.daemon = True
        with suppress(RuntimeError):  # no thread is left
            timer.start()
        try:
            super().begin()
        except (OSError, http.client.HTTPException) as error:
            raise TimeoutError("timed out") if self._is_late else error from None
        finally:
            timer.cancel()

    def _cut(self) -> None:
        self._is_late = True
        with suppress(OSError):
            socket.socket.shutdown(self._connection, socket.SHUT_RDWR)  # TLS or not


class _TimelyConnection(http.client.HTTPConnection):
    response_class = _TimelyResponse


class _TimelySecureConnection(http.client.HTTPSConnection):
    response_class = _TimelyResponse


class _Timely(HTTPHandler):
    def http_open(self, request: Request) -> http.client.HTTPResponse:
        return self.do_open(_TimelyConnection, request)


class _TimelySecure(HTTPSHandler):
    def https_open(self, request: Request) -> http.client.HTTPResponse:
        return self.do_open(_TimelySecureConnection, request)


def _opener(hub: str) -> OpenerDirector:
    """Return what sends requests to a hub, through the proxy of the environment unless the hub is on this machine."""
    return build_opener(_NoRedirect, _Timely, _TimelySecure, *([ProxyHandler({})] if is_loopback(hub) else []))


def _post(opener: OpenerDirector, hub: str, address: str) -> None:
    form = urlencode({"hub.mode": "publish", "hub.url": address, "hub.topic": address})
    headers = {"User-Agent": f"feeds/{__version__}", "Content-Type": "application/x-www-form-urlencoded"}
    request = Request(hub, form.encode("ascii"), headers, method="POST")  # noqa: S310 - the configuration checks it
    with opener.open(request, timeout=ANSWER_SECONDS):
        pass


def _reason(answer: HTTPError) -> str:
    place = answer.headers.get("Location")
    moved = f" to {place}; if it has moved, change [websub]" if place else ""
    return shorten(f"answers {answer.code} {answer.reason}{moved}", _LONGEST_REASON, placeholder=" …")
