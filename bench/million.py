"""Builds very many articles with `feeds` alone, and a tenth of them, and says what each command costs.

python -m bench.million --count 1000000 --work /var/tmp
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from bench import generate, measure, outputs
from bench.measure import Cost
from bench.race import SETTLE_SECONDS
from bench.report import goal_of
from bench.targets import FROM_NOTHING, GROWTH, MAX_MEGABYTES, NO_CHANGE
from bench.tools import Feeds

KILLED_AFTER = 0.4
"""The part of the time of a whole build after which another one is killed: in the middle of reading."""

_SAMPLE_SECONDS = 1.0  # looking at the memory of many processes costs them time
_DROP_CACHES = Path("/proc/sys/vm/drop_caches")


class Row(NamedTuple):
    """What a command costs, and how many bytes its state has afterwards."""

    name: str
    cost: Cost
    state: int


def main() -> None:
    """Run every command on both trees, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m bench.million", description="Build very many articles.")
    beside = Path(sys.executable).parent / "feeds"
    parser.add_argument("--count", type=int, default=1_000_000, help="articles (default: a million)")
    parser.add_argument("--feeds", type=Path, default=beside, help=f"the program (default: {beside})")
    parser.add_argument("--work", type=Path, help="where the trees are made and removed")
    parser.add_argument("--timeout", type=float, default=7_200, help="seconds that one command may take")
    options = parser.parse_args()
    measure.adopt_orphans()
    with tempfile.TemporaryDirectory(prefix="feeds-bench-", dir=options.work) as folder:
        work = Path(folder)
        few = {row.name: row for row in _measured(work / "few", options.count // 10, options.feeds, options.timeout)}
        print(
            "The files were read from the disk by the first build."
            if _may_forget_files()
            else "Files may be in memory."
        )
        print(f"| {options.count:,} articles | wall | CPU | peak memory | state | times as long as a tenth of them |")
        print("|---|---:|---:|---:|---:|---:|")
        for row in _measured(work / "many", options.count, options.feeds, options.timeout):
            print(_line(row, few[row.name]), flush=True)


def _measured(work: Path, count: int, feeds: Path, timeout: float) -> Iterator[Row]:
    """Build a tree of so many articles, and yield what each command costs."""
    work.mkdir()
    generate.write_tree(work / "articles", count)
    tool = Feeds(work, feeds)
    (edited,) = generate.touch_some(work / "articles", count, 1, 0)
    program = str(feeds.absolute())
    build = [program, "build", *tool.options]

    def run(name: str, command: list[str], state: str = ".feeds") -> Row:
        time.sleep(SETTLE_SECONDS)
        cost = measure.run(
            command, tool.folder, tool.folder / "log", seconds=timeout, memory=True, sample_seconds=_SAMPLE_SECONDS
        )
        return Row(name, cost, sum(path.stat().st_size for path in (tool.folder / state).iterdir()))

    _forget_files()
    first = run(FROM_NOTHING, build)
    yield first
    yield run(NO_CHANGE, build)
    generate.touch_some(work / "articles", count, 1, 1)
    yield run("1 changed", build)
    yield run("list feeds", [program, "list", "feeds"])
    yield run("explain", [program, "explain", str(edited)])
    yield run("check", [program, "check"])

    again = [*build, "--output", "again", "--state-dir", ".again"]
    _forget_files()
    with suppress(measure.CommandError):  # it is killed in the middle
        measure.run(again, tool.folder, tool.folder / "log", seconds=KILLED_AFTER * first.cost.wall)
    yield run(f"the rest, after {KILLED_AFTER:.0%} of the first", again, ".again")
    yield Row("scandir and stat of all files", measure.timed(lambda: outputs.scan(str(work / "articles"))), 0)


def _may_forget_files() -> bool:
    return os.access(_DROP_CACHES, os.W_OK)


def _forget_files() -> None:
    """Have the kernel take files out of memory, as before a first build, where it may be told to."""
    os.sync()
    if _may_forget_files():
        _DROP_CACHES.write_text("3")


def _line(row: Row, tenth: Row) -> str:
    ratio = row.cost.wall / tenth.cost.wall
    times = f"{ratio:.1f} {goal_of(ratio, GROWTH.get(row.name))}".rstrip()
    most = max(row.cost.peak, row.cost.largest) / 1e6
    peak = f"{most:.0f} MB" if most else ""
    if row.name == FROM_NOTHING:
        peak += f" {goal_of(most, MAX_MEGABYTES)}"
    state = f"{row.state / 1e6:.0f} MB" if row.state else ""
    return f"| {row.name} | {row.cost.wall:.1f} s | {row.cost.cpu:.1f} s | {peak} | {state} | {times} |"


if __name__ == "__main__":
    main()
