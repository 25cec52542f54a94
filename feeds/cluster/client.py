"""Send pieces of work to the workers of a Dask cluster, and take their results in order.

No other module uses distributed.
"""

import logging
import os
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import suppress
from functools import partial
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from feeds.cluster import worker
from feeds.cluster.pace import Pace, pays_compressing
from feeds.cluster.surroundings import difference, packed
from feeds.cluster.worker import Answer
from feeds.core.apart import apart, awaited
from feeds.core.child_process import Arguments, Result
from feeds.core.errors import ClusterError, ConfigError

if TYPE_CHECKING:
    from distributed import Client, Future

CONNECT_SECONDS = 20
"""How long the scheduler, and one worker at least, is waited for."""

ALONE_SECONDS = 60
"""How long a build waits for a new worker when all are gone."""

ANSWER_SECONDS = 60
"""How long the cluster may take to answer a question; a machine that has stopped may keep its connections."""

FETCH_SECONDS = 600
"""How long the result of a request may take from a worker to this machine."""

LOOK_SECONDS = 2
"""How often the cluster is looked at while a result is waited for."""

PER_THREAD = 2
"""Requests for each thread of the cluster: one that is done, and one that waits beside it."""

SAMPLE = 1_000_000
"""How many bytes are sent to measure a connection."""


class _Sent(NamedTuple):
    """Pieces that are under way."""

    pieces: list[Any]
    future: "Future[Any]"


