"""`feeds check`: everything wrong with the articles."""

from pathlib import Path

import click

from feeds.cli import options
from feeds.cli.common import common_options, config_path, print_findings, warn


@click.command("check", short_help="Say everything wrong with the articles.")
@options.sources
@options.report_form
@common_options
def check_command(sources: tuple[Path, ...], form: str) -> None:
    """Say everything wrong with the articles, as `path:line: severity: message`, and write nothing.

    Errors keep an article out of the feeds, warnings do not. The exit status is 1 where there are errors.

    \b
    Examples:
      feeds check
      feeds check articles/ --format github
    """  # noqa: D301 - click wants the character
    from feeds.config import Options, load
    from feeds.diagnostics import check
    from feeds.index.reading import reading

    settings = load(Options(config=config_path(), sources=sources, needs_base_url=False))
    with reading(settings, warn=warn) as read:
        tally = read.catalogue.tally()
        found = sorted([*read.problems, *check.findings(read.catalogue, settings.taxonomy, settings.zone)])
    forms = {"text": lambda: check.as_text(found, tally.read), "github": lambda: check.as_github(found)}
    print_findings(found, form, forms)
