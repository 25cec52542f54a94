"""Resolve the settings of a run from options, `feeds.toml`, Jekyll's files and the defaults, in that order."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from msgspec import Struct

from feeds.articles.conventions import Conventions
from feeds.config import file, values
from feeds.config.describe import taxonomy
from feeds.config.jekyll_site import JEKYLL_CONFIG, JEKYLL_DATA, JekyllSite
from feeds.core import dates, urls
from feeds.core.errors import ConfigError, OptionError, SourceNotFoundError
from feeds.core.model import FEED_FORMATS, FeedFormat, FormatName, GroupKind, Problem, in_order
from feeds.core.taxonomy import Taxonomy
from feeds.core.text import plain_or_none

DEFAULT_CONFIG = Path("feeds.toml")
STATE_DIR, OUTPUT = Path(".feeds"), Path("dist")
LIMIT = 50
GROUPS: tuple[GroupKind, ...] = ("all", "topic", "provider")

Value = TypeVar("Value")


class Site(Struct, frozen=True):
    """The site that publishes. `base_url`, where the output is served, and `home_url`, its home, end in a slash."""

    title: str
    base_url: str
    home_url: str
    description: str | None = None
    language: str | None = None
    author: str | None = None
    icon: str | None = None


class Selection(Struct, frozen=True):
    """The published articles that are in the feeds; None and empty mean all. Types and categories are in lower case."""

    min_quality: int | None = None
    min_heat: int | None = None
    since: datetime | None = None
    types: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()


class Options(Struct, frozen=True):
    """The options of the command line; None and empty leave a setting to the configuration.

    Without `needs_base_url`, the addresses of a site may be unknown, and are empty then: enough to list its articles.
    Without `reads_articles`, the sources need not exist; the folder of the configuration stands for them.
    """

    config: Path | None = None
    sources: tuple[Path, ...] = ()
    output: Path | None = None
    base_url: str | None = None
    needs_base_url: bool = True
    reads_articles: bool = True
    state_dir: Path | None = None
    formats: tuple[FeedFormat, ...] = ()
    limit: int | None = None
    min_quality: int | None = None
    min_heat: int | None = None
    since: str | None = None
    skip_pages: bool = False


class Settings(Struct, frozen=True):
    """The resolved configuration of one run.

    `formats` are the site's, `chosen_formats` those that an option names for this run only; `opml` is the one that the
    OPML document refers to. `pages` says whether the site has pages for people, `skip_pages` that this run writes none,
    and `templates` is the folder of the site's own for them. `precompress` says whether each document has compressed
    files. `root` is the folder of the whole site, if known: the root of a generator's site, or the folder of
    `feeds.toml`; `conventions` are those of its articles. `data` is the folder of the files that describe topics and
    providers, which may be missing; `problems` are these files'. `keeps_code` says whether a text stays whose template
    code cannot be resolved. Only one of a single item is longer than `max_bytes`. `config` is the path of `feeds.toml`,
    `tables` are its topics and providers. `is_output_chosen` says that an option names the output.
    """

    site: Site
    zone: tzinfo
    sources: tuple[Path, ...]
    output: Path
    state_dir: Path
    formats: tuple[FeedFormat, ...]
    chosen_formats: tuple[FeedFormat, ...]
    kinds: tuple[GroupKind, ...]
    limit: int
    selection: Selection
    taxonomy: Taxonomy
    data: Path
    opml: FeedFormat = "rss"
    pages: bool = True
    skip_pages: bool = False
    templates: Path | None = None
    precompress: bool = False
    config: Path | None = None
    is_output_chosen: bool = False
    root: Path | None = None
    jekyll: JekyllSite | None = None
    keeps_code: bool = False
    conventions: Conventions = Conventions()
    max_bytes: int | None = None
    problems: tuple[Problem, ...] = ()
    tables: tuple[file.NamedTable, ...] = ()

    @property
    def documents(self) -> tuple[FormatName, ...]:
        """Return the formats of every feed, including the page if the site has pages."""
        return (*self.formats, "page") if self.pages else self.formats


def output_folder(options: Options) -> Path:
    """Return the output folder, without resolving the other settings. Raises ConfigError."""
    path = _config_path(options)
    return options.output or (path.parent / (file.read(path)[0].output or OUTPUT) if path else OUTPUT)


def load(options: Options) -> Settings:
    """Return the settings of a run.

    Paths in `feeds.toml` are relative to its folder, those of the options to the working directory.

    Raises ConfigError or OptionError for a setting that would make the feeds wrong, and SourceNotFoundError if no
    source is named and there is no folder `seeds`.
    """
    path = _config_path(options)
    config, origin = file.read(path) if path else (file.ConfigFile(), file.Origin(DEFAULT_CONFIG, ""))
    here = path.parent if path else Path()
    folders = _folders(options, config, here)

    problems: list[Problem] = []
    root, found = _jekyll((*folders.sources, here) if path else folders.sources, problems)
    data = _data(config, origin, here, root or folders.sources[0])

    site = _site(options, config, origin, found)
    zone = _checked(config.site.timezone, values.zone, origin, "timezone") or found.zone or UTC
    formats = in_order(config.formats or FEED_FORMATS)
    return Settings(
        site=site,
        zone=zone,
        sources=folders.sources,
        data=data,
        config=path,
        root=root or (here if path else None),
        jekyll=found if root else None,
        keeps_code=config.articles.template_code == "keep",
        max_bytes=config.max_bytes,
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
        kinds=tuple(dict.fromkeys(config.groups or GROUPS)),
        limit=options.limit or config.limit or LIMIT,
        selection=_selection(options, config.select, origin, zone),
        taxonomy=taxonomy(config, origin, data, site.home_url, problems),
        problems=tuple(problems),
        tables=file.named_tables(config, origin),
    )


class _Folders(NamedTuple):
    """Where a run reads articles, writes documents and keeps its state."""

    sources: tuple[Path, ...]
    output: Path
    state_dir: Path


def _config_path(options: Options) -> Path | None:
    """Return the path of the configuration; None if there is none."""
    return options.config or (DEFAULT_CONFIG if DEFAULT_CONFIG.is_file() else None)


def _folders(options: Options, config: file.ConfigFile, here: Path) -> _Folders:
    """Return the folders that the options name, else the configuration in the folder `here`."""
    sources = options.sources or (_sources(config, here) if options.reads_articles else (here,))
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
        return root / JEKYLL_DATA

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


def _sources(config: file.ConfigFile, here: Path) -> tuple[Path, ...]:
    if config.source is not None:
        given = [config.source] if isinstance(config.source, str) else config.source
        return tuple(here / source for source in given)
    seeds = here / "seeds"
    if not seeds.exists() and (here / JEKYLL_CONFIG).is_file():
        return (here,)
    if not seeds.exists():
        raise SourceNotFoundError(
            "no articles: name their folder, as in `feeds build articles/`, or in a feeds.toml, which feeds init writes"
        )
    return (seeds,)


def _jekyll(roots: Sequence[Path], problems: list[Problem]) -> tuple[Path | None, JekyllSite]:
    """Return the first folder that is the root of a Jekyll site, with the site's settings."""
    for root in roots:
        if (root / JEKYLL_CONFIG).is_file():
            from feeds.config import jekyll  # imports the parsers, which other sites do not need

            return root, jekyll.read_site(root, problems)
    return None, JekyllSite()


