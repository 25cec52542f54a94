"""Times `feeds` and Hugo on the same articles, and says which targets are met.

python -m bench.run                          1,000 articles
python -m bench.run --sizes 1k 10k 100k --trees real dirty --update-readme
"""

import argparse
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bench import machine, measure, report
from bench.dirt import TREES
from bench.generate import SIZES
from bench.race import Race, Result, Rounds
from bench.tools import Feeds, Hugo

LARGE = "100k"
LARGE_ROUNDS, LARGE_MEMORY_ROUNDS = 3, 1


def main() -> int:
    """Run the races that the command line asks for; returns an exit status."""
    parser = _parser()
    options = parser.parse_args()
    for name, program in (("feeds", options.feeds), ("hugo", options.hugo)):
        if not program.is_file():
            parser.error(f"there is no {program}: give --{name}; bench/README.md says how to install it")
    is_whole = set(options.sizes) == set(SIZES) and set(options.trees) == set(TREES)
    if options.update_readme and not (is_whole and options.rounds >= LARGE_ROUNDS):
        wanted = f"--sizes {' '.join(SIZES)} --trees {' '.join(TREES)} --rounds {LARGE_ROUNDS}"
        parser.error(f"--update-readme wants at least {wanted}")
    measure.adopt_orphans()
    cores = machine.use_cores(options.cores)
    noise = machine.Noise(cores)
    start = datetime.now(UTC)
    try:
        with tempfile.TemporaryDirectory(prefix="feeds-bench-", dir=options.work) as work:
            versions = _versions(Path(work), options)
            results = [
                _race(size, tree, Path(work) / f"{size}-{tree}", options)
                for size in options.sizes
                for tree in options.trees
            ]
    except measure.CommandError as error:
        print(error, file=sys.stderr)
        return 1
    share = noise.share()
    heading = (
        f"{start:%Y-%m-%d %H:%M} UTC; {versions}; {machine.describe(cores)}. "
        f"Other work took {share:.0%} of the cores meanwhile."
    )
    print("\n".join([heading, "", *map(report.table, results)]))
    if options.update_readme and share > machine.NOISE_LIMIT:
        print("The README stays as it is: the machine had too much else to do.", file=sys.stderr)
        return 1
    if options.update_readme:
        report.update_readme(f"{heading}\n\n{report.summary(results)}")
    return 0


def _race(size: str, tree: str, work: Path, options: argparse.Namespace) -> Result:
    large = size == LARGE
    rounds = Rounds(
        min(options.rounds, LARGE_ROUNDS) if large else options.rounds,
        min(options.memory_rounds, LARGE_MEMORY_ROUNDS) if large else options.memory_rounds,
        options.timeout,
    )
    print(f"{size} articles, {tree} …", file=sys.stderr)
    work.mkdir()
    return Race(size, tree, rounds, work, options.feeds, options.hugo).run()


def _versions(work: Path, options: argparse.Namespace) -> str:
    folder = work / "versions"
    folder.mkdir()
    return f"{Feeds(folder, options.feeds).version()}, {Hugo(folder, options.hugo).version()}"


def _parser() -> argparse.ArgumentParser:
    beside = Path(sys.executable).parent / "feeds"
    hugo = Path(__file__).parent / ".venv" / "bin" / "hugo"
    parser = argparse.ArgumentParser(prog="python -m bench.run", description="Time feeds and Hugo in turn.")
    add = parser.add_argument
    add("--sizes", nargs="+", choices=SIZES, default=["1k"], help="articles (default: 1k)")
    add("--trees", nargs="+", choices=TREES, default=["real"], help="how dirty the articles are (default: real)")
    add("--rounds", type=_positive, default=5, help=f"to take the time (default: 5; {LARGE}: at most {LARGE_ROUNDS})")
    add("--memory-rounds", type=int, default=2, help=f"for memory (default: 2; {LARGE}: at most {LARGE_MEMORY_ROUNDS})")
    add("--feeds", type=Path, default=beside, help=f"the program (default: {beside})")
    add("--hugo", type=Path, default=hugo, help="the program (default: bench/.venv/bin/hugo)")
    add("--work", type=Path, help="where the trees are made and removed (default: the system's temporary folder)")
    add("--cores", type=_positive, default=2, help="use no more (default: 2, for which the targets are)")
    add("--timeout", type=float, default=900, help="seconds that one command may take (default: 900)")
    add("--update-readme", action="store_true", help="put the results into bench/README.md; all sizes only")
    return parser


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return value


if __name__ == "__main__":
    sys.exit(main())
