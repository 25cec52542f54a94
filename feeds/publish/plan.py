"""Decides which feeds a build writes, which of them are empty, and what is remembered and removed. Pure."""

from collections.abc import Iterable, Mapping, Set

from msgspec import Struct
from msgspec.structs import replace

from feeds.core.errors import FeedsError, UnknownProviderError, UnknownTopicError
from feeds.core.model import ASSETS, DOCUMENT_NAMES, DOOR, OPML, FormatName, Group, GroupKind, in_order
from feeds.core.taxonomy import Taxonomy, nearest
from feeds.core.urls import BadURLError, domain_of
from feeds.publish.state import FeedRecord, State


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


def known(taxonomy: Taxonomy, topics: Mapping[str, str], providers: Mapping[str, str], before: State) -> Known:
    """Return what the site describes, its articles name (slugs and keys), and subscribers may still know."""
    records = [record.group for record in before.feeds.values()]
    slugs = {group.topic: group.topic for group in records if group.topic}
    slugs |= topics
    slugs |= {slug: info.name for slug, info in taxonomy.topics.items()}
    keys = {group.provider: group.provider for group in records if group.provider}
    keys |= providers
    keys |= {key: info.domain for key, info in taxonomy.providers.items()}
    return Known(slugs, keys)


def narrow(topics: Iterable[str], providers: Iterable[str], taxonomy: Taxonomy, there: Known) -> Narrowing:
    """Return what the names given to `--topic` and `--provider` stand for.

    Raises UnknownTopicError or UnknownProviderError, with the nearest names.
    """
    return Narrowing(
        frozenset(_find(name, taxonomy.topic_slug(name), there.topics, "topic", UnknownTopicError) for name in topics),
        frozenset(
            _find(name, _provider_key(name, taxonomy), there.providers, "provider", UnknownProviderError)
            for name in providers
        ),
    )


def _find(name: str, key: str, known: Mapping[str, str], noun: str, error: type[FeedsError]) -> str:
    """Return the key of a topic or provider if it is known, else raise the error, with the nearest names."""
    if key in known:
        return key
    near = nearest(name, known.values())
    hint = f"; did you mean {' or '.join(near)}?" if near else f"; see `feeds list {noun}s`"
    raise error(f"no {noun} is called {name!r}{hint}")


def _provider_key(text: str, taxonomy: Taxonomy) -> str:
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


class Site(Struct, frozen=True):
    """What the configuration says the site has: kinds of groups, and formats of their feeds, the page among them."""

    kinds: tuple[GroupKind, ...]
    formats: tuple[FormatName, ...]


class Planned(Struct, frozen=True):
    """A feed to write, and its formats; `emptied` is what is remembered of it where its last article is gone."""

    group: Group
    formats: tuple[FormatName, ...]
    emptied: FeedRecord | None = None

    @property
    def documents(self) -> frozenset[str]:
        """Return where its documents lie, relative to the output."""
        return frozenset(self.group.document(form) for form in self.formats)


class Plan(Struct, frozen=True):
    """The documents of one build: those of feeds, and in `common` those of the whole site.

    `asked` are the ones that only an option asks for, or once asked for; `skipped` are documents that the site has and
    this build leaves as they are.
    """

    feeds: tuple[Planned, ...]
    asked: frozenset[str]
    partial: bool
    common: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()

    @property
    def documents(self) -> frozenset[str]:
        """Return every document that the build writes."""
        return self.common.union(*(planned.documents for planned in self.feeds))