def _site(options: Options, config: file.ConfigFile, origin: file.Origin, found: JekyllSite) -> Site:
    table = config.site
    home = _checked(table.home_url, values.address, origin, "home_url") or found.home_url
    base = _base_url(options) or _checked(table.base_url, values.address, origin, "base_url") or home
    if base is None and options.needs_base_url:
        raise ConfigError(
            "the address at which the feeds will be served is not known: "
            "give it with --base-url https://example.org/feeds/ or as base_url below [site] in feeds.toml"
        )
    home = home or base or ""
    return Site(
        title=plain_or_none(table.title) or found.title or urls.host(home),
        base_url=base or "",
        home_url=home,
        description=plain_or_none(table.description) or found.description,
        language=_checked(table.language, values.language, origin, "language") or found.language,
        author=plain_or_none(table.author),
        icon=_checked(table.icon or None, lambda url: values.picture(url, home), origin, "icon"),
    )


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


def _selection(options: Options, table: file.SelectTable, origin: file.Origin, zone: tzinfo) -> Selection:
    return Selection(
        min_quality=table.min_quality if options.min_quality is None else options.min_quality,
        min_heat=table.min_heat if options.min_heat is None else options.min_heat,
        since=_since(options.since, table.since, origin, zone),
        types=frozenset(name.casefold() for name in table.types),
        categories=frozenset(name.casefold() for name in table.categories),
    )


def _since(option: str | None, key: Any, origin: file.Origin, zone: tzinfo) -> datetime | None:
    try:
        given = option if option is not None else key
        return dates.parse(given, zone) if given is not None else None
    except dates.BadDateError as error:
        if option is not None:
            raise OptionError("since", str(error)) from error
        raise origin.error(("select", "since"), str(error)) from error
