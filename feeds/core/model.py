"""The nouns of the program, all frozen: what an article is, and what a feed is.

Times are aware datetimes in UTC, in whole seconds (RSS has none finer). Addresses are absolute http(s) URLs that
have been through `feeds.core.urls`. Texts have been through `feeds.core.text`: plain, no control characters, white
space folded.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal, TypeVar, get_args

from msgspec import Struct

GroupKind = Literal["all", "topic", "provider", "topic-provider"]
FeedFormat = Literal["rss", "atom", "json"]
FormatName = Literal["rss", "atom", "json", "page"]
Severity = Literal["error", "warning"]

FEED_FORMATS: tuple[FeedFormat, ...] = get_args(FeedFormat)
"""The formats that feed readers read."""

MEDIA_TYPES: dict[FeedFormat, str] = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
}
"""What each format is called by servers, and in links."""

DOCUMENT_NAMES: dict[FormatName, str] = {
    "rss": "rss.xml",
    "atom": "atom.xml",
    "json": "feed.json",
    "page": "index.html",
}
"""The file in a feed's folder that each format is written to; the page is the feed for people."""

DOOR, OPML = "index.html", "feeds.opml"
ASSETS = ("feeds.css", "feeds.js", "favicon.svg")
SITE_DOCUMENTS = (DOOR, OPML, *ASSETS)
"""The files that belong to no feed: the front door, the list for feed readers, and what all pages share."""

Form = TypeVar("Form", bound=FormatName)


def in_order(formats: Iterable[Form]) -> tuple[Form, ...]:
    """Return each format once, in the order of DOCUMENT_NAMES."""
    chosen = set(formats)
    return tuple(sorted(chosen, key=list(DOCUMENT_NAMES).index))


class Problem(Struct, frozen=True, order=True):
    """Something wrong with an article; an error keeps it out of the feeds, a warning does not.

    `line` counts from 1 in the file, not in its front matter.
    """

    path: str
    line: int
    severity: Severity
    message: str

    def __str__(self) -> str:
        """Return the form that editors and compilers share: `path:line: severity: message`."""
        return f"{self.path}:{self.line}: {self.severity}: {self.message}"


class Image(Struct, frozen=True):
    """A picture. Width and height in pixels, length in bytes; None is unknown. `type` is always `image/…`."""

    url: str
    width: int | None = None
    height: int | None = None
    type: str | None = None
    length: int | None = None
    title: str | None = None
    attribution: str | None = None


class Provider(Struct, frozen=True):
    """The outlet of a story. `domain` is a host in lower case without `www.`; `name` is None if unknown."""

    domain: str
    name: str | None = None
    images: tuple[Image, ...] = ()
    authors: tuple[str, ...] = ()


class Related(Struct, frozen=True):
    """Another outlet's coverage of the same story."""

    title: str
    url: str
    provider: Provider
    published: datetime | None = None


class Body(Struct, frozen=True):
    """The text below the front matter, as it was written."""

    text: str
    format: Literal["markdown", "html"]


class Article(Struct, frozen=True):
    """One story, read and checked.

    `original` is None where it is the link; `topics` are spelled as the article does; `embed` is HTML as it was
    written, and not yet safe to show.
    """

    id: str
    title: str
    published: datetime
    link: str
    provider: Provider
    excerpt: str = ""
    updated: datetime | None = None
    original: str | None = None
    amp: str | None = None
    type: str = "article"
    category: str | None = None
    quality: int | None = None
    heat: int | None = None
    topics: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    related: tuple[Related, ...] = ()
    embed: str | None = None
    body: Body | None = None


class Group(Struct, frozen=True, order=True):
    """What a feed is about. `topic` is a topic's slug, `provider` a provider's key; both safe as a folder's name."""

    kind: GroupKind
    topic: str = ""
    provider: str = ""

    @property
    def folder(self) -> str:
        """The folder of the group's documents, relative to the output, with `/`."""
        if self.kind == "all":
            return "all"
        parts = [f"topics/{self.topic}"] if self.topic else []
        parts += [f"providers/{self.provider}"] if self.provider else []
        return "/".join(parts)

    def document(self, form: FormatName) -> str:
        """Return where the group's document of a format lies, relative to the output, with `/`."""
        return f"{self.folder}/{DOCUMENT_NAMES[form]}"


class Person(Struct, frozen=True):
    """Who an item or a feed is by."""

    name: str
    url: str | None = None
    avatar: str | None = None


class Category(Struct, frozen=True):
    """A topic of an item: its slug, what a person sees, the address of the vocabulary it belongs to, and its feed."""

    term: str
    label: str
    scheme: str
    group: Group | None = None


class Item(Struct, frozen=True):
    """A story as every format shows it; `content` is safe HTML with absolute links, `summary` plain text.

    `day` is the one of publication in the site's zone, `player` the address of a video's player, which may be shown in
    a frame, and `outlet` the provider's feed, if there is one.
    """

    id: str
    title: str
    url: str
    published: datetime
    updated: datetime
    content: str
    provider: Provider
    summary: str = ""
    original: str | None = None
    amp: str | None = None
    authors: tuple[Person, ...] = ()
    categories: tuple[Category, ...] = ()
    images: tuple[Image, ...] = ()
    related: tuple[Related, ...] = ()
    quality: int | None = None
    heat: int | None = None
    day: date | None = None
    player: str | None = None
    outlet: Group | None = None


class Publisher(Struct, frozen=True):
    """Who publishes the feeds.

    `url` is where the site itself is, `feeds_url` where the feeds are; `has_pages` says whether there are pages for
    people, `opml` which format of the feeds the list for feed readers names.
    """

    title: str
    description: str
    url: str
    feeds_url: str
    language: str | None = None
    author: str | None = None
    icon: Image | None = None
    has_pages: bool = True
    opml: FeedFormat = "rss"


class Feed(Struct, frozen=True):
    """A feed as every format shows it, apart from its items.

    `urls` says where each format is served; `about_url` is where people are sent who want to know of our JSON Feed
    extension. `updated` is the newest change of an item, never the clock's time, `day` the same in the site's zone.
    `icon` is the smallest, `logo` the largest of `images`, its own pictures or the site's; `portrait` is one of its own
    alone. `cover` is the newest picture of an item, `formats` are those that the site has, `page_url` is where people
    read it, and `site` who publishes it.
    """

    group: Group
    name: str
    title: str
    description: str
    home_url: str
    about_url: str
    urls: dict[FeedFormat, str]
    updated: datetime
    day: date
    page_url: str
    formats: tuple[FeedFormat, ...]
    site: Publisher
    language: str | None = None
    author: str | None = None
    images: tuple[Image, ...] = ()
    icon: Image | None = None
    logo: Image | None = None
    portrait: Image | None = None
    cover: Image | None = None


class Listing(Struct, frozen=True):
    """A feed in the list of all: how many articles it has, and the day of the newest, in the site's zone."""

    feed: Feed
    count: int
    newest: datetime
    day: date


class Directory(Struct, frozen=True):
    """Every feed with an article, the fullest first."""

    site: Publisher
    listings: tuple[Listing, ...]

    def of_kind(self, kind: GroupKind) -> tuple[Listing, ...]:
        """Return the feeds of a kind."""
        return tuple(listing for listing in self.listings if listing.feed.group.kind == kind)
