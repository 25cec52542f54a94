"""`feeds explain`: why an article is, or is not, in which feeds."""

from pathlib import Path

import click

from feeds.cli.common import common_options, config_path, warn


@click.command("explain", short_help="Say why an article is, or is not, in which feeds.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--source",
    "sources",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="SOURCE",
    help="The folder of the articles, if feeds.toml names another; repeatable.  [e.g. --source articles/]",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.  [e.g. --json]")
@common_options
def explain_command(file: Path, sources: tuple[Path, ...], as_json: bool) -> None:
    """Say why an article is, or is not, in which feeds: the rule, the value and the line that decide it.

    \b
    Examples:
      feeds explain articles/2026/owls.md
      feeds explain articles/2026/owls.md --json
    """  # noqa: D301 - click wants the character
    from feeds.config import Options, load
    from feeds.diagnostics import explain as explaining
    from feeds.index.reading import reading

    settings = load(Options(config=config_path(), sources=sources, needs_base_url=False))
    with reading(settings, warn=warn) as read:
        found = explaining.explain(file, settings, read.catalogue, read.problems)
    click.echo(explaining.as_json(found) if as_json else explaining.as_text(found, settings.zone))
