"""`feeds check`: everything wrong with the articles."""

from pathlib import Path

import click

from feeds.cli import options
from feeds.cli.common import ReportFormat, common_options, config_path, print_report, warn


@click.command("check", short_help="List everything wrong with the articles.")
@options.sources
@options.report_format
@common_options
def check_command(sources: tuple[Path, ...], report_format: ReportFormat) -> None:
    """List everything wrong with the articles, as `path:line: severity: message`, and write nothing.

    Errors keep an article out of the feeds, warnings do not. The exit status is 1 if there are errors.

    \b
    Examples:
      feeds check
      feeds check articles/ --format github
    """  # noqa: D301 - click wants the character
    from feeds import api
    from feeds.config import Options, load

    settings = load(Options(config=config_path(), sources=sources, needs_base_url=False))
    checked = api.check(settings, warn=warn)
    print_report(checked.problems, report_format, checked.summary())
