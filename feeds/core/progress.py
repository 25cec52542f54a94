"""The callbacks by which a running command reports its progress and its warnings."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called now and then with the current stage, the number of steps done, and their total."""

Warn = Callable[[str], None]
"""Called with a message for the user; the command continues."""


def no_progress(stage: str, done: int, total: int) -> None:
    """Ignore a report of progress."""


def no_warning(message: str) -> None:
    """Ignore a warning."""
