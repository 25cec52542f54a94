"""Decide which documents a build writes, and which feeds are empty. Pure."""

from collections.abc import Container, Iterable
from datetime import datetime
from functools import cached_property
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from feeds.config import OwnFeed, Settings
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
    in_order,
)
from feeds.core.redirects import MAPS, Moved, Redirects
from feeds.publish.places import AS_EVER, Places
from feeds.publish.scope import Scope
from feeds.publish.state import ArchiveRecord, FeedRecord, State


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


class PlannedFeed(Struct, frozen=True, dict=True):
    """A feed to write, its formats, and its archives; `emptied` is its record if its last article is gone.

    `former` are the places in which it was before, and where its documents are written as well. A feed that `has_ended`
    has a last item that says so, and nothing that was published after `until`, if that is given. One that is not
    configured is kept up to date because builds have written it, or an option asks for it. `definition` is that of an
    own feed.
    """

    group: Group
    formats: tuple[FormatName, ...]
    emptied: FeedRecord | None = None
    archives: tuple[PlannedArchive, ...] = ()
    former: tuple[Group, ...] = ()
    has_ended: bool = False
    until: datetime | None = None
    is_configured: bool = True
    definition: OwnFeed | None = None

    @property
    def places(self) -> tuple[Group, ...]:
        """Return all groups in whose folders its documents are."""
        return (self.group, *self.former)

    def limit(self, settings: Settings) -> int:
        """Return how many items it holds at most."""
        return self.definition.limit if self.definition else settings.limit

    @property
    def is_listed(self) -> bool:
        """Say whether lists of feeds name it: one that the site has, that goes on, and that has something to read."""
        return self.is_configured and self.emptied is None and not self.has_ended

    @cached_property
    def documents(self) -> frozenset[str]:
        """The paths of its documents, relative to the output, with those of its archives."""
        return frozenset(self.paths(DOCUMENT_NAMES))

    def paths(self, wanted: Container[str]) -> list[str]:
        """Return the paths of its documents in the wanted formats, with those of its archives."""
        found = [("", self.formats), *((one.month, one.formats) for one in self.archives)]
        folders = [(place.archive(month), formats) for place in self.places for month, formats in found]
        return [f"{folder}/{DOCUMENT_NAMES[name]}" for folder, formats in folders for name in formats if name in wanted]

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


class Plan(Struct, frozen=True, dict=True):
    """The documents of one build: those of feeds, and those that belong to no feed.

    `asked` are the ones that only an option asks for, or once asked for; `given_up` are those that the site no longer
    has, and that are kept up to date for their subscribers, but for the `taken` ones: in their place lies something
    else, which no build touches. `skipped` are documents that the site has and this build leaves as they are. `retired`
    are the feeds that have ended, whether there is anything to write of them or not.
    """

    feeds: tuple[PlannedFeed, ...]
    asked: frozenset[str]
    is_partial: bool
    site_documents: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()
    given_up: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()
    retired: frozenset[Group] = frozenset()

    @cached_property
    def documents(self) -> frozenset[str]:
        """Every document that the build writes."""
        return self.site_documents.union(*(planned.documents for planned in self.feeds)) - self.taken

    def redirects(self, settings: Settings) -> Redirects:
        """Return what servers are to answer for feeds that are elsewhere now, or have ended."""
        ended = {place for planned in self.feeds if planned.has_ended for place in planned.places}
        living = [(one, one.group.kind in settings.archived) for one in self.feeds if not one.has_ended]
        moved = [Moved(old, one.group, one.formats, archived) for one, archived in living for old in one.former]
        base_path = urlsplit(settings.site.base_url).path
        return Redirects(base_path, tuple(sorted(moved)), tuple(sorted(ended | self.retired)))


