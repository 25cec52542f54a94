"""`feeds validate`: finished documents against the rules of their formats."""

from pathlib import Path

import click

from feeds.cli import options
from feeds.cli.common import ReportFormat, common_options, config_path, print_report


@click.command("validate", short_help="Check finished documents against the rules of their formats.")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=options.PLACE)
@options.base_url
@options.report_format
@common_options
def validate_command(paths: tuple[Path, ...], base_url: str | None, report_format: ReportFormat) -> None:
    """Check finished documents of any origin, as `path:line: severity: message (rule)`; nothing is fetched.

    PATH is a file or a folder; default: the output. RSS, Atom, JSON Feed and OPML are recognised by their content. The
    documents of a folder must also agree with each other and be where they say. The exit status is 1 if there are
    errors.

    \b
    Examples:
      feeds validate
      feeds validate public/feeds --base-url https://example.org/feeds/
      feeds validate downloaded.xml --format json
    """  # noqa: D301 - click wants the character
    from feeds import api
    from feeds.core.messages import totals
    from feeds.core.text import counted

    outcome = api.validate(paths, config=config_path(), base_url=base_url)
    severities = [finding.severity for finding in outcome.findings]
    summary = f"{totals(severities)}; {counted(outcome.documents, 'document')} checked"
    print_report(outcome.findings, report_format, summary)
