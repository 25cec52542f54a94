"""Do pieces of work on a worker of the cluster. Only here does feeds run where it was not started."""

import pickle
import threading
import time
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, NamedTuple

from feeds.cluster.surroundings import difference

LEVEL = 1
"""How results are compressed: quickly."""

_STARTING = threading.Lock()


class Answer(NamedTuple):
    """What became of some pieces: how long they took in seconds, and their results, pickled and maybe compressed.

    Nothing was done where `difference` says how the worker differs from who asked.
    """

    seconds: float = 0.0
    results: bytes = b""
    is_compressed: bool = False
    difference: str | None = None

    def unpacked(self) -> list[Any]:
        """Return the result of each piece."""
        found: list[Any] = pickle.loads(zlib.decompress(self.results) if self.is_compressed else self.results)  # noqa: S301
        return found


def request(surroundings: bytes, work: Callable[..., Any], pieces: Sequence[Any]) -> bytes:
    """Return pieces of work in the form that `answer` takes them; the surroundings are packed.

    They come before what only the same version of feeds can read.
    """
    return pickle.dumps((surroundings, pickle.dumps((work, pieces))))


def answer(request: bytes, compresses: bool) -> tuple[Any, ...]:
    """Return the Answer to a request, as a tuple. Pieces are done one after another, in one and the same thread.

    What is loaded of the site, and the libraries, are not made for several threads; more of them make nothing faster.
    """
    return tuple(_thread().submit(_answer, request, compresses).result())


def echo(content: bytes) -> bytes:
    """Return what was sent, to measure how long that takes."""
    return content


def _answer(request: bytes, compresses: bool) -> Answer:
    surroundings, pickled = pickle.loads(request)  # noqa: S301 - who may send work may run anything
    if found := difference(surroundings):
        return Answer(difference=found)

    started = time.perf_counter()
    work, pieces = pickle.loads(pickled)  # noqa: S301 - as above
    results = pickle.dumps([work(*piece) for piece in pieces])
    seconds = time.perf_counter() - started
    return Answer(seconds, zlib.compress(results, LEVEL) if compresses else results, compresses)


def _thread() -> ThreadPoolExecutor:
    with _STARTING:
        return _only_thread()


@cache
def _only_thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, "feeds")