class Cluster:
    """The workers at the address of a scheduler. Nobody connects to it before there is work.

    Raises ConfigError if the package distributed is missing.
    """

    def __init__(self, address: str) -> None:
        if find_spec("distributed") is None:
            raise ConfigError("a cluster needs the package distributed: pip install 'feeds[cluster]'")
        self._address = address
        self._client: Client | None = None
        self._latency: float | None = None
        self._compresses = False
        self._reads: Sequence[Path] = ()
        self._surroundings = b""

    def map(
        self, work: Callable[..., Result], pieces: Iterator[Arguments], reads: Sequence[Path]
    ) -> Iterator[tuple[Arguments, Result | None]]:
        """Yield each piece with what `work` makes of it, in order, as `core.workers.Workers.map` does.

        Every process that does a piece sees at the paths in `reads` what this one sees, and has the same program. None
        stands for a piece with which one worker after another has died, or which waited beside such a one. Raises
        ClusterError if there is no cluster, or a worker that is another.
        """
        client = self._connected()
        self._reads = reads
        self._surroundings = packed(reads)
        self._require_same(client)
        if self._latency is None:
            self._latency, self._compresses = self._measured(client)

        pace = Pace(self._latency)
        under_way: deque[_Sent] = deque()
        try:
            while True:
                while len(under_way) < PER_THREAD * self._threads(client):
                    taken = list(islice(pieces, pace.pieces))
                    if not taken:
                        break
                    under_way.append(self._send(client, work, taken))
                if not under_way:
                    return
                sent = under_way[0]
                found = self._results(client, work, sent, pace)
                under_way.popleft()
                yield from zip(sent.pieces, found, strict=True)
        finally:
            for sent in under_way:
                with suppress(Exception):  # the cluster may be gone
                    sent.future.cancel()

    def close(self) -> None:
        """Leave the cluster."""
        if self._client is not None:
            with suppress(Exception):  # there is nothing left to lose
                self._client.close(timeout=LOOK_SECONDS)
            self._client = None

    def _connected(self) -> "Client":
        """Return the connection to the scheduler; the first time, wait for a worker."""
        if self._client is None:
            from distributed import Client

            for name in ("distributed", "distributed.client", "distributed.core", "distributed.comm", "tornado"):
                logging.getLogger(name).setLevel(logging.CRITICAL + 1)  # what they say is said here, in one line
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # other versions are looked at, and told of, by `_require_same`
                try:
                    connect = partial(Client, self._address, name="feeds", set_as_default=False)
                    self._client = awaited(apart(connect, timeout=CONNECT_SECONDS), CONNECT_SECONDS)
                except Exception as error:
                    raise ClusterError(f"{self._address}: no scheduler of a cluster answers there") from error
            try:
                awaited(apart(self._client.wait_for_workers, 1, timeout=CONNECT_SECONDS), 2 * CONNECT_SECONDS)
            except Exception as error:
                raise ClusterError(f"{self._address}: the cluster has no worker") from error
        return self._client

    def _measured(self, client: "Client") -> tuple[float, bool]:
        """Return how long the way to a worker and back takes, in seconds, and whether it pays to compress results."""
        times = []
        for content in (b"", b"", os.urandom(SAMPLE)):
            started = time.perf_counter()
            self._result(client, client.submit(worker.echo, content, pure=False))
            times.append(time.perf_counter() - started)
        return times[1], pays_compressing(2 * SAMPLE / max(times[2] - times[1], 1e-6))

    def _require_same(self, client: "Client") -> None:
        """Raise ClusterError if a worker has another program than this process, or sees other files."""
        for is_last in (False, True):
            found = self._asked(client.run, difference, self._surroundings, on_error="return")
            gone = (type(None), OSError)  # or nothing to say
            others = [(address, _told(said)) for address, said in sorted(found.items()) if not isinstance(said, gone)]
            if not others:
                return
            if is_last:
                raise _refused(*others[0])
            self._surroundings = packed(self._reads)  # something may have changed at this very moment

    def _threads(self, client: "Client") -> int:
        """Return how many threads all workers have together; at least one, as a worker may come back."""
        threads: dict[str, int] = self._asked(client.nthreads)
        return max(1, sum(threads.values()))

    def _send(self, client: "Client", work: Callable[..., Any], pieces: list[Any]) -> _Sent:
        request = worker.request(self._surroundings, work, pieces)
        try:
            return _Sent(pieces, client.submit(worker.answer, request, self._compresses, pure=False))
        except Exception as error:
            raise self._lost() from error

    def _results(self, client: "Client", work: Callable[..., Any], sent: _Sent, pace: Pace | None = None) -> list[Any]:
        """Return what became of pieces. Those with which workers died are sent again, each alone."""
        answer = self._answer(client, work, sent)
        if answer is not None:
            if pace is not None:
                pace.note(len(sent.pieces), answer.seconds)
            return _unpacked(answer, len(sent.pieces))
        if len(sent.pieces) == 1:
            return [None]
        again = [self._send(client, work, [piece]) for piece in sent.pieces]
        return [self._results(client, work, one)[0] for one in again]

    def _answer(self, client: "Client", work: Callable[..., Any], sent: _Sent) -> Answer | None:
        """Return the answer to a request, None if workers died of it. Raises what the work raises."""
        answer = _answer_of(self._result(client, sent.future))
        if answer is None or answer.difference is None:
            return answer

        self._require_same(client)  # as the worker may have come after that, or seen a file that has changed since
        answer = _answer_of(self._result(client, self._send(client, work, sent.pieces).future))
        if answer is not None and answer.difference is not None:
            raise _refused("a worker", answer.difference)
        return answer

    def _result(self, client: "Client", future: "Future[Any]") -> Any:
        """Return the result of a request, None if workers died of it. Raises what the work raises."""
        from distributed import KilledWorker

        self._wait(client, future)
        try:
            return future.result(timeout=FETCH_SECONDS)
        except KilledWorker:
            return None
        except Exception as error:
            if future.status != "error":
                raise self._lost() from error
            if isinstance(error, (ImportError, AttributeError)):  # from unpickling the function
                raise _refused("a worker", _told(error)) from error
            raise

    def _wait(self, client: "Client", future: "Future[Any]") -> None:
        """Wait until something has become of a request. Raises ClusterError if nothing can, any more."""
        alone_since: float | None = None
        while not future.done():
            with suppress(TimeoutError, CancelledError):
                future.exception(timeout=LOOK_SECONDS)
            if client.status not in ("running", "connecting"):
                raise self._lost()
            now = time.monotonic()
            alone_since = None if future.done() or self._asked(client.nthreads) else alone_since or now
            if alone_since is not None and now - alone_since >= ALONE_SECONDS:
                raise ClusterError(f"{self._address}: the cluster has no worker left")

    def _asked(self, question: Callable[..., Any], *args: Any, **options: Any) -> Any:
        """Return the answer of the cluster to a question. Raises ClusterError if there is none for too long."""
        try:
            return awaited(apart(question, *args, **options), ANSWER_SECONDS)
        except Exception as error:
            raise self._lost() from error

    def _lost(self) -> ClusterError:
        return ClusterError(f"{self._address}: the connection to the cluster is lost")


def _answer_of(found: Any) -> Answer | None:
    """Return what a worker has answered, None if workers died of it. Raises ClusterError for what is no answer."""
    try:
        return Answer(*found) if found is not None else None
    except TypeError as error:
        raise _refused("a worker", "it answers in another form") from error


def _unpacked(answer: Answer, pieces: int) -> list[Any]:
    """Return the result of each piece. Raises ClusterError if these are not as many results."""
    try:
        found = answer.unpacked()
    except Exception as error:  # whatever unpickling makes of other bytes
        raise _refused("a worker", "its results cannot be read") from error
    if not isinstance(found, list) or len(found) != pieces:
        raise _refused("a worker", "it has no result for each piece of work")
    return found


def _refused(who: str, difference: str) -> ClusterError:
    return ClusterError(f"{who} of the cluster cannot do the work of this machine: {difference}")


def _told(said: str | Exception) -> str:
    """Return how a worker differs, where it may not even know how to say so."""
    return said if isinstance(said, str) else f"it has no feeds, or another version ({said})"
