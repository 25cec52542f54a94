"""Decides which feeds a build writes, which of them are empty, and what is remembered and removed. Pure."""

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from feeds.errors import UsageError
from feeds.model import DOCUMENT_NAMES, FormatName, Group, GroupKind
from feeds.state import FeedRecord, State
from feeds.taxonomy import Taxonomy, nearest
from feeds.urls import BadURLError, domain_of


class Narrowing(Struct, frozen=True):
    """What `--topic` and `--provider` name: slugs and keys. Together they mean the feeds of both."""

    topics: frozenset[str] = frozenset()
    providers: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Say whether anything is named; if not, every feed is built."""
        return bool(self.topics or self.providers)

    @property
    def kind(self) -> GroupKind | None:
        """Return the kind of feed that is asked for, also where the site's own groups do not have it."""
        if self.topics and self.providers:
            return "topic-provider"
        return "topic" if self.topics else "provider" if self.providers else None

    def covers(self, group: Group) -> bool:
        """Say whether a feed is among those asked for."""
        return (not self.topics or group.topic in self.topics) and (
            not self.providers or group.provider in self.providers
        )


class Known(Struct, frozen=True):
    """The topics and providers that there are: slugs and keys, each with a name to suggest."""

    topics: Mapping[str, str]
    providers: Mapping[str, str]


def known(taxonomy: Taxonomy, topics: Iterable[str], domains: Iterable[str], before: State) -> Known:
    """Return what the site describes, its articles name, and subscribers may still know."""
    records = [record.group for record in before.feeds.values()]
    slugs = {group.topic: group.topic for group in records if group.topic}
    slugs |= {taxonomy.topic_slug(name): name for name in sorted(topics, reverse=True)}
    slugs |= {slug: info.name for slug, info in taxonomy.topics.items()}
    keys = {group.provider: group.provider for group in records if group.provider}
    keys |= {taxonomy.provider_key(domain): domain for domain in sorted(domains, reverse=True)}
    keys |= {key: info.domain for key, info in taxonomy.providers.items()}
    return Known(slugs, keys)


def narrow(topics: Iterable[str], providers: Iterable[str], taxonomy: Taxonomy, there: Known) -> Narrowing:
    """Return what the names given to `--topic` and `--provider` stand for.

    Raises UsageError for a name that nobody knows, with the nearest ones.
    """
    return Narrowing(
        frozenset(_find(name, taxonomy.topic_slug, there.topics, "topic") for name in topics),
        frozenset(_find(name, lambda text: _key(text, taxonomy), there.providers, "provider") for name in providers),
    )


def _find(name: str, resolve: Callable[[str], str], there: Mapping[str, str], noun: str) -> str:
    found = resolve(name)
    if found in there:
        return found
    near = nearest(name, there.values())
    hint = f"; did you mean {' or '.join(near)}?" if near else f"; see `feeds list {noun}s`"
    raise UsageError(f"no {noun} is called {name!r}{hint}")


def _key(text: str, taxonomy: Taxonomy) -> str:
    folded = text.strip().lower()
    key = taxonomy.provider_key(folded)
    if key in taxonomy.providers:
        return key
    called = [key for key, info in taxonomy.providers.items() if (info.name or "").casefold() == folded]
    if called:
        return called[0]
    try:
        return taxonomy.provider_key(domain_of(folded))
    except BadURLError:
        return folded


class Plan(Struct, frozen=True):
    """The feeds of one build: those that have articles, and those that lost their last."""

    groups: tuple[Group, ...]
    emptied: tuple[FeedRecord, ...]


def plan(narrowing: Narrowing, kinds: Iterable[GroupKind], groups: Iterable[Group], before: State) -> Plan:
    """Return the feeds to write. `kinds` are the site's, `groups` all that have an article.

    A feed that an option once asked for is kept up to date, although the site's kinds do not name it: it may have
    subscribers. One whose kind the site gave up since the last build is not.
    """
    wanted = {*kinds, narrowing.kind}
    given_up = set(before.kinds) - wanted
    kept = {record.group for record in before.feeds.values() if record.group.kind not in given_up}
    living = {group: None for group in groups if (group.kind in wanted or group in kept) and narrowing.covers(group)}
    emptied = [
        record
        for _, record in sorted(before.feeds.items())
        if record.group in kept and record.group not in living and narrowing.covers(record.group)
    ]
    return Plan(tuple(living), tuple(emptied))


def newly_emptied(built: Iterable[FeedRecord], before: State) -> tuple[str, ...]:
    """Return the folders of the feeds that have no item now and had one before."""
    known = ((record, before.feeds.get(record.group.folder)) for record in built)
    return tuple(record.group.folder for record, old in known if record.empty and old and not old.empty)


def kept_formats(chosen: Iterable[FormatName], before: State, *, partial: bool) -> tuple[FormatName, ...]:
    """Return the formats to write: those chosen and, in a whole build, those that an option once asked for.

    A format that the last whole build had and this one has not was given up.
    """
    wanted = set(chosen)
    if not partial:
        written = {name.rpartition("/")[2] for name in before.files}
        wanted |= {name for name, file in DOCUMENT_NAMES.items() if file in written and name not in before.formats}
    return tuple(name for name in DOCUMENT_NAMES if name in wanted)


def remember(
    built: Iterable[FeedRecord],
    before: State,
    kinds: Iterable[GroupKind],
    chosen: Iterable[FormatName],
    *,
    partial: bool,
) -> State:
    """Return the state after a build. `kinds` and `chosen` are the site's kinds of groups and formats.

    A partial build (narrowed, or of some formats) adds to what is there. A whole one replaces it: files that are in
    the state before and not after it are those of feeds that are gone for good.
    """
    formats = kept_formats(chosen, before, partial=partial)
    feeds = {record.group.folder: record for record in built}
    files = frozenset(record.group.document(name) for record in feeds.values() for name in formats)
    if partial:
        return State(feeds=before.feeds | feeds, files=before.files | files, kinds=before.kinds, formats=before.formats)
    return State(feeds=feeds, files=files, kinds=tuple(kinds), formats=tuple(chosen))
