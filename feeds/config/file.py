"""Read `feeds.toml` and check its keys and types; errors name the file, the line and the key."""

import os
import re
import stat
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, get_args

import msgspec
from msgspec import Meta, Struct

from feeds.articles.conventions import IdStyle
from feeds.articles.foreign.spellings import FIELDS
from feeds.config.typed import typed, unknown
from feeds.core.errors import ConfigError
from feeds.core.limits import MAX_EXCERPT, MAX_FILE_BYTES, MAX_INTEGER, MAX_NAME, MAX_TITLE
from feeds.core.model import FEED_FORMATS, FeedFormat
from feeds.core.redirects import MAP_FORMATS, MapFormat
from feeds.core.safe_files import NotRegularFileError, read_regular
from feeds.frontmatter import toml
from feeds.sites import values

Count = Annotated[int, Meta(ge=1, le=1_000_000)]
Bytes = Annotated[int, Meta(ge=10_000, le=1_000_000_000)]
Threshold = Annotated[int, Meta(ge=-MAX_INTEGER, le=MAX_INTEGER)]
Name = Annotated[str, Meta(min_length=1)]
Title = Annotated[str, Meta(max_length=MAX_TITLE)]
Description = Annotated[str, Meta(max_length=MAX_EXCERPT)]
Author = Annotated[str, Meta(max_length=MAX_NAME)]
Folder = Annotated[str, Meta(min_length=1, pattern=r"^[^\0]*$")]
OpmlFormat = Literal["rss", "atom"]
TemplateCode = Literal["excerpt", "keep"]
Pictures = Literal["cropped", "whole"]
ContentChoice = Literal["full", "summary"]
"""Whether items have their text, or their excerpt alone."""
_CHOICES = {
    "formats": FEED_FORMATS,
    "opml": get_args(OpmlFormat),
    "content": get_args(ContentChoice),
    "template_code": get_args(TemplateCode),
    "id": get_args(IdStyle),
    "pictures": get_args(Pictures),
    "redirects": MAP_FORMATS,
}
Words = dict[str, str | dict[str, str | dict[str, str]]]
"""`[words]`: texts by their English messages, tables of their plural forms, and tables of languages with such texts."""
Table = TypeVar("Table", bound=Struct)


class SiteTable(Struct, forbid_unknown_fields=True, frozen=True):
    """`[site]`: the site that publishes, and its addresses."""

    title: Title | None = None
    base_url: str | None = None
    home_url: str | None = None
    description: Description | None = None
    language: str | None = None
    author: Author | None = None
    timezone: str | None = None
    icon: str | None = None


class SelectTable(Struct, forbid_unknown_fields=True, frozen=True):
    """`[select]`: the published articles that are in the feeds."""

    min_quality: Threshold | None = None
    min_heat: Threshold | None = None
    since: Any = None
    topics: list[Name] = []
    providers: list[Name] = []
    authors: list[Name] = []
    types: list[Name] = []
    categories: list[Name] = []
    languages: list[Name] = []
    sections: list[Name] = []
    without_topics: list[Name] = []
    without_providers: list[Name] = []
    without_authors: list[Name] = []
    without_types: list[Name] = []
    without_categories: list[Name] = []
    without_languages: list[Name] = []
    without_sections: list[Name] = []


class ArticlesTable(Struct, forbid_unknown_fields=True, frozen=True):
    """`[articles]`: how articles are read."""

    template_code: TemplateCode | None = None
    permalink: Name | None = None
    id: IdStyle | None = None
    exclude: list[Name] = []


class ImagesTable(Struct, forbid_unknown_fields=True, frozen=True):
    """`[images]`: what the network is asked about pictures, sound and film."""

    probe: bool | None = None
    allow: list[str] = []


class WebSubTable(Struct, forbid_unknown_fields=True, frozen=True):
    """`[websub]`: the hubs that are told of changed feeds, and that readers find in them."""

    hubs: Annotated[list[str], Meta(max_length=10)] = []


class WorkersTable(Struct, forbid_unknown_fields=True, frozen=True):
    """`[workers]`: where much is read and rendered."""

    scheduler: Name | None = None


class RetiredTable(Struct, forbid_unknown_fields=True, frozen=True):
    """`[retired]`: the folders of the feeds that have ended, or these with the dates on which they did."""

    feeds: list[Name] | dict[str, Any] = []


class ReaderTable(Struct, forbid_unknown_fields=True, frozen=True):
    """`[[readers]]`: a feed reader on the web that pages offer."""

    name: Name
    url: Name


