"""The records that the stages pass on, all frozen: articles, items, groups and feeds.

Times are aware datetimes in UTC, in whole seconds, because RSS has none finer. Addresses are absolute http(s) URLs made
clean by `feeds.core.urls`. Texts are plain, made so by `feeds.core.text`: no control characters, white space folded.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal, TypeVar, get_args

from msgspec import Struct

from feeds.core.alternates import Alternate
from feeds.core.archives import ALONE, ARCHIVE, Chain
from feeds.core.kinds import folder_of
from feeds.core.readers import Reader
from feeds.core.stories import story_key
from feeds.words import Words, words_in

GroupKind = str  # one of feeds.core.kinds.KINDS, or the kind of a field
FeedFormat = Literal["rss", "atom", "json"]
FormatName = Literal["rss", "atom", "json", "page"]
Severity = Literal["error", "warning"]
MediumKind = Literal["audio", "video", "document"]

FEED_FORMATS: tuple[FeedFormat, ...] = get_args(FeedFormat)
"""The formats that feed readers read."""

MEDIA_TYPES: dict[FeedFormat, str] = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
}
"""The media type of each format, in HTTP headers and in links."""

DOCUMENT_NAMES: dict[FormatName, str] = {
    "rss": "rss.xml",
    "atom": "atom.xml",
    "json": "feed.json",
    "page": "index.html",
}
"""The name of each format's document in a feed's folder."""

FRONT_PAGE, OPML = "index.html", "feeds.opml"
ASSETS = ("feeds.css", "feeds.js", "favicon.svg", "icon.png")

AnyFormat = TypeVar("AnyFormat", bound=FormatName)


def in_order(formats: Iterable[AnyFormat]) -> tuple[AnyFormat, ...]:
    """Return each format once, in the order of DOCUMENT_NAMES."""
    chosen = set(formats)
    return tuple(sorted(chosen, key=list(DOCUMENT_NAMES).index))


class Problem(Struct, frozen=True, order=True):
    """An error, which keeps an article out of the feeds, or a warning; `line` counts from 1 in the file."""

    path: str
    line: int
    severity: Severity
    message: str

    def __str__(self) -> str:
        """Return `path:line: severity: message`, as compilers print it and editors read it."""
        return f"{self.path}:{self.line}: {self.severity}: {self.message}"


class Image(Struct, frozen=True):
    """A picture. Width and height in pixels, length in bytes; None is unknown. `type` is always `image/…`.

    `attribution` says who made it, `copyright` who has the rights; `variants` are the same picture in other sizes.
    """

    url: str
    width: int | None = None
    height: int | None = None
    type: str | None = None
    length: int | None = None
    title: str | None = None
    attribution: str | None = None
    alt: str | None = None
    caption: str | None = None
    copyright: str | None = None
    variants: "tuple[Image, ...]" = ()


class Medium(Struct, frozen=True):
    """A sound, a film or another file, in bytes and seconds; None is unknown. `kind` says how readers show it."""

    url: str
    kind: MediumKind | None = None
    type: str | None = None
    length: int | None = None
    duration: int | None = None
    title: str | None = None


class Person(Struct, frozen=True):
    """An author, with the addresses of a page and a picture."""

    name: str
    url: str | None = None
    avatar: str | None = None


class Provider(Struct, frozen=True):
    """The outlet that published a story. `domain` is a host in lower case without `www.`; `name` is None if unknown."""

    domain: str
    name: str | None = None
    images: tuple[Image, ...] = ()


class Related(Struct, frozen=True):
    """Another outlet's coverage of the same story."""

    title: str
    url: str
    provider: Provider
    published: datetime | None = None


class Body(Struct, frozen=True):
    """The text below the front matter, as written: not safe to show."""

    text: str
    format: Literal["markdown", "html"]


