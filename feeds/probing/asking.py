"""Ask many addresses: several at once, few of one host, in order, until a budget is spent."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from feeds.core import interrupts
from feeds.core.progress import Progress
from feeds.probing.addresses import Guard
from feeds.probing.answers import Answers, Looked
from feeds.probing.budget import Budget, Spending, SpentError
from feeds.probing.hosts import PER_HOST, Hosts, PutOffError, host_of
from feeds.probing.http import CONNECTIONS, Client, Reply
from feeds.probing.judgement import Judgement, answer, judge, judge_headers
from feeds.probing.records import Answer, Kind

HEAD, FURTHER = 65_536, 524_288
"""Bytes of a file that are asked for, and those if a picture's size is not among them."""

_BUSY = frozenset({429, 503})
"""What a host says to which so many requests are too much."""

_PAUSE = 60
"""Seconds that a host is left alone which says that it is too much, and not for how long."""

_BATCH = 100
"""Answers that are kept at once: a killed process loses no more."""


class Asked(Struct, frozen=True):
    """What came of a run: the answers, the requests, and the number of addresses that were left for the next run."""

    answers: tuple[Answer, ...] = ()
    requests: int = 0
    left: int = 0


class _Run:
    """One run over all hosts. `clock` is the time in seconds since 1970."""

    def __init__(
        self,
        client: Client,
        cache: Answers,
        spending: Spending,
        hosts: Hosts,
        clock: Callable[[], float],
        progress: Progress,
    ) -> None:
        self._client = client
        self._cache = cache
        self._spending = spending
        self._hosts = hosts
        self._clock = clock
        self._progress = progress
        self._unkept: list[Answer] = []
        self.answers: list[Answer] = []

    async def ask(self, wanted: Sequence[Looked]) -> int:
        """Ask all addresses; return how many were not."""
        waiting: dict[str, deque[Looked]] = {}
        for one in wanted:
            waiting.setdefault(host_of(one.url), deque()).append(one)
        # A host is in line as often as it may be asked at once.
        line = deque(host for host in waiting.values() for _ in range(min(PER_HOST, len(host))))
        self._progress("asking the network", 0, len(wanted))
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(CONNECTIONS, len(line))):
                    group.create_task(self._work(line, len(wanted)))
        finally:
            self._keep()
        return len(wanted) - len(self.answers)

    async def _work(self, line: deque[deque[Looked]], total: int) -> None:
        while line and not self._spending.is_spent:
            waiting = line.popleft()
            if not waiting:
                continue
            wanted, is_late = waiting.popleft(), self._spending.is_half_spent
            try:
                reply, found = await self._ask(wanted)
            except PutOffError:
                waiting.clear()
                continue
            except SpentError as error:
                if is_late:
                    return
                # What takes more than half a run would come first in the next one, too, and no other one ever.
                reply, found = Reply(wanted.url, failure=str(error)), Judgement(str(error))
            self._note(wanted, reply, found)
            self._progress("asking the network", len(self.answers), total)
            if waiting:
                line.append(waiting)

    async def _ask(self, wanted: Looked) -> tuple[Reply, Judgement]:
        before = self._cache.get(wanted.url)
        is_known = before is not None and before.seen is not None and not before.failures
        if is_known or wanted.is_told:
            etag, modified = (before.etag, before.modified) if before and is_known else (None, None)
            reply = await self._request(wanted.url, 0, etag, modified)
            found = judge_headers(reply, before if is_known else None)
            if found is not None or reply.status is None or reply.status in _BUSY:
                return reply, found or judge(reply, wanted.kind)
        reply = await self._request(wanted.url, HEAD)
        found = judge(reply, wanted.kind)
        if found.is_there and _is_cut(reply) and not _is_measured(found, wanted.kind):
            further = await self._request(wanted.url, FURTHER)
            if further.status in (200, 206):
                return further, judge(further, wanted.kind)
        return reply, found

    async def _request(self, url: str, size: int, etag: str | None = None, modified: str | None = None) -> Reply:
        reply = await self._client.ask(url, size, etag, modified)
        if reply.status in _BUSY:  # of the host to which redirects have led
            until = int(self._clock()) + (reply.retry_after or _PAUSE)
            self._hosts.put_off(reply.url, until)
            self._cache.put_off(host_of(reply.url), until)
        return reply

    def _note(self, wanted: Looked, reply: Reply, found: Judgement) -> None:
        now = int(self._clock())
        noted = answer(wanted.url, reply, found, self._cache.get(wanted.url), now)
        self.answers.append(noted)
        self._unkept.append(noted)
        if len(self._unkept) >= _BATCH:
            self._keep()

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
    asked = [one for one in due if host_of(one.url) not in put_off]
    if not asked:
        return Asked(left=len(due))
    hosts, left = Hosts(put_off, clock), len(due) - len(asked)
    return asyncio.run(_ask_all(asked, left, cache, agent, guard, Spending(budget), hosts, progress, clock))


async def _ask_all(
    wanted: Sequence[Looked],
    left: int,
    cache: Answers,
    agent: str,
    guard: Guard,
    spending: Spending,
    hosts: Hosts,
    progress: Progress,
    clock: Callable[[], float],
) -> Asked:
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task is not None  # noqa: S101 - it runs this very line
    with interrupts.telling(lambda: loop.call_soon_threadsafe(task.cancel)):
        async with Client(agent, guard, spending, hosts) as client:
            run = _Run(client, cache, spending, hosts, clock, progress)
            left += await run.ask(wanted)
            return Asked(tuple(run.answers), spending.requests, left)


def _is_cut(reply: Reply) -> bool:
    """Say whether there is more of a file than what came."""
    return len(reply.head) >= HEAD and (reply.length or HEAD + 1) > HEAD


def _is_measured(found: Judgement, kind: Kind) -> bool:
    """Say whether more of a file would tell nothing more: it may tell the size of a picture, the duration of an MP3."""
    return found.width is not None if kind == "picture" else found.duration is not None or found.type != "audio/mpeg"
