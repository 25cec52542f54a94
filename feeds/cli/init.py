"""`feeds init`: write a commented `feeds.toml`."""

import click

from feeds.cli.common import common_options, config_path


@click.command("init", short_help="Write a commented feeds.toml.")
@common_options
def init_command() -> None:
    """Write a commented feeds.toml for the folder this is run in; a Jekyll site's root is recognised.

    \b
    Example:
      cd my-site && feeds init
    """  # noqa: D301 - click wants the character
    from feeds.config.settings import DEFAULT_CONFIG
    from feeds.config.starter import write

    path = write(config_path() or DEFAULT_CONFIG)
    click.echo(f"wrote {path}; look at base_url in it, then run: feeds build")
