"""Builds a million articles with `feeds` alone, and says what each command costs.

python -m bench.million --count 1000000 --work /var/tmp
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from bench import generate, measure
from bench.race import SETTLE_SECONDS
from bench.tools import Feeds


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
    (edited,) = generate.touch_some(work / "articles", options.count, 1, 0)
    build = ["build", *tool.options]
    commands = {
        "from nothing": build,
        "no change": build,
        "1 changed": build,
        "list feeds": ["list", "feeds"],
        "explain": ["explain", str(edited)],
        "check": ["check"],
    }
    print("| | wall | CPU | peak memory | state |\n|---|---:|---:|---:|---:|")
    for name, command in commands.items():
        if name == "1 changed":
            generate.touch_some(work / "articles", options.count, 1, 1)
        time.sleep(SETTLE_SECONDS)
        whole = [str(options.feeds.absolute()), *command]
        cost = measure.run(whole, tool.folder, work / "log", seconds=options.timeout, memory=True)
        state = sum(path.stat().st_size for path in (tool.folder / ".feeds").iterdir())
        peak, size = cost.peak / 1e6, state / 1e6
        print(f"| {name} | {cost.wall:.1f} s | {cost.cpu:.1f} s | {peak:.0f} MB | {size:.0f} MB |", flush=True)


if __name__ == "__main__":
    main()
