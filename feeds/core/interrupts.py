"""Have a signal end the process, whatever code it finds it in."""

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from feeds.core.errors import Interrupted

_MOMENT = 0.5
"""Seconds after which it is looked whether the process is ending."""


def end_on_signal() -> None:
    """Have SIGTERM raise Interrupted in the main thread, again and again until something handles it.

    What is raised once can be dropped without a word: by a module in C that is just being loaded, by a callback of one,
    or in a finaliser. The process would go on as if nobody had told it to end.
    """
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGALRM, _end_if_it_goes_on)


@contextmanager
def telling(tell: Callable[[], object]) -> Iterator[None]:
    """For the time of the body, have the signal call a function instead, which is to end the body; then it is raised.

    A loop of events must not be left at any point: what waits for a callback that was cut short waits for ever.
    """
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or signal.getsignal(signal.SIGTERM) is not _end:  # in a program of others
        yield
        return
    was_told = False

    def note(number: int, frame: FrameType | None) -> None:
        nonlocal was_told
        was_told = True
        tell()

    signal.signal(signal.SIGTERM, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, _end)
        if was_told:
            raise Interrupted


def has_ended() -> None:
    """Raise Interrupted no more: it was seen, and what is left to do is the rest of an orderly end."""
    signal.setitimer(signal.ITIMER_REAL, 0)


def _end(number: int, frame: FrameType | None) -> None:
    signal.setitimer(signal.ITIMER_REAL, _MOMENT, _MOMENT)
    raise Interrupted


def _end_if_it_goes_on(number: int, frame: FrameType | None) -> None:
    handled = sys.exc_info()[1]
    while handled is not None:
        if isinstance(handled, Interrupted):
            return  # files are being closed, and children ended
        handled = handled.__context__
    raise Interrupted
