"""`feeds ping`: tell the hubs which feeds have changed."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from feeds.cli import options
from feeds.cli.common import common_options, config_path, print_timestamps, say, warn

if TYPE_CHECKING:
    from feeds.config import Settings


@click.command("ping", short_help="Tell hubs which feeds have changed.")
@options.output_to("The output that is served")
@options.base_url
@options.state_dir
@options.timestamps
@common_options
def ping_command(output: Path | None, base_url: str | None, state_dir: Path | None, timestamps: bool) -> None:
    """Tell the hubs below [websub] in feeds.toml which documents have changed since they were last told (WebSub).

    Do this when the web server already sends the new documents: a hub fetches them at once. A hub that does not answer
    is told by the next ping. The exit status is 1 if a hub did not take everything.

    \b
    Example:
      feeds build && rsync -a dist/ server:/srv/news/ && feeds ping
    """  # noqa: D301 - click wants the character
    from feeds.config import Options, load

    if timestamps:
        print_timestamps()
    chosen = Options(config=config_path(), output=output, base_url=base_url, state_dir=state_dir, reads_articles=False)
    if not tell_hubs(load(chosen)):
        click.get_current_context().exit(1)


def tell_hubs(settings: "Settings") -> bool:
    """Tell the hubs of a site what has changed, print what came of it, and say whether each took everything."""
    from feeds.push.ping import ping

    all_told = True
    for told in ping(settings, warn=warn):
        if told.documents or not told.problems:
            say(f"feeds: {told}", 0)
        for problem in told.problems:
            say(f"feeds: {problem}")
            all_told = False
    return all_told
