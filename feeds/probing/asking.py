"""Ask many addresses: several at once, few of one host, in order, until a budget is spent."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from urllib.parse import urlsplit

from msgspec import Struct

from feeds.core import interrupts
from feeds.core.progress import Progress
from feeds.probing.addresses import Guard
from feeds.probing.answers import Answers, Looked
from feeds.probing.budget import Budget
from feeds.probing.http import CONNECTIONS, PER_HOST, Client, Reply
from feeds.probing.judgement import Judgement, answer, judge, judge_headers
from feeds.probing.records import Answer, Kind

HEAD, FURTHER = 65_536, 524_288
"""Bytes of a file that are asked for, and those if a picture's size is not among them."""

MAX_FAILURES = 3
"""Replies of a host without a status, one after another, after which it is left alone in this run."""

_PAUSE = 60
"""Seconds that a host is left alone which says that it is too much, and not for how long."""

_BATCH = 100
"""Answers that are kept at once: a killed process loses no more."""


class Asked(Struct, frozen=True):
    """What came of a run: the answers, the requests, and the number of addresses that were left for the next run."""

    answers: tuple[Answer, ...] = ()
    requests: int = 0
    left: int = 0


class _Host:
    """The addresses of a host, and how it takes to being asked."""

    def __init__(self) -> None:
        self.waiting: deque[Looked] = deque()
        self.failures = 0


class _Run:
    """One run over all hosts. `clock` is the time in seconds since 1970."""

    def __init__(
        self, client: Client, cache: Answers, budget: Budget, clock: Callable[[], float], progress: Progress
    ) -> None:
        self._client = client
        self._cache = cache
        self._clock = clock
        self._progress = progress
        self._budget = budget
        self._end = time.monotonic() + budget.seconds
        self._unkept: list[Answer] = []
        self.answers: list[Answer] = []

    async def ask(self, wanted: Sequence[Looked]) -> int:
        """Ask all addresses; return how many were not."""
        hosts: dict[str, _Host] = {}
        for one in wanted:
            hosts.setdefault(_host(one.url), _Host()).waiting.append(one)
        # A host is in line as often as it may be asked at once.
        line = deque(host for host in hosts.values() for _ in range(min(PER_HOST, len(host.waiting))))
        self._progress("asking the network", 0, len(wanted))
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(CONNECTIONS, len(line))):
                    group.create_task(self._work(line, len(wanted)))
        finally:
            self._keep()
        return len(wanted) - len(self.answers)

    async def _work(self, line: deque[_Host], total: int) -> None:
        while line and self._client.requests < self._budget.requests and time.monotonic() < self._end:
            host = line.popleft()
            if not host.waiting:
                continue
            wanted = host.waiting.popleft()
            reply, found = await self._ask(wanted)
            self._note(wanted, host, reply, found)
            self._progress("asking the network", len(self.answers), total)
            if host.waiting:
                line.append(host)

    async def _ask(self, wanted: Looked) -> tuple[Reply, Judgement]:
        before = self._cache.get(wanted.url)
        is_known = before is not None and before.seen is not None and not before.failures
        if is_known or wanted.is_told:
            etag, modified = (before.etag, before.modified) if before and is_known else (None, None)
            reply = await self._client.ask(wanted.url, 0, etag, modified)
            found = judge_headers(reply, before if is_known else None)
            if found is not None or reply.status is None:
                return reply, found or judge(reply, wanted.kind)
        reply = await self._client.ask(wanted.url, HEAD)
        found = judge(reply, wanted.kind)
        if found.is_there and _is_cut(reply) and not _is_measured(found, wanted.kind):
            further = await self._client.ask(wanted.url, FURTHER)
            if further.status in (200, 206):
                return further, judge(further, wanted.kind)
        return reply, found

    def _note(self, wanted: Looked, host: _Host, reply: Reply, found: Judgement) -> None:
        now = int(self._clock())
        noted = answer(wanted.url, reply, found, self._cache.get(wanted.url), now)
        self.answers.append(noted)
        self._unkept.append(noted)
        if len(self._unkept) >= _BATCH:
            self._keep()

        host.failures = host.failures + 1 if reply.status is None and not reply.is_refused else 0
        if reply.status in (429, 503):
            self._cache.put_off(_host(reply.url), now + (reply.retry_after or _PAUSE))
            if _host(reply.url) == _host(wanted.url):  # and no other one, to which it has led
                host.waiting.clear()
        if host.failures >= MAX_FAILURES:
            host.waiting.clear()

    def _keep(self) -> None:
        self._cache.put(self._unkept)
        self._unkept = []


def ask_all(
    wanted: Iterable[Looked],
    cache: Answers,
    *,
    agent: str,
    guard: Guard,
    budget: Budget,
    progress: Progress,
    clock: Callable[[], float] = time.time,
) -> Asked:
    """Ask those of the addresses that are due, in their order, and keep the answers."""
    now = int(clock())
    by_address: dict[str, Looked] = {}
    for one in wanted:
        by_address.setdefault(one.url, one)
    put_off = cache.hosts_put_off(now)
    due = [by_address[url] for url in cache.due(by_address, now)]
    asked = [one for one in due if _host(one.url) not in put_off]
    if not asked:
        return Asked(left=len(due))
    return asyncio.run(_ask_all(asked, len(due) - len(asked), cache, agent, guard, budget, progress, clock))


async def _ask_all(
    wanted: Sequence[Looked],
    left: int,
    cache: Answers,
    agent: str,
    guard: Guard,
    budget: Budget,
    progress: Progress,
    clock: Callable[[], float],
) -> Asked:
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task is not None  # noqa: S101 - it runs this very line
    with interrupts.telling(lambda: loop.call_soon_threadsafe(task.cancel)):
        async with Client(agent, guard) as client:
            run = _Run(client, cache, budget, clock, progress)
            left += await run.ask(wanted)
            return Asked(tuple(run.answers), client.requests, left)


def _is_cut(reply: Reply) -> bool:
    """Say whether there is more of a file than what came."""
    return len(reply.head) >= HEAD and (reply.length or HEAD + 1) > HEAD


def _is_measured(found: Judgement, kind: Kind) -> bool:
    """Say whether more of a file would tell nothing more: it may tell the size of a picture, the duration of an MP3."""
    return found.width is not None if kind == "picture" else found.duration is not None or found.type != "audio/mpeg"


def _host(url: str) -> str:
    return urlsplit(url).netloc
