"""The commands: each parses its options, calls one function, and says what came of it."""

import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from feeds.cli.bar import Bar
from feeds.cli.common import common_options, config_path, say, verbosity
from feeds.model import FEED_FORMATS, Problem

_FORMATS = click.Choice(sorted(FEED_FORMATS))
_SOURCES = click.argument("sources", metavar="[SOURCE]...", nargs=-1, type=click.Path(path_type=Path))


_BASE_URL = click.option(
    "--base-url",
    metavar="URL",
    help="Where the output is served.  [e.g. --base-url https://example.org/feeds/]",
)
_REPORT_FORM = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="For people, for programs (an object a line), or GitHub's annotations.  [e.g. --format github]",
)
Command = TypeVar("Command", bound=Callable[..., Any])


def _path(*names: str, metavar: str, help: str) -> Callable[[Command], Command]:
    return click.option(*names, metavar=metavar, type=click.Path(path_type=Path), help=help)


@click.command("build", short_help="Read the articles and write their feeds.")
@_SOURCES
@_path("-o", "--output", metavar="DIR", help="Where the documents go; default: dist.  [e.g. -o public/feeds]")
@_BASE_URL
@_path(
    "--state-dir",
    metavar="DIR",
    help="What builds remember; default: .feeds.  [e.g. --state-dir /var/lib/feeds]",
)
@click.option(
    "--topic",
    "topics",
    metavar="NAME",
    multiple=True,
    help="Build this topic's feeds and leave all others alone; repeatable.  [e.g. --topic AI]",
)
@click.option(
    "--provider",
    "providers",
    metavar="DOMAIN",
    multiple=True,
    help="Build this provider's feed; with --topic, the feed of both.  [e.g. --provider techcrunch.com]",
)
@click.option(
    "--format",
    "formats",
    type=_FORMATS,
    multiple=True,
    help="Write only this format, leave the others alone; repeatable.  [e.g. --format rss]",
)
@click.option(
    "--limit",
    type=click.IntRange(1, 1_000_000),
    metavar="N",
    help="Items in a feed at most; default: 50.  [e.g. --limit 20]",
)
@click.option("--min-quality", type=int, metavar="N", help="Only articles this good.  [e.g. --min-quality 60]")
@click.option("--min-heat", type=int, metavar="N", help="Only articles this much talked of.  [e.g. --min-heat 80]")
@click.option("--since", metavar="DATE", help="Only articles published since.  [e.g. --since 2026-01-01]")
@click.option("--no-pages", "skip_pages", is_flag=True, help="Write no HTML, leave the pages alone.  [e.g. --no-pages]")
@click.option("--dry-run", is_flag=True, help="Write nothing, list what would be written.  [e.g. --dry-run]")
@click.option("--strict", is_flag=True, help="Write nothing if anything is wrong.  [e.g. --strict]")
@click.option("--allow-empty", is_flag=True, help="Empty the feeds if no article is left at all.  [e.g. --allow-empty]")
@click.option("--full", is_flag=True, help="Read and render everything, whatever is known.  [e.g. --full]")
@click.option(
    "--jobs",
    type=click.IntRange(1, 1_000),
    metavar="N",
    help="Processes that work; default: one for each core.  [e.g. --jobs 1]",
)
@click.option("--json", "as_json", is_flag=True, help="Print a report for programs.  [e.g. --json]")
@common_options
def build_command(
    sources: tuple[Path, ...],
    topics: tuple[str, ...],
    providers: tuple[str, ...],
    dry_run: bool,
    strict: bool,
    allow_empty: bool,
    full: bool,
    jobs: int | None,
    as_json: bool,
    **options: Any,
) -> None:
    """Read the articles and write their feeds.

    SOURCE is a folder or a file; default: what feeds.toml names, else seeds/. The sources together are the whole site:
    a feed that has no article in them is emptied.

    \b
    Examples:
      feeds build
      feeds build articles/ -o public/feeds --base-url https://example.org/feeds/
      feeds build --topic AI
    """  # noqa: D301 - click wants the character
    from feeds.build import Request, build
    from feeds.config import Options, load

    settings = load(Options(config=config_path(), sources=sources, **options))
    request = Request(
        topics=topics,
        providers=providers,
        dry_run=dry_run,
        strict=strict,
        allow_empty=allow_empty,
        full=full,
        details=verbosity() > 0 or as_json,
        jobs=jobs,
    )
    bar = Bar(sys.stderr, wanted=verbosity() >= 0)
    try:
        report = build(settings, request, warn=_warn, progress=bar)
    finally:
        bar.close()
    _say_problems(report.problems, warnings_too=strict)
    for duplicate in report.duplicates:
        say(f"{duplicate.path}: the same story as {duplicate.kept}", 1)
    for path, reason in report.skipped:
        say(f"{path}: {reason}", 1)
    if as_json:
        click.echo(report.as_json())
    elif dry_run:
        for verb, names in (("write", report.written), ("remove", report.removed)):
            for name in names:
                click.echo(f"would {verb} {settings.output / name}")
    for folder in report.emptied:
        say(f"{settings.output / folder}: the feed has lost its last article, and is empty now", 0)
    say(f"feeds: {report.summary()}", -1 if report.refused else 0)
    if report.errors or report.refused:
        click.get_current_context().exit(1)


