"""Bring the index up to date with the files, the configuration and the clock."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from feeds.articles.files import Root, root_of
from feeds.articles.outcome import Context
from feeds.config import Grouping, Settings
from feeds.core.errors import passes
from feeds.core.fingerprint import digest, fingerprint
from feeds.core.kinds import ALL, LANGUAGE, PROVIDER, TOPIC
from feeds.core.model import Group
from feeds.core.progress import Progress, no_progress
from feeds.core.safe_files import is_regular
from feeds.core.workers import Workers
from feeds.index import changes, companions, definitions, duplicates, memory
from feeds.index.changes import Changed
from feeds.index.database import Database
from feeds.index.intake import Intake
from feeds.index.memory import Compared
from feeds.index.rows import Reader
from feeds.index.selection import Matcher
from feeds.index.unreadable import is_gone
from feeds.index.writer import IndexWriter
from feeds.probing.answers import answers_path


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
    away: list[bytes] = []

    def note(error: OSError) -> None:
        place = os.fsencode(error.filename)
        if not is_gone(error):
            unreadable.append(place)
        if passes(error):
            away.append(place)
        on_error(error)

    found = _changed_files(database, settings, reader, index, note)
    sorting = _Sorting.of(reader)
    intake = Intake(database, reader, index, workers, progress)
    intake.take(found, digest(database.get("reading"), sorting.whole))
    away += (os.path.join(os.fsencode(reader.sources[one.source].path), one.path, one.name) for one in intake.away)

    _sort_anew(database, reader, index, sorting)
    ended = index.end_expired()
    index.touch_articles(duplicates.settle(database, index.touched_stories))

    before = database.get("now")
    if isinstance(before, int):
        index.touch_published(before, moment)
    touched = list(index.touched())

    compared = memory.compare(database.db, settings.sources, moment, index.first_new, unreadable, away)
    compared = compared._replace(came=compared.came + ended)
    if touched or before is None:
        database.set("now", moment)
    for name, place in zip(("places", "mounts"), memory.places(settings.sources), strict=True):
        database.set(name, place)
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
        kinds=frozenset(settings.kinds) - {ALL, TOPIC, PROVIDER},
        confines=settings.confines,
        written=_written(settings),
    )
    sources = tuple(Root(root.absolute(), root.resolve().name) for root in map(root_of, settings.sources))
    matcher = Matcher(grouping)
    return Reader(context, settings.selection, settings.taxonomy, sources, matcher, settings.site.language)


def _written(settings: Settings) -> tuple[Path, ...]:
    """Return the folders that builds write to, unless what they read lies in them as well."""
    read = [place.resolve() for place in (*map(root_of, settings.sources), settings.root) if place is not None]
    written = (settings.output.resolve(), settings.state_dir.resolve())
    return tuple(folder for folder in written if not any(place.is_relative_to(folder) for place in read))


class _Sorting(NamedTuple):
    """Digests of what decides about the groups of articles: all of it, and all but the definitions of own feeds."""

    whole: bytes
    without_own: bytes

    @classmethod
    def of(cls, reader: Reader) -> "_Sorting":
        grouping = reader.matcher.grouping
        language = reader.language if LANGUAGE in grouping.kinds else None
        without_own = digest(reader.selection, reader.taxonomy.described(), grouping.kinds, language)
        return cls(digest(without_own, [(own.slug, own.selection) for own in grouping.own]), without_own)


def _sort_anew(database: Database, reader: Reader, index: IndexWriter, decides: _Sorting) -> None:
    """Sort articles into groups by what the configuration says now: all, or those that changed definitions concern."""
    before, own = database.get("classification"), reader.matcher.grouping.own
    if before == decides.whole:
        return

    if before is not None:
        from feeds.index import sorting  # few builds

        if database.get("sorting") == decides.without_own:
            sorting.sort_own(database.db, index, reader, definitions.changed(database, own))
        else:
            sorting.sort_all(database.db, index, reader)
    database.set("classification", decides.whole)
    database.set("sorting", decides.without_own)
    definitions.note(database, own)


def _forget_what_was_read_otherwise(database: Database, reader: Reader) -> None:
    """Start anew where another program, or one with other sources or settings, has read the articles."""
    context = reader.context
    root = context.root and os.fsencode(context.root.resolve())
    sources = [os.fsencode(source.path.resolve()) for source in reader.sources]
    code = (context.site_title, context.keeps_code, context.fields, sorted(context.kinds))
    jekyll = (context.is_jekyll, sorted(context.jekyll_folders))
    site = (context.home_url, str(context.zone), jekyll, context.conventions)
    written = list(map(os.fsencode, context.written))
    reading = digest(fingerprint(), site, root, sources, code, context.answers is not None, written)
    if database.get("reading") != reading:
        database.forget_index()
        database.set("reading", reading)


def _changed_files(
    database: Database, settings: Settings, reader: Reader, index: IndexWriter, on_error: Callable[[OSError], None]
) -> list[Changed]:
    """Return the files that changed, and those whose local files or answers did; take gone ones out of the index."""
    found: list[Changed] = []
    others = companions.with_changed(database, reader)

    for changed in changes.find(database, settings, on_error):
        index.drop(changed.folder, changed.gone)
        if changed.names:
            found.append(changed)
        if others:
            gone = {(changed.folder, name) for name in changed.gone}
            others.difference_update(changed.files)
            others = {file for file in others if (file.folder, file.name) not in gone}

    return [*found, *changes.to_read(others)]
