"""`feeds validate`: finished documents against the rules of their formats."""

from datetime import UTC, datetime
from pathlib import Path

import click

from feeds.cli import options
from feeds.cli.common import common_options, config_path, print_findings


@click.command("validate", short_help="Check finished documents against the rules of their formats.")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@options.base_url
@options.report_form
@common_options
def validate_command(paths: tuple[Path, ...], base_url: str | None, form: str) -> None:
    """Check finished documents, ours or anyone's, as `path:line: severity: message (rule)`; nothing is fetched.

    PATH is a file or a folder; default: the output. RSS, Atom, JSON Feed and OPML are known by what they hold. In a
    folder the documents must agree, too, and lie where they say. The exit status is 1 where there are errors.

    \b
    Examples:
      feeds validate
      feeds validate public/feeds --base-url https://example.org/feeds/
      feeds validate downloaded.xml --format json
    """  # noqa: D301 - click wants the character
    from feeds.config import Options, load
    from feeds.validation import finding
    from feeds.validation.runner import Served, validate

    # The articles need not be there: the folder of the configuration stands for them.
    config = config_path()
    sources = (config.parent if config else Path(),)
    settings = load(Options(config=config, sources=sources, base_url=base_url, needs_base_url=False))
    served = [Served(settings.output, settings.site.base_url)] if settings.site.base_url else []
    if base_url:
        served += [Served(path, settings.site.base_url) for path in paths]
    outcome = validate(paths or (settings.output,), datetime.now(UTC), served)
    found = outcome.findings
    forms = {"text": lambda: finding.as_text(found, outcome.documents), "github": lambda: finding.as_github(found)}
    print_findings(found, form, forms)
