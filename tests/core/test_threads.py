"""Threads where the system has room for few, for none, or not for what they do."""

import _thread
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from operator import mul

import pytest

from feeds.core.apart import apart, awaited
from feeds.core.threads import Piece, Threads


def _dead(*_: object) -> int:
    """Begin a thread that ends before it does anything, as one does that finds no memory."""
    return 0


def _refused(*_: object) -> int:
    raise RuntimeError("can't start new thread")


def _late(allowed: int) -> Callable[..., int]:
    """Return what begins some threads, and refuses all others."""
    left = iter(range(allowed))
    real = _thread.start_new_thread

    def start(work: Callable[[], None], args: tuple[()]) -> int:
        return real(work, args) if next(left, None) is not None else _refused()

    return start


@pytest.mark.parametrize("start", [_dead, _refused, _late(1), _late(9)])
def test_every_piece_is_done_whatever_becomes_of_threads(
    start: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever needs a result does the piece itself where no thread has taken it up."""
    monkeypatch.setattr(_thread, "start_new_thread", start)
    pool = Threads(2)
    pieces = [pool.submit(partial(mul, number, 2)) for number in range(50)]
    assert [piece.result() for piece in pieces] == [number * 2 for number in range(50)]
    pool.close()


@pytest.mark.parametrize("start", [_dead, _refused, _late(9)])
def test_what_is_done_apart_is_done_whatever_becomes_of_its_thread(
    start: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thread that ends before it begins costs a moment, and the work is done here."""
    monkeypatch.setattr(_thread, "start_new_thread", start)
    monkeypatch.setattr("feeds.core.apart.MOMENT", 0.01)
    assert awaited(apart(lambda number: number + 1, 1)) == 2


def test_a_piece_raises_what_its_work_raised() -> None:
    """The error is that of the work, as often as it is asked for, and the work is done once."""
    done = []

    def fail() -> None:
        done.append(1)
        raise LookupError("gone")

    piece = Piece(fail)
    with suppress(LookupError):
        piece.do()
    for _ in range(2):
        with pytest.raises(LookupError, match="gone"):
            piece.result()
    assert done == [1]


def test_a_piece_that_is_given_up_is_done_by_nobody() -> None:
    """Only one that nobody has taken up can be given up, and then it holds nobody up who waits for it."""
    done = []
    piece = Piece(lambda: done.append(1))
    assert piece.give_up()
    piece.do()
    assert piece.wait(0)
    assert not done
    with pytest.raises(MemoryError):
        piece.result()
    assert not piece.give_up()
