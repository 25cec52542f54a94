"""What a caller can be told while a command runs: how far it is, and what a person should know."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called now and then with the present stage, the number of things done, and the number of all."""

Warn = Callable[[str], None]
"""Called with a message that a person should read; the command goes on."""


def no_progress(stage: str, done: int, total: int) -> None:
    """Ignore what is reported."""
