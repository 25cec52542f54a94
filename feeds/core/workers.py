"""Does independent pieces of work, in other processes where that is worth it."""

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from itertools import chain, islice
from typing import Any, TypeVar

Arguments = TypeVar("Arguments", bound=tuple[Any, ...])
Result = TypeVar("Result")

WORTHWHILE = 4
"""Pieces of work from which on a pool pays for its start."""

_CANNOT_START = (OSError, ImportError, RuntimeError)  # no process, semaphore or thread is to be had
_SIGNALS = {signal.SIGTERM, signal.SIGINT}


class Workers:
    """Whoever does the work: this process, `jobs` of its children, or an executor that is given."""

    def __init__(self, jobs: int, executor: Executor | None = None) -> None:
        self._jobs = jobs
        self._given = executor
        self._pool: Executor | None = None

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_: object) -> None:
        self._dismiss()

    def map(
        self, work: Callable[..., Result], pieces: Iterable[Arguments]
    ) -> Iterator[tuple[Arguments, Result | None]]:
        """Yield each piece with what `work` makes of it, in order; only a few are under way at a time.

        `work` must be a function of a module, and pieces and results must be what pickle can send. None stands for a
        piece that ended every child which took it up.
        """
        pieces = iter(pieces)
        first = list(islice(pieces, WORTHWHILE))
        pieces = chain(first, pieces)
        if not self._has_help(len(first)):
            yield from ((piece, work(*piece)) for piece in pieces)
            return
        under_way: deque[tuple[Arguments, Future[Result], Executor | None]] = deque()
        for piece in pieces:
            future = self._submitted(work, piece)
            under_way.append((piece, future, self._pool))
            if len(under_way) > 3 * self._jobs:
                yield under_way[0][0], self._done(work, *under_way.popleft())
        while under_way:
            yield under_way[0][0], self._done(work, *under_way.popleft())

    def alone(self, work: Callable[..., Result], piece: Arguments) -> Result | None:
        """Return what a child of its own makes of a piece; None where that ends the child."""
        try:
            pool = _processes(1)
        except _CANNOT_START:
            return work(*piece)
        try:
            return pool.submit(work, *piece).result()
        except BrokenExecutor:
            return None
        finally:
            pool.shutdown()

    def _has_help(self, pieces: int) -> bool:
        """Start children for so many pieces, if that is worth it and possible, and say whether there is anybody."""
        if self._given is None and self._pool is None and self._jobs > 1 and pieces >= WORTHWHILE:
            try:
                self._pool = _processes(self._jobs)
            except _CANNOT_START:
                self._jobs = 1
        return self._given is not None or self._pool is not None

    def _submitted(self, work: Callable[..., Result], piece: Arguments) -> "Future[Result]":
        if self._given is None and self._pool is None and not self._has_help(WORTHWHILE):
            done: Future[Result] = Future()
            done.set_result(work(*piece))
            return done
        executor = self._given or self._pool
        assert executor is not None  # noqa: S101 - just made sure
        try:
            return executor.submit(work, *piece)
        except BrokenExecutor as error:
            failed: Future[Result] = Future()
            failed.set_exception(error)
            return failed

    def _done(
        self, work: Callable[..., Result], piece: Arguments, future: "Future[Result]", pool: Executor | None
    ) -> Result | None:
        """Return what became of a piece; one whose child was killed is given to another, and so is what follows."""
        try:
            return future.result()
        except (BrokenExecutor, CancelledError):  # which the others under way are, once the pool is dismissed
            if self._pool is pool:
                self._dismiss()
            return self.alone(work, piece)

    def _dismiss(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _processes(count: int) -> Executor:
    """Return children that are running. Raises one of _CANNOT_START where the system has none to give."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # Children that are forked have everything loaded; elsewhere than on Linux that is not safe.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
    # Until they have settled in, a signal would have them do what is the parent's to do.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        pool = ProcessPoolExecutor(count, context, _settle_in)
        pool.submit(os.getpid)  # which starts them
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return pool


def _settle_in() -> None:
    """Prepare a child: it leaves signals to its parent, and ends with it however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
