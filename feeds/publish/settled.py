"""Know an output in which there is nothing to do, so that a build which finds nothing new only looks at its documents.

A file beside the database says what the last build found that had nothing to do, and from what it came: the database,
by its seal, and the settings. If both are the same, and no article has changed since, the next build would find the
same, but for the documents: anything may have happened to these.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

import msgspec
from msgspec import Struct

from feeds.config import Settings
from feeds.core.compression import available_suffixes
from feeds.core.fingerprint import digest
from feeds.core.safe_files import read_regular, replace_private
from feeds.index import seal
from feeds.index.database import Database
from feeds.index.reading import Reading
from feeds.publish import state
from feeds.publish.report import Report
from feeds.publish.staleness import look_of
from feeds.publish.tree import Tree

SETTLED = ".settled"
"""The suffix of the file, which is otherwise called like the database."""

_LONGEST = 4096


class Settled(Struct, frozen=True):
    """What a build found that had nothing to do: how many feeds, how many of them without items, and documents."""

    key: bytes
    feeds: int
    empty: int
    documents: int


def find(database: Database, settings: Settings, now: datetime, *, prunes: bool) -> Settled | None:
    """Return what the last build found, if nothing has changed since but perhaps articles and documents."""
    sealed = seal.of(database.place) if database.place is not None else None
    if database.place is None or sealed is None:
        return None
    with suppress(OSError, msgspec.MsgspecError):
        content = read_regular(database.place.with_suffix(SETTLED), _LONGEST)
        found = msgspec.msgpack.decode(content, type=Settled)
        return found if found.key == _key(sealed, settings, now, prunes=prunes) else None
    return None


def still_holds(reading: Reading, database: Database, tree: Tree) -> bool:
    """Say whether no article has changed, and every document is as it was left."""
    compared = reading.compared
    has_news = any((compared.missing, compared.came, compared.renamed, compared.unreadable, compared.unmounted))
    return not has_news and not database.is_changed and all(_as_left(database, tree))


def note(report: Report, database: Database, settings: Settings, now: datetime, *, prunes: bool) -> None:
    """Note what a whole build found, if it had nothing to do and nothing to say of the feeds."""
    told = (report.notices, report.given_up, report.vanishing, report.misnamed, report.over_limits, report.emptied)
    if database.place is None or database.is_changed or report.written or report.removed or any(told):
        return
    sealed = seal.of(database.place)
    if sealed is None:
        return
    key = _key(sealed, settings, now, prunes=prunes)
    found = Settled(key, report.feeds, report.empty, report.unchanged)
    with suppress(OSError):  # it only saves time
        replace_private(database.place.with_suffix(SETTLED), msgspec.msgpack.encode(found))


def _key(sealed: str, settings: Settings, now: datetime, *, prunes: bool) -> bytes:
    """Return a digest of everything that decides about the work of a build, but for articles and documents."""
    renaming = settings.renaming
    names = [sorted(renaming.renamed.items()), sorted((one.folder, str(day)) for one, day in renaming.retired.items())]
    what = (settings.own, settings.archived, settings.maps, settings.chosen_formats, settings.skip_pages, prunes)
    suffixes = available_suffixes() if settings.precompress else ()
    return digest(sealed, look_of(settings, now), names, what, suffixes)


def _as_left(database: Database, tree: Tree) -> Iterator[bool]:
    """Yield for each folder whether its documents, and their compressed files, are as builds left them."""
    yield not state.stale(database)
    folders: dict[str, dict[str, tuple[int, int]]] = {}
    query = "SELECT document, size, mtime FROM files UNION ALL SELECT name, size, mtime FROM compressed"
    for path, size, mtime in database.db.execute(query):
        folder, _, name = path.rpartition("/")
        if folder in folders:
            folders[folder][name] = (size, mtime)
        else:
            folders[folder] = {name: (size, mtime)}
    for folder, stamps in sorted(folders.items()):
        yield tree.stamps(folder, tuple(stamps)) == list(stamps.values())
