"""Resolve which articles a site, or a feed of its own, is made of, and what such a feed says of itself."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from feeds.config.file import ContentChoice, FeedTable, Origin, SelectTable
from feeds.core.kinds import ALL, FACETS, LANGUAGE, OWN, PAIR, PROVIDER, SECTION, TOPIC, field_of
from feeds.core.model import FeedFormat, GroupKind, Image, in_order
from feeds.core.slugs import MAX_SLUG, is_slug, path_slug, slugify
from feeds.core.taxonomy import Taxonomy
from feeds.core.text import plain_or_none
from feeds.sites import values


class Selection(Struct, frozen=True):
    """Which articles are meant; None and empty mean all.

    Of each kind of groups in `wanted` an article must be in one with a key that is named, and in none of those in
    `unwanted`.
    """

    min_quality: int | None = None
    min_heat: int | None = None
    since: datetime | None = None
    wanted: dict[str, frozenset[str]] = field(default_factory=dict)
    unwanted: dict[str, frozenset[str]] = field(default_factory=dict)

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of groups that it asks for."""
        return frozenset((*self.wanted, *self.unwanted))


class OwnFeed(Struct, frozen=True):
    """A feed that the configuration defines: what is in it, and what it says of itself."""

    slug: str
    selection: Selection
    limit: int
    formats: tuple[FeedFormat, ...]
    content: ContentChoice = "full"
    title: str | None = None
    description: str | None = None
    images: tuple[Image, ...] = ()


class Grouping(Struct, frozen=True):
    """How articles are sorted into groups: the kinds besides topics and providers, and the feeds that are defined.

    `archived` are the kinds of the groups that are also divided by months.
    """

    kinds: frozenset[str] = frozenset()
    own: tuple[OwnFeed, ...] = ()
    archived: frozenset[str] = frozenset()

    def with_kinds(self, kinds: Iterable[GroupKind]) -> "Grouping":
        """Return the same with more kinds; those that are always there make no difference."""
        return replace(self, kinds=self.kinds.union(kinds) - {ALL, OWN, TOPIC, PROVIDER, PAIR})

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of articles that make groups, besides those that every article is read for."""
        found = {name for kind in self.kinds if kind not in FACETS.values() and (name := field_of(kind))}
        return tuple(sorted(found))


class GroupKeys(dict[tuple[str, str], str]):
    """The keys of the groups that persons mean, by kind and name; each is made when it is first asked for."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        super().__init__()
        self._taxonomy = taxonomy

    def __missing__(self, named: tuple[str, str]) -> str:
        kind, name = named
        key = self[named] = _key_of(kind, name, self._taxonomy)
        return key


def _key_of(kind: str, name: str, taxonomy: Taxonomy) -> str:
    if kind == TOPIC:
        return taxonomy.topic_slug(name)
    if kind == PROVIDER:
        return taxonomy.provider_named(name)
    if kind == SECTION:
        return path_slug(name)
    if kind == LANGUAGE:
        return name.strip().lower().replace("_", "-")
    return slugify(name)


def selection(
    table: SelectTable, place: tuple[str, ...], origin: Origin, zone: tzinfo, group_keys: GroupKeys
) -> Selection:
    """Return the selection that a table of `feeds.toml` describes. Raises ConfigError for a date that is none."""
    return Selection(
        min_quality=table.min_quality,
        min_heat=table.min_heat,
        since=origin.moment(table.since, (*place, "since"), zone) if table.since is not None else None,
        wanted={kind: _named(kind, names, group_keys) for kind, names in _given(table, _WANTED)},
        unwanted={kind: _named(kind, names, group_keys) for kind, names in _given(table, _UNWANTED)},
    )


def _given(table: SelectTable, facets: Mapping[str, str]) -> list[tuple[str, Sequence[str]]]:
    """Return the names that a table has, with the kinds of groups that they choose from."""
    return [(kind, names) for facet, kind in facets.items() if (names := getattr(table, facet))]


def _named(kind: str, names: Iterable[str], group_keys: GroupKeys) -> frozenset[str]:
    return frozenset([group_keys[kind, name] for name in names])


def own_feeds(
    tables: Mapping[str, FeedTable],
    origin: Origin,
    zone: tzinfo,
    group_keys: GroupKeys,
    home_url: str,
    usual: OwnFeed,
    *,
    limit: int | None,
) -> Iterator[OwnFeed]:
    """Yield the feeds that tables of `feeds.toml` define; `usual` has what they leave out, and `limit` goes before.

    Raises ConfigError for what would make a feed wrong.
    """
    for slug, table in tables.items():
        place = ("feeds", slug)
        if not is_slug(slug):
            expected = f"small letters, digits and single hyphens, {MAX_SLUG} at most"
            raise origin.error(place, f"{slug!r} cannot be a folder's name; expected {expected}")
        try:
            images = (Image(values.picture(table.image, home_url)),) if table.image else ()
        except ValueError as error:
            raise origin.error((*place, "image"), str(error)) from error
        yield OwnFeed(
            slug=slug,
            selection=selection(table, place, origin, zone, group_keys),
            limit=limit or table.limit or usual.limit,
            formats=in_order(table.formats or usual.formats),
            content=table.content or usual.content,
            title=plain_or_none(table.title),
            description=plain_or_none(table.description),
            images=images,
        )


class Mention(NamedTuple):
    """A name by which a selection chooses articles: the kind of groups and the key that it stands for, and its place.

    `place` are the keys of the configuration that lead to the name.
    """

    kind: str
    key: str
    name: str
    place: tuple[str, ...]


class Mentions:
    """The names in `[select]` and in the tables of feeds: `group_keys` has each once, iterating yields each mention."""

    def __init__(self, select: SelectTable, tables: Mapping[str, FeedTable], group_keys: GroupKeys) -> None:
        self.group_keys = group_keys
        self._select = select
        self._tables = tables

    def __iter__(self) -> Iterator[Mention]:
        places: list[tuple[tuple[str, ...], SelectTable]] = [(("select",), self._select)]
        places += [(("feeds", slug), table) for slug, table in self._tables.items()]
        for place, table in places:
            for facet, kind in _FACETS:
                for name in getattr(table, facet):
                    yield Mention(kind, self.group_keys[kind, name], name, (*place, facet))


_WANTED = FACETS
_UNWANTED = {f"without_{facet}": kind for facet, kind in FACETS.items()}
"""The kinds of groups by the keys that choose articles by them."""

_FACETS = (*_WANTED.items(), *_UNWANTED.items())
