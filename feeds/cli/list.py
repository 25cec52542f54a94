"""`feeds list`: the topics, providers or feeds of a site."""

from pathlib import Path

import click

from feeds.cli import options
from feeds.cli.common import common_options, config_path, print_line, say_problems, warn


@click.command("list", short_help="List topics, providers or feeds.")
@click.argument("noun", metavar="topics|providers|feeds|…")
@options.sources
@options.base_url
@options.as_json
@common_options
def list_command(noun: str, sources: tuple[Path, ...], base_url: str | None, as_json: bool) -> None:
    """List topics, providers or feeds, with the number of articles and the date of the newest.

    There are also authors, sections and languages, and the fields by which feeds.toml groups articles, such as series.

    \b
    Examples:
      feeds list topics
      feeds list feeds --json
    """  # noqa: D301 - click wants the character
    from feeds.config import Options, load
    from feeds.core.messages import json_document
    from feeds.diagnostics.listing import as_text, kinds_of, rows
    from feeds.index.reading import reading

    settings = load(Options(config=config_path(), sources=sources, base_url=base_url, needs_base_url=False))
    grouping = settings.grouping.with_kinds(kinds_of(noun, settings))
    with reading(settings, warn=warn, grouping=lambda _: grouping) as read:
        say_problems(read.problems)
        found = rows(noun, settings, read)
    if as_json:
        print_line(json_document(found))
    else:
        for line in as_text(noun, found, settings.zone):
            print_line(line)
