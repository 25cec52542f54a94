"""Does independent pieces of work, in other processes where that is worth it."""

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from itertools import chain, islice
from typing import Any, TypeVar

Arguments = TypeVar("Arguments", bound=tuple[Any, ...])
Result = TypeVar("Result")

WORTHWHILE = 4
"""Pieces of work from which on a pool pays for its start."""


class Workers:
    """Whoever does the work: this process, `jobs` of its children, or an executor that is given."""

    def __init__(self, jobs: int, executor: Executor | None = None) -> None:
        self._jobs = jobs
        self._given = executor
        self._pool: Executor | None = None

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def map(self, work: Callable[..., Result], pieces: Iterable[Arguments]) -> Iterator[tuple[Arguments, Result]]:
        """Yield each piece with what `work` makes of it, in order; only a few are under way at a time.

        `work` must be a function of a module, and pieces and results must be what pickle can send.
        """
        pieces = iter(pieces)
        first = list(islice(pieces, WORTHWHILE))
        executor = self._executor(len(first))
        pieces = chain(first, pieces)
        if executor is None:
            yield from ((piece, work(*piece)) for piece in pieces)
            return
        under_way: deque[tuple[Arguments, Future[Result]]] = deque()
        for piece in pieces:
            under_way.append((piece, _submitted(executor, work, piece)))
            if len(under_way) > 3 * self._jobs:
                yield _done(work, *under_way.popleft())
        while under_way:
            yield _done(work, *under_way.popleft())

    def _executor(self, pieces: int) -> Executor | None:
        if self._given is not None or self._pool is not None:
            return self._given or self._pool
        if self._jobs > 1 and pieces >= WORTHWHILE:
            self._pool = _processes(self._jobs)
        return self._pool


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _submitted(executor: Executor, work: Callable[..., Result], piece: Arguments) -> "Future[Result]":
    try:
        return executor.submit(work, *piece)
    except BrokenExecutor as error:
        failed: Future[Result] = Future()
        failed.set_exception(error)
        return failed


def _done(work: Callable[..., Result], piece: Arguments, future: "Future[Result]") -> tuple[Arguments, Result]:
    """Return a piece that is done; where a child was killed, it is done here."""
    try:
        return piece, future.result()
    except BrokenExecutor:
        return piece, work(*piece)


def _processes(count: int) -> Executor:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # Children that are forked have everything loaded; elsewhere than on Linux that is not safe.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
    return ProcessPoolExecutor(count, context, _settle_in)


def _settle_in() -> None:
    """Prepare a child: it leaves signals to its parent, and ends with it however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
