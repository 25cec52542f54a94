"""`feeds explain`: why an article is, or is not, in which feeds."""

from pathlib import Path

import click

from feeds.cli import options
from feeds.cli.common import common_options, config_path, print_line, warn


@click.command("explain", short_help="Explain why an article is, or is not, in which feeds.")
@click.argument("file", type=options.PLACE)
@click.option(
    "--source",
    "sources",
    multiple=True,
    type=options.PLACE,
    metavar="SOURCE",
    help="Read articles from here instead of what feeds.toml names; repeatable.  [e.g. --source articles/]",
)
@options.as_json
@common_options
def explain_command(file: Path, sources: tuple[Path, ...], as_json: bool) -> None:
    """Explain why an article is, or is not, in which feeds: the rule, the value and the line that decide it.

    \b
    Examples:
      feeds explain articles/2026/owls.md
      feeds explain articles/2026/owls.md --json
    """  # noqa: D301 - click wants the character
    from feeds import api
    from feeds.config import Options, load
    from feeds.core.messages import json_document
    from feeds.diagnostics.explain import as_text

    settings = load(Options(config=config_path(), sources=sources, near=file, needs_base_url=False))
    explanation = api.explain(file, settings, warn=warn)
    if as_json:
        print_line(json_document(explanation))
    else:
        for line in as_text(explanation, settings.zone):
            print_line(line)
