"""Decide which documents a build writes, which feeds are empty, and what the state holds afterwards. Pure."""

from collections.abc import Iterable, Mapping, Set

from msgspec import Struct
from msgspec.structs import replace

from feeds.core.directory import directory_pages
from feeds.core.errors import FeedsError, UnknownProviderError, UnknownTopicError
from feeds.core.model import (
    ASSETS,
    DOCUMENT_NAMES,
    FEED_FORMATS,
    FRONT_PAGE,
    OPML,
    FormatName,
    Group,
    GroupKind,
    in_order,
)
from feeds.core.taxonomy import Taxonomy, nearest
from feeds.core.urls import BadURLError, domain_of
from feeds.publish.state import FeedRecord, State


class Narrowing(Struct, frozen=True):
    """The topics and providers that options name: slugs and keys. Both together mean the feeds of the two."""

    topics: frozenset[str] = frozenset()
    providers: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Say whether anything is named; otherwise every feed is built."""
        return bool(self.topics or self.providers)

    @property
    def kind(self) -> GroupKind | None:
        """Return the kind of feed that is asked for, even if the site does not have that kind otherwise."""
        if self.topics and self.providers:
            return "topic-provider"
        if self.topics:
            return "topic"
        return "provider" if self.providers else None

    def covers(self, group: Group) -> bool:
        """Say whether a feed is among those asked for."""
        return (not self.topics or group.topic in self.topics) and (
            not self.providers or group.provider in self.providers
        )


class KnownNames(Struct, frozen=True):
    """The topics and providers that can be asked for: slugs and keys, each with a name to suggest."""

    topics: Mapping[str, str]
    providers: Mapping[str, str]


def known_names(
    taxonomy: Taxonomy, topics: Mapping[str, str], providers: Mapping[str, str], before: State
) -> KnownNames:
    """Return every topic and provider that has had a feed, that articles have, or that the site describes.

    `topics` and `providers` are those of the articles: slugs and keys, with names.
    """
    groups = [record.group for record in before.feeds.values()]
    slugs = {group.topic: group.topic for group in groups if group.topic}
    slugs |= topics
    slugs |= {slug: info.name for slug, info in taxonomy.topics.items()}

    keys = {group.provider: group.provider for group in groups if group.provider}
    keys |= providers
    keys |= {key: info.domain for key, info in taxonomy.providers.items()}
    return KnownNames(slugs, keys)


def narrow(topics: Iterable[str], providers: Iterable[str], taxonomy: Taxonomy, known: KnownNames) -> Narrowing:
    """Return what names of topics and providers, as a person writes them, stand for.

    Raises UnknownTopicError or UnknownProviderError, with the nearest names.
    """
    slugs = [_known_key(name, taxonomy.topic_slug(name), known.topics, "topic", UnknownTopicError) for name in topics]
    keys = [
        _known_key(name, _provider_key(name, taxonomy), known.providers, "provider", UnknownProviderError)
        for name in providers
    ]
    return Narrowing(frozenset(slugs), frozenset(keys))


def _known_key(name: str, key: str, known: Mapping[str, str], noun: str, error: type[FeedsError]) -> str:
    """Return the key that a name stands for if it is known, else raise the error with the nearest names."""
    if key in known:
        return key
    near = nearest(name, known.values())
    hint = f"; did you mean {' or '.join(near)}?" if near else f"; see `feeds list {noun}s`"
    raise error(f"no {noun} is called {name!r}{hint}")


def _provider_key(text: str, taxonomy: Taxonomy) -> str:
    """Return the key of the provider that a text names by its key, its name or its domain."""
    folded = text.strip().lower()
    key = taxonomy.provider_key(folded)
    if key in taxonomy.providers:
        return key
    for key, info in taxonomy.providers.items():
        if (info.name or "").casefold() == folded:
            return key
    try:
        return taxonomy.provider_key(domain_of(folded))
    except BadURLError:
        return folded


class Scope(Struct, frozen=True):
    """What a build may write: the feeds that the site is configured to have, and what options narrow them to.

    `kinds` are the site's kinds of feeds and `formats` the formats of each, the page among them; `chosen` are the
    formats that an option names. `prunes` says whether documents go that the site no longer has.
    """

    kinds: tuple[GroupKind, ...]
    formats: tuple[FormatName, ...]
    narrowing: Narrowing = Narrowing()
    chosen: frozenset[FormatName] = frozenset()
    prunes: bool = False

    @property
    def is_partial(self) -> bool:
        """Say whether the build leaves everything alone that no option names."""
        return bool(self.narrowing) or bool(self.chosen)

    def has(self, kind: GroupKind) -> bool:
        """Say whether the site has feeds of a kind, or an option asks for them."""
        return kind in self.kinds or kind == self.narrowing.kind


class PlannedFeed(Struct, frozen=True):
    """A feed to write, and its formats; `emptied` is its record if its last article is gone."""

    group: Group
    formats: tuple[FormatName, ...]
    emptied: FeedRecord | None = None

    @property
    def documents(self) -> frozenset[str]:
        """Return the paths of its documents, relative to the output."""
        return frozenset(map(self.group.document, self.formats))


class Plan(Struct, frozen=True):
    """The documents of one build: those of feeds, and those that belong to no feed.

    `asked` are the ones that only an option asks for, or once asked for; `given_up` are those that the site no longer
    has, and that are kept up to date for their subscribers; `skipped` are documents that the site has and this build
    leaves as they are.
    """

    feeds: tuple[PlannedFeed, ...]
    asked: frozenset[str]
    is_partial: bool
    site_documents: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()
    given_up: frozenset[str] = frozenset()

    @property
    def documents(self) -> frozenset[str]:
        """Return every document that the build writes."""
        return self.site_documents.union(*(planned.documents for planned in self.feeds))


def make_plan(scope: Scope, living: Iterable[Group], before: State) -> Plan:
    """Return what to write. `living` are the groups that have an article.

    A partial build leaves all else alone. A document that an option once asked for may have subscribers, so whole
    builds keep it up to date. One that the site no longer has, and that no option asked for, was given up: a build that
    prunes removes it, and every other one keeps it up to date until then.
    """
    living = dict.fromkeys(living)
    records = {record.group: record for _, record in sorted(before.feeds.items())}
    feeds: list[PlannedFeed] = []
    asked: set[str] = set()
    given_up: set[str] = set()

    for group in living | records:
        if not scope.narrowing.covers(group):
            continue
        formats = _formats(group, scope, before)
        if not formats:
            continue
        emptied = None if group in living else records[group]
        feeds.append(PlannedFeed(group, in_order(formats), emptied))
        asked |= _asked_documents(group, formats, scope, before)
        given_up |= _without_configuration(group, formats, scope) - before.asked

    return Plan(
        feeds=tuple(feeds),
        asked=frozenset(asked),
        is_partial=scope.is_partial,
        site_documents=_site_documents(scope, feeds),
        given_up=frozenset() if scope.is_partial else frozenset(given_up),
    )


def _formats(group: Group, scope: Scope, before: State) -> frozenset[FormatName]:
    """Return the formats in which a build writes the feed of a group."""
    possible = frozenset(DOCUMENT_NAMES) if "page" in scope.formats else frozenset(DOCUMENT_NAMES) - {"page"}
    once_asked = frozenset(name for name in possible if group.document(name) in before.asked)

    existing = frozenset(name for name in possible if group.document(name) in before.files)
    is_configured = scope.has(group.kind)

    if scope.is_partial:
        return scope.chosen or once_asked | frozenset(scope.formats) if is_configured else _chosen(existing, scope)
    wanted = once_asked | frozenset(scope.formats) if is_configured else once_asked
    has_subscribers = not existing.isdisjoint(FEED_FORMATS)  # nobody subscribes to a page
    return wanted if scope.prunes or not has_subscribers else wanted | existing


def _chosen(existing: frozenset[FormatName], scope: Scope) -> frozenset[FormatName]:
    return existing & scope.chosen if scope.chosen else existing


def _asked_documents(group: Group, formats: Iterable[FormatName], scope: Scope, before: State) -> set[str]:
    """Return the documents of a feed that only an option of this build, or of an earlier one, asks for."""
    is_asked_for_now = scope.is_partial and scope.has(group.kind)
    by_options = _without_configuration(group, formats, scope)
    return by_options if is_asked_for_now else by_options & before.asked


def _without_configuration(group: Group, formats: Iterable[FormatName], scope: Scope) -> set[str]:
    """Return the documents of a feed that the site is not configured to have."""
    return {group.document(name) for name in formats if group.kind not in scope.kinds or name not in scope.formats}


def _site_documents(scope: Scope, feeds: Iterable[PlannedFeed]) -> frozenset[str]:
    """Return the documents of no feed that a build writes; a partial one writes only what its pages need."""
    if scope.is_partial:
        return frozenset(ASSETS if any("page" in planned.formats for planned in feeds) else ())
    if "page" not in scope.formats:
        return frozenset({OPML})
    listed = directory_pages(planned.group.kind for planned in feeds if planned.emptied is None)
    return frozenset({OPML, FRONT_PAGE, *ASSETS}) | listed


def without_pages(plan: Plan, before: State) -> Plan:
    """Return a plan that leaves the pages as they are; existing ones stay the site's."""
    feeds = tuple(replace(p, formats=tuple(name for name in p.formats if name != "page")) for p in plan.feeds)
    bare = replace(plan, feeds=feeds, site_documents=plan.site_documents & {OPML})
    skipped = (plan.documents - bare.documents) & before.files
    return replace(bare, asked=plan.asked & (bare.documents | skipped), skipped=skipped)


