"""Decide which documents a build writes, and which feeds are empty. Pure."""

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from feeds.config import Grouping, Settings
from feeds.core.archives import Chain
from feeds.core.directory import directory_pages
from feeds.core.kinds import OWN
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
from feeds.publish.narrowing import EVERYTHING, Narrowing
from feeds.publish.state import ArchiveRecord, FeedRecord, State


class Scope(Struct, frozen=True):
    """What a build may write: the feeds that the site is configured to have, and what options narrow them to.

    `kinds` are the site's kinds of feeds and `formats` the formats of each, the page among them; `own` has those of the
    feeds that the site defines, by slug. `chosen` are the formats that an option names. `prunes` says whether documents
    go that the site no longer has.
    """

    kinds: tuple[GroupKind, ...]
    formats: tuple[FormatName, ...]
    own: Mapping[str, tuple[FormatName, ...]] = {}
    narrowing: Narrowing = EVERYTHING
    chosen: frozenset[FormatName] = frozenset()
    prunes: bool = False

    @classmethod
    def of(cls, settings: Settings, narrowing: Narrowing = EVERYTHING, *, prunes: bool = False) -> "Scope":
        """Return what a build of a site may write."""
        own = {feed.slug: settings.with_page(feed.formats) for feed in settings.own}
        return cls(settings.kinds, settings.documents, own, narrowing, frozenset(settings.chosen_formats), prunes)

    @property
    def is_partial(self) -> bool:
        """Say whether the build leaves everything alone that no option names."""
        return bool(self.narrowing) or bool(self.chosen)

    def configured(self, group: Group) -> frozenset[FormatName]:
        """Return the formats in which the site has the feed of a group, whatever options ask for."""
        if group.kind == OWN:
            return frozenset(self.own.get(group.key, ()))
        return frozenset(self.formats if group.kind in self.kinds else ())

    def has(self, group: Group) -> bool:
        """Say whether the site has the feed of a group, or an option asks for such feeds."""
        return bool(self.configured(group)) or group.kind == self.narrowing.kind


def grouping_of(settings: Settings, before: State) -> Grouping:
    """Return how articles are sorted: also for feeds that the site no longer has, as long as these are kept."""
    found = settings.grouping
    records = before.feeds.values()
    defined = {own.slug for own in found.own}
    given_up = [own for record in records if (own := record.definition) is not None and own.slug not in defined]
    kinds = {record.group.kind for record in records}.union(*(own.selection.kinds for own in given_up))
    kept = sorted(given_up, key=lambda own: own.slug)
    archived = found.archived.union(record.group.kind for record in records if record.archives)
    return Grouping(found.kinds, (*found.own, *kept), archived).with_kinds(kinds)


class PlannedArchive(Struct, frozen=True):
    """An archive to write, its formats, and the archives beside it; `record` is what is known of it, if anything is.

    One that is not linked is not in the chain that starts at the feed.
    """

    chain: Chain
    formats: tuple[FormatName, ...]
    is_linked: bool
    record: ArchiveRecord | None = None

    @property
    def month(self) -> str:
        """Return its month."""
        return self.chain.month


class PlannedFeed(Struct, frozen=True):
    """A feed to write, its formats, and its archives; `emptied` is its record if its last article is gone."""

    group: Group
    formats: tuple[FormatName, ...]
    emptied: FeedRecord | None = None
    archives: tuple[PlannedArchive, ...] = ()

    @property
    def documents(self) -> frozenset[str]:
        """Return the paths of its documents, relative to the output, with those of its archives."""
        of_archives = (self.group.document(name, one.month) for one in self.archives for name in one.formats)
        return frozenset((*map(self.group.document, self.formats), *of_archives))

    @property
    def chain(self) -> Chain:
        """Return which archives the feed itself leads to."""
        months = tuple(archive.month for archive in self.archives if archive.is_linked)
        return Chain(older=months[0] if months else "", months=months)

    def without(self, name: FormatName) -> "PlannedFeed":
        """Return the same without the documents in a format."""
        return replace(
            self,
            formats=tuple(one for one in self.formats if one != name),
            archives=tuple(
                replace(archive, formats=tuple(one for one in archive.formats if one != name))
                for archive in self.archives
            ),
        )


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
        site_documents=_site_documents(scope, [one for one in feeds if not one.documents <= given_up]),
        given_up=frozenset() if scope.is_partial else frozenset(given_up),
    )


def _formats(group: Group, scope: Scope, before: State) -> frozenset[FormatName]:
    """Return the formats in which a build writes the feed of a group."""
    possible = frozenset(DOCUMENT_NAMES) if "page" in scope.formats else frozenset(DOCUMENT_NAMES) - {"page"}
    once_asked = frozenset(name for name in possible if group.document(name) in before.asked)

    existing = frozenset(name for name in possible if group.document(name) in before.files)
    usual = scope.configured(group) or frozenset(scope.formats)

    if scope.is_partial:
        if not scope.has(group):
            return _chosen(existing, scope)
        return scope.chosen or once_asked | usual
    wanted = once_asked | usual if scope.has(group) else once_asked
    has_subscribers = not existing.isdisjoint(FEED_FORMATS)  # nobody subscribes to a page
    return wanted if scope.prunes or not has_subscribers else wanted | existing


def _chosen(existing: frozenset[FormatName], scope: Scope) -> frozenset[FormatName]:
    return existing & scope.chosen if scope.chosen else existing


def _asked_documents(group: Group, formats: Iterable[FormatName], scope: Scope, before: State) -> set[str]:
    """Return the documents of a feed that only an option of this build, or of an earlier one, asks for."""
    is_asked_for_now = scope.is_partial and scope.has(group)
    by_options = _without_configuration(group, formats, scope)
    return by_options if is_asked_for_now else by_options & before.asked


def _without_configuration(group: Group, formats: Iterable[FormatName], scope: Scope) -> set[str]:
    """Return the documents of a feed that the site is not configured to have."""
    configured = scope.configured(group)
    return {group.document(name) for name in formats if name not in configured}


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
    feeds = tuple(planned.without("page") for planned in plan.feeds)
    bare = replace(plan, feeds=feeds, site_documents=plan.site_documents & {OPML})
    skipped = (plan.documents - bare.documents) & before.files
    return replace(bare, asked=plan.asked & (bare.documents | skipped), skipped=skipped)


def newly_emptied(plan: Plan) -> tuple[str, ...]:
    """Return the folders of the feeds that have lost their last item since the build before."""
    return tuple(p.group.folder for p in plan.feeds if p.emptied is not None and not p.emptied.empty)
