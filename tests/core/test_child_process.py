"""What a child does with the pieces that it is sent, tried without a process of its own."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import Pipe
from typing import Any

import pytest

from feeds.core.child_process import _serve


def half(number: int) -> int:
    """Return half of an even number."""
    if number % 2:
        raise ValueError(number)
    return number // 2


def unsendable(number: int) -> Any:
    """Return what pickle cannot send."""
    return lambda: number


@contextmanager
def _ended_after(connection: Any, pieces: int) -> Iterator[None]:
    """Let a connection be at its end after a number of pieces, as it is when the parent ends."""
    receive = connection.recv
    received = iter(range(pieces))

    def recv() -> Any:
        if next(received, None) is None:
            raise EOFError
        return receive()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(connection), "recv", lambda _: recv())
        yield


@pytest.fixture
def kept_signals() -> Iterator[None]:
    """Restore what a child does to signals."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in handlers.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("kept_signals")
def test_a_child_answers_each_piece() -> None:
    """It sends a result, or the error that the work ended with, also if the result cannot be sent."""
    here, there = Pipe()
    for work, number in ((half, 8), (half, 7), (unsendable, 1), (half, 6)):
        here.send((work, (number,), None))
    with _ended_after(there, 4):
        _serve(there)
    answers = [here.recv() for _ in range(4)]
    assert [result for result, _ in answers] == [4, None, None, 3]
    assert [error is None for _, error in answers] == [True, False, False, True]
    assert isinstance(answers[1][1], ValueError)


@pytest.mark.usefixtures("kept_signals")
def test_a_child_ends_with_its_parent() -> None:
    """It ends if the pipe is closed while it works, and if it is closed before it is asked."""
    here, there = Pipe()
    here.send((half, (8,), None))
    here.close()
    _serve(there)
    here, there = Pipe()
    here.close()
    _serve(there)