def plan(
    site: Site,
    narrowing: Narrowing,
    chosen: Iterable[FormatName],
    living: Iterable[Group],
    before: State,
) -> Plan:
    """Return the feeds to write. `chosen` are the formats that an option names, `living` the groups with an article.

    A build that is narrowed or has chosen formats is partial: it leaves all else alone. What an option asked for once
    is kept up to date by whole builds: it may have subscribers. What neither the site has nor anyone asked for was
    given up; a whole build does without it, and a partial one keeps it fresh till then.
    """
    chosen, living = frozenset(chosen), tuple(living)
    partial = bool(narrowing) or bool(chosen)
    records = {record.group: record for _, record in sorted(before.feeds.items())}
    groups = dict.fromkeys([*living, *records])
    alive = frozenset(living)
    feeds = []
    asked: set[str] = set()
    for group in groups:
        if not narrowing.covers(group):
            continue
        wanted = _formats(group, site, narrowing, partial=partial, before=before)
        is_ours = group.kind in site.kinds or group.kind == narrowing.kind
        if chosen:
            wanted = chosen if is_ours else wanted & chosen
        if not wanted:
            continue
        feeds.append(Planned(group, in_order(wanted), None if group in alive else records[group]))
        for form in wanted:
            document = group.document(form)
            is_the_sites = group.kind in site.kinds and form in site.formats
            if not is_the_sites and (document in before.asked or (partial and is_ours)):
                asked.add(document)
    return Plan(tuple(feeds), frozenset(asked), partial, _common(site, feeds, partial=partial))


def without_pages(plan: Plan, before: State) -> Plan:
    """Return a plan that leaves the pages as they are; those that are there stay the site's."""
    feeds = tuple(replace(p, formats=tuple(form for form in p.formats if form != "page")) for p in plan.feeds)
    bare = replace(plan, feeds=feeds, common=plan.common - {DOOR, *ASSETS})
    skipped = (plan.documents - bare.documents) & before.files
    return replace(bare, asked=plan.asked & (bare.documents | skipped), skipped=skipped)


def _common(site: Site, feeds: Iterable[Planned], *, partial: bool) -> frozenset[str]:
    """Return the documents of the whole site that a build writes; a partial one only what its pages need."""
    if partial:
        return frozenset(ASSETS if any("page" in planned.formats for planned in feeds) else ())
    return frozenset({OPML, DOOR, *ASSETS} if "page" in site.formats else {OPML})


def _formats(group: Group, site: Site, narrowing: Narrowing, *, partial: bool, before: State) -> frozenset[FormatName]:
    """Return the formats that a group's feed has, whatever formats an option chooses."""
    there_are = frozenset(DOCUMENT_NAMES) if "page" in site.formats else frozenset(DOCUMENT_NAMES) - {"page"}
    asked = frozenset(form for form in there_are if group.document(form) in before.asked)
    if group.kind in site.kinds or group.kind == narrowing.kind:
        return asked | frozenset(site.formats)
    if partial:
        return frozenset(form for form in there_are if group.document(form) in before.files)
    return asked


def newly_emptied(plan: Plan) -> tuple[str, ...]:
    """Return the folders of the feeds that have no item now and had one before."""
    return tuple(p.group.folder for p in plan.feeds if p.emptied is not None and not p.emptied.empty)


def without(before: State, absent: Set[str]) -> State:
    """Return a state without documents that are not there, and without the feeds that have no other."""
    if not absent:
        return before
    files = before.files - absent
    gone = {name.rpartition("/")[0] for name in absent} - {name.rpartition("/")[0] for name in files}
    feeds = {folder: record for folder, record in before.feeds.items() if folder not in gone}
    return State(feeds=feeds, files=files, asked=before.asked & files)


def foresee(records: Iterable[FeedRecord], plan: Plan, before: State) -> State:
    """Return the state to begin a build with: what it is going to write is ours, however it ends."""
    feeds = {record.group.folder: record for record in records}
    return State(feeds=feeds | before.feeds, files=before.files | plan.documents, asked=before.asked | plan.asked)


def remember(made: Iterable[FeedRecord], plan: Plan, before: State) -> State:
    """Return the state after a build; `made` are the records of the feeds that were made anew.

    A partial build adds to what is there. A whole one replaces it: files that are in the state before and not after it
    are those of feeds that are gone for good.
    """
    feeds = before.feeds | {record.group.folder: record for record in made}
    if plan.partial:
        return State(feeds=feeds, files=before.files | plan.documents, asked=before.asked | plan.asked)
    kept = {planned.group.folder for planned in plan.feeds}
    return State(
        feeds={folder: record for folder, record in feeds.items() if folder in kept},
        files=plan.documents | plan.skipped,
        asked=plan.asked,
    )
