"""Bring the index up to date with the files, the configuration and the clock."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from feeds.articles.files import Root, root_of, status_below
from feeds.articles.outcome import Context
from feeds.config import Grouping, Settings
from feeds.core.fingerprint import digest, fingerprint
from feeds.core.kinds import AUTHOR, LANGUAGE
from feeds.core.model import Group
from feeds.core.progress import Progress, no_progress
from feeds.core.safe_files import is_regular
from feeds.core.workers import BATCH, Workers
from feeds.index import changes, duplicates, memory, rows
from feeds.index.database import Database
from feeds.index.memory import Compared
from feeds.index.rows import File, Reader, Row
from feeds.index.selection import Matcher
from feeds.index.writer import IndexWriter
from feeds.probing.answers import answers_path, known_answers

MANY = 2_000
"""Files of which some are going to need every parser."""

SAMPLE = 30
"""How many files show whether who reads them elsewhere reads the same."""


class Refreshed(NamedTuple):
    """What bringing the index up to date has found.

    `touched` are the groups in which something may be different, and `months` those of them that have archives, each
    with a month in which something may be. Where the index was empty before, there are no `months`: it may be any.
    """

    touched: list[Group]
    months: set[tuple[Group, str]]
    compared: Compared


def refresh(
    database: Database,
    settings: Settings,
    now: datetime,
    workers: Workers,
    on_error: Callable[[OSError], None],
    progress: Progress = no_progress,
    grouping: Grouping | None = None,
) -> Refreshed:
    """Bring the index up to date; return the groups in which something may be different now, and what is missing.

    `on_error` is told of folders and files that cannot be looked at, `progress` how many are read. `grouping` may sort
    articles into more groups than the site has. Raises SourceNotFoundError for a source that does not exist.
    """
    reader = reader_of(settings, grouping)
    _forget_what_was_read_otherwise(database, reader)

    moment = int(now.timestamp())
    index = IndexWriter(database, moment)
    unreadable: list[bytes] = []

    def note(error: OSError) -> None:
        unreadable.append(os.fsencode(error.filename))
        on_error(error)

    files = _changed_files(database, settings, reader, index, note)
    _read(database, files, reader, index, workers, progress)

    classification = digest(reader.selection, reader.taxonomy.described(), _sorting(reader))
    if database.get("classification") not in (None, classification):
        index.reclassify(lambda record, place: reader.classify(rows.article(record), place))
    database.set("classification", classification)
    ended = index.end_expired()
    index.touch_articles(duplicates.settle(database, index.touched_stories))

    before = database.get("now")
    if isinstance(before, int):
        index.touch_published(before, moment)
    touched = list(index.touched())

    compared = memory.compare(database.db, settings.sources, moment, index.first_new, unreadable)
    compared = compared._replace(came=compared.came + ended)
    if touched or before is None:
        database.set("now", moment)
    for key, place in zip(("places", "mounts"), memory.places(settings.sources), strict=True):
        database.set(key, place)
    return Refreshed(touched, index.touched_months(reader.matcher.grouping.archived, settings.zone), compared)


def reader_of(settings: Settings, grouping: Grouping | None = None) -> Reader:
    """Return how the files of a site are read; `grouping` may sort them into more groups than the site has."""
    grouping = grouping or settings.grouping
    answers = answers_path(settings.state_dir)
    context = Context(
        zone=settings.zone,
        home_url=settings.site.home_url,
        root=settings.root and settings.root.absolute(),  # as who reads may work in another folder
        is_jekyll=settings.conventions.generator == "jekyll",
        jekyll_folders=settings.described.folders if settings.described else frozenset(),
        site_title=settings.site.title,
        keeps_code=settings.keeps_code,
        conventions=settings.conventions,
        answers=answers.absolute() if is_regular(answers) else None,
        fields=grouping.fields,
        by_author=AUTHOR in grouping.kinds,
    )
    sources = tuple(Root(root.absolute(), root.resolve().name) for root in map(root_of, settings.sources))
    matcher = Matcher(grouping)
    return Reader(context, settings.selection, settings.taxonomy, sources, matcher, settings.site.language)


def _sorting(reader: Reader) -> tuple[object, ...]:
    """Return what decides about the groups of articles besides the taxonomy."""
    grouping = reader.matcher.grouping
    defined = [(own.slug, own.selection) for own in grouping.own]
    return grouping.kinds, defined, reader.language if LANGUAGE in grouping.kinds else None


def _forget_what_was_read_otherwise(database: Database, reader: Reader) -> None:
    """Start anew where another program, or one with other sources or settings, has read the articles."""
    context = reader.context
    root = context.root and os.fsencode(context.root.resolve())
    sources = [os.fsencode(source.path.resolve()) for source in reader.sources]
    code = (context.site_title, context.keeps_code, context.fields, context.by_author)
    jekyll = (context.is_jekyll, sorted(context.jekyll_folders))
    site = (context.home_url, str(context.zone), jekyll, context.conventions)
    reading = digest(fingerprint(), site, root, sources, code, context.answers is not None)
    if database.get("reading") != reading:
        database.forget_index()
        database.set("reading", reading)


def _changed_files(
    database: Database, settings: Settings, reader: Reader, index: IndexWriter, on_error: Callable[[OSError], None]
) -> list[File]:
    """Return the files that changed, and those whose local files or answers did; take gone ones out of the index."""
    files: list[File] = []
    with_images = _with_changed_images(database, reader) | _with_changed_answers(database, reader)

    for changed in changes.find(database, settings, on_error):
        index.drop(changed.folder, changed.gone)
        files += changed.read
        with_images.difference_update(changed.read)
        gone = {(changed.folder, name) for name in changed.gone}
        with_images = {file for file in with_images if (file.folder, file.name) not in gone}

    return files + sorted(with_images)


def _read(
    database: Database, files: list[File], reader: Reader, index: IndexWriter, workers: Workers, progress: Progress
) -> None:
    """Read files, and put them into the index."""
    if len(files) >= MANY:
        rows.load_parsers()
    encoded = rows.encoded(reader)
    batches = (files[start : start + BATCH] for start in range(0, len(files), BATCH))
    read = 0
    read_again: dict[int, set[bytes]] = {}

    pieces = ((encoded, batch) for batch in batches)
    for (_, batch), found in workers.map(rows.rows, pieces, _sample(files, reader)):
        batch_rows = found if found is not None else [_read_alone(encoded, file, workers) for file in batch]
        index.put(batch, batch_rows)
        for file, row in zip(batch, batch_rows, strict=True):
            if row and row.again:
                read_again.setdefault(file.folder, set()).add(file.name)
        read += len(batch)
        progress("reading articles", read, len(files))

    for folder, names in read_again.items():
        changes.read_again(database, folder, names)


def _sample(files: list[File], reader: Reader) -> list[Path]:
    """Return the folders that are read, and some of the files."""
    context = reader.context
    folders = [source.path for source in reader.sources]
    others = [path for path in (context.root, context.answers) if path is not None]
    few = files[:: max(1, len(files) // SAMPLE)]
    paths = (os.fsdecode(os.path.join(file.path, file.name)) for file in few)
    return [*folders, *others, *(folders[file.source] / path for file, path in zip(few, paths, strict=True))]


def _read_alone(encoded: bytes, file: File, workers: Workers) -> Row | None:
    """Return the row of a file out of a batch that ended the process which read it; it may be the one that did so."""
    found = workers.alone(rows.rows, (encoded, [file]))
    return found[0] if found is not None else rows.fatal(file)


def _with_changed_images(database: Database, reader: Reader) -> set[File]:
    """Return the files of the articles with a local image whose file is another than it was."""
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
        folder: Path | None = reader.context.root if root else reader.sources[source].path
        if folder is None or _looks(folder, name) == seen:
            continue
        status = status_below(folder, name)
        if [status and status.size, status and status.mtime] != seen:
            found.update(File(*row) for row in database.db.execute(owners, (root, name)).fetchall())
    return found


def _with_changed_answers(database: Database, reader: Reader) -> set[File]:
    """Return the files of the articles of whose pictures and media the network has said something new."""
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


def _looks(folder: Path, name: str) -> list[int | None]:
    """Return a file's size and mtime without asking where its links lead, which takes ten times as long."""
    try:
        status = (folder / name).stat()
    except (OSError, ValueError):
        return [None, None]
    return [status.st_size, status.st_mtime_ns]
