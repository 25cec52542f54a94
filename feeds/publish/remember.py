"""Load what is known of an output before a build: from the database, or from the documents themselves."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from feeds.config import Settings
from feeds.core.errors import BusyError, OutputError
from feeds.core.progress import Warn, no_warning
from feeds.core.text import some
from feeds.index.database import Database, open_database
from feeds.index.memory import PublishedItem
from feeds.publish import state
from feeds.publish.next_state import without_documents
from feeds.publish.output import Output
from feeds.publish.precompress import recover_compressed
from feeds.publish.state import State
from feeds.publish.tree import Tree

_ADDRESS, _OUTPUT = "served", "output"


def load_state(database: Database, settings: Settings, output: Output) -> tuple[State, tuple[PublishedItem, ...]]:
    """Return what earlier builds left; if the state was lost, rebuild it from the documents in the output.

    Then their items are returned as well, which nothing else remembers.
    """
    before, tree = state.load(database), output.tree
    if database.get("reading") is None and not before.feeds:
        database.require_sound()
        from feeds.publish.recover import recover_state

        recovered, base_url, items = recover_state(settings, tree)
        state.save(database, before, recovered)
        recover_compressed(database, recovered.files, tree)
        _adopt(database, items, recovered, recovered.feeds)
        if base_url:
            database.set(_ADDRESS, base_url.encode())
        return recovered, items

    # A build that was killed may have announced documents that it did not get to: forget them, and know the others.
    absent = {name for name in state.unwritten(database) if tree.stamp(name) is None}
    output.sweep(name.rpartition("/")[0] for name in absent)
    noted = output.notes.before()
    state.take_up(
        database, {name: noted[name] for name in noted.keys() & before.files if tree.stamp(name) == noted[name]}
    )
    kept = without_documents(before, absent)
    state.save(database, before, kept)
    return kept, ()


def take_up_orphans(database: Database, settings: Settings, tree: Tree, before: State, warn: Warn) -> State:
    """Return a state that knows every document in the output, as after a restored backup; `warn` names new feeds."""
    from feeds.publish.recover import recover_state, with_orphans

    found, _, items = recover_state(settings, tree)
    after = with_orphans(before, found, tree)
    state.save(database, before, after)
    if orphans := sorted(after.feeds.keys() - before.feeds.keys()):
        warn(f"{settings.output}: feeds that no build knew are known again: {some(orphans)}")
        _adopt(database, items, after, orphans)
    if after.files != before.files:
        recover_compressed(database, after.files, tree)
    return after


def _adopt(database: Database, items: Iterable[PublishedItem], known: State, folders: Iterable[str]) -> None:
    """Note what feeds show by what their documents hold, for what later builds change."""
    from feeds.publish.comparison import adopt  # a build that knows its output does not need it

    records = {folder: known.feeds[folder] for folder in folders}
    empty = [name for name, one in records.items() if one.empty and one.group.document("json") in known.files]
    adopt(database, items, records, empty)


def address(database: Database) -> str | None:
    """Return the address at which the feeds in the output are served; None if nobody knows."""
    found = database.get(_ADDRESS)
    return found.decode() if isinstance(found, bytes) else None


def note_place(database: Database, settings: Settings) -> None:
    """Note the address that a build writes into the feeds, and their folder if the configuration names it."""
    database.set(_ADDRESS, settings.site.base_url.encode())
    if not settings.is_output_chosen:
        database.set(_OUTPUT, os.fsencode(os.path.relpath(settings.output.resolve(), settings.state_dir.resolve())))


def output_before(place: Path, settings: Settings) -> Path | None:
    """Return the folder that the configuration named before, if it is still there and nothing was built in this one.

    `place` is where the database of the output lies, which may have been lost. None is returned if an option chooses
    the output, or if the folder is this one by now, as a link leads from there to here.
    """
    if settings.is_output_chosen or place.exists():
        return None
    for other in sorted(place.parent.glob("*.sqlite")):
        with suppress(BusyError, OutputError), open_database(other, no_warning, scratch=True) as database:
            found = database.get(_OUTPUT)
            folder = settings.state_dir / os.fsdecode(found) if isinstance(found, bytes) else None
            if folder is not None and folder.is_dir() and folder.resolve() != settings.output.resolve():
                return None if _has_feeds(settings) else Path(os.path.relpath(folder.resolve()))
    return None


def _has_feeds(settings: Settings) -> bool:
    from feeds.publish.recover import has_feeds

    with Tree(settings.output) as tree:
        return has_feeds(settings, tree)
