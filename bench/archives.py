"""Times builds without and with archives in turn, on the same articles.

python -m bench.archives                       10,000 articles
python -m bench.archives --count 100000 --rounds 3
"""

import argparse
import os
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from statistics import median

from bench import generate, measure, outputs
from bench.measure import Cost
from bench.race import SETTLE_SECONDS
from bench.tools import Feeds

SCENARIOS = {"from nothing": 0, "no change": 0, "1 changed": 1, "1 old changed": 1}
"""What is built, and how many articles change before: one of the newest gets a new title, or an older one does."""


class FeedsWithArchives(Feeds):
    """The same, with archives of everything and of each topic."""

    name = "feeds-with-archives"

    def __init__(self, work: Path, program: Path) -> None:
        super().__init__(work, program)
        config = self.folder / "feeds.toml"
        config.write_text(f'archives = ["all", "topic"]\n{config.read_text(encoding="utf-8")}', encoding="utf-8")


def main() -> int:
    """Time the builds that the command line asks for; returns an exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench.archives", description="Time builds with archives.")
    parser.add_argument("--count", type=int, default=10_000, help="articles (default: 10000)")
    parser.add_argument("--rounds", type=int, default=3, help="(default: 3)")
    parser.add_argument("--feeds", type=Path, default=Path(sys.executable).parent / "feeds", help="the program")
    parser.add_argument("--work", type=Path, help="the folder for articles and output (default: a temporary one)")
    options = parser.parse_args()
    measure.adopt_orphans()
    with tempfile.TemporaryDirectory(prefix="feeds-bench-", dir=options.work) as work:
        for line in _table(Path(work), options.feeds, options.count, options.rounds):
            print(line)
    return 0


def _table(work: Path, program: Path, count: int, rounds: int) -> list[str]:
    articles = work / "articles"
    generate.write_tree(articles, count)
    tools = (Feeds(work, program), FeedsWithArchives(work, program))
    costs: defaultdict[tuple[str, str], list[Cost]] = defaultdict(list)
    written: dict[tuple[str, str], int] = {}
    for number in range(rounds):
        for scenario in SCENARIOS:
            _prepare(scenario, articles, count, number, tools)
            for tool in tools if number % 2 == 0 else reversed(tools):
                before = outputs.snapshot(tool.output)
                os.sync()
                cost = measure.run(tool.command, tool.folder, work / "log", seconds=7200)
                costs[scenario, tool.name].append(cost)
                written[scenario, tool.name] = outputs.written(before, tool.output)

    lines = ["| | without | with | ratio | documents without | with |", "|---|---:|---:|---:|---:|---:|"]
    for scenario in SCENARIOS:
        plain, archived = (median(cost.cpu for cost in costs[scenario, tool.name]) for tool in tools)
        documents = " | ".join(f"{written[scenario, tool.name]:,}" for tool in tools)
        lines.append(f"| {scenario} | {plain:.2f} s | {archived:.2f} s | {archived / plain:.2f} | {documents} |")
    return lines


def _prepare(scenario: str, articles: Path, count: int, number: int, tools: tuple[Feeds, ...]) -> None:
    """Do what the next build is to find."""
    if scenario == "from nothing":
        for tool in tools:
            tool.forget()
    elif scenario == "1 changed":
        generate.touch_some(articles, count, 1, number)
    elif scenario == "1 old changed":
        old = next(n for n in range(number, count) if generate.is_published(n))
        path = generate.article_path(articles, old)
        path.write_bytes(generate.article(old, edition=number + 2))
    if SCENARIOS[scenario]:
        time.sleep(SETTLE_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
