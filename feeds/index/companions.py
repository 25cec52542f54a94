"""Find articles that say something else because of what lies beside them: local pictures and media, and answers."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.articles.file_status import UNREADABLE, is_surely_none, status_below
from feeds.core import safe_files
from feeds.core.errors import passes
from feeds.index.database import Database
from feeds.index.rows import File, Reader, Row
from feeds.probing.known_answers import known_answers

if TYPE_CHECKING:
    from feeds.articles.local_files import LocalFile


def with_changed(database: Database, reader: Reader) -> set[File]:
    """Return the files of the articles with a local file, or an answer of the network, that is another than it was."""
    return _with_changed_files(database, reader) | _with_changed_answers(database, reader)


def stamps_of_answers(reader: Reader) -> dict[str, int]:
    """Return the stamps of what the network has answered, by address."""
    return dict(known_answers(reader.context.answers).stamps()) if reader.context.answers is not None else {}


def are_as_read(reader: Reader, source: int, row: Row, stamps: Mapping[str, int]) -> bool:
    """Say whether reading an article once more would find the same beside it.

    `source` is the position of its source, and `stamps` are those of the answers there are.
    """
    return all(stamps.get(looked.url) == looked.stamp for looked in row.answers) and all(
        _is_as_read(reader, source, found) for found in row.local_files
    )


def _with_changed_files(database: Database, reader: Reader) -> set[File]:
    query = (
        "SELECT DISTINCT f.source, p.root, p.name, p.size, p.mtime FROM image_files AS p"
        " JOIN articles AS a ON a.id = p.article JOIN folders AS f ON f.id = a.folder"
    )
    owners = (
        "SELECT f.id, f.source, f.path, a.name FROM image_files AS p"
        " JOIN articles AS a ON a.id = p.article JOIN folders AS f ON f.id = a.folder"
        " WHERE p.root = ? AND p.name = ?"
    )
    found: set[File] = set()
    for source, root, name, *seen in database.db.execute(query):
        if not _is_same(reader, reader.context.root if root else reader.sources[source].path, name, seen):
            found.update(File(*row) for row in database.db.execute(owners, (root, name)).fetchall())
    return found


def _with_changed_answers(database: Database, reader: Reader) -> set[File]:
    if reader.context.answers is None:
        return set()
    known = known_answers(reader.context.answers)
    latest = known.latest()
    if database.get("answers") == latest:
        return set()

    database.set("answers", latest)
    stamps = known.stamps()
    query = (
        "SELECT f.id, f.source, f.path, a.name, p.url, p.stamp FROM answers AS p"
        " JOIN articles AS a ON a.id = p.article JOIN folders AS f ON f.id = a.folder"
    )
    return {File(*row) for *row, url, stamp in database.db.execute(query) if stamps.get(url) != stamp}


def _is_as_read(reader: Reader, source: int, found: "LocalFile") -> bool:
    folder = reader.context.root if found.root else reader.sources[source].path
    return _is_same(reader, folder, found.name, [found.size, found.mtime])


def _is_same(reader: Reader, folder: Path | None, name: str, seen: list[int | None]) -> bool:
    """Say whether a file has the size and mtime that it was seen with; where there is no folder, nobody can tell."""
    if folder is None or _looks(folder, name) == seen:
        return True
    if seen == [None, None] and is_surely_none(folder, name):
        return True
    try:
        status = status_below(folder, name, reader.context.written)
        if status and [status.size, UNREADABLE] == seen:
            return not _can_be_read(status.path)
    except OSError:
        return False
    return [status and status.size, status and status.mtime] == seen


def _can_be_read(path: Path) -> bool:
    try:
        os.close(safe_files.open_regular(path))
    except OSError as error:
        return passes(error)  # the next look tells
    return True


def _looks(folder: Path, name: str) -> list[int | None]:
    """Return a file's size and mtime without asking where its links lead, which takes ten times as long."""
    try:
        status = (folder / name).stat()
    except (OSError, ValueError):
        return [None, None]
    return [status.st_size, status.st_mtime_ns]
