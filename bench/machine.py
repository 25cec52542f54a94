"""What the benchmark ran on, and whether anything else ran there too."""

import os
import platform
import resource
import time
from pathlib import Path

NOISE_LIMIT = 0.10
"""Results are not for the README where other work took more than this share of the cores in use."""


def use_cores(count: int) -> int:
    """Keep this process and all that it starts to so many cores, and return how many there are."""
    cores = sorted(os.sched_getaffinity(0))[:count]
    os.sched_setaffinity(0, cores)
    return len(cores)


def describe(cores: int) -> str:
    """Return processor, cores in use, memory, system and Python in a line."""
    models = [line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    total = next(int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal"))
    model = models[0] if models else platform.machine()
    system = f"{platform.system()} {platform.release()}"
    return f"{model}, {cores} cores, {total / 2**20:.0f} GB, {system}, Python {platform.python_version()}"


class Noise:
    """Measures what share of the cores other processes take while it exists."""

    def __init__(self, cores: int) -> None:
        self._cores = cores
        self._start = (time.monotonic(), _busy(), _own())

    def share(self) -> float:
        """Return the share of the cores in use that went to others so far, from 0."""
        start, busy, own = self._start
        others = (_busy() - busy) - (_own() - own)
        return max(0.0, others / (time.monotonic() - start) / self._cores)


def _busy() -> float:
    """Return the seconds that the processors of the machine have worked for anyone, or were withheld from it."""
    user, nice, system, _, _, irq, softirq, steal = map(int, _lines("/proc/stat")[0].split()[1:9])
    return (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")


def _own() -> float:
    usages = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _lines(file: str) -> list[str]:
    return Path(file).read_text(encoding="utf-8").splitlines()
