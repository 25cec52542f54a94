"""Resolve the settings of a run from options, `feeds.toml`, the site's own files and the defaults, in that order."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from feeds.config import file
from feeds.config.describe import taxonomy
from feeds.config.found_site import DATA, FoundSite, conventions_of, find_site, require_own, sources_of
from feeds.config.groups import archived, kinds
from feeds.config.named import named_tables
from feeds.config.readers import readers
from feeds.config.renaming import maps, renaming
from feeds.config.selection import GroupKeys, Mentions, OwnFeed, Selection, own_feeds, selection
from feeds.config.settings import DEFAULT_CONFIG, OUTPUT, STATE_DIR, Options, ServedOutput, Settings, Site
from feeds.config.words import own_words
from feeds.core import urls
from feeds.core.confines import NOTHING, STRAY, Confines
from feeds.core.errors import ConfigError, OptionError, SourceNotFoundError
from feeds.core.limits import MAX_INTEGER
from feeds.core.model import FEED_FORMATS, FeedFormat, Problem, in_order
from feeds.core.text import plain_or_none
from feeds.sites import values
from feeds.sites.above import Keepers, file_above
from feeds.sites.commons import Commons
from feeds.sites.detect import site_above

LIMIT = 50

Value = TypeVar("Value")


def served_output(options: Options) -> ServedOutput:
    """Return what a server needs to know, without resolving the other settings. Raises ConfigError or OptionError."""
    path = _config_path(options, [])
    config, origin = file.read(path) if path else (file.ConfigFile(), file.Origin(DEFAULT_CONFIG, ""))
    folder = options.output or (path.parent / (config.output or OUTPUT) if path else OUTPUT)
    base = _base_url(options) or _checked(config.site.base_url, values.address, origin, "base_url")
    return ServedOutput(folder, base or "", _hubs(config, origin))


def load(options: Options) -> Settings:
    """Return the settings of a run.

    Paths in `feeds.toml` are relative to its folder, those of the options to the working directory.

    Raises ConfigError or OptionError for a setting that would make the feeds wrong, and SourceNotFoundError if no
    source is named and there is no folder `seeds`.
    """
    passed: list[str] = []
    path = _config_path(options, passed)
    config, origin = file.read(path) if path else (file.ConfigFile(), file.Origin(DEFAULT_CONFIG, ""))
    here = path.parent if path else Path()
    problems: list[Problem] = []
    named = _named_sources(options, config, here, passed)
    trusted = Confines.of([*named, *([here] if path else []), *([here / config.data] if config.data else [])])
    own = find_site((*named, here) if path or not named else named, problems, passed, trusted)
    sources = sources_of(own, named, problems, passed)
    if own.root in sources and options.reads_articles and not (options.sources or config.source):
        require_own(own.root)
    folders = _folders(options, config, here, sources)
    data = _data(config, origin, here, own.root or folders.sources[0])

    found = own.description
    site = _site(options, config, origin, own, problems, passed)
    zone = _checked(config.site.timezone, values.zone, origin, "timezone") or found.zone or UTC
    formats = in_order(config.formats or FEED_FORMATS)
    commons = Commons(data if config.data else data.parent, passed)
    names = taxonomy(config, origin, data, site.home_url, problems, own.confines, commons)
    group_keys = GroupKeys(names)
    limit, content = options.limit or config.limit or LIMIT, config.content or "full"
    groups = kinds(config.groups, origin)
    usual = OwnFeed("", Selection(), limit, formats, content)
    return Settings(
        site=site,
        zone=zone,
        sources=folders.sources,
        data=data,
        config=path,
        root=own.root or (here if path else None),
        described=found if own.root else None,
        exclude=tuple(config.articles.exclude),
        conventions=conventions_of(config, found),
        keeps_code=config.articles.template_code == "keep",
        max_bytes=config.max_bytes,
        probes=config.images.probe is True,
        allowed=_allowed(config, origin),
        output=folders.output,
        is_output_chosen=options.output is not None,
        state_dir=folders.state_dir,
        formats=formats,
        opml=_opml(config.opml, formats, origin),
        pages=config.pages is not False,
        precompress=config.precompress is True,
        skip_pages=options.skip_pages,
        templates=_templates(config, here, origin),
        chosen_formats=in_order(options.formats),
        kinds=groups,
        archived=frozenset(archived(config.archives, groups, origin)),
        limit=limit,
        content=content,
        selection=_selection(options, config.select, origin, zone, group_keys),
        taxonomy=names,
        problems=tuple(problems),
        passed_over=tuple(passed),
        tables=named_tables(config, origin),
        own=tuple(own_feeds(config.feeds, origin, zone, group_keys, site.home_url, usual, limit=options.limit)),
        mentions=Mentions(config.select, config.feeds, group_keys),
        origin=origin,
        scheduler=_scheduler(options, config, origin),
        renaming=renaming(config, origin, zone, groups),
        maps=maps(config, origin),
        confines=own.confines,
    )


class _Folders(NamedTuple):
    """Where a run reads articles, writes documents and keeps its state."""

    sources: tuple[Path, ...]
    output: Path
    state_dir: Path


def _config_path(options: Options, passed: list[str]) -> Path | None:
    """Return the path of the configuration; None if there is none. `passed` is told of those that do not count."""
    if options.config:
        return options.config
    if os.path.lexists(DEFAULT_CONFIG):  # reading it says what is wrong with it
        if doubt := Keepers.of(Path(), NOTHING).doubt(Path(), DEFAULT_CONFIG):
            raise ConfigError(f"{DEFAULT_CONFIG}: {doubt}, or name this file with --config")
        return DEFAULT_CONFIG
    if options.near and not options.sources:
        return file_above(options.near.parent, DEFAULT_CONFIG.name, passed)
    return None


def _folders(options: Options, config: file.ConfigFile, here: Path, sources: tuple[Path, ...]) -> _Folders:
    """Return the folders that the options name, else the configuration in the folder `here`."""
    output = options.output or here / (config.output or OUTPUT)
    state_dir = options.state_dir or here / STATE_DIR
    for folder in (output, state_dir, *sources):
        values.followed(folder)

    if options.reads_articles and output.resolve() in {source.resolve() for source in sources}:
        raise ConfigError(f"{output}: the output cannot be the folder of the articles")
    return _Folders(sources, output, state_dir)


def _data(config: file.ConfigFile, origin: file.Origin, here: Path, root: Path) -> Path:
    """Return the folder that describes topics and providers, which need not exist unless the configuration names it."""
    if not config.data:
        return root / DATA

    data = here / config.data
    if not data.is_dir():
        raise origin.error(("data",), f"there is no folder {data}")
    return data


def _opml(wanted: FeedFormat | None, formats: tuple[FeedFormat, ...], origin: file.Origin) -> FeedFormat:
    if wanted is not None and wanted not in formats:
        raise origin.error(("opml",), f"{wanted!r} is not among the formats: {', '.join(formats)}")
    return wanted or formats[0]


def _templates(config: file.ConfigFile, here: Path, origin: file.Origin) -> Path | None:
    folder = here / config.templates if config.templates else None
    if folder and not folder.is_dir():
        raise origin.error(("templates",), f"there is no folder {folder}")
    return folder


def _named_sources(options: Options, config: file.ConfigFile, here: Path, passed: list[str]) -> tuple[Path, ...]:
    """Return the sources that the options name, else the configuration in the folder `here`, else the usual ones."""
    if options.sources or not options.reads_articles:
        return options.sources or (here,)
    if config.source is not None:
        given = [config.source] if isinstance(config.source, str) else config.source
        return tuple(here / source for source in given)
    seeds = here / "seeds"
    if seeds.exists() and Commons(here, passed).counts(seeds):
        if not Confines.of([here]).hold(seeds):
            raise SourceNotFoundError(f"{seeds}: {STRAY}")
        return (seeds,)
    if site_above(here, passed):
        return (here,)
    if options.near and (site := site_above(options.near.parent, passed)):
        return (site.root,)
    if passed:
        raise SourceNotFoundError(f"no articles: {passed[0]}")
    raise SourceNotFoundError(
        "no articles: name their folder, as in `feeds build articles/`, or in a feeds.toml, which feeds init writes"
    )


def _site(
    options: Options,
    config: file.ConfigFile,
    origin: file.Origin,
    own: FoundSite,
    problems: list[Problem],
    passed: list[str],
) -> Site:
    table, found = config.site, own.description
    home = _checked(table.home_url, values.address, origin, "home_url") or found.home_url
    base = _base_url(options) or _checked(table.base_url, values.address, origin, "base_url") or home
    if base is None and options.needs_base_url:
        raise ConfigError(
            "the address at which the feeds will be served is not known: "
            "give it with --base-url https://example.org/feeds/ or as base_url below [site] in feeds.toml"
        )
    home = home or base or ""
    language = _checked(table.language, values.language, origin, "language") or found.language
    return Site(
        title=plain_or_none(table.title) or found.title or urls.host(home),
        base_url=base or "",
        home_url=home,
        description=plain_or_none(table.description) or found.description,
        language=language,
        author=values.person(table.author) or found.author,
        icon=_checked(table.icon or None, lambda url: values.picture(url, home), origin, "icon")
        or values.usual_picture(found.icon, home),
        hubs=_hubs(config, origin),
        readers=readers(config.readers, origin),
        whole_pictures=config.pictures == "whole",
        words=own_words(config.words, language, kinds(config.groups, origin), origin, own.confines, problems, passed),
    )


def _hubs(config: file.ConfigFile, origin: file.Origin) -> tuple[str, ...]:
    try:
        return tuple(dict.fromkeys(map(values.hub, config.websub.hubs)))
    except ValueError as error:
        raise origin.error(("websub", "hubs"), str(error)) from error


def _scheduler(options: Options, config: file.ConfigFile, origin: file.Origin) -> str | None:
    given = config.workers.scheduler if options.scheduler is None else options.scheduler
    try:
        return values.scheduler(given) if given else None
    except ValueError as error:
        if options.scheduler is not None:
            raise OptionError("scheduler", str(error)) from error
        raise origin.error(("workers", "scheduler"), str(error)) from error


def _allowed(config: file.ConfigFile, origin: file.Origin) -> tuple[str, ...]:
    for given in config.images.allow:
        if not urls.is_network(given):
            raise origin.error(("images", "allow"), f"{given!r} is neither a host nor an address nor a network")
    return tuple(config.images.allow)


def _checked(value: str | None, check: Callable[[str], Value], origin: file.Origin, key: str) -> Value | None:
    """Return the checked value of a key below [site]. Raises ConfigError if it cannot be used."""
    try:
        return check(value) if value is not None else None
    except ValueError as error:
        raise origin.error(("site", key), str(error)) from error


def _base_url(options: Options) -> str | None:
    try:
        return values.address(options.base_url) if options.base_url is not None else None
    except ValueError as error:
        raise OptionError("base_url", str(error)) from error


def _selection(
    options: Options, table: file.SelectTable, origin: file.Origin, zone: tzinfo, group_keys: GroupKeys
) -> Selection:
    found = selection(table, ("select",), origin, zone, group_keys)
    return replace(
        found,
        min_quality=found.min_quality if options.min_quality is None else _threshold(options, "min_quality"),
        min_heat=found.min_heat if options.min_heat is None else _threshold(options, "min_heat"),
        since=_since(options.since, zone) if options.since is not None else found.since,
    )


def _threshold(options: Options, name: str) -> int:
    value: int = getattr(options, name)
    if abs(value) > MAX_INTEGER:
        raise OptionError(name, f"is beyond {MAX_INTEGER:,}, which no article's is")
    return value


def _since(option: str, zone: tzinfo) -> datetime:
    from feeds.core import dates

    try:
        return dates.parse(option, zone)
    except dates.BadDateError as error:
        raise OptionError("since", str(error)) from error
