"""Child processes that do one piece of work at a time.

Each child has a pipe of its own and needs no thread in this process, so that a system that allows few processes and
threads costs speed and nothing else.
"""

import os
import signal
import sys
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from feeds.core.threads import begin

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Arguments = TypeVar("Arguments", bound=tuple[Any, ...])
Result = TypeVar("Result")

CANNOT_START = (OSError, ImportError, RuntimeError)
"""What starting a process raises where the system has no process, semaphore or thread left."""

CHILD_IS_GONE = (EOFError, OSError)
"""What talking to a child raises that has ended."""

_MOMENT = 1.0
"""Seconds within which a process is gone whose pipe has been closed."""

_SIGNALS = {signal.SIGTERM, signal.SIGINT}
_Limits = tuple[int | None, int | None]


class Ended(NamedTuple):
    """What became of a piece whose child has ended, and whether another had killed that."""

    was_killed: bool = False


class Task(Generic[Arguments, Result]):
    """A piece of work, and what became of it."""

    def __init__(self, piece: Arguments) -> None:
        self.piece = piece
        self.is_done = False
        self.result: Result | None = None
        self.error: BaseException | None = None

    def run(self, work: Callable[..., Result | None]) -> None:
        """Do the piece in this process."""
        try:
            self.finish(work(*self.piece), None)
        except Exception as error:  # noqa: BLE001 - raised when it is the piece's turn, as for one done by a child
            self.finish(None, error)

    def finish(self, result: Result | None, error: BaseException | None) -> None:
        """Keep what became of the piece."""
        self.is_done, self.result, self.error = True, result, error

    def outcome(self) -> Result | None:
        """Return the result, or raise the error that the work ended with."""
        if self.error is not None:
            raise self.error
        return self.result


class Child:
    """A process that does one piece of work at a time."""

    def __init__(self, process: "BaseProcess", connection: "Connection") -> None:
        self.process = process
        self.connection = connection
        self.task: Task[Any, Any] | None = None

    @classmethod
    def start(cls) -> "Child":
        """Start a child. Raises one of CANNOT_START where the system has no process left."""
        import multiprocessing

        # Children that are forked have everything loaded; elsewhere than on Linux that is not safe.
        context = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
        here, there = context.Pipe()
        process = context.Process(target=_serve, args=(there,), daemon=True)
        # Until `_init_worker` has run, a signal would have the child do what only the parent may do.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
        try:
            try:
                process.start()
            finally:
                there.close()
                signal.pthread_sigmask(signal.SIG_SETMASK, before)  # which may raise what ends this process
        except BaseException:
            here.close()
            if process.pid is not None:
                process.kill()
            raise
        return cls(process, here)

    def send(self, task: Task[Any, Any], work: Callable[..., Any], limits: "_Limits | None" = None) -> None:
        """Give the child a piece to do. Raises one of CHILD_IS_GONE."""
        self.connection.send((work, task.piece, limits))
        self.task = task

    def receive(self) -> None:
        """Take what became of the piece. Raises one of CHILD_IS_GONE where the child has ended instead."""
        result, error = self.connection.recv()
        assert self.task is not None  # noqa: S101 - a child sends nothing without being asked
        self.task.finish(result, error)
        self.task = None

    def was_killed(self) -> bool:
        """Say of a child that is gone whether another has killed it, as a system does that has no memory left."""
        self.process.join(_MOMENT)  # it may only be about to be gone
        return self.process.exitcode == -signal.SIGKILL

    def end(self) -> None:
        """End the child at once, whatever it does; it holds nothing that could be lost."""
        self.connection.close()
        self.process.kill()
        self.process.join()
        self.process.close()


def wait_for(children: Collection[Child]) -> list[Child]:
    """Wait for children at work, and return those that are done or have ended."""
    from multiprocessing.connection import wait

    at_work = {child.connection: child for child in children if child.task}
    return [at_work[connection] for connection in at_work.keys() & set(wait(list(at_work)))]


def _serve(connection: "Connection") -> None:
    """Do what the parent sends, until it ends."""
    import pickle

    no_memory = pickle.dumps((None, MemoryError()))  # while there is some
    _init_worker()
    while True:
        try:
            work, piece, limits = connection.recv()
        except CHILD_IS_GONE:
            return
        except MemoryError:  # half a piece may be left in the pipe
            connection.send_bytes(no_memory)
            return
        if limits is not None:
            _limit(*limits)
        try:
            connection.send((work(*piece), None))
        except BrokenPipeError:
            return
        except Exception as error:  # noqa: BLE001 - raised by the parent
            try:
                connection.send((None, error))
            except MemoryError:
                connection.send_bytes(no_memory)


def _init_worker() -> None:
    """Prepare a child: it leaves signals to its parent, and ends with it however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
    begin(_end_with_parent)  # where no thread is left, it ends after its piece


def _end_with_parent() -> None:
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _limit(max_memory: int | None, max_seconds: int | None) -> None:
    """Limit what this process may use from now on. It ends, or a MemoryError is raised, beyond that."""
    import resource

    if max_memory is not None and sys.platform == "linux":
        used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + max_memory, resource.getrlimit(resource.RLIMIT_AS)[1]))
    if max_seconds is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (max_seconds, max_seconds + 1))
