"""Run independent pieces of work, in child processes where that is worthwhile and possible."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from feeds.core.child_process import CANNOT_START, CHILD_IS_GONE, Arguments, Child, Ended, Result, Task, wait_for
from feeds.core.marks import Mark

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

WORTHWHILE = 4
"""Number of pieces from which on children pay for their start."""

BATCH = 100
"""Files to read, or items to render, in one piece: some hundredths of a second of work."""

AHEAD = 3
"""Pieces per child that are taken up before the first of them is done."""


class Elsewhere(Protocol):
    """Where much work can go instead of child processes."""

    def map(
        self, work: Callable[..., Result], pieces: Iterator[Arguments], reads: Sequence[Path]
    ) -> Iterator[tuple[Arguments, Result | None]]:
        """Yield as `Workers.map` does."""

    def close(self) -> None:
        """Do no more work."""


class Workers:
    """Do pieces of work in up to `jobs` child processes, elsewhere, or, if there are few, here.

    Where the system allows fewer processes, fewer are used, and at last none. After a process that died while it worked
    here, which its `mark` tells, nothing is done here until all can be done without ending a child.
    """

    def __init__(self, jobs: int, elsewhere: Elsewhere | None = None, mark: Mark | None = None) -> None:
        self._jobs = jobs
        self._elsewhere = elsewhere
        self._mark = mark or Mark()
        self._has_lost_children = False
        self._idle: list[Child] = []

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_: object) -> None:
        self._shutdown()

    def map(
        self, work: Callable[..., Result], pieces: Iterable[Arguments], reads: Sequence[Path] = ()
    ) -> Iterator[tuple[Arguments, Result | None]]:
        """Yield each piece with what `work` makes of it, in order; only a few are under way at a time.

        `work` must be a function of a module, and pieces and results must be what pickle can send. `reads` are files
        and folders that show whether the work would read the same elsewhere. None stands for a piece that ended two
        children: one with others, and one alone.
        """
        pieces = iter(pieces)
        first = list(islice(pieces, WORTHWHILE))
        pieces = chain(first, pieces)

        if self._elsewhere is not None and len(first) >= WORTHWHILE:
            yield from self._elsewhere.map(work, pieces, reads)
        elif (self._jobs > 1 and len(first) >= WORTHWHILE) or (self._mark.was_left and first):
            yield from self._map_in_children(work, pieces)
        elif first:
            yield from self._map_here(work, pieces)

    def alone(
        self,
        work: Callable[..., Result],
        piece: Arguments,
        *,
        max_memory: int | None = None,
        max_seconds: int | None = None,
    ) -> Result | None:
        """Return what a child of its own makes of a piece; None where that ends the child or exceeds a limit.

        `max_memory` is what the child may use in bytes beyond what this process uses now, `max_seconds` its time on a
        processor. Where no child can be started the piece is done here, without limits.
        """
        found = self.outcome_alone(work, piece, max_memory=max_memory, max_seconds=max_seconds)
        return None if isinstance(found, Ended) else found

    def outcome_alone(
        self,
        work: Callable[..., Result],
        piece: Arguments,
        *,
        max_memory: int | None = None,
        max_seconds: int | None = None,
    ) -> Result | Ended | None:
        """Do a piece as `alone` does, and say more of a child that has ended."""
        try:
            child = Child.start()
        except CANNOT_START:
            return work(*piece)

        task = Task[Arguments, Result](piece)
        try:
            child.send(task, work, (max_memory, max_seconds))
            child.receive()
        except CHILD_IS_GONE:
            return Ended(child.was_killed())
        finally:
            child.end()
        if max_memory is not None and isinstance(task.error, MemoryError):
            return Ended()
        return task.outcome()

    def _map_here(
        self, work: Callable[..., Result], pieces: Iterator[Arguments]
    ) -> Iterator[tuple[Arguments, Result | None]]:
        self._mark.set()
        try:
            yield from ((piece, work(*piece)) for piece in pieces)
        finally:
            self._mark.remove()

    def _map_in_children(
        self, work: Callable[..., Result], pieces: Iterator[Arguments]
    ) -> Iterator[tuple[Arguments, Result | None]]:
        """Yield as `map` does; what a child has left undone is done by another."""
        children = self._take_children()
        try:
            tasks: deque[Task[Arguments, Result]] = deque()  # in the order of the pieces, until they are yielded
            waiting: deque[Task[Arguments, Result]] = deque()  # those of them that no child has yet
            while True:
                new = [Task[Arguments, Result](piece) for piece in islice(pieces, AHEAD * self._jobs - len(tasks))]
                tasks.extend(new)
                waiting.extend(new)
                if not tasks:
                    return

                _hand_out(work, waiting, children)
                if not tasks[0].is_done:
                    self._collect(work, waiting, children)
                while tasks and tasks[0].is_done:
                    task = tasks.popleft()
                    yield task.piece, task.outcome()
        finally:
            self._idle += [child for child in children if child.task is None]
            for child in children:
                if child.task is not None:
                    child.end()

    def _collect(
        self,
        work: Callable[..., Result],
        waiting: deque[Task[Arguments, Result]],
        children: list[Child],
    ) -> None:
        """Wait until at least one piece is done. A piece whose child ended is tried once more, alone."""
        if not any(child.task for child in children):
            waiting.popleft().run(work)
            return

        for child in wait_for(children):
            task = child.task
            try:
                child.receive()
            except CHILD_IS_GONE:
                self._has_lost_children = True
                children.remove(child)
                child.end()
                assert task is not None  # noqa: S101 - only children at work are waited for
                task.run(lambda *piece: self.alone(work, piece))
                children += self._start_children(1)

    def _take_children(self) -> list[Child]:
        """Return running children that nobody else gives work to: as many as wanted, or as can be had."""
        children, self._idle = self._idle, []
        return children + self._start_children(self._jobs - len(children))

    def _start_children(self, count: int) -> list[Child]:
        started: list[Child] = []
        try:
            for _ in range(count):
                started.append(Child.start())  # so that those that did start are kept
        except CANNOT_START:
            self._jobs = max(1, self._jobs - count + len(started))
        except BaseException:
            for child in started:
                child.end()
            raise
        return started

    def _shutdown(self) -> None:
        for child in self._idle:
            child.end()
        self._idle = []
        if self._mark.was_left and not self._has_lost_children:
            self._mark.remove()
        if self._elsewhere is not None:
            self._elsewhere.close()


class InExecutor:
    """Do the work in an executor, which stays open; `ahead` pieces are under way at a time."""

    def __init__(self, executor: "Executor", ahead: int) -> None:
        self._executor = executor
        self._ahead = ahead

    def map(
        self, work: Callable[..., Result], pieces: Iterator[Arguments], reads: Sequence[Path]
    ) -> Iterator[tuple[Arguments, Result | None]]:
        """Yield as `Workers.map` does."""
        under_way: deque[tuple[Arguments, Future[Result]]] = deque()
        for piece in pieces:
            under_way.append((piece, self._executor.submit(work, *piece)))
            if len(under_way) > self._ahead:
                first, future = under_way.popleft()
                yield first, future.result()
        for piece, future in under_way:
            yield piece, future.result()

    def close(self) -> None:
        """Leave the executor to its owner."""


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _hand_out(work: Callable[..., Result], waiting: deque[Task[Arguments, Result]], children: list[Child]) -> None:
    """Give waiting pieces to the children that have none."""
    for child in [child for child in children if child.task is None]:
        if not waiting:
            return
        try:
            child.send(waiting[0], work)
        except CHILD_IS_GONE:  # between two pieces, so no piece is to blame
            children.remove(child)
            child.end()
        else:
            waiting.popleft()
