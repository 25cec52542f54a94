"""Know how each host takes to being asked in a run, and which host of a way of redirects a failure is of."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from feeds.core.urls import DEFAULT_PORTS
from feeds.probing.connections import LONGEST_FRAME, Frame

PER_HOST = 4
"""Requests at once to one host, whichever redirects have led there."""

MAX_FAILURES = 3
"""Failures of a host one after another, without a status, after which it is left alone in this run."""


class PutOffError(Exception):
    """A host is left alone: for some seconds, or None for the rest of this run."""

    def __init__(self, seconds: int | None) -> None:
        super().__init__("a host is left alone")
        self.seconds = seconds


def host_of(url: str) -> str:
    """Return the name and the port of the host of an address, the same however the address writes them."""
    parts = urlsplit(url)
    name = (parts.hostname or "").rstrip(".")
    name = f"[{name}]" if ":" in name else name
    try:
        port = parts.port
    except ValueError:  # it is nobody's, and no connection is made
        return parts.netloc
    return name if port in (None, DEFAULT_PORTS.get(parts.scheme)) else f"{name}:{port}"


def origin_of(url: str) -> tuple[str, str]:
    """Return the scheme and the host of an address: one may answer by http, and not by https."""
    return urlsplit(url).scheme, host_of(url)


class Host:
    """A host in a run, by one scheme; `turns` are for those that ask it, by whichever."""

    def __init__(self, turns: asyncio.Semaphore | None = None) -> None:
        self.turns = turns or asyncio.Semaphore(PER_HOST)
        self._failures = 0

    @property
    def is_dead(self) -> bool:
        """Say whether it has failed too often."""
        return self._failures >= MAX_FAILURES

    def note(self, *, has_failed: bool) -> None:
        """Note that it has failed, or that it is not at fault."""
        self._failures = self._failures + 1 if has_failed else 0


class Hosts:
    """The hosts of a run. `put_off` says until when some of them are left alone, by `clock`, in seconds since 1970."""

    def __init__(self, put_off: Mapping[str, int], clock: Callable[[], float]) -> None:
        self._put_off = dict(put_off)
        self._clock = clock
        self._hosts: dict[tuple[str, str], Host] = {}
        self._turns: dict[str, asyncio.Semaphore] = {}

    def of(self, url: str) -> Host:
        """Return the host of an address."""
        turns = self._turns.setdefault(host_of(url), asyncio.Semaphore(PER_HOST))
        return self._hosts.setdefault(origin_of(url), Host(turns))

    def put_off(self, url: str, until: int) -> None:
        """Leave the host of an address alone, in any case for the rest of this run."""
        self._put_off[host_of(url)] = until

    def require(self, url: str) -> None:
        """Raise PutOffError if the host of an address is left alone."""
        until = self._put_off.get(host_of(url))
        if until is not None:
            raise PutOffError(max(until - int(self._clock()), 0))
        if self.of(url).is_dead:
            raise PutOffError(None)


class Way:
    """The hosts that one request was made to, by redirects, and what each took of what they share."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._steps: list[tuple[Host | None, float, int]] = []

    @property
    def has_begun(self) -> bool:
        """Say whether a host was asked."""
        return any(host for host, *_ in self._steps)

    def step(self, host: Host | None) -> None:
        """Note that a host is asked from now on, or with None that the next one has no turn yet."""
        self._steps.append((host, time.monotonic(), self._frame.size))

    def end(self, error: Exception | None) -> None:
        """Note at each host whether the failure, if any, is its own.

        Time is one for all steps, and so are bytes besides content: the failure is of the host that took most of them.
        """
        self._note(None if error is None else self._at_fault(error))

    def circle(self) -> None:
        """Note that the redirects have no end: the failure of the host to which they led most often."""
        ((failed, _),) = Counter(host for host, *_ in self._steps if host).most_common(1)
        self._note(failed)

    def _note(self, failed: Host | None) -> None:
        for host in {host for host, *_ in self._steps if host}:
            host.note(has_failed=host is failed)

    def _at_fault(self, error: Exception) -> Host | None:
        ends = [*self._steps[1:], (None, time.monotonic(), self._frame.size)]
        took = list(zip(self._steps, ends, strict=True))
        if self._frame.size > LONGEST_FRAME:
            took.sort(key=lambda pair: pair[1][2] - pair[0][2])
        elif isinstance(error, TimeoutError):
            took.sort(key=lambda pair: pair[1][1] - pair[0][1])
        return took[-1][0][0] if took else None
