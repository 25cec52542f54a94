"""Times builds from nothing by processes of this machine and by workers of a Dask cluster on it, in turn.

python -m bench.cluster                        10,000 articles, 1, 2 and 4 workers
python -m bench.cluster --count 100000 --workers 1 2
"""

import hashlib
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from statistics import median

from bench import generate, measure
from bench.compare import parser_of
from bench.tools import Feeds
from tests.cluster.processes import scheduler, workers

_BASE = "2 processes here"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what the command line asks for, and print a table; returns an exit status."""
    parser = parser_of("bench.cluster", __doc__)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4], help="in each cluster (default: 1 2 4)")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="feeds-bench-", dir=options.work) as folder, ExitStack() as running:
        work = Path(folder)
        generate.write_tree(work / "articles", options.count)
        ways = {"1 process here": ["--jobs", "1"], _BASE: ["--jobs", "2"]}
        for number in options.workers:
            place = work / f"cluster-{number}"
            address, _ = running.enter_context(scheduler(place / "scheduler"))
            running.enter_context(workers(address, place / "workers", number))
            ways[f"a cluster of {number}"] = ["--scheduler", address]
        print(_table(Feeds(work, options.feeds), ways, options.rounds))
    return 0


def _table(site: Feeds, ways: dict[str, list[str]], rounds: int) -> str:
    """Return a table of the medians of the time that each way takes, and a line that says whether the bytes differ."""
    seconds: defaultdict[str, list[float]] = defaultdict(list)
    contents = set()
    for number in range(rounds + 1):
        for way in sorted(ways, reverse=bool(number % 2)):
            site.forget()
            os.sync()
            cost = measure.timed(partial(_build, site, ways[way]))
            if number:  # the first round has everything loaded, and in the page cache
                seconds[way].append(cost.wall)
            contents.add(_digest(site.output))

    lines = ["| who reads and renders | from nothing | ratio |", "|---|---:|---:|"]
    base = median(seconds[_BASE])
    for way in ways:
        lines.append(f"| {way} | {median(seconds[way]):.2f} s | {median(seconds[way]) / base:.2f} |")
    lines += ["", "the same bytes every time" if len(contents) == 1 else "**the documents differ**"]
    return "\n".join(lines)


def _build(site: Feeds, options: list[str]) -> None:
    command = [*site.command, *options]
    subprocess.run(command, cwd=site.folder, env=measure.environment(), check=True, capture_output=True)  # noqa: S603


def _digest(output: Path) -> str:
    """Return a digest of all documents and their names."""
    found = hashlib.sha256()
    for path in sorted(output.rglob("*")):
        if path.is_file():
            found.update(f"{path.relative_to(output)} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return found.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
