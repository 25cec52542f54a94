"""`feeds probe`: ask the network about pictures, sound and film."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from feeds.cli import options
from feeds.cli.common import common_options, config_path, print_line, print_timestamps, say, verbosity, warn
from feeds.cli.progress_bar import Bar

if TYPE_CHECKING:
    from feeds.config import Settings
    from feeds.probing.budget import Budget
    from feeds.publish.probe import Probed


@click.command("probe", short_help="Ask the network about pictures, sound and film.")
@options.sources
@options.output_to("The output whose feeds are meant")
@options.base_url
@options.state_dir
@click.option(
    "--requests",
    type=click.IntRange(1, 10_000_000),
    default=10_000,
    metavar="N",
    help="Make no more requests than this; default: 10,000.  [e.g. --requests 500]",
)
@click.option(
    "--seconds",
    type=options.Seconds(1, 86_400),
    default=300,
    metavar="N",
    help="End after this time; default: 300.  [e.g. --seconds 60]",
)
@options.timestamps
@options.as_json
@common_options
def probe_command(
    sources: tuple[Path, ...],
    output: Path | None,
    base_url: str | None,
    state_dir: Path | None,
    requests: int,
    seconds: float,
    timestamps: bool,
    as_json: bool,
) -> None:
    """Ask the network for what is not known of the pictures, sound and film that feeds show, the newest first.

    That is their type, length, size and duration, and whether they are there. The answers are kept beside the state,
    and the next build shows them. What was asked is asked again after a month, what failed after an hour, and then
    ever more seldom. Nothing in a private network is asked, unless allow below [images] in feeds.toml names it.

    \b
    Examples:
      feeds probe && feeds build
      feeds probe --seconds 60 --json
    """  # noqa: D301 - click wants the character
    from feeds.config import Options, load
    from feeds.probing.budget import Budget

    if timestamps:
        print_timestamps()
    chosen = Options(config=config_path(), sources=sources, output=output, base_url=base_url, state_dir=state_dir)
    probed = ask_network(load(chosen), Budget(requests, seconds))
    if as_json:
        print_line(probed.as_json())


def ask_network(settings: "Settings", budget: "Budget | None" = None) -> "Probed":
    """Ask the network about what the feeds of a site show, print what came of it, and return it."""
    from feeds.publish.probe import probe

    bar = Bar(sys.stderr, wanted=verbosity() >= 0)
    try:
        probed = probe(settings, warn=warn, budget=budget, progress=bar)
    finally:
        bar.close()
    for answer in probed.failed:
        say(f"{answer.url}: {answer.said}", 1)
    for answer in probed.gone:
        say(f"{answer.url}: {answer.said}, and shown no longer", 0)
    say(f"feeds: {probed.summary()}", 0)
    return probed
