"""Runs one command and says what it cost, with all its processes: wall time, processor time and peak memory.

The processor time is that of the command and of every process it started, also of those that outlived it: they are
handed to this process (a "subreaper", prctl(2)) and waited for. Memory is sampled from /proc, mostly every 10 ms: the
peak of a lone process is the kernel's own high-water mark; several processes count the pages they share once (PSS).
Reading PSS costs the measured processes time, so the memory of several is measured in runs of its own.
"""

import ctypes
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

SAMPLE_SECONDS = 0.01
_PR_SET_CHILD_SUBREAPER = 36


class Cost(NamedTuple):
    """What a run cost: seconds, and bytes (0 where memory was not asked for).

    `peak` is of all processes, `largest` of the largest one, which the kernel tells without any sampling.
    """

    wall: float
    cpu: float
    peak: int = 0
    largest: int = 0


class CommandError(Exception):
    """A command failed, or took too long; the message holds the end of what it printed."""


def adopt_orphans() -> None:
    """Make this process the parent of every process that outlives the one that started it."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_CHILD_SUBREAPER)")


def environment() -> dict[str, str]:
    """Return the environment of what is measured: Python keeps the modules that it compiles, as where it is installed.

    Without that, every start compiles the whole program again.
    """
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def run(
    command: Sequence[str],
    folder: Path,
    log: Path,
    *,
    seconds: float,
    memory: bool = False,
    sample_seconds: float = SAMPLE_SECONDS,
) -> Cost:
    """Run a command in a folder, what it prints going to `log`, and return what it cost.

    It is killed after so many seconds; its memory is looked at every `sample_seconds`. Raises CommandError if it does
    not end well. `adopt_orphans` goes before.
    """
    with log.open("wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603
            command,
            cwd=folder,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        watch = threading.Timer(seconds, _kill, (process.pid,))
        watch.start()
        sampler = Sampler(process.pid, sample_seconds) if memory else None
        try:
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - start
            peak = sampler.stop() if sampler else 0
            cpu = usage.ru_utime + usage.ru_stime + _wait_for_orphans()
        except BaseException:
            _kill(process.pid)
            raise
        finally:
            watch.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        tail = log.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise CommandError(f"{' '.join(command)}: exit status {process.returncode}\n{tail}")
    return Cost(wall, cpu, peak, usage.ru_maxrss * 1024)


def timed(work: Callable[[], object]) -> Cost:
    """Return what a function of this process costs."""
    start, busy = time.perf_counter(), time.process_time()
    work()
    return Cost(time.perf_counter() - start, time.process_time() - busy)


class Sampler:
    """Watches the memory of a process and of all that it starts, from a thread."""

    def __init__(self, pid: int, sample_seconds: float) -> None:
        self._pid = pid
        self._pause = sample_seconds
        self._peak = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        """Stop, and return the most bytes that were seen."""
        self._done.set()
        self._thread.join()
        return self._peak

    def _watch(self) -> None:
        while not self._done.wait(self._pause):
            pids = _tree(self._pid)
            sizes = [_field(pid, "status", b"VmHWM:") for pid in pids]
            if len(pids) > 1:
                sizes.append(sum(_field(pid, "smaps_rollup", b"Pss:") for pid in pids))
            self._peak = max(self._peak, *sizes)


def _tree(pid: int) -> list[int]:
    """Return the ids of a process and of its living descendants."""
    found = [pid]
    for parent in found:  # grows while it is walked
        with suppress(OSError):  # it has ended
            for task in os.scandir(f"/proc/{parent}/task"):
                found += map(int, Path(task.path, "children").read_text().split())
    return found


def _field(pid: int, file: str, name: bytes) -> int:
    """Return one size of a process in bytes; 0 if it has ended."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/{file}").read_bytes().splitlines():
            if line.startswith(name):
                return int(line.split()[1]) * 1024
    return 0


def _wait_for_orphans() -> float:
    """Wait for the processes that outlived the command, and return their processor time."""
    seconds = 0.0
    with suppress(ChildProcessError):
        while True:
            _, _, usage = os.wait4(-1, 0)
            seconds += usage.ru_utime + usage.ru_stime
    return seconds


def _kill(pid: int) -> None:
    """Kill a command started here and what it started: they are a session of their own."""
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
