"""How far a build is, for whoever wants to know."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Is told, now and then, what is being done, how much of it is, and how much there is in all."""


def no_progress(stage: str, done: int, total: int) -> None:
    """Take note of nothing."""
