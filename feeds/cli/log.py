"""`feeds log`: what builds have changed in the feeds."""

from typing import Any

import click

from feeds.cli import options
from feeds.cli.common import common_options, config_path, print_line, say, warn


@click.command("log", short_help="Say what builds have changed in the feeds.")
@options.output_to("Tell of the feeds in this folder")
@options.state_dir
@click.option(
    "-n",
    "--max-count",
    "count",
    type=click.IntRange(1, 1_000_000),
    metavar="N",
    help="Tell of no more builds than this, the newest.  [e.g. -n 1]",
)
@click.option(
    "--since",
    metavar="DATE",
    help="Tell only of builds later than this; the `time` of --json will do.  [e.g. --since 2026-01-01]",
)
@options.as_json
@common_options
def log_command(count: int | None, since: str | None, as_json: bool, **given: Any) -> None:
    """Say which items came, changed or went in which feeds, build by build, the newest first.

    An item is new if no feed had it before, changed if something that people read of it is different, removed if its
    article is gone, and moved if it came into feeds or went from some. Items that only make room for newer ones are not
    told of. --json is for programs that post what is new elsewhere.

    \b
    Examples:
      feeds log -n 3
      feeds log --json --since 2026-02-06T18:10:00Z
    """  # noqa: D301 - click wants the character
    from feeds.config import Options, load
    from feeds.diagnostics import log

    settings = load(Options(config=config_path(), needs_base_url=False, reads_articles=False, **given))
    after = log.moment(since, settings.zone) if since is not None else None
    found = log.log(settings, warn=warn, after=after, count=count)
    if as_json:
        print_line(log.as_json(found))
        return
    for build in found:
        for line in log.as_text(build, settings.zone):
            print_line(line)
    if not found:
        say(f"{settings.output}: no build has changed anything{' since then' if since else ''}", 0)
