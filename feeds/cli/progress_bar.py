"""A line on a terminal that says how far a long build is."""

import time
from typing import TextIO

PATIENCE, INTERVAL = 1.0, 0.1
"""Seconds before the line is first shown, since most builds are over by then; and between two looks of it."""

WIDTH = 24
_CLEAR = "\r\x1b[K"


class Bar:
    """Shows stage, count and time left on a terminal, and nothing elsewhere; `close` takes the line away.

    The stream is None where it was closed before the start. A terminal that goes away meanwhile ends no build.
    """

    def __init__(self, stream: TextIO | None, *, wanted: bool = True) -> None:
        self._terminal = stream if wanted and stream is not None and stream.isatty() else None
        self._stage = ""
        self._next = time.monotonic() + PATIENCE
        self._began = 0.0
        self._is_shown = False

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show how far a stage is, unless that was done a moment ago."""
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._began = stage, now
        if self._terminal is None or now < self._next:
            return
        self._next = now + INTERVAL
        self._is_shown = True
        self._write(_CLEAR + line(stage, done, total, now - self._began))

    def close(self) -> None:
        """Leave the line empty for what is said next."""
        if self._is_shown:
            self._write(_CLEAR)

    def _write(self, text: str) -> None:
        try:
            if self._terminal is not None:
                self._terminal.write(text)
                self._terminal.flush()
        except OSError:
            self._terminal = None


def line(stage: str, done: int, total: int, seconds: float) -> str:
    """Return what is shown of a stage that has lasted some seconds; the time left is a guess from these."""
    filled = WIDTH * done // total
    shown = f"{stage} [{'#' * filled}{'.' * (WIDTH - filled)}] {done:,} of {total:,}"
    if not done or done >= total:
        return shown
    left = round(seconds / done * (total - done))
    return f"{shown}, {left // 60}:{left % 60:02} left"
