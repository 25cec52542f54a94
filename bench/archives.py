"""Times builds without and with archives in turn, on the same articles.

python -m bench.archives                       10,000 articles
python -m bench.archives --count 100000 --rounds 3
"""

import sys
from pathlib import Path

from bench import compare
from bench.compare import Scenarios, Scene
from bench.tools import Feeds


class FeedsWithArchives(Feeds):
    """The same, with archives of everything and of each topic."""

    name = "feeds-with-archives"

    def __init__(self, work: Path, program: Path) -> None:
        super().__init__(work, program)
        config = self.folder / "feeds.toml"
        config.write_text(f'archives = ["all", "topic"]\n{config.read_text(encoding="utf-8")}', encoding="utf-8")


SCENARIOS: Scenarios[FeedsWithArchives] = {
    "no change": compare.nothing,
    "1 changed": Scene.change_new,
    "1 old changed": Scene.change_old,
}

if __name__ == "__main__":
    sys.exit(compare.run("bench.archives", FeedsWithArchives, SCENARIOS))
