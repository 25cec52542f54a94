"""What builds remember of an output folder: the files they wrote, and the feeds that exist."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct, field

from feeds.core.compression import SUFFIXES
from feeds.core.errors import OutputError
from feeds.core.model import DOCUMENT_NAMES, SITE_DOCUMENTS, Group, Image
from feeds.core.text import without_controls
from feeds.index.database import DamagedError, Database
from feeds.publish.output import Stamp


class FeedRecord(Struct, frozen=True):
    """A feed that subscribers may know: enough to keep it, empty, when its last article goes, and to list it till then.

    `count` is the number of its articles, `newest` when the newest of them was published; `portrait` is the provider's
    picture as that gives it.
    """

    group: Group
    name: str
    updated: Annotated[datetime, Meta(tz=True)]
    empty: bool = False
    count: int = 0
    newest: Annotated[datetime, Meta(tz=True)] | None = None
    portrait: Image | None = None


class State(Struct, frozen=True, kw_only=True):
    """What earlier builds left behind.

    `feeds` by folder, `files` relative to the output; `asked` are those of them that only an option asked for.
    """

    feeds: dict[str, FeedRecord] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()


def prepare(folder: Path) -> None:
    """Make the folder of the state, before anything is written that the state must know of.

    Raises OutputError where that cannot be done.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: the folder of the state cannot be made: {error.strerror}") from error


def load(store: Database) -> State:
    """Return the state. Raises DamagedError for one that no build can have made."""
    try:
        records = {
            folder: msgspec.msgpack.decode(record, type=FeedRecord)
            for folder, record in store.db.execute("SELECT folder, record FROM feeds")
        }
    except (msgspec.MsgspecError, TypeError, ValueError, OverflowError) as error:
        raise DamagedError(f"a feed's record cannot be read: {error}") from error
    rows = store.db.execute("SELECT document, asked FROM files").fetchall()
    state = State(
        feeds=records,
        files=frozenset(document for document, _ in rows),
        asked=frozenset(document for document, asked in rows if asked),
    )
    if not _is_sound(state):
        raise DamagedError("it names feeds that no build can have made")
    return state


def save(store: Database, before: State, after: State) -> None:
    """Put a state in the place of the one before."""
    db = store.db
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
    for asked, documents in ((1, after.asked - before.asked), (0, (before.asked - after.asked) & after.files)):
        db.executemany("UPDATE files SET asked = ? WHERE document = ?", ((asked, name) for name in documents))


def mark_stale(store: Database, documents: Iterable[str] | None = None) -> None:
    """Note that documents, or all of them, have to be looked at again, however this build ends."""
    if documents is None:
        store.db.execute("UPDATE files SET stale = 1 WHERE NOT stale")
    else:
        store.db.executemany("UPDATE files SET stale = 1 WHERE document = ? AND NOT stale", ((d,) for d in documents))


def mark_fresh(store: Database, stamps: Mapping[str, Stamp]) -> None:
    """Note that documents are as they should be, and how they look."""
    store.db.executemany(
        "UPDATE files SET stale = 0, size = ?, mtime = ?"
        " WHERE document = ? AND (stale OR size IS NOT ? OR mtime IS NOT ?)",
        ((s.size, s.mtime, document, s.size, s.mtime) for document, s in stamps.items()),
    )


def unwritten(store: Database) -> set[str]:
    """Return the documents that a build was about to write, and may not have come to."""
    return {document for (document,) in store.db.execute("SELECT document FROM files WHERE size IS NULL")}


def stamps(store: Database) -> dict[str, Stamp]:
    """Return how the documents looked that builds have written."""
    query = "SELECT document, size, mtime FROM files WHERE size IS NOT NULL"
    return {document: Stamp(size, mtime) for document, size, mtime in store.db.execute(query)}


def fresh(store: Database) -> dict[str, Stamp]:
    """Return the documents that need not be looked at unless they changed, and how they looked."""
    query = "SELECT document, size, mtime FROM files WHERE NOT stale AND size IS NOT NULL"
    return {document: Stamp(size, mtime) for document, size, mtime in store.db.execute(query)}


def packed(store: Database) -> dict[str, Stamp | None]:
    """Return the compressed files that builds have written, and how they looked; None for one that was under way.

    One beside no document that builds have written is none of theirs: a damaged state must not have a file removed.
    """
    rows = store.db.execute("SELECT name, size, mtime FROM packed").fetchall()
    documents = {document for (document,) in store.db.execute("SELECT document FROM files")} if rows else set()
    return {
        name: None if size is None else Stamp(size, mtime)
        for name, size, mtime in rows
        if name.endswith(SUFFIXES) and (name[:-3] in documents or name[:-3] in SITE_DOCUMENTS)
    }


def foresee_packed(store: Database, names: Iterable[str]) -> None:
    """Note that compressed files may be written, however this build ends."""
    store.db.executemany("INSERT OR REPLACE INTO packed VALUES (?, NULL, NULL)", ((name,) for name in names))


def mark_packed(store: Database, stamps: Mapping[str, Stamp]) -> None:
    """Note how compressed files look that are in place."""
    rows = ((name, stamp.size, stamp.mtime) for name, stamp in stamps.items())
    store.db.executemany("INSERT OR REPLACE INTO packed VALUES (?, ?, ?)", rows)


def forget_packed(store: Database, names: Iterable[str]) -> None:
    """Note that compressed files are gone."""
    store.db.executemany("DELETE FROM packed WHERE name = ?", ((name,) for name in names))


def _is_sound(state: State) -> bool:
    """Say whether every record is one that a build can have made: a damaged state must not have a file removed."""
    documents = {record.group.document(form) for record in state.feeds.values() for form in DOCUMENT_NAMES}
    documents.update(SITE_DOCUMENTS)
    return state.asked <= state.files <= documents and all(
        folder == record.group.folder and _is_group(record.group) and record.name == without_controls(record.name)
        for folder, record in state.feeds.items()
    )


def _is_group(group: Group) -> bool:
    """Say whether a group has the parts that its kind needs, each a folder's name."""
    parts = [part for part, kind in ((group.topic, "topic"), (group.provider, "provider")) if kind in group.kind]
    return all(
        part not in ("", ".", "..") and "/" not in part and "\0" not in part and part == without_controls(part)
        for part in parts
    )
