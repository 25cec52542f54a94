"""The commands that look and write nothing: at articles, at one of them, at finished documents."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from feeds.cli import options
from feeds.cli.common import common_options, config_path, warn

if TYPE_CHECKING:
    from feeds.model import Problem
    from feeds.validation.finding import Finding


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
    from feeds import checking
    from feeds.build import reading
    from feeds.config import Options, load

    settings = load(Options(config=config_path(), sources=sources, needs_base_url=False))
    with reading(settings, warn=warn) as read:
        tally = read.catalogue.tally()
        found = sorted([*read.problems, *checking.findings(read.catalogue, settings.taxonomy, settings.zone)])
    forms = {"text": lambda: checking.as_text(found, tally.read), "github": lambda: checking.as_github(found)}
    _tell(found, form, forms)


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
    from feeds.validation.run import Served, validate

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
    _tell(found, form, forms)


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
    from feeds import explaining
    from feeds.build import reading
    from feeds.config import Options, load

    settings = load(Options(config=config_path(), sources=sources, needs_base_url=False))
    with reading(settings, warn=warn) as read:
        found = explaining.explain(file, settings, read.catalogue, read.problems)
    click.echo(explaining.as_json(found) if as_json else explaining.as_text(found, settings.zone))


def _tell(found: "Sequence[Problem | Finding]", form: str, forms: Mapping[str, Callable[[], str]]) -> None:
    """Print what is wrong, and end with status 1 where an error is. Only people are told that there is nothing."""
    from feeds.telling import as_json

    if found or form == "text":
        click.echo(as_json(found) if form == "json" else forms[form]())
    if any(one.severity == "error" for one in found):
        click.get_current_context().exit(1)
