"""Find the feeds that options of a build name. Pure."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from feeds.core.errors import FeedsError, UnknownFeedError, UnknownProviderError, UnknownTopicError
from feeds.core.kinds import OWN, PAIR, PROVIDER, TOPIC
from feeds.core.model import Group, GroupKind
from feeds.core.suggestions import did_you_mean, nearest
from feeds.core.taxonomy import Taxonomy
from feeds.publish.state import State


class Names(Struct, frozen=True):
    """What options name, as a person writes it: topics, providers, and feeds by their folders or by their slugs."""

    topics: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Say whether anything is named."""
        return bool(self.topics or self.providers or self.feeds)


class Narrowing(Struct, frozen=True):
    """The topics and providers that options name: slugs and keys. Both together mean the feeds of the two.

    `folders` are those of feeds that are built besides.
    """

    topics: frozenset[str] = frozenset()
    providers: frozenset[str] = frozenset()
    folders: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Say whether anything is named; otherwise every feed is built."""
        return bool(self.topics or self.providers or self.folders)

    @property
    def kind(self) -> GroupKind | None:
        """Return the kind of feed that is asked for, even if the site does not have that kind otherwise."""
        if self.topics and self.providers:
            return PAIR
        if self.topics:
            return TOPIC
        return PROVIDER if self.providers else None

    def covers(self, group: Group) -> bool:
        """Say whether a feed is among those asked for."""
        if not self or group.folder in self.folders:
            return True
        topic = group.key if group.kind in (TOPIC, PAIR) else ""
        provider = group.key if group.kind == PROVIDER else group.provider
        is_named = (not self.topics or topic in self.topics) and (not self.providers or provider in self.providers)
        return is_named and bool(self.topics or self.providers)


EVERYTHING = Narrowing()
"""What a build is about for which no option names anything."""


class KnownNames(Struct, frozen=True):
    """What can be asked for: slugs of topics, keys of providers, folders of feeds, each with a name to suggest."""

    topics: Mapping[str, str]
    providers: Mapping[str, str]
    feeds: Mapping[str, str]


def known_names(
    taxonomy: Taxonomy,
    topics: Mapping[str, str],
    providers: Mapping[str, str],
    living: Iterable[Group],
    before: State,
) -> KnownNames:
    """Return every topic and provider that has had a feed, that articles have, or that the site describes.

    `topics` and `providers` are those of the articles: slugs and keys, with names. `living` are the groups that the
    site has a feed of now.
    """
    groups = [record.group for record in before.feeds.values()]
    slugs = {group.key: group.key for group in groups if group.kind in (TOPIC, PAIR)}
    slugs |= topics
    slugs |= {slug: info.name for slug, info in taxonomy.topics.items()}

    keys = {group.key: group.key for group in groups if group.kind == PROVIDER}
    keys |= {group.provider: group.provider for group in groups if group.provider}
    keys |= providers
    keys |= {key: info.domain for key, info in taxonomy.providers.items()}

    feeds = {group.folder: group.key if group.kind == OWN else group.folder for group in (*groups, *living)}
    return KnownNames(slugs, keys, feeds)


def narrow(names: Names, taxonomy: Taxonomy, known: KnownNames) -> Narrowing:
    """Return what the names of options stand for.

    Raises UnknownTopicError, UnknownProviderError or UnknownFeedError, with the nearest names.
    """
    slugs = [
        _known_key(name, taxonomy.topic_slug(name), known.topics, "topic", UnknownTopicError) for name in names.topics
    ]
    keys = [
        _known_key(name, taxonomy.provider_named(name), known.providers, "provider", UnknownProviderError)
        for name in names.providers
    ]
    folders = [_known_key(name, _folder(name), known.feeds, "feed", UnknownFeedError) for name in names.feeds]
    return Narrowing(frozenset(slugs), frozenset(keys), frozenset(folders))


def _folder(name: str) -> str:
    """Return the folder of the feed with a name, which is a folder, or the slug of a feed of one's own."""
    folder = name.strip().strip("/").lower()
    return folder if "/" in folder or folder == Group("all").folder else Group(OWN, folder).folder


def _known_key(name: str, key: str, known: Mapping[str, str], noun: str, error: type[FeedsError]) -> str:
    """Return the key that a name stands for if it is known, else raise the error with the nearest names."""
    if key in known:
        return key
    hint = did_you_mean(*nearest(name, known.values())) or f"; see `feeds list {noun}s`"
    raise error(f"no {noun} is called {name!r}{hint}")
