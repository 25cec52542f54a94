"""Decide what the state holds while a build writes, and after it. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import datetime

from msgspec.structs import replace

from feeds.publish.plan import Plan, PlannedFeed
from feeds.publish.state import ArchiveRecord, FeedRecord, State

Updated = Mapping[str, datetime]
"""The last change of archives, by their folders."""


def without_documents(before: State, absent: Set[str]) -> State:
    """Return a state without documents that do not exist, and without the feeds that have no other."""
    if not absent:
        return before
    files = before.files - absent
    left = {name.rpartition("/")[0] for name in files}
    gone = {name.rpartition("/")[0] for name in absent} - left
    feeds = {
        folder: replace(
            record, archives=tuple(one for one in record.archives if record.group.archive(one.month) not in gone)
        )
        for folder, record in before.feeds.items()
        if folder not in gone or any(record.group.archive(one.month) in left for one in record.archives)
    }
    return State(feeds=feeds, files=files, asked=before.asked & files, taken=before.taken & files)


def state_while_writing(records: Iterable[FeedRecord], updated: Updated, plan: Plan, before: State) -> State:
    """Return the state to save before the first document is written; `updated` is as for `state_after`.

    It knows every document that the build may write, so none is left unknown however the build ends.
    """
    feeds = {record.group.folder: record for record in records} | before.feeds
    for planned in plan.feeds:
        record = feeds.get(planned.group.folder)
        if record and (planned.archives or record.archives):
            found = {archive.month: archive for archive in (*record.archives, *_archives(planned, updated))}
            feeds[planned.group.folder] = _with_archives(record, found.values())
        _note_former(feeds, planned)
    files, asked = before.files | plan.documents, before.asked | plan.asked
    return State(feeds=feeds, files=files, asked=asked, taken=before.taken - asked)


def state_after(records: Iterable[FeedRecord], updated: Updated, plan: Plan, before: State) -> State:
    """Return the state after a build; `records` are those of the feeds that it wrote.

    `updated` has the last change of each archive that it wrote, by its folder.

    A partial build adds to the state before it. A whole one replaces it: files that only the state before has are to be
    removed.
    """
    feeds = before.feeds | {record.group.folder: record for record in records}
    for planned in plan.feeds:
        record = feeds[planned.group.folder]
        if planned.archives or record.archives:
            feeds[planned.group.folder] = _with_archives(record, _archives(planned, updated))
        _note_former(feeds, planned)
    if plan.is_partial:
        files, taken = before.files | plan.documents, before.taken - plan.documents | plan.taken
        return State(feeds=feeds, files=files, asked=before.asked | plan.asked, taken=taken)
    kept = {place.folder for planned in plan.feeds for place in planned.places}
    return State(
        feeds={folder: record for folder, record in feeds.items() if folder in kept},
        files=plan.documents | plan.skipped | plan.taken,
        asked=plan.asked,
        taken=plan.taken,
    )


def _note_former(feeds: dict[str, FeedRecord], planned: PlannedFeed) -> None:
    """Note of the former places of a feed where it is now: they have the same documents."""
    record = feeds.get(planned.group.folder)
    if record is None:
        return
    for place in planned.former:
        known = feeds.get(place.folder) or FeedRecord(place, record.name, record.updated)
        feeds[place.folder] = replace(known, moved=planned.group, archives=record.archives)


def _archives(planned: PlannedFeed, updated: Updated) -> Iterator[ArchiveRecord]:
    """Yield the records of the archives of a feed."""
    for archive in planned.archives:
        moment = updated.get(planned.group.archive(archive.month))
        if moment is None and archive.record is not None:
            moment = archive.record.updated
        if moment is not None:
            yield ArchiveRecord(archive.month, moment, archive.is_linked)


def _with_archives(record: FeedRecord, archives: Iterable[ArchiveRecord]) -> FeedRecord:
    found = tuple(sorted(archives, key=lambda archive: archive.month, reverse=True))
    return record if found == record.archives else replace(record, archives=found)
