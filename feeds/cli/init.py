"""`feeds init`: write a commented `feeds.toml`."""

import click

from feeds.cli.common import common_options, config_path, print_line


@click.command("init", short_help="Write a commented feeds.toml.")
@common_options
def init_command() -> None:
    """Write a commented feeds.toml to the working directory; the root of a Jekyll site is recognised.

    \b
    Example:
      cd my-site && feeds init
    """  # noqa: D301 - click wants the character
    from feeds.config.settings import DEFAULT_CONFIG
    from feeds.config.starter import write

    path = write(config_path() or DEFAULT_CONFIG)
    print_line(f"wrote {path}; set base_url in it, then run: feeds build")