class FeedTable(SelectTable, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """`[feeds."top-ai"]`: a feed of the articles that the table selects."""

    title: Title | None = None
    description: Description | None = None
    image: str | None = None
    limit: Count | None = None
    formats: Annotated[list[FeedFormat], Meta(min_length=1)] | None = None
    content: ContentChoice | None = None


class GroupTable(Struct, forbid_unknown_fields=True, frozen=True):
    """`[topics."AI"]` or `[providers."techcrunch.com"]`: the title, description and so on of a feed."""

    title: Title | None = None
    description: Description | None = None
    slug: str | None = None
    aliases: list[str] = []
    image: str | None = None


class TopicTable(GroupTable, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """`[topics."AI"]`: also what the topic is called in other languages, by their tags."""

    names: dict[str, Name] = {}


class ConfigFile(Struct, forbid_unknown_fields=True, frozen=True):
    """All keys of `feeds.toml`; None leaves a setting to Jekyll's files and the defaults."""

    site: SiteTable = SiteTable()
    source: Folder | Annotated[list[Folder], Meta(min_length=1)] | None = None
    data: Folder | None = None
    output: Folder | None = None
    formats: Annotated[list[FeedFormat], Meta(min_length=1)] | None = None
    groups: Annotated[list[Name], Meta(min_length=1)] | None = None
    archives: list[Name] = []
    content: ContentChoice | None = None
    limit: Count | None = None
    max_bytes: Bytes | None = None
    pages: bool | None = None
    pictures: Pictures | None = None
    templates: Folder | None = None
    opml: OpmlFormat | None = None
    precompress: bool | None = None
    redirects: list[MapFormat] = []
    select: SelectTable = SelectTable()
    articles: ArticlesTable = ArticlesTable()
    images: ImagesTable = ImagesTable()
    fields: dict[str, Name | Annotated[list[Name], Meta(min_length=1, max_length=50)]] = {}
    websub: WebSubTable = WebSubTable()
    workers: WorkersTable = WorkersTable()
    readers: list[ReaderTable] | None = None
    words: Words = {}
    topics: dict[str, TopicTable] = {}
    providers: dict[str, GroupTable] = {}
    feeds: dict[str, FeedTable] = {}
    renamed: dict[str, Name] = {}
    retired: RetiredTable = RetiredTable()


_SINGLES: dict[str, type[Struct]] = {
    "site": SiteTable,
    "select": SelectTable,
    "articles": ArticlesTable,
    "images": ImagesTable,
    "websub": WebSubTable,
    "workers": WorkersTable,
    "retired": RetiredTable,
}
"""The tables of which there is one each."""


class Origin:
    """The text of a configuration file, to find the line of a key in it."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self._lines = toml.KeyLines(text)

    def error(self, keys: tuple[str, ...], message: str, number: int = 1) -> ConfigError:
        """Return the error for a key: `feeds.toml:3: site.title: …`. `number` counts tables of one name (`[[…]]`)."""
        line = self.line(keys, number)
        place = f"{self.path}:{line}" if line else str(self.path)
        shown = ".".join(key if re.fullmatch(r"[\w-]+", key) else f'"{key}"' for key in keys)
        return ConfigError(f"{place}: {shown}: {message}" if shown else f"{place}: {message}")

    def line(self, keys: tuple[str, ...], number: int = 1) -> int | None:
        """Return the line of a key, or of the table that it is missing from; `number` counts tables of one name."""
        return self._lines.of(keys, number)

    def moment(self, given: Any, keys: tuple[str, ...], zone: tzinfo) -> datetime:
        """Return the moment that the value of a key means. Raises ConfigError."""
        from feeds.core import dates  # and with it many patterns; few sites have a date

        try:
            return dates.parse(given, zone)
        except dates.BadDateError as error:
            raise self.error(keys, str(error)) from error


_PATHS = ("source", "output", "data", "templates")
"""The keys whose values are paths."""


def text_of(path: Path) -> str:
    """Return the text of a configuration, which may be a link to anywhere, as a person has named it.

    Raises ConfigError for what is no regular file, is too long, cannot be read, or is not UTF-8.
    """
    try:
        status = path.stat()  # of a pipe that a shell names, /dev/fd/63, the real path is none
        if not stat.S_ISREG(status.st_mode):
            raise NotRegularFileError(path, status.st_mode)
        content = read_regular(os.path.realpath(path), MAX_FILE_BYTES + 1)
        if len(content) > MAX_FILE_BYTES:
            raise ConfigError(f"{path}: it is longer than {MAX_FILE_BYTES:,} bytes")
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise ConfigError(f"{path}: cannot be read: {reason}") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read(path: Path) -> tuple[ConfigFile, Origin]:
    """Return the content of a `feeds.toml`, and its text, to find the lines of keys.

    Raises ConfigError for a file that cannot be read, is not TOML, or has an unknown key or a value of a wrong type.
    """
    text = text_of(path)
    origin = Origin(path, text)
    try:
        data = toml.load(text)
    except toml.TOMLError as error:
        message = re.sub(r"\('([^']*)',?\)", r"[\1]", str(error))
        message = message.replace(
            "Cannot overwrite a value", "this key has a value in an earlier line: delete one of them"
        )
        raise ConfigError(f"{path}:{error.line}: not TOML: {message}") from error

    def convert(data: Any, kind: type[Table], *keys: str, number: int = 1) -> Table:
        return typed(data, kind, keys, _CHOICES, lambda place, message: origin.error(place, message, number))

    tables: dict[str, Any] = {
        name: {key: convert(value, kind, name, key) for key, value in data.pop(name).items()}
        for name, kind in (("topics", TopicTable), ("providers", GroupTable), ("feeds", FeedTable))
        if isinstance(data.get(name), dict)
    }
    if isinstance(listed := data.get("readers"), list):
        tables["readers"] = [convert(one, ReaderTable, "readers", number=n) for n, one in enumerate(listed, 1)]
        del data["readers"]
    for name, single in _SINGLES.items():
        if name in data:
            tables[name] = convert(data.pop(name), single, name)
    config = msgspec.structs.replace(convert(data, ConfigFile), **tables)
    for name in config.fields:
        if name not in FIELDS:
            raise origin.error(("fields", name), unknown(name, FIELDS))
    _require_paths(config, origin)
    return config, origin


def _require_paths(config: ConfigFile, origin: Origin) -> None:
    """Raise ConfigError for a path that no file can have."""
    for key in _PATHS:
        given = getattr(config, key)
        for written in [given] if isinstance(given, str) else given or ():
            try:
                values.path(written)
            except ValueError as error:
                raise origin.error((key,), str(error)) from error
