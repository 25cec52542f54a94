"""Find what was published in the folders and files that cannot be read."""

import errno
import os
from collections.abc import Iterable, Sequence
from sqlite3 import Connection
from typing import NamedTuple

from feeds.articles.files import readable_name
from feeds.core.confines import StrayLinkError
from feeds.core.real_paths import real_path
from feeds.index import mounts

_NOTHING = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG})


class Place(NamedTuple):
    """Where a source lies, the folder that its files are below, and how it is named, which may be by a link.

    A source is the same as before if it lies in the same place, or if the same link leads to it.
    """

    source: bytes
    root: bytes
    named: bytes


def is_gone(error: OSError) -> bool:
    """Say whether a place that cannot be looked at holds nothing, and that is no fault that passes.

    Whoever writes articles may put a link that leads nowhere, or where the builder may not go, in the place of one.
    """
    if isinstance(error, StrayLinkError) or error.errno in _NOTHING:
        return True
    return error.errno == errno.EACCES and os.path.islink(error.filename)  # noqa: PTH114 - which raises no OSError


def holding(
    db: Connection, new: Sequence[Place], old: Sequence[Place], unreadable: Iterable[bytes], *, is_kept: bool
) -> tuple[str, ...]:
    """Return those of some folders and files in which something that was published lies.

    `new` and `old` are the sources of this reading and of the one before; `is_kept` says whether that was put aside.
    """
    waiting = {_known_as(place, new): place for place in unreadable}
    if not waiting:
        return ()
    query = "SELECT DISTINCT f.source, f.path, a.name FROM articles AS a JOIN folders AS f ON f.id = a.folder"
    files = [
        os.path.join(new[source].root, path, name)
        for source, path, name in db.execute(f"{query} WHERE a.why IS NULL AND a.duplicate_of IS NULL")
    ]
    if is_kept:
        kept = db.execute("SELECT source, path, name FROM was").fetchall()
        files += [os.path.join(old[source].root, path, name) for source, path, name in kept]
    found = {place for real, place in waiting.items() if any(mounts.is_below(file, real) for file in files)}
    return tuple(map(readable_name, found))


def _known_as(place: bytes, sources: Iterable[Place]) -> bytes:
    """Return where something lies, by which articles are known: for a link to one, that is the link's own place."""
    for source in sources:
        if os.path.abspath(place) == source.named:  # noqa: PTH100 - a link stays one
            return source.source
    folder, name = os.path.split(place)
    return os.path.join(os.fsencode(real_path(folder) or folder), name)
