"""What builds remember of an output folder: the documents that they wrote, and the feeds that exist."""

from collections.abc import Iterable, Mapping, Set
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta, Struct, field

from feeds.config import OwnFeed
from feeds.core.archives import is_month
from feeds.core.compression import SUFFIXES
from feeds.core.damage import DamagedError
from feeds.core.decoding import UNDECODABLE
from feeds.core.directory import is_site_document
from feeds.core.fingerprint import digest
from feeds.core.kinds import ALL, KINDS, PAIR, SECTION, field_of
from feeds.core.model import DOCUMENT_NAMES, Group, GroupKind, Image
from feeds.core.text import without_controls
from feeds.index.database import Database
from feeds.publish.tree import Stamp

_UNFINISHED = "unfinished"
"""The key of whether a build was about to write, and has not noted that it has."""

_ASKED, _TAKEN = 1, 2
"""What the column `asked` says of a document that has not come into the output, or stays there, as others do."""

_SORTED = "sorted"
"""The key of a digest of how articles were sorted into feeds when all of these were last compared."""


class ArchiveRecord(Struct, frozen=True, array_like=True):
    """An archive of a feed: its month, its last change, and whether it is in the chain that starts at the feed."""

    month: str
    updated: Annotated[datetime, Meta(tz=True)]
    is_linked: bool = False


class FeedRecord(Struct, frozen=True):
    """A feed that may have subscribers: enough to list it, and to keep it, empty, after its last article is gone.

    `count` is the number of its articles, `newest` the date of publication of the newest of them, and `image` the
    provider's image in that one. `definition` is what the site defined, of a feed of its own. `archives` come newest
    first. `moved` says where the feed is now, of a former place. A feed that `has_ended` holds nothing that was
    published after `until`, if given.
    """

    group: Group
    name: str
    updated: Annotated[datetime, Meta(tz=True)]
    empty: bool = False
    definition: OwnFeed | None = None
    count: int = 0
    newest: Annotated[datetime, Meta(tz=True)] | None = None
    image: Image | None = None
    moved: Group | None = None
    has_ended: bool = False
    until: Annotated[datetime, Meta(tz=True)] | None = None
    archives: tuple[ArchiveRecord, ...] = ()

    @property
    def folders(self) -> list[str]:
        """Return its folder, and those of its archives."""
        return [self.group.folder, *(self.group.archive(archive.month) for archive in self.archives)]

    @property
    def documents(self) -> set[str]:
        """Return the paths of all documents that it may have, with those of its archives."""
        return {f"{folder}/{name}" for folder in self.folders for name in DOCUMENT_NAMES.values()}


class State(Struct, frozen=True, kw_only=True):
    """What earlier builds left in the output.

    `feeds` holds records by folder, `files` the documents, relative to the output; `asked` are those documents that
    only an option asked for, and `taken` those in whose place something else lies, which builds leave alone.
    """

    feeds: dict[str, FeedRecord] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()


def load(database: Database) -> State:
    """Return the state. Raises DamagedError for one that no build can have saved."""
    decoder = msgspec.msgpack.Decoder(FeedRecord)
    try:
        rows = database.db.execute("SELECT folder, record FROM feeds")
        records = {folder: decoder.decode(record) for folder, record in rows}
    except (*UNDECODABLE, TypeError, ValueError, OverflowError) as error:
        raise DamagedError(f"a feed's record cannot be read: {error}") from error
    files = database.db.execute("SELECT document, asked FROM files").fetchall()
    state = State(
        feeds=records,
        files=frozenset(document for document, _ in files),
        asked=frozenset(document for document, fate in files if fate == _ASKED),
        taken=frozenset(document for document, fate in files if fate == _TAKEN),
    )
    if not _is_sound(state):
        raise DamagedError("it names feeds that no build can have made")
    return state


def save(database: Database, before: State, after: State) -> None:
    """Save a state over the one before, changing only the rows that differ."""
    db = database.db
    db.executemany(
        "DELETE FROM feeds WHERE folder = ?", ((folder,) for folder in before.feeds.keys() - after.feeds.keys())
    )
    changed = ((folder, record) for folder, record in after.feeds.items() if before.feeds.get(folder) != record)
    db.executemany(
        "INSERT OR REPLACE INTO feeds VALUES (?, ?)",
        ((folder, msgspec.msgpack.encode(record)) for folder, record in changed),
    )
    db.executemany("DELETE FROM files WHERE document = ?", ((document,) for document in before.files - after.files))
    db.executemany(
        "INSERT INTO files VALUES (?, 0, 0, NULL, NULL)", ((document,) for document in after.files - before.files)
    )
    usual = (before.asked | before.taken) & after.files - after.asked - after.taken
    fates = ((0, usual), (_ASKED, after.asked - before.asked), (_TAKEN, after.taken - before.taken))
    for fate, documents in fates:
        db.executemany("UPDATE files SET asked = ? WHERE document = ?", ((fate, name) for name in documents))


def mark_stale(database: Database, documents: Iterable[str] | None = None) -> None:
    """Mark documents, or all of them, as having to be rendered again, however this build ends."""
    if documents is None:
        database.db.execute("UPDATE files SET stale = 1 WHERE NOT stale")
    else:
        database.db.executemany(
            "UPDATE files SET stale = 1 WHERE document = ? AND NOT stale", ((d,) for d in documents)
        )


