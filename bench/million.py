"""Builds a million articles with `feeds` alone, and says what each command costs.

python -m bench.million --count 1000000 --work /var/tmp
"""

import argparse
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from bench import generate, measure
from bench.race import SETTLE_SECONDS
from bench.tools import Feeds

KILLED_AFTER = 0.4
"""The part of the time of a whole build after which another one is killed: in the middle of reading."""


def main() -> None:
    """Run every command once on one tree, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m bench.million", description="Build very many articles.")
    beside = Path(sys.executable).parent / "feeds"
    parser.add_argument("--count", type=int, default=1_000_000, help="articles (default: a million)")
    parser.add_argument("--feeds", type=Path, default=beside, help=f"the program (default: {beside})")
    parser.add_argument("--work", type=Path, help="where the tree is made and removed")
    parser.add_argument("--timeout", type=float, default=7_200, help="seconds that one command may take")
    options = parser.parse_args()
    measure.adopt_orphans()
    with tempfile.TemporaryDirectory(prefix="feeds-bench-", dir=options.work) as work:
        _measure(Path(work), options)


def _measure(work: Path, options: argparse.Namespace) -> None:
    generate.write_tree(work / "articles", options.count)
    tool = Feeds(work, options.feeds)
    program = str(options.feeds.absolute())
    (edited,) = generate.touch_some(work / "articles", options.count, 1, 0)
    build = [program, "build", *tool.options]
    commands = {
        "from nothing": build,
        "no change": build,
        "1 changed": build,
        "list feeds": [program, "list", "feeds"],
        "explain": [program, "explain", str(edited)],
        "check": [program, "check"],
    }
    print("| | wall | CPU | peak memory | state |\n|---|---:|---:|---:|---:|")
    whole = 0.0
    for name, command in commands.items():
        if name == "1 changed":
            generate.touch_some(work / "articles", options.count, 1, 1)
        whole = max(whole, _run(name, command, tool, ".feeds", options.timeout))

    again = [*build, "--output", "again", "--state-dir", ".again"]
    with suppress(measure.CommandError):  # it is killed in the middle
        measure.run(again, tool.folder, tool.folder / "log", seconds=KILLED_AFTER * whole)
    _run(f"the rest, after {KILLED_AFTER:.0%} of that time", again, tool, ".again", options.timeout)


def _run(name: str, command: list[str], tool: Feeds, state: str, timeout: float) -> float:
    """Run a command, print what it costs, and return how many seconds it takes."""
    time.sleep(SETTLE_SECONDS)
    cost = measure.run(command, tool.folder, tool.folder / "log", seconds=timeout, memory=True)
    size = sum(path.stat().st_size for path in (tool.folder / state).iterdir()) / 1e6
    peak = cost.peak / 1e6
    print(f"| {name} | {cost.wall:.1f} s | {cost.cpu:.1f} s | {peak:.0f} MB | {size:.0f} MB |", flush=True)
    return cost.wall


if __name__ == "__main__":
    main()
