"""Builds one tree with a plain site and with one that has more, in turn, and says what that costs.

It holds the loop and the options of the benchmarks of single features, such as `bench.archives`.
"""

import argparse
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from typing import Generic, NamedTuple, TypeVar

from bench import generate, measure, outputs
from bench.race import SETTLE_SECONDS
from bench.tools import Feeds

FIRST = "from nothing"
More = TypeVar("More", bound=Feeds)


class Scene(NamedTuple, Generic[More]):
    """What is built: a tree of so many articles, and the site that has more. `edition` grows from edit to edit."""

    articles: Path
    size: int
    site: More
    edition: int

    def change_new(self) -> None:
        """Give one of the newest articles another title."""
        generate.touch_some(self.articles, self.size, 1, self.edition)

    def change_old(self) -> None:
        """Give an older article another title."""
        old = next(number for number in range(self.edition, self.size) if generate.is_published(number))
        path = generate.article_path(self.articles, old)
        path.write_bytes(generate.article(old, edition=self.edition + 2))


Scenarios = Mapping[str, Callable[[Scene[More]], object]]
"""What is done before each build, by what tables call it."""


def nothing(_: Scene[More]) -> None:
    """Leave everything as it is."""


def parser_of(module: str, description: str | None) -> argparse.ArgumentParser:
    """Return what reads the options that the benchmarks of single features share."""
    parser = argparse.ArgumentParser(prog=f"python -m {module}", description=description)
    parser.add_argument("--count", type=int, default=10_000, help="articles (default: 10000)")
    parser.add_argument("--rounds", type=int, default=3, help="to take the time (default: 3)")
    parser.add_argument("--feeds", type=Path, default=Path(sys.executable).parent / "feeds", help="the program")
    parser.add_argument("--work", type=Path, help="where the tree is made and removed (default: a temporary folder)")
    return parser


def run(module: str, kind: type[More], scenarios: Scenarios[More]) -> int:
    """Measure what the command line of a module asks for, and print a table; returns an exit status."""
    options = parser_of(module, sys.modules["__main__"].__doc__).parse_args()
    measure.adopt_orphans()
    with tempfile.TemporaryDirectory(prefix="feeds-bench-", dir=options.work) as folder:
        work = Path(folder)
        generate.write_tree(work / "articles", options.count)
        plain, more = Feeds(work, options.feeds), kind(work, options.feeds)
        for line in _table(work, plain, more, options.count, options.rounds, scenarios):
            print(line)
    return 0


def _table(work: Path, plain: Feeds, more: More, count: int, rounds: int, scenarios: Scenarios[More]) -> list[str]:
    """Return a table of the medians of processor time, and of how many documents were written."""
    seconds: defaultdict[tuple[str, Feeds], list[float]] = defaultdict(list)
    written: defaultdict[tuple[str, Feeds], list[int]] = defaultdict(list)

    def build(scenario: str, edition: int) -> None:
        time.sleep(SETTLE_SECONDS)
        for site in (plain, more) if edition % 2 else (more, plain):
            before = outputs.snapshot(site.output)
            os.sync()
            cost = measure.run(site.command, site.folder, work / f"{site.name}.log", seconds=7200)
            seconds[scenario, site].append(cost.cpu)
            written[scenario, site].append(outputs.written(before, site.output))

    build(FIRST, 1)
    for number in range(rounds):
        for position, (scenario, prepare) in enumerate(scenarios.items()):
            edition = number * len(scenarios) + position
            prepare(Scene(work / "articles", count, more, edition))
            build(scenario, number + position)

    lines = ["| | without | with | ratio | documents without | with |", "|---|---:|---:|---:|---:|---:|"]
    for scenario in (FIRST, *scenarios):
        without, with_more = (median(seconds[scenario, site]) for site in (plain, more))
        documents = " | ".join(f"{median(written[scenario, site]):,g}" for site in (plain, more))
        lines.append(f"| {scenario} | {without:.2f} s | {with_more:.2f} s | {with_more / without:.2f} | {documents} |")
    return lines
