"""Ask many addresses: several at once, few of one host, in order, until a budget is spent."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from msgspec import Struct

from feeds.core import interrupts
from feeds.core.progress import Progress
from feeds.probing.addresses import Guard
from feeds.probing.answers import Answers, Looked
from feeds.probing.budget import Budget, Share, Spending, SpentError, share
from feeds.probing.hosts import PER_HOST, Hosts, PutOffError, host_of, origin_of
from feeds.probing.http import CONNECTIONS, Client, Reply
from feeds.probing.judgement import Judgement, answer, judge, judge_headers
from feeds.probing.records import Answer

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


class _Wanted(NamedTuple):
    """An address, and what all articles together want to know of it: `is_told` is what each of them tells all of."""

    url: str
    is_told: bool
    is_picture: bool


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

    async def ask(self, wanted: Sequence[_Wanted]) -> int:
        """Ask all addresses; return how many were not."""
        waiting: dict[str, deque[_Wanted]] = {}
        for one in wanted:
            waiting.setdefault(host_of(one.url), deque()).append(one)
        # A host is in line as often as it may be asked at once.
        line = deque(host for host in waiting.values() for _ in range(min(PER_HOST, len(host))))
        self._progress("asking the network", 0, len(wanted))
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(CONNECTIONS, len(line), self._spending.addresses_at_once)):
                    group.create_task(self._work(line, len(wanted)))
        except ExceptionGroup as errors:
            raise errors.exceptions[0] from errors
        finally:
            self._keep()
        return len(wanted) - len(self.answers)

    async def _work(self, line: deque[deque[_Wanted]], total: int) -> None:
        while line and not self._spending.is_spent:
            waiting = line.popleft()
            if not waiting:
                continue
            wanted, is_late, taken = waiting.popleft(), self._spending.is_half_over, Share()
            share.set(taken)
            try:
                reply, found = await self._ask(wanted)
            except PutOffError as error:
                left = [one for one in waiting if error.seconds is None and origin_of(one.url) != origin_of(wanted.url)]
                waiting.clear()
                waiting.extend(left)
                if waiting:
                    line.append(waiting)
                continue
            except SpentError as error:
                is_own = not is_late if self._spending.is_over else self._spending.is_all(taken)
                if not is_own:
                    return
                # What takes a run by itself would come first in the next one, too, and no other one ever.
                reply, found = Reply(wanted.url, failure=str(error)), Judgement(str(error))
            self._note(wanted, reply, found)
            self._progress("asking the network", len(self.answers), total)
            if waiting:
                line.append(waiting)

    async def _ask(self, wanted: _Wanted) -> tuple[Reply, Judgement]:
        before = self._cache.get(wanted.url)
        is_good = before is not None and before.seen is not None and not before.failures
        known = before if is_good else None
        if wanted.is_told or (known and not known.is_unread):
            etag, modified = (known.etag, known.modified) if known else (None, None)
            reply = await self._request(wanted.url, 0, etag, modified)
            found = judge_headers(reply, known)
            if found is not None or reply.status is None or reply.status in _BUSY:
                return reply, found or judge(reply)
        reply = await self._request(wanted.url, HEAD)
        found = judge(reply)
        if found.is_there and _is_cut(reply) and not _is_measured(found):
            further = await self._request(wanted.url, FURTHER)
            if further.status in (200, 206):
                return further, judge(further)
        return reply, found

    async def _request(self, url: str, size: int, etag: str | None = None, modified: str | None = None) -> Reply:
        reply = await self._client.ask(url, size, etag, modified)
        if reply.status in _BUSY:  # of the host to which redirects have led
            until = int(self._clock()) + (reply.retry_after or _PAUSE)
            self._hosts.put_off(reply.url, until)
            self._cache.put_off(host_of(reply.url), until)
        return reply

    def _note(self, wanted: _Wanted, reply: Reply, found: Judgement) -> None:
        now = int(self._clock())
        noted = answer(wanted.url, reply, found, self._cache.get(wanted.url), now, as_picture=wanted.is_picture)
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
    by_address = _by_address(wanted)
    put_off = cache.hosts_put_off(now)
    told = {url for url, one in by_address.items() if one.is_told}
    due = [by_address[url] for url in cache.due(by_address, now, told)]
    asked = [one for one in due if host_of(one.url) not in put_off]
    if not asked:
        return Asked(left=len(due))
    hosts, left = Hosts(put_off, clock), len(due) - len(asked)
    return asyncio.run(_ask_all(asked, left, cache, agent, guard, Spending(budget), hosts, progress, clock))


async def _ask_all(
    wanted: Sequence[_Wanted],
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


def _by_address(wanted: Iterable[Looked]) -> dict[str, _Wanted]:
    """Return what is wanted of each address, in the order in which they come: what one article says costs no other."""
    found: dict[str, _Wanted] = {}
    for one in wanted:
        last = found.get(one.url, _Wanted(one.url, is_told=True, is_picture=False))
        is_picture = last.is_picture or one.kind == "picture"
        found[one.url] = _Wanted(one.url, last.is_told and one.is_told, is_picture)
    return found


def _is_cut(reply: Reply) -> bool:
    """Say whether there is more of a file than what came."""
    return len(reply.head) >= HEAD and (reply.length or HEAD + 1) > HEAD


def _is_measured(found: Judgement) -> bool:
    """Say whether more of a file would tell nothing more: it may tell the size of a picture, the duration of an MP3."""
    measured = found.width if found.is_picture else found.duration
    return measured is not None or not (found.is_picture or found.type == "audio/mpeg")
