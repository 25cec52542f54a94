"""How far a build is, for whoever wants to know."""

from collections.abc import Callable

Progress = Callable[[str, int, int | None], None]
"""Is told, now and then, what is being done, how much of it is, and how much there is in all, if that is known."""


def nobody(stage: str, done: int, total: int | None) -> None:
    """Take note of nothing."""
