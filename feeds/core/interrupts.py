"""Have a signal end the process, whatever code it finds it in."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from feeds.core.errors import INTERRUPTED, Interrupted

_SIGNALS = (signal.SIGTERM, signal.SIGINT)

_MOMENT = 0.5
"""Seconds after which it is looked whether the process is ending."""


_LONGEST = 1.5
"""Seconds after which it ends whatever it does: it may wait for somebody to read what it writes."""


class _End:
    """When the process was told to end, if it was, and what may be cut short.

    The loop of events of a body of `telling` is not; nothing is left to be cut short once that is over; and once the
    process is leaving, only its last words are left.
    """

    told: float | None = None
    is_telling = False
    is_over = False
    is_leaving = False


def end_on_signal() -> None:
    """Have SIGTERM and Ctrl-C raise Interrupted in the main thread, again and again until something handles it.

    What is raised once can be dropped without a word: by a module in C that is just being loaded, by a callback of one,
    or in a finaliser. The process would go on as if nobody had told it to end. Only the first signal counts: another
    one must not cut short what closes files and ends children. If that takes long, the process ends in the midst of it,
    as one that is killed does. A process that ignores Ctrl-C goes on to do so.
    """
    _End.told, _End.is_telling, _End.is_over, _End.is_leaving = None, False, False, False
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
        if _End.told is None:
            was_told = True
            _note_told()
            tell()

    for number in ours:
        signal.signal(number, note)
    _End.is_telling = bool(ours)
    try:
        yield
    finally:
        _End.is_telling = False
        for number in ours:
            signal.signal(number, _end)
        if was_told:
            raise Interrupted


def has_ended() -> None:
    """Raise Interrupted no more: it was seen, or came too late, and what is left is the rest of an orderly end."""
    _End.is_over = True


def is_over() -> None:
    """Heed signals no more until the process is leaving: there is nothing that could take long."""
    has_ended()
    signal.setitimer(signal.ITIMER_REAL, 0)


def is_leaving() -> None:
    """Have a signal, also one that was seen, end the process at once: what is left are its last words.

    They are printed within a moment, or nobody reads them.
    """
    _End.is_leaving = True
    if _End.told is not None:
        signal.setitimer(signal.ITIMER_REAL, _MOMENT, _MOMENT)


def _note_told() -> None:
    _End.told = time.monotonic()
    signal.setitimer(signal.ITIMER_REAL, _MOMENT, _MOMENT)


def _end(number: int, frame: FrameType | None) -> None:
    if _End.is_leaving and _End.told is None:
        os._exit(INTERRUPTED)
    if _End.told is None and not _End.is_over:
        _note_told()
        raise Interrupted


def _end_if_it_goes_on(number: int, frame: FrameType | None) -> None:
    if _End.is_leaving or (_End.told is not None and time.monotonic() - _End.told >= _LONGEST):
        os._exit(INTERRUPTED)
    if _End.is_over or _End.is_telling:
        return
    handled = sys.exc_info()[1]
    while handled is not None:
        if isinstance(handled, Interrupted):
            return  # files are being closed, and children ended
        handled = handled.__context__
    raise Interrupted


def _tell_of_others(dropped: "sys.UnraisableHookArgs") -> None:
    """Tell of what is raised where nobody can handle it, unless that is an end, which comes again.

    Nor is a lack of memory told of: what is not done for it, whoever needs it finds undone.
    """
    if not isinstance(dropped.exc_value, (Interrupted, MemoryError)):
        sys.__unraisablehook__(dropped)
