"""Pieces of work that the tests send to workers, which import them from here."""

import os
import signal
from pathlib import Path


def twice(number: int) -> tuple[str, int]:
    """Do a piece of work, and say who did it."""
    return "x" * number * 2, os.getpid()


def die_once(number: int, mark: str) -> int:
    """End the process at a certain piece, the first time."""
    if number == 5 and not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def die(number: int) -> int:
    """End the process at a certain piece, whoever does it."""
    if number == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def fail(number: int) -> int:
    """Raise an error at a certain piece."""
    if number == 5:
        raise ValueError("this piece is wrong")
    return number
