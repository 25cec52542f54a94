"""Have a signal end the process, whatever code it finds it in."""

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from feeds.core.errors import Interrupted

_SIGNALS = (signal.SIGTERM, signal.SIGINT)

_MOMENT = 0.5
"""Seconds after which it is looked whether the process is ending."""


class _End:
    """Whether the process was told to end, and whether nothing is left that could be cut short."""

    is_told = False
    is_over = False


def end_on_signal() -> None:
    """Have SIGTERM and Ctrl-C raise Interrupted in the main thread, again and again until something handles it.

    What is raised once can be dropped without a word: by a module in C that is just being loaded, by a callback of one,
    or in a finaliser. The process would go on as if nobody had told it to end. Only the first signal counts: another
    one must not cut short what closes files and ends children. A process that ignores Ctrl-C goes on to do so.
    """
    _End.is_told = _End.is_over = False
    sys.unraisablehook = _tell_of_others
    signal.signal(signal.SIGALRM, _end_if_it_goes_on)
    signal.signal(signal.SIGTERM, _end)
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, _end)


@contextmanager
def telling(tell: Callable[[], object]) -> Iterator[None]:
    """For the time of the body, have a signal call a function instead, which is to end the body; then it is raised.

    A loop of events must not be left at any point: what waits for a callback that was cut short waits for ever.
    """
    is_main = threading.current_thread() is threading.main_thread()
    # There are none in a program of others.
    ours = [number for number in _SIGNALS if is_main and signal.getsignal(number) is _end]
    was_told = False

    def note(number: int, frame: FrameType | None) -> None:
        nonlocal was_told
        if not _End.is_told:
            _End.is_told = was_told = True
            tell()

    for number in ours:
        signal.signal(number, note)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, _end)
        if was_told:
            raise Interrupted


def has_ended() -> None:
    """Raise Interrupted no more: it was seen, or came too late, and what is left is the rest of an orderly end."""
    _End.is_told = _End.is_over = True
    signal.setitimer(signal.ITIMER_REAL, 0)


def _end(number: int, frame: FrameType | None) -> None:
    if not _End.is_told:
        _End.is_told = True
        signal.setitimer(signal.ITIMER_REAL, _MOMENT, _MOMENT)
        raise Interrupted


def _end_if_it_goes_on(number: int, frame: FrameType | None) -> None:
    if _End.is_over:
        return
    handled = sys.exc_info()[1]
    while handled is not None:
        if isinstance(handled, Interrupted):
            return  # files are being closed, and children ended
        handled = handled.__context__
    raise Interrupted


def _tell_of_others(dropped: "sys.UnraisableHookArgs") -> None:
    """Tell of what is raised where nobody can handle it, unless that is an end, which comes again."""
    if not isinstance(dropped.exc_value, Interrupted):
        sys.__unraisablehook__(dropped)
