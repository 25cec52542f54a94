"""Do in a thread of its own what no signal can interrupt, such as the system's look-up of a name."""

import _thread
import math
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import ParamSpec, TypeVar

from feeds.core.threads import MOMENT, begin

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


def apart(work: Callable[_Given, _Result], *args: _Given.args, **options: _Given.kwargs) -> "Future[_Result]":
    """Do something in a thread for which the end of the process does not wait; here, where no thread is left."""
    future: Future[_Result] = Future()
    future.set_running_or_notify_cancel()
    to_take, has_begun = _thread.allocate_lock(), _thread.allocate_lock()
    has_begun.acquire()

    def do() -> None:
        if not to_take.acquire(blocking=False):
            return
        has_begun.release()
        try:
            future.set_result(work(*args, **options))
        except BaseException as error:  # noqa: BLE001 - raised for whoever asks for the result
            future.set_exception(error)

    if not begin(do) or not has_begun.acquire(timeout=MOMENT):  # a thread without memory ends before it begins
        do()
    return future


def awaited(future: "Future[_Result]", seconds: float = math.inf) -> _Result:
    """Return the result of what is done apart, or raise its error. A signal ends the wait within a moment.

    Raises TimeoutError if there is none within some seconds; what is done goes on all the same.
    """
    end = time.monotonic() + seconds
    while not future.done() and time.monotonic() < end:
        with suppress(TimeoutError):
            future.result(MOMENT)
    return future.result(0)
