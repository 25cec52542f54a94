"""Hold the resolved configuration of one run, and the options that it is resolved from."""

from datetime import tzinfo
from pathlib import Path

from msgspec import Struct

from feeds.articles.conventions import Conventions
from feeds.articles.excluded import Excluded
from feeds.config import file
from feeds.config.named import NamedTable
from feeds.config.readers import READERS
from feeds.config.renaming import Renaming
from feeds.config.selection import Grouping, Mentions, OwnFeed, Selection
from feeds.core.confines import Confines
from feeds.core.kinds import OWN
from feeds.core.model import FeedFormat, FormatName, Group, GroupKind, Problem
from feeds.core.readers import Reader
from feeds.core.redirects import MapFormat
from feeds.core.taxonomy import Taxonomy
from feeds.sites.description import SiteDescription
from feeds.words.catalogue import OwnCatalogue

DEFAULT_CONFIG = Path("feeds.toml")
STATE_DIR, OUTPUT = Path(".feeds"), Path("dist")


class Site(Struct, frozen=True):
    """The site that publishes. `base_url`, where the output is served, and `home_url`, its home, end in a slash.

    `hubs` are the addresses of its WebSub hubs, `readers` the feed readers that its pages offer; `whole_pictures` says
    that these crop no picture. `words` are its own words for what feeds and pages say in ours.
    """

    title: str
    base_url: str
    home_url: str
    description: str | None = None
    language: str | None = None
    author: str | None = None
    icon: str | None = None
    hubs: tuple[str, ...] = ()
    readers: tuple[Reader, ...] = READERS
    whole_pictures: bool = False
    words: tuple[OwnCatalogue, ...] = ()


class ServedOutput(Struct, frozen=True):
    """What a server needs to know of a site: its output, the address that this has, if known, and its WebSub hubs."""

    folder: Path
    base_url: str
    hubs: tuple[str, ...]


class Options(Struct, frozen=True):
    """The options of the command line; None and empty leave a setting to the configuration.

    Without `needs_base_url`, the addresses of a site may be unknown, and are empty then: enough to list its articles.
    Without `reads_articles`, the sources need not exist; the folder of the configuration stands for them. `near` is a
    file whose site is meant, if neither a source nor the working directory names another. An empty `scheduler` has this
    machine work alone.
    """

    config: Path | None = None
    sources: tuple[Path, ...] = ()
    near: Path | None = None
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
    scheduler: str | None = None


class Settings(Struct, frozen=True):
    """The resolved configuration of one run.

    `formats` are the site's, `chosen_formats` those that an option names for this run only; `opml` is the one that the
    OPML document refers to. `pages` says whether the site has pages for people, `skip_pages` that this run writes none,
    and `templates` is the folder of the site's own for them. `precompress` says whether each document has compressed
    files. `root` is the folder of the whole site, if known: the root of a generator's site, or the folder of
    `feeds.toml`; `described` is what that says of itself, `conventions` are those of its articles, and `exclude` are
    patterns of what is not read below the sources. `data` is the folder of the files that describe topics and
    providers, which may be missing; `problems` are these files'. `keeps_code` says whether a text stays whose template
    code cannot be resolved. `probes` says that builds ask the network about pictures, sound and film, and `allowed` are
    the private hosts and networks that may be asked. Only one of a single item is longer than `max_bytes`. `config` is
    the path of `feeds.toml`, `tables` are its topics and providers. `is_output_chosen` says that an option names the
    output. `own` are the feeds that the configuration defines, `content` is what the items of the others have, and
    `mentions` are the names of topics, authors and so on by which articles are selected, with the `origin` that knows
    their lines. `archived` are the kinds of groups whose feeds have archives. `renaming` says which feeds have another
    place than before, and which have ended; `maps` are the servers for which a map of them is written.
    Links are followed within the `confines`. `passed_over` says which configurations in folders above do not count, as
    others can have put them there.
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
    described: SiteDescription | None = None
    exclude: tuple[str, ...] = ()
    keeps_code: bool = False
    conventions: Conventions = Conventions()
    max_bytes: int | None = None
    probes: bool = False
    allowed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    passed_over: tuple[str, ...] = ()
    tables: tuple[NamedTable, ...] = ()
    own: tuple[OwnFeed, ...] = ()
    content: file.ContentChoice = "full"
    mentions: Mentions | None = None
    origin: file.Origin | None = None
    scheduler: str | None = None
    archived: frozenset[GroupKind] = frozenset()
    renaming: Renaming = Renaming()
    maps: tuple[MapFormat, ...] = ()
    confines: Confines = Confines()

    @property
    def grouping(self) -> Grouping:
        """Return how articles are sorted into groups: into those that have feeds, or that a selection asks for."""
        selections = (self.selection, *(own.selection for own in self.own))
        kinds = {*self.kinds, *(kind for selection in selections for kind in selection.kinds)}
        kinds |= {group.kind for group in self.renaming.retired}
        return Grouping(own=self.own, archived=self.archived).with_kinds(kinds)

    @property
    def excluded(self) -> Excluded:
        """Return what is not read below the sources, by the site's own configuration and by ours."""
        described = self.described or SiteDescription()
        return Excluded(self.root, described.exclude, self.exclude, described.unread)

    @property
    def served(self) -> ServedOutput:
        """Return what a server needs to know of the site."""
        return ServedOutput(self.output, self.site.base_url, self.site.hubs)

    @property
    def documents(self) -> tuple[FormatName, ...]:
        """Return the formats of every feed, including the page if the site has pages."""
        return self.with_page(self.formats)

    def limit_of(self, group: Group) -> int:
        """Return how many items the feed of a group holds at most."""
        own = next((own for own in self.own if own.slug == group.key), None) if group.kind == OWN else None
        return own.limit if own else self.limit

    def with_page(self, formats: tuple[FeedFormat, ...]) -> tuple[FormatName, ...]:
        """Return formats of a feed, including the page if the site has pages."""
        return (*formats, "page") if self.pages else formats
