"""Remember which documents each hub was told about, in a file beside the database of the state.

It is no part of the state: a build that begins the state anew writes the same documents, which no hub needs to hear of
again. Without the file, hubs are told about everything once more.
"""

from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from feeds.core.decoding import UNDECODABLE
from feeds.core.errors import OutputError
from feeds.core.pretty_json import pretty_json
from feeds.core.safe_files import read_regular, remove_irregular, replace_private
from feeds.publish.tree import Stamp

SUFFIX = ".hubs"
"""The suffix of the file, which is otherwise called like the database."""

_MAX_BYTES = 100_000_000


class Memory(Struct, frozen=True):
    """By address of a hub, and by document relative to the output: the document's stamp when the hub was last told.

    The one that was sent last is the last one; of one that the hub has never taken the stamp is empty.
    """

    hubs: dict[str, dict[str, str]] = {}


def load(database: Path) -> Memory:
    """Return what hubs were told about the output of a database; nothing if that is not known."""
    try:
        return msgspec.json.decode(read_regular(database.with_suffix(SUFFIX), _MAX_BYTES), type=Memory)
    except (OSError, *UNDECODABLE):
        return Memory()


def save(database: Path, memory: Memory) -> None:
    """Write what hubs were told. Raises OutputError."""
    path = database.with_suffix(SUFFIX)
    try:
        remove_irregular(path)
        replace_private(path, pretty_json(memory))
    except OSError as error:
        raise OutputError(f"{path}: what the hubs were told cannot be written: {error.strerror}") from error


def unheard(stamps: Mapping[str, Stamp], known: Mapping[str, str]) -> list[str]:
    """Return the documents that have changed since a hub was told about them, or that it was never told about.

    Those that have never been sent come first, and then those that have not been for longest: what a hub does not take,
    or has no time for, keeps no other one back for ever.
    """
    places = {document: place for place, document in enumerate(known)}
    changed = (document for document, stamp in stamps.items() if known.get(document) != as_text(stamp))
    return sorted(changed, key=lambda document: (places.get(document, -1), document))


def as_text(stamp: Stamp) -> str:
    """Return a stamp as the file has it."""
    return f"{stamp.size}-{stamp.mtime}"