def make_plan(scope: Scope, living: Iterable[Group], before: State, places: Places = AS_EVER) -> Plan:
    """Return what to write. `living` are the groups that have an article.

    A partial build leaves all else alone. A document that an option once asked for may have subscribers, so whole
    builds keep it up to date. One that the site no longer has, and that no option asked for, was given up: a build that
    prunes removes it, and every other one keeps it up to date until then.
    """
    living = dict.fromkeys(living)
    records = {record.group: record for _, record in sorted(before.feeds.items())}
    former, retired = places.former(), places.retired
    feeds: list[PlannedFeed] = []
    asked: set[str] = set()
    given_up: set[str] = set()

    for group in living | records:
        if group in places.moved:
            continue
        all_places = (group, *former.get(group, ()))
        if not any(map(scope.narrowing.covers, all_places)):
            continue
        formats = _formats(all_places, scope, before, is_kept=group in retired)
        if not formats:
            continue
        planned = PlannedFeed(
            group,
            in_order(formats),
            None if group in living else records[group],
            former=all_places[1:],
            has_ended=group in retired,
            until=retired.get(group),
            is_configured=not formats.isdisjoint(scope.configured(group)),
            definition=scope.definitions.get(group.key) if group.kind == OWN else None,
        )
        feeds.append(planned)
        unconfigured = _without_configuration(planned, scope)
        is_asked_for_now = scope.is_partial and scope.has(group)
        asked |= unconfigured if is_asked_for_now else unconfigured & before.asked
        given_up |= unconfigured - asked

    return Plan(
        feeds=tuple(feeds),
        asked=frozenset(asked),
        is_partial=scope.is_partial,
        site_documents=_site_documents(scope, feeds),
        given_up=frozenset(given_up),
        retired=frozenset(retired),
    )


def _formats(places: tuple[Group, ...], scope: Scope, before: State, *, is_kept: bool) -> frozenset[FormatName]:
    """Return the formats in which a build writes a feed that is in some places; the first is where it is now.

    A feed in whose former place there is a document of a format has one in this format, too. One that `is_kept` needs
    no configuration.
    """
    group = places[0]
    folders = [place.folder for place in places]
    possible = [(name, file) for name, file in DOCUMENT_NAMES.items() if name != "page" or "page" in scope.formats]

    once_asked, existing = (
        frozenset(name for folder in folders for name, file in possible if known and f"{folder}/{file}" in known)
        for known in (before.asked, before.files)
    )
    usual = scope.configured(group) or frozenset(scope.formats)

    if scope.is_partial:
        if not scope.has(group):
            return _chosen(existing, scope)
        return scope.chosen or once_asked | usual
    wanted = once_asked | usual if scope.has(group) or is_kept else once_asked
    has_subscribers = not existing.isdisjoint(FEED_FORMATS)  # nobody subscribes to a page
    return wanted if scope.prunes or not has_subscribers else wanted | existing


def _chosen(existing: frozenset[FormatName], scope: Scope) -> frozenset[FormatName]:
    return existing & scope.chosen if scope.chosen else existing


def _without_configuration(planned: PlannedFeed, scope: Scope) -> set[str]:
    """Return the documents of a feed that the site is not configured to have."""
    configured = frozenset(scope.formats) if planned.has_ended else scope.configured(planned.group)
    unconfigured = [name for name in planned.formats if name not in configured]
    return {place.document(name) for place in planned.places for name in unconfigured}


def _site_documents(scope: Scope, feeds: Iterable[PlannedFeed]) -> frozenset[str]:
    """Return the documents of no feed that a build writes; a partial one writes only what its pages need."""
    if scope.is_partial:
        return frozenset(ASSETS if any("page" in planned.formats for planned in feeds) else ())
    if "page" not in scope.formats:
        return frozenset({OPML}) | scope.maps
    listed = directory_pages(planned.group.kind for planned in feeds if planned.is_listed)
    return frozenset({OPML, FRONT_PAGE, *ASSETS}) | listed | scope.maps


def without_pages(plan: Plan, before: State) -> Plan:
    """Return a plan that leaves the pages as they are; existing ones stay the site's."""
    feeds = tuple(planned.without("page") for planned in plan.feeds)
    bare = replace(plan, feeds=feeds, site_documents=plan.site_documents & {OPML, *MAPS})
    pages = (plan.site_documents - bare.site_documents).union(*(planned.paths(("page",)) for planned in plan.feeds))
    return replace(bare, asked=plan.asked - (pages - before.files), skipped=pages & before.files)


def newly_emptied(plan: Plan) -> tuple[str, ...]:
    """Return the folders of the feeds that have lost their last item since the build before."""
    gone = (p for p in plan.feeds if p.emptied is not None and not p.emptied.empty and not p.has_ended)
    return tuple(planned.group.folder for planned in gone)


def vanishing(plan: Plan) -> tuple[str, ...]:
    """Return the folders of the feeds that have no document but such as the site is no longer to have."""
    gone = (p for p in plan.feeds if not p.is_configured and not plan.given_up.isdisjoint(p.documents))
    return tuple(sorted(planned.group.folder for planned in gone))