class Article(Struct, frozen=True):
    """One story, read and checked.

    `gives_id` says whether the id is the article's own, and not the story key. `updated` may be in the future; from
    `expires` on it is in no feed. `original` is None if it is the same as `link`. `topics` are spelled as there.
    `player` is the address of a film's player. `language` is a tag (RFC 5646), if given, `translation_key` what its
    translations share. `has_page` says that the link is its own page on the site. `fields` make groups besides.
    """

    id: str
    title: str
    published: datetime
    link: str
    provider: Provider
    authors: tuple[Person, ...] = ()
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
    media: tuple[Medium, ...] = ()
    related: tuple[Related, ...] = ()
    player: str | None = None
    body: Body | None = None
    gives_id: bool = False
    expires: datetime | None = None
    language: str | None = None
    translation_key: str | None = None
    has_page: bool = False
    fields: dict[str, tuple[str, ...]] = {}

    @property
    def story(self) -> str:
        """The story key: what all articles on one story share unless ids of their own tell them apart."""
        return story_key(self.link if self.has_page else self.original or self.link)


class Group(Struct, frozen=True, order=True):
    """What a feed is about. `key`, such as a topic's slug, is a safe path below the folder of the kind."""

    kind: GroupKind
    key: str = ""
    provider: str = ""

    @property
    def folder(self) -> str:
        """The folder of the group's documents, relative to the output, with `/` between its parts."""
        return folder_of(self.kind, self.key, self.provider)

    def archive(self, month: str) -> str:
        """Return the folder of the group's archive of a month, relative to the output; `""` stands for the feed."""
        return f"{self.folder}/{ARCHIVE}/{month}" if month else self.folder

    def document(self, format_name: FormatName, month: str = "") -> str:
        """Return the path of a document of the feed, or of its archive of a month, relative to the output, with `/`."""
        return f"{self.archive(month)}/{DOCUMENT_NAMES[format_name]}"


class Category(Struct, frozen=True):
    """A topic of an item: its name, that in the language of the item, the address of its vocabulary, and its feed."""

    term: str
    label: str
    scheme: str
    group: Group | None = None


class Item(Struct, frozen=True):
    """A story as every format shows it; `content` is safe HTML with absolute links, `summary` plain text.

    `text` is the part of `content` that the article has as its text, if any. In a feed of summaries there is neither.
    `day` is that of publication in the site's zone, `player` the address of a video player, `outlet` the group of the
    provider, if it has a feed, `logo` the address of its picture. `authors` are the people who wrote it, else the
    provider, else the site's author. `source` is the address of the provider's RSS feed, if there is one and it is no
    author. `language` is that of the article if it is not the site's, `words` are those of it, and `alternates` its
    pages in several languages, its own last.
    """

    id: str
    title: str
    url: str
    published: datetime
    updated: datetime
    content: str
    provider: Provider
    summary: str = ""
    text: str = ""
    original: str | None = None
    amp: str | None = None
    authors: tuple[Person, ...] = ()
    categories: tuple[Category, ...] = ()
    images: tuple[Image, ...] = ()
    media: tuple[Medium, ...] = ()
    related: tuple[Related, ...] = ()
    quality: int | None = None
    heat: int | None = None
    day: date | None = None
    player: str | None = None
    outlet: Group | None = None
    logo: str | None = None
    source: str | None = None
    words: Words = words_in()
    language: str | None = None
    alternates: tuple[Alternate, ...] = ()


class Publisher(Struct, frozen=True):
    """The site that publishes the feeds.

    `url` is the address of the site itself, `feeds_url` the address of the output. `has_pages` says whether HTML pages
    are written, `opml` which format of each feed the OPML document lists. `hubs` are the addresses of WebSub hubs that
    tell readers of changes, `readers` those that pages offer. With `whole_pictures`, pages crop no picture.
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
    hubs: tuple[str, ...] = ()
    readers: tuple[Reader, ...] = ()
    whole_pictures: bool = False
    words: Words = words_in()


class Feed(Struct, frozen=True):
    """A feed, or one of its archives, as every format shows it, apart from its items.

    `urls` has the address of each format's document of the feed itself, `page_url` that of the page, `about_url` that
    of what explains the JSON Feed extension. `updated` is the newest change of an item, never that of the build; `day`
    is the same in the site's zone. `images` are the group's own or else the site's, the smallest as `icon`, the largest
    as `logo`; `page_image` is the group's own, for the page, `cover` the newest of an item. `formats` are the site's,
    `total` counts the group's articles, `chain` tells of its archives, `words` are those of its language.
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
    page_image: Image | None = None
    cover: Image | None = None
    total: int = 0
    has_ended: bool = False  # nothing new will come into it
    words: Words = words_in()
    chain: Chain = ALONE