def newly_emptied(plan: Plan) -> tuple[str, ...]:
    """Return the folders of the feeds that have lost their last item since the build before."""
    return tuple(p.group.folder for p in plan.feeds if p.emptied is not None and not p.emptied.empty)


def without_documents(before: State, absent: Set[str]) -> State:
    """Return a state without documents that do not exist, and without the feeds that have no other."""
    if not absent:
        return before
    files = before.files - absent
    gone = {name.rpartition("/")[0] for name in absent} - {name.rpartition("/")[0] for name in files}
    feeds = {folder: record for folder, record in before.feeds.items() if folder not in gone}
    return State(feeds=feeds, files=files, asked=before.asked & files)


def state_while_writing(records: Iterable[FeedRecord], plan: Plan, before: State) -> State:
    """Return the state to save before the first document is written.

    It knows every document that the build may write, so none is left unknown however the build ends.
    """
    feeds = {record.group.folder: record for record in records}
    return State(feeds=feeds | before.feeds, files=before.files | plan.documents, asked=before.asked | plan.asked)


def state_after(records: Iterable[FeedRecord], plan: Plan, before: State) -> State:
    """Return the state after a build; `records` are those of the feeds that it wrote.

    A partial build adds to the state before it. A whole one replaces it: files that only the state before has are to be
    removed.
    """
    feeds = before.feeds | {record.group.folder: record for record in records}
    if plan.is_partial:
        return State(feeds=feeds, files=before.files | plan.documents, asked=before.asked | plan.asked)
    kept = {planned.group.folder for planned in plan.feeds}
    return State(
        feeds={folder: record for folder, record in feeds.items() if folder in kept},
        files=plan.documents | plan.skipped,
        asked=plan.asked,
    )
