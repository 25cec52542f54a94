"""`feeds build`: read the articles and write their feeds."""

import sys
from pathlib import Path
from typing import Any

import click

from feeds.cli import options
from feeds.cli.common import common_options, config_path, say, say_problems, verbosity, warn
from feeds.cli.progress_bar import Bar
from feeds.core.model import FEED_FORMATS

_FORMATS = click.Choice(sorted(FEED_FORMATS))


@click.command("build", short_help="Read the articles and write their feeds.")
@options.sources
@options.output
@options.base_url
@options.state_dir
@click.option(
    "--topic",
    "topics",
    metavar="NAME",
    multiple=True,
    help="Build this topic's feeds and leave all others alone; repeatable.  [e.g. --topic AI]",
)
@click.option(
    "--provider",
    "providers",
    metavar="DOMAIN",
    multiple=True,
    help="Build this provider's feed; with --topic, the feed of both.  [e.g. --provider techcrunch.com]",
)
@click.option(
    "--format",
    "formats",
    type=_FORMATS,
    multiple=True,
    help="Write only this format, leave the others alone; repeatable.  [e.g. --format rss]",
)
@click.option(
    "--limit",
    type=click.IntRange(1, 1_000_000),
    metavar="N",
    help="Items in a feed at most; default: 50.  [e.g. --limit 20]",
)
@click.option("--min-quality", type=int, metavar="N", help="Only articles this good.  [e.g. --min-quality 60]")
@click.option("--min-heat", type=int, metavar="N", help="Only articles this much talked of.  [e.g. --min-heat 80]")
@click.option("--since", metavar="DATE", help="Only articles published since.  [e.g. --since 2026-01-01]")
@click.option("--no-pages", "skip_pages", is_flag=True, help="Write no HTML, leave the pages alone.  [e.g. --no-pages]")
@click.option("--dry-run", is_flag=True, help="Write nothing, list what would be written.  [e.g. --dry-run]")
@click.option("--strict", is_flag=True, help="Write nothing if anything is wrong.  [e.g. --strict]")
@click.option("--allow-empty", is_flag=True, help="Empty the feeds if no article is left at all.  [e.g. --allow-empty]")
@click.option("--full", is_flag=True, help="Read and render everything, whatever is known.  [e.g. --full]")
@click.option(
    "--jobs",
    type=click.IntRange(1, 1_000),
    metavar="N",
    help="Processes that work; default: one for each core.  [e.g. --jobs 1]",
)
@click.option("--json", "as_json", is_flag=True, help="Print a report for programs.  [e.g. --json]")
@common_options
def build_command(
    sources: tuple[Path, ...],
    topics: tuple[str, ...],
    providers: tuple[str, ...],
    dry_run: bool,
    strict: bool,
    allow_empty: bool,
    full: bool,
    jobs: int | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Read the articles and write their feeds.

    SOURCE is a folder or a file; default: what feeds.toml names, else seeds/. The sources together are the whole site:
    a feed that has no article in them is emptied.

    \b
    Examples:
      feeds build
      feeds build articles/ -o public/feeds --base-url https://example.org/feeds/
      feeds build --topic AI
    """  # noqa: D301 - click wants the character
    from feeds.config import Options, load
    from feeds.publish.build import Request, build

    settings = load(Options(config=config_path(), sources=sources, **given))
    request = Request(
        topics=topics,
        providers=providers,
        dry_run=dry_run,
        strict=strict,
        allow_empty=allow_empty,
        full=full,
        details=verbosity() > 0 or as_json,
        jobs=jobs,
    )
    bar = Bar(sys.stderr, wanted=verbosity() >= 0)
    try:
        report = build(settings, request, warn=warn, progress=bar)
    finally:
        bar.close()
    say_problems(report.problems, warnings_too=strict)
    for duplicate in report.duplicates:
        say(f"{duplicate.path}: the same story as {duplicate.kept}", 1)
    for path, reason in report.skipped:
        say(f"{path}: {reason}", 1)
    if as_json:
        click.echo(report.as_json())
    elif dry_run:
        for verb, names in (("write", report.written), ("remove", report.removed)):
            for name in names:
                click.echo(f"would {verb} {settings.output / name}")
    for folder in report.emptied:
        say(f"{settings.output / folder}: the feed has lost its last article, and is empty now", 0)
    say(f"feeds: {report.summary()}", -1 if report.refused else 0)
    if report.errors or report.refused:
        click.get_current_context().exit(1)