def mark_fresh(database: Database, stamps: Mapping[str, Stamp]) -> None:
    """Mark documents as being as they should be, with their stamps."""
    database.db.executemany(
        "UPDATE files SET stale = 0, size = ?, mtime = ?"
        " WHERE document = ? AND (stale OR size IS NOT ? OR mtime IS NOT ?)",
        ((s.size, s.mtime, document, s.size, s.mtime) for document, s in stamps.items()),
    )


def take_up(database: Database, stamps: Mapping[str, Stamp]) -> None:
    """Give documents stamps that the state did not come to know; what is in them has to be rendered again."""
    database.db.executemany(
        "UPDATE files SET stale = 1, size = ?, mtime = ? WHERE document = ? AND (size IS NOT ? OR mtime IS NOT ?)",
        ((*stamp, document, *stamp) for document, stamp in stamps.items()),
    )


def stale(database: Database) -> set[str]:
    """Return the documents that have to be rendered again, or were never written."""
    return {name for (name,) in database.db.execute("SELECT document FROM files WHERE stale OR size IS NULL")}


def unwritten(database: Database) -> set[str]:
    """Return the documents that a build was about to write and may not have written."""
    return {document for (document,) in database.db.execute("SELECT document FROM files WHERE size IS NULL")}


def stamps(database: Database) -> dict[str, Stamp]:
    """Return the stamps of the documents that builds have written."""
    query = "SELECT document, size, mtime FROM files WHERE size IS NOT NULL"
    return {document: Stamp(size, mtime) for document, size, mtime in database.db.execute(query)}


def fresh(database: Database) -> dict[str, Stamp]:
    """Return the stamps of the documents that need not be rendered unless their files have changed."""
    query = "SELECT document, size, mtime FROM files WHERE NOT stale AND size IS NOT NULL"
    return {document: Stamp(size, mtime) for document, size, mtime in database.db.execute(query)}


def is_unfinished(database: Database) -> bool:
    """Say whether the last build that had something to write has not noted its end: what it wrote is not known."""
    return bool(database.get(_UNFINISHED))


def note_unfinished(database: Database, is_so: bool) -> None:
    """Note that a build is about to write, or has written everything."""
    database.set(_UNFINISHED, int(is_so))


def compressed_files(database: Database) -> dict[str, Stamp | None]:
    """Return the stamps of the compressed files that builds have written; None for one that may be unfinished.

    One without a document that builds have written is left out: a damaged state must not cause a file to be removed.
    """
    rows = database.db.execute("SELECT name, size, mtime FROM compressed").fetchall()
    documents = {document for (document,) in database.db.execute("SELECT document FROM files")} if rows else set()
    return {
        name: None if size is None else Stamp(size, mtime)
        for name, size, mtime in rows
        if name.endswith(SUFFIXES) and (name[:-3] in documents or is_site_document(name[:-3]))
    }


def announce_compressed(database: Database, names: Iterable[str]) -> None:
    """Save that compressed files may be written, however this build ends."""
    database.db.executemany("INSERT OR REPLACE INTO compressed VALUES (?, NULL, NULL)", ((name,) for name in names))


def mark_compressed(database: Database, stamps: Mapping[str, Stamp]) -> None:
    """Save the stamps of compressed files that are in place."""
    rows = ((name, stamp.size, stamp.mtime) for name, stamp in stamps.items())
    database.db.executemany("INSERT OR REPLACE INTO compressed VALUES (?, ?, ?)", rows)


def forget_compressed(database: Database, names: Iterable[str]) -> None:
    """Delete the stamps of compressed files that are gone."""
    database.db.executemany("DELETE FROM compressed WHERE name = ?", ((name,) for name in names))


def is_sorted(database: Database, kinds: Iterable[GroupKind]) -> bool:
    """Say whether articles are sorted into feeds, of these kinds, as they were when all feeds were last compared."""
    return database.get(_SORTED) == _sorting(database, kinds)


def note_sorted(database: Database, kinds: Iterable[GroupKind]) -> None:
    """Note that all feeds are compared, as articles are sorted into them now."""
    database.set(_SORTED, _sorting(database, kinds))


def _sorting(database: Database, kinds: Iterable[GroupKind]) -> bytes:
    return digest(database.get("classification"), sorted(kinds))


def _is_sound(state: State) -> bool:
    """Say whether a build can have saved every record: a damaged state must not cause a file to be removed."""
    records = state.feeds.values()
    groups = [group for record in records for group in (record.group, record.moved) if group is not None]
    months = (archive.month for record in records for archive in record.archives)
    if not all(map(_is_group, groups)) or not all(map(is_month, months)):
        return False
    if not _are_folder_names({part for group in groups for part in group.folder.split("/")}):
        return False
    documents = set().union(*(record.documents for record in records))
    return (
        state.asked | state.taken <= state.files & documents
        and all(map(is_site_document, state.files - documents))
        and all(
            folder == record.group.folder and record.name == without_controls(record.name)
            for folder, record in state.feeds.items()
        )
    )


def _is_group(group: Group) -> bool:
    """Say whether a group has the parts that its kind needs."""
    return (
        (group.kind in KINDS or bool(field_of(group.kind)))
        and "/" not in group.kind
        and (group.kind == PAIR) == bool(group.provider)
        and (group.kind == ALL) == (not group.key)
        and "/" not in group.provider
        and ("/" not in group.key or group.kind == SECTION)
    )


def _are_folder_names(names: Set[str]) -> bool:
    """Say whether texts can be the names of folders of topics and providers."""
    together = "".join(names)
    is_clean = "\0" not in together and together == without_controls(together)
    return is_clean and names.isdisjoint(("", ".", ".."))
