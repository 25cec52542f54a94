"""Decide which archives the feeds of a build have, and how they are linked (RFC 5005, section 4).

The chain of a feed consists of the months in which an article is older than the newest ones that the feed holds: it
depends on nothing but the articles. A month that was in the chain once, and no longer is, keeps its archive, which
leads back into the chain. So do the months of a feed in whose place this one is now.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from feeds.config import Settings
from feeds.core.archives import Chain
from feeds.core.model import DOCUMENT_NAMES
from feeds.index.catalogue import Catalogue
from feeds.index.database import Database
from feeds.publish import state
from feeds.publish.plan import Plan, PlannedArchive, PlannedFeed
from feeds.publish.scope import Scope
from feeds.publish.state import ArchiveRecord, FeedRecord, State


class _Months(NamedTuple):
    """The months of a feed's archives, newest first: those in the chain before and now, and what is known of each."""

    before: list[str]
    now: list[str]
    known: Mapping[str, ArchiveRecord]

    def links(self, chain: Sequence[str]) -> dict[str, Chain]:
        """Return where each archive stands if the chain consists of some months."""
        every = sorted({*self.known, *chain}, reverse=True)
        return {
            month: Chain(
                month=month,
                older=next((other for other in chain if other < month), ""),
                newer=next((other for other in reversed(chain) if other > month), ""),
            )
            for month in every
        }


def with_archives(
    plan: Plan, settings: Settings, catalogue: Catalogue, before: State, database: Database, scope: Scope
) -> Plan:
    """Return a plan with the archives of its feeds.

    `scope` is what the plan was made for. Archives that the site is no longer to have are kept up to date, unless the
    build prunes. The documents of those archives are marked stale whose neighbours in the chain are others than before.
    """
    stale = state.stale(database)
    taken = before.feeds.keys() | {planned.group.folder for planned in plan.feeds}
    feeds = []
    for planned in plan.feeds:
        group = planned.group
        months = _months(planned, settings, catalogue, before, stale, taken)
        moved = _moved(months)
        state.mark_stale(database, (group.document(name, month) for month in moved for name in DOCUMENT_NAMES))

        keeps = scope.is_partial or not scope.prunes or group.kind in settings.archived
        archives = _planned(planned, months, before) if keeps else ()
        feeds.append(replace(planned, archives=tuple(archives)))

    given_up = (name for one in feeds for name in _given_up(one, plan, settings))
    return replace(plan, feeds=tuple(feeds), given_up=plan.given_up.union(given_up))


def _months(
    planned: PlannedFeed,
    settings: Settings,
    catalogue: Catalogue,
    before: State,
    stale: Collection[str],
    taken: Collection[str],
) -> _Months:
    """Return the months of a feed's archives. The articles are only asked if something has happened to the feed.

    A section may be called as the archives of the one that it is in are. Then the section has the folder.
    """
    group = planned.group
    record = before.feeds.get(group.folder)
    archives = {archive.month: archive for archive in _inherited(planned, before)}
    archives |= {archive.month: archive for archive in (record.archives if record else ())}
    known = {month: archive for month, archive in archives.items() if group.archive(month) not in taken}
    linked = [month for month, archive in archives.items() if archive.is_linked]
    if group.kind not in settings.archived or planned.emptied is not None:
        return _Months(linked, [], known)
    if _is_as_before(planned, record) and _is_up_to_date(planned, before, stale):
        return _Months(linked, [month for month in linked if month in known], known)

    certain = 1 if settings.max_bytes else planned.limit(settings)  # how many articles it has room for in any case
    found = catalogue.archived_months(group, certain, settings.zone, planned.until)
    return _Months(linked, [month for month in found if group.archive(month) not in taken], known)


def _inherited(planned: PlannedFeed, before: State) -> Iterator[ArchiveRecord]:
    """Yield the archives in the former places of a feed: none of them is in its chain for that alone."""
    for place in planned.former:
        record = before.feeds.get(place.folder)
        yield from (replace(archive, is_linked=False) for archive in (record.archives if record else ()))


def _is_as_before(planned: PlannedFeed, record: FeedRecord | None) -> bool:
    """Say whether builds know a feed, and whether it has ended then and now, or neither."""
    return record is not None and (record.has_ended, record.until) == (planned.has_ended, planned.until)


def _is_up_to_date(planned: PlannedFeed, before: State, stale: Collection[str]) -> bool:
    """Say whether a build has written the documents of a feed, and nothing has happened to it since.

    Otherwise the archives that are known may be those that a build got to before it ended.
    """
    group = planned.group
    is_written = all(group.document(name) in before.files for name in planned.formats)
    return is_written and not any(group.document(name) in stale for name in DOCUMENT_NAMES)


def _moved(months: _Months) -> list[str]:
    """Return the months whose archives have other neighbours than before."""
    if months.now == months.before:
        return []
    before, now = months.links(months.before), months.links(months.now)
    return [month for month, chain in now.items() if month in before and before[month] != chain]


def _planned(planned: PlannedFeed, months: _Months, before: State) -> Iterator[PlannedArchive]:
    """Yield the archives of a feed: those in the chain in all its formats, the others in the formats that they have."""
    linked = frozenset(months.now)
    for month, chain in months.links(months.now).items():
        formats = planned.formats
        if month not in linked:
            places = planned.places
            formats = tuple(n for n in formats if any(place.document(n, month) in before.files for place in places))
        yield PlannedArchive(chain, formats, month in linked, months.known.get(month))


def _given_up(planned: PlannedFeed, plan: Plan, settings: Settings) -> Iterator[str]:
    """Yield the documents of a feed's archives that the site is no longer to have."""
    is_archived = planned.group.kind in settings.archived
    for archive in planned.archives:
        for name in archive.formats:
            if not is_archived or planned.group.document(name) in plan.given_up:
                yield planned.group.document(name, archive.month)
