"""Times builds of one tree with and without 200 feeds of its own, in turn, and says what those cost.

python -m bench.own_feeds                     10,000 articles
python -m bench.own_feeds --size 100k --rounds 5
"""

import argparse
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from statistics import median

from bench import generate, measure, outputs, words
from bench.generate import SIZES
from bench.race import SETTLE_SECONDS
from bench.tools import Feeds

COUNT = 200
FIRST = "from nothing"
SCENARIOS = ("no change", "1 changed", "1 definition changed")


class OwnFeeds(Feeds):
    """`feeds build --no-pages` of a site that defines feeds of its own."""

    name = "own-feeds"

    def define(self, edition: int = 0) -> None:
        """Write the definitions, the first of them anew in every edition."""
        config = self.folder / "feeds.toml"
        site, _, _ = config.read_text(encoding="utf-8").partition("\n[feeds.")
        tables = [definition(number, edition if number == 0 else 0) for number in range(COUNT)]
        config.write_text("\n".join([site.rstrip(), "", *tables]), encoding="utf-8")


def definition(number: int, edition: int = 0) -> str:
    """Return the table of a feed: any of three topics, without a fourth, and above a heat."""
    names = [words.TOPICS[(number * step + step) % len(words.TOPICS)] for step in (1, 3, 7, 11)]
    wanted = ", ".join(f'"{name}"' for name in sorted(set(names[:3])))
    return (
        f'[feeds."own-{number:03}"]\ntitle = "Own {number}"\ntopics = [{wanted}]\n'
        f'without_topics = ["{names[3]}"]\nmin_heat = {number % 50 + 30 * (edition % 4)}\n'
    )


def main() -> int:
    """Measure what the command line asks for; returns an exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench.own_feeds", description="Time feeds of one's own.")
    parser.add_argument("--size", choices=SIZES, default="10k", help="articles (default: 10k)")
    parser.add_argument("--rounds", type=int, default=3, help="to take the time (default: 3)")
    parser.add_argument("--feeds", type=Path, default=Path(sys.executable).parent / "feeds", help="the program")
    parser.add_argument("--work", type=Path, help="where the tree is made and removed")
    options = parser.parse_args()
    measure.adopt_orphans()
    with tempfile.TemporaryDirectory(prefix="feeds-bench-", dir=options.work) as work:
        for line in _lines(Path(work), options.feeds, SIZES[options.size], options.rounds):
            print(line)
    return 0


def _lines(work: Path, program: Path, count: int, rounds: int) -> list[str]:
    """Return a table of the processor times, and of how many documents were written."""
    articles = work / "articles"
    generate.write_tree(articles, count)
    bare, own = Feeds(work, program), OwnFeeds(work, program)
    own.define()
    seconds: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    written: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    edition = 0

    time.sleep(SETTLE_SECONDS)
    for tool in (bare, own):
        seconds[FIRST, tool.name].append(_cpu(tool, work))
        written[FIRST, tool.name].append(outputs.written({}, tool.output))
    for _ in range(rounds):
        for scenario in SCENARIOS:
            edition += 1
            if scenario == "1 changed":
                generate.touch_some(articles, count, 1, edition)
                time.sleep(SETTLE_SECONDS)
            elif scenario == "1 definition changed":
                own.define(edition)
            for tool in (bare, own) if edition % 2 else (own, bare):
                before = outputs.snapshot(tool.output)
                seconds[scenario, tool.name].append(_cpu(tool, work))
                written[scenario, tool.name].append(outputs.written(before, tool.output))

    lines = ["| | without | with 200 feeds | ratio | documents written |", "|---|---:|---:|---:|---:|"]
    for scenario in (FIRST, *SCENARIOS):
        without, with_own = (median(seconds[scenario, tool.name]) for tool in (bare, own))
        files = (f"{median(written[scenario, tool.name]):g}" for tool in (bare, own))
        lines.append(_row(scenario, without, with_own, " and ".join(files)))
    return lines


def _cpu(tool: Feeds, work: Path) -> float:
    """Build, and return the processor time in seconds."""
    return measure.run(tool.command, tool.folder, work / f"{tool.name}.log", seconds=3600).cpu


def _row(scenario: str, without: float, with_own: float, files: str) -> str:
    return f"| {scenario} | {without:.2f} s | {with_own:.2f} s | {with_own / without:.2f} | {files} |"


if __name__ == "__main__":
    sys.exit(main())
