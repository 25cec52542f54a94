"""A real scheduler and real workers, as processes on the loopback address, on ports that the system chooses."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue

ROOT = Path(__file__).parents[2]

_WORKER = "from distributed.cli.dask_worker import main; main()"

OLDER = f"import feeds; feeds.__version__ = '0.0.1'; {_WORKER}"
"""A worker on which another version of feeds is installed."""

STRANGER = f"import sys; sys.modules['feeds'] = None; {_WORKER}"
"""A worker on which feeds is not installed."""


def answering(answer: str) -> str:
    """Return a worker that gives one and the same answer, a Python expression, whatever work it is sent."""
    return f"import pickle; from feeds.cluster import worker; worker.answer = lambda *_: {answer}; {_WORKER}"


class Process:
    """A process that logs what it does."""

    def __init__(self, folder: Path, program: str, arguments: list[str]) -> None:
        own = {
            "PYTHONPATH": str(ROOT),
            "DASK_CONFIG": str(folder / "config"),
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
            "DASK_DISTRIBUTED__WORKER__MEMORY__TERMINATE": "false",
        }
        self._popen = subprocess.Popen(
            [sys.executable, "-c", program, *arguments],
            cwd=folder,
            env={**os.environ, **own},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        self._lines: SimpleQueue[bytes | None] = SimpleQueue()
        self._listener = threading.Thread(target=self._listen)  # a full pipe would have the process wait
        self._listener.start()

    def wait_for(self, words: str) -> str:
        """Wait until the process logs some words, and return the line."""
        seen = []
        while (line := self._lines.get()) is not None:
            if words in (text := line.decode()):
                return text
            seen.append(text)
        raise AssertionError("".join(seen))

    def pause(self) -> None:
        """Have the process do nothing any more, and keep its connections."""
        os.killpg(self._popen.pid, signal.SIGSTOP)

    def kill(self) -> None:
        """End the process, and all that it has started, by SIGKILL."""
        if self._popen.poll() is None:
            os.killpg(self._popen.pid, signal.SIGKILL)
            self._popen.wait()
        self._listener.join()

    def _listen(self) -> None:
        assert self._popen.stderr is not None
        with self._popen.stderr as lines:
            for line in lines:
                self._lines.put(line)
        self._lines.put(None)


@contextmanager
def scheduler(folder: Path) -> Iterator[tuple[str, Process]]:
    """Yield the address of a scheduler, which takes the death of two workers for the fault of their work."""
    program = "from distributed.cli.dask_scheduler import main; main()"
    arguments = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show"]
    with _running(folder, program, arguments) as process:
        yield process.wait_for("Scheduler at:").split()[-1], process


@contextmanager
def workers(
    address: str, folder: Path, number: int = 2, *, program: str = _WORKER, nanny: bool = True
) -> Iterator[Process]:
    """Run workers until the body ends; a nanny starts another for one that dies."""
    arguments = [address, "--host", "127.0.0.1", "--nthreads", "1", "--nworkers", str(number), "--no-dashboard"]
    arguments += ["--nanny" if nanny else "--no-nanny", "--local-directory", str(folder)]
    with _running(folder, program, arguments) as process:
        for _ in range(number):
            process.wait_for("Registered to:")
        yield process


@contextmanager
def _running(folder: Path, program: str, arguments: list[str]) -> Iterator[Process]:
    folder.mkdir(parents=True, exist_ok=True)
    process = Process(folder, program, arguments)
    try:
        yield process
    finally:
        process.kill()
