"""The functions of the public API, which `feeds/__init__.py` exports: they return records, and print nothing."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from feeds.api_arguments import checked
from feeds.api_options import LoadOptions, PathLike, config_file, options_of, paths_of, settings_of
from feeds.config import Options, Settings
from feeds.config import load as load_settings
from feeds.core.progress import Progress, Warn, no_progress, no_warning

if TYPE_CHECKING:
    from feeds.diagnostics.check import CheckReport
    from feeds.diagnostics.explain import Explanation
    from feeds.publish.history import LoggedBuild
    from feeds.publish.probe import Probed
    from feeds.publish.report import Report
    from feeds.push.ping import Told
    from feeds.validation.runner import Outcome


@checked
def load(config: PathLike | None = None, **options: Unpack[LoadOptions]) -> Settings:
    """Return the settings of a site.

    `config` is a `feeds.toml`, or the folder that it is in; without it, the one in the working directory is used if
    there is one. Paths in the file are relative to its folder, those of `options` to the working directory.

    Raises ConfigError, OptionError or SourceNotFoundError.
    """
    return load_settings(options_of(config, options, needs_base_url=True))


@checked
def build(
    settings: Settings | None = None,
    *,
    config: PathLike | None = None,
    topics: Iterable[str] = (),
    providers: Iterable[str] = (),
    feeds: Iterable[str] = (),
    dry_run: bool = False,
    strict: bool = False,
    allow_loss: bool = False,
    prune: bool = False,
    force: bool = False,
    full: bool = False,
    probe: bool = False,
    jobs: int | None = None,
    now: datetime | None = None,
    warn: Warn | None = None,
    progress: Progress = no_progress,
    **options: Unpack[LoadOptions],
) -> "Report":
    """Read the articles of a site, write their feeds, and return what was done.

    The site is that of `settings`, or of `config` and `options` as `load` takes them. The other arguments are the
    options of `feeds build`. `now` (an aware datetime, default: the present) decides which articles are in the future.
    `jobs` is the number of processes that read and render, by default one for each core. `warn` is called with messages
    about the state, which are also `messages` of the report; `progress` with how far the build is.

    Articles with errors are left out and named in the report. Raises RefusedError for what would cost subscribers
    something, most likely by accident, and names the argument with which the build goes on; UnknownTopicError,
    UnknownProviderError or UnknownFeedError, BusyError if another build of the same output is running, OutputError if a
    file cannot be written, and what `load` raises. No document is ever left half written.
    """
    from msgspec.structs import replace

    from feeds.publish.build import Request
    from feeds.publish.build import build as build_site

    messages: list[str] = []

    def note(message: str) -> None:
        messages.append(message)
        if warn is not None:
            warn(message)

    request = Request(
        topics=tuple(topics),
        providers=tuple(providers),
        feeds=tuple(feeds),
        dry_run=dry_run,
        strict=strict,
        allow_loss=allow_loss,
        prune=prune,
        force=force,
        full=full,
        probes=probe,
        details=True,
        jobs=jobs,
    )
    settings = settings_of(settings, config, options, needs_base_url=True)
    report = build_site(settings, request, warn=note, now=now, progress=progress)
    return replace(report, messages=tuple(messages))


@checked
def check(
    settings: Settings | None = None,
    *,
    config: PathLike | None = None,
    now: datetime | None = None,
    warn: Warn | None = None,
    **options: Unpack[LoadOptions],
) -> "CheckReport":
    """Return everything that is wrong with the articles of a site, and write nothing.

    The arguments are those of `build`; the address of the output need not be known. Raises what `load` raises.
    """
    from feeds.diagnostics.check import CheckReport, compared
    from feeds.index.reading import reading

    settings = settings_of(settings, config, options, needs_base_url=False)
    with reading(settings, warn=warn or no_warning, now=now) as read:
        problems = [*read.problems, *compared(read.catalogue, settings, read.compared.renamed)]
        return CheckReport(tuple(sorted(problems)), read.catalogue.tally().read)


@checked
def explain(
    file: PathLike,
    settings: Settings | None = None,
    *,
    config: PathLike | None = None,
    now: datetime | None = None,
    warn: Warn | None = None,
    **options: Unpack[LoadOptions],
) -> "Explanation":
    """Return why the article of a file is, or is not, in which feeds.

    The other arguments are those of `check`. Raises NotAnArticleError for a file that no build reads, and what `load`
    raises.
    """
    from feeds.diagnostics.explain import explain as explain_article
    from feeds.publish.foresight import reading

    settings = settings_of(settings, config, options, needs_base_url=False)
    with reading(settings, warn=warn or no_warning, now=now) as read:
        return explain_article(Path(file), settings, read)


@checked
def validate(
    paths: PathLike | Iterable[PathLike] = (),
    settings: Settings | None = None,
    *,
    config: PathLike | None = None,
    output: PathLike | None = None,
    base_url: str | None = None,
    now: datetime | None = None,
) -> "Outcome":
    """Check finished documents against the rules of RSS, Atom, JSON Feed and OPML; nothing is fetched.

    `paths` are files and folders, by default the output of the site, whose articles need not exist. `base_url` is the
    address at which these folders, and the output, are served. No document may be dated after `now`.

    Raises SourceNotFoundError, DocumentError, and what `load` raises.
    """
    from feeds.validation.runner import Served
    from feeds.validation.runner import validate as validate_documents

    if settings is None:
        chosen = Options(
            config=config_file(config),
            output=Path(output) if output is not None else None,
            base_url=base_url,
            needs_base_url=False,
            reads_articles=False,
        )
        settings = load_settings(chosen)
    site_url = settings.site.base_url

    places = paths_of(paths)
    served = [Served(settings.output, site_url)] if site_url else []
    if base_url is not None:
        served += [Served(path, site_url) for path in places]
    return validate_documents(places or (settings.output,), now or datetime.now(UTC), served)


@checked
def log(
    settings: Settings | None = None,
    *,
    config: PathLike | None = None,
    after: datetime | None = None,
    count: int | None = None,
    warn: Warn | None = None,
    **options: Unpack[LoadOptions],
) -> "tuple[LoggedBuild, ...]":
    """Return which items builds have brought, changed and taken away in the feeds of a site, the newest build first.

    The other arguments are those of `build`; the address of the output need not be known. Only builds later than
    `after` are returned, and no more than `count`. Raises OutputError, BusyError for a state that another
    process has locked, and what `load` raises.
    """
    from feeds.diagnostics.log import log as read_log

    settings = settings_of(settings, config, options, needs_base_url=False)
    return read_log(settings, warn=warn or no_warning, after=after, count=count)


@checked
def ping(
    settings: Settings | None = None,
    *,
    config: PathLike | None = None,
    warn: Warn | None = None,
    **options: Unpack[LoadOptions],
) -> "tuple[Told, ...]":
    """Tell the hubs of a site which documents have changed since they were last told (WebSub).

    The arguments are those of `build`. A hub that does not answer is no error: what became of each is returned. Raises
    ConfigError for a site without hubs, OutputError, BusyError for a state that another process has locked, and what
    `load` raises.
    """
    from feeds.push.ping import ping as ping_hubs

    return ping_hubs(settings_of(settings, config, options, needs_base_url=True), warn=warn or no_warning)


@checked
def probe(
    settings: Settings | None = None,
    *,
    config: PathLike | None = None,
    requests: int = 10_000,
    seconds: float = 300,
    now: datetime | None = None,
    warn: Warn | None = None,
    progress: Progress = no_progress,
    **options: Unpack[LoadOptions],
) -> "Probed":
    """Ask the network about the pictures, sound and film that the feeds of a site show, and return what came of it.

    The arguments are those of `build`, and how many `requests` and `seconds` it may take. The next build shows the
    answers. Raises ConfigError if the package aiohttp is missing, BusyError if another probe is running, OutputError,
    and what `load` raises.
    """
    from feeds.probing.budget import Budget
    from feeds.publish.probe import probe as ask_network

    return ask_network(
        settings_of(settings, config, options, needs_base_url=True),
        warn=warn or no_warning,
        budget=Budget(requests, seconds),
        now=now,
        progress=progress,
    )
