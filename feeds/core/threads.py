"""Threads that cost no more than speed where the system has no room for one, or for what it does.

What Python has for this waits for each thread to begin, and for each piece that a thread has taken: for ever, where a
thread ends before it has begun. Here a piece is done by a thread or by whoever needs its result, who comes first.
"""

import _thread
import math
import time
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Generic, TypeVar

MOMENT = 0.5
"""Seconds after which a wait looks for signals again: one that came just before it would be seen only at its end."""

_Result = TypeVar("_Result")


class Piece(Generic[_Result]):
    """A piece of work that is done once, by whoever takes it up first."""

    def __init__(self, work: Callable[[], _Result]) -> None:
        self._work: Callable[[], _Result] | None = work
        self._result: _Result | None = None
        self._error: BaseException | None = None
        self._to_take, self._to_do = _thread.allocate_lock(), _thread.allocate_lock()
        self._to_do.acquire()

    def do(self) -> None:
        """Do the work here, if nobody has taken it up."""
        if not self._to_take.acquire(blocking=False):
            return
        try:
            assert self._work is not None  # noqa: S101 - only who has taken it up lets go of it
            self._error = MemoryError()  # where there is no room even to note another one
            self._result = self._work()
            self._error = None
        except BaseException as error:
            self._error = error
            if not isinstance(error, Exception):  # it is about the thread that does this
                raise
        finally:
            self._work = None
            self._to_do.release()

    def give_up(self) -> bool:
        """Have nobody do the work, and say whether nobody has; who asks for the result then gets a MemoryError."""
        if not self._to_take.acquire(blocking=False):
            return False
        self._work, self._error = None, MemoryError()
        self._to_do.release()
        return True

    def wait(self, seconds: float = math.inf) -> bool:
        """Wait until the work is done, for some seconds at most, and say whether it is."""
        end = time.monotonic() + seconds
        while not self._to_do.acquire(timeout=max(0.0, min(MOMENT, end - time.monotonic()))):
            if time.monotonic() >= end:
                return False
        self._to_do.release()
        return True

    def result(self) -> _Result:
        """Return the result, or raise the error; the work is done here, if nobody has taken it up."""
        self.do()
        self.wait()
        if self._error is not None:
            raise self._error
        return self._result  # type: ignore[return-value] # there is one where there is no error


class Threads:
    """Some threads that do pieces of work in their order; fewer where the system has room for no more, or none."""

    def __init__(self, most: int) -> None:
        self._queue: SimpleQueue[Piece[object] | None] = SimpleQueue()
        self._number = 0
        while self._number < most and begin(self._serve):
            self._number += 1

    def submit(self, work: Callable[[], _Result]) -> Piece[_Result]:
        """Have a piece of work done; here, if there is no thread."""
        piece = Piece(work)
        if self._number:
            self._queue.put(piece)  # type: ignore[arg-type] # nobody else looks at its result
        else:
            piece.do()
        return piece

    def close(self) -> None:
        """Have the threads end, once nothing is left to do."""
        for _ in range(self._number):
            self._queue.put(None)

    def _serve(self) -> None:
        while (piece := self._queue.get()) is not None:
            piece.do()


def begin(work: Callable[[], object]) -> bool:
    """Do something in a thread for which nobody waits; return False where the system has no room for one.

    Whatever ends it is of no account, as it may do nothing at all: whoever needs what it does must see to that.
    """

    def do() -> None:
        with suppress(BaseException):
            work()

    try:
        _thread.start_new_thread(do, ())
    except (RuntimeError, MemoryError):
        return False
    return True
