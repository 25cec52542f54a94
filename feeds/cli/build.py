"""`feeds build`: read the articles and write their feeds."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feeds.cli import options
from feeds.cli.common import common_options, config_path, print_line, print_timestamps, verbosity, warn
from feeds.cli.ping import tell_hubs
from feeds.cli.progress_bar import Bar
from feeds.cli.reporting import ReportingCommand, is_to_be_told, load_for_build
from feeds.cli.saying import say_problems, say_report
from feeds.core.errors import RefusedError
from feeds.core.model import FEED_FORMATS

if TYPE_CHECKING:
    from feeds.config import Settings
    from feeds.publish.build import Request
    from feeds.publish.report import Report

_FORMATS = click.Choice(sorted(FEED_FORMATS))


@click.command("build", cls=ReportingCommand, short_help="Read the articles and write their feeds.")
@options.sources
@options.output
@options.base_url
@options.state_dir
@click.option(
    "--topic",
    "topics",
    metavar="NAME",
    multiple=True,
    help="Write only the feeds of this topic, leave the others as they are; repeatable.  [e.g. --topic AI]",
)
@click.option(
    "--provider",
    "providers",
    metavar="DOMAIN",
    multiple=True,
    help="Write only the feed of this provider; with --topic, of both; repeatable.  [e.g. --provider techcrunch.com]",
)
@click.option(
    "--feed",
    "feeds",
    metavar="NAME",
    multiple=True,
    help="Write only this feed: one that feeds.toml defines, or any by its folder; repeatable.  [e.g. --feed top-ai]",
)
@click.option(
    "--format",
    "formats",
    type=_FORMATS,
    multiple=True,
    help="Write only documents of this format; repeatable.  [e.g. --format rss]",
)
@click.option(
    "--limit",
    type=click.IntRange(1, 1_000_000),
    metavar="N",
    help="The most items that a feed holds; default: 50.  [e.g. --limit 20]",
)
@click.option(
    "--min-quality",
    type=int,
    metavar="N",
    help="Leave out articles whose quality is lower, or not given.  [e.g. --min-quality 60]",
)
@click.option(
    "--min-heat",
    type=int,
    metavar="N",
    help="Leave out articles whose heat is lower, or not given.  [e.g. --min-heat 80]",
)
@click.option(
    "--since", metavar="DATE", help="Leave out articles that were published earlier.  [e.g. --since 2026-01-01]"
)
@click.option(
    "--no-pages",
    "skip_pages",
    is_flag=True,
    help="Write no HTML this time, leave existing pages as they are.  [e.g. --no-pages]",
)
@click.option("--dry-run", is_flag=True, help="List what would be written, and write nothing.  [e.g. --dry-run]")
@click.option("--strict", is_flag=True, help="Write nothing if any article has an error or a warning.  [e.g. --strict]")
@click.option(
    "--allow-loss",
    is_flag=True,
    help="Go on although so much is gone, or the clock is so wrong, that it may be a mistake.  [e.g. --allow-loss]",
)
@click.option(
    "--prune",
    is_flag=True,
    help="Remove the documents of formats and groups that feeds.toml no longer names.  [e.g. --prune]",
)
@click.option(
    "--force",
    is_flag=True,
    help="Write a local --base-url into feeds that are served to others, or begin another output.  [e.g. --force]",
)
@click.option("--full", is_flag=True, help="Read and render everything again, as if nothing were known.  [e.g. --full]")
@click.option(
    "--jobs",
    type=click.IntRange(1, 1_000),
    metavar="N",
    help="Read and render in this number of processes; default: one for each core.  [e.g. --jobs 1]",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Read and render much on a Dask cluster; '' for none.  [e.g. --scheduler tcp://10.0.0.1:8786]",
)
@click.option(
    "--wait",
    type=options.Seconds(0, 86_400),
    metavar="SECONDS",
    default=0.0,
    help="Wait so long for another build of the same output to end; default: 0.  [e.g. --wait 120]",
)
@click.option(
    "--probe",
    "probes",
    is_flag=True,
    help="Ask the network about pictures first, as `feeds probe` does.  [e.g. --probe]",
)
@click.option("--ping", "pings", is_flag=True, help="Tell the hubs afterwards, as `feeds ping` does.  [e.g. --ping]")
@options.timestamps
@options.as_json
@common_options
def build_command(
    sources: tuple[Path, ...],
    topics: tuple[str, ...],
    providers: tuple[str, ...],
    feeds: tuple[str, ...],
    dry_run: bool,
    strict: bool,
    allow_loss: bool,
    prune: bool,
    force: bool,
    full: bool,
    jobs: int | None,
    wait: float,
    probes: bool,
    pings: bool,
    timestamps: bool,
    as_json: bool,
    **given: Any,
) -> None:
    """Read the articles and write their feeds.

    SOURCE is a folder or a file; default: what feeds.toml names, else seeds/. Together the sources are the whole site:
    a feed without an article in them is emptied.

    \b
    Examples:
      feeds build
      feeds build articles/ -o public/feeds --base-url https://example.org/feeds/
      feeds build --topic AI
    """  # noqa: D301 - click wants the character
    from feeds.config import Options
    from feeds.publish.build import Request

    if timestamps:
        print_timestamps()
    settings = load_for_build(Options(config=config_path(), sources=sources, **given))
    request = Request(
        topics=topics,
        providers=providers,
        feeds=feeds,
        dry_run=dry_run,
        strict=strict,
        allow_loss=allow_loss,
        prune=prune,
        force=force,
        full=full,
        details=verbosity() > 0 or as_json,
        jobs=jobs,
        wait=wait,
        probes=probes,
        news_only=verbosity() < 0,
    )
    report = _build(settings, request)
    say_report(report, settings.output, request)
    if as_json:
        print_line(report.as_json())
    elif dry_run:
        for verb, names in (("write", report.written), ("remove", report.removed)):
            for name in names:
                print_line(f"would {verb} {settings.output / name}")
    if pings and not (dry_run or report.refused):
        tell_hubs(settings)
    click.get_current_context().exit(report.exit_status)


def _build(settings: "Settings", request: "Request") -> "Report":
    """Build under a progress bar. If the build is refused, the errors of articles are said, which may be the reason."""
    from feeds.publish.build import build

    bar = Bar(sys.stderr, wanted=verbosity() >= 0)
    try:
        return build(settings, request, warn=warn, progress=bar)
    except RefusedError as error:
        bar.close()
        if is_to_be_told():
            say_problems(error.problems, errors_summed_up=True)
        raise
    finally:
        bar.close()
