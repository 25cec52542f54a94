"""Times builds without and with 200 feeds of a site's own in turn, on the same articles.

python -m bench.own_feeds                      10,000 articles
python -m bench.own_feeds --count 100000 --rounds 5
"""

import sys
from pathlib import Path

from bench import compare, words
from bench.compare import Scenarios, Scene
from bench.tools import Feeds

COUNT = 200


class OwnFeeds(Feeds):
    """`feeds build --no-pages` of a site that defines feeds of its own."""

    name = "own-feeds"

    def __init__(self, work: Path, program: Path) -> None:
        super().__init__(work, program)
        self.define()

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
        f'without_topics = ["{names[3]}"]\nmin_heat = {number % 50 + edition % 29}\n'
    )


def _define(scene: Scene[OwnFeeds]) -> None:
    scene.site.define(scene.edition)


SCENARIOS: Scenarios[OwnFeeds] = {
    "no change": compare.nothing,
    "1 changed": Scene.change_new,
    "1 definition changed": _define,
}

if __name__ == "__main__":
    sys.exit(compare.run("bench.own_feeds", OwnFeeds, SCENARIOS))