@click.command("list", short_help="List topics, providers or feeds.")
@click.argument("noun", metavar="topics|providers|feeds", type=click.Choice(["topics", "providers", "feeds"]))
@_SOURCES
@_BASE_URL
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.  [e.g. --json]")
@common_options
def list_command(noun: Any, sources: tuple[Path, ...], base_url: str | None, as_json: bool) -> None:
    """List what there is, with the number of articles and the date of the newest.

    \b
    Examples:
      feeds list topics
      feeds list feeds --json
    """  # noqa: D301 - click wants the character
    import msgspec

    from feeds.build import reading
    from feeds.config import Options, load
    from feeds.listing import as_text, rows

    settings = load(Options(config=config_path(), sources=sources, base_url=base_url, needs_base_url=False))
    with reading(settings, warn=_warn) as read:
        _say_problems(read.problems)
        found = rows(noun, settings, read.catalogue)
    click.echo(
        msgspec.json.format(msgspec.json.encode(found), indent=2) if as_json else as_text(noun, found, settings.zone)
    )


@click.command("check", short_help="Say everything wrong with the articles.")
@_SOURCES
@_REPORT_FORM
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
    with reading(settings, warn=_warn) as read:
        tally = read.catalogue.tally()
        found = sorted([*read.problems, *checking.findings(read.catalogue, settings.taxonomy, settings.zone)])
    if form == "text":
        click.echo(checking.as_text(found, tally.read))
    elif found:
        click.echo(checking.as_json(found) if form == "json" else checking.as_github(found))
    if any(problem.severity == "error" for problem in found):
        click.get_current_context().exit(1)


@click.command("validate", short_help="Check finished documents against the rules of their formats.")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@_BASE_URL
@_REPORT_FORM
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
    if form == "text":
        click.echo(finding.as_text(outcome.findings, outcome.documents))
    elif outcome.findings:
        click.echo(finding.as_json(outcome.findings) if form == "json" else finding.as_github(outcome.findings))
    if any(one.severity == "error" for one in outcome.findings):
        click.get_current_context().exit(1)


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
    with reading(settings, warn=_warn) as read:
        found = explaining.explain(file, settings, read.catalogue, read.problems)
    click.echo(explaining.as_json(found) if as_json else explaining.as_text(found, settings.zone))


def _warn(message: str) -> None:
    say(f"feeds: {message}", 0)


def _say_problems(problems: Iterable[Problem], *, warnings_too: bool = False) -> None:
    """Say what keeps articles out; what was only mended or dropped too, if wanted or with -v."""
    for problem in problems:
        say(str(problem), -1 if problem.severity == "error" or warnings_too else 1)


@click.command("init", short_help="Write a commented feeds.toml.")
@common_options
def init_command() -> None:
    """Write a commented feeds.toml for the folder this is run in; a Jekyll site's root is recognised.

    \b
    Example:
      cd my-site && feeds init
    """  # noqa: D301 - click wants the character
    from feeds.config.settings import CONFIG
    from feeds.config.starter import write

    path = write(config_path() or CONFIG)
    click.echo(f"wrote {path}; look at base_url in it, then run: feeds build")
