"""Remember which documents each hub was told about, in a file beside the database of the state.

It is no part of the state: a build that begins the state anew writes the same documents, which no hub needs to hear of
again. Without the file, hubs are told about everything once more.

What a hub has heard is one record for each document: a hash of its name, and one of its stamp when the hub was last
told, which is empty where the hub has never taken it. The one that was sent last is the last one.
"""

from collections.abc import Collection, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path

import msgspec
from msgspec import Struct

from feeds.core import side_files
from feeds.core.decoding import UNDECODABLE
from feeds.core.errors import OutputError
from feeds.core.pretty_json import pretty_json
from feeds.core.safe_files import read_regular, remove_irregular, replace_private
from feeds.core.text import counted
from feeds.publish.tree import Stamp

SUFFIX = ".hubs"
"""The suffix of the file, which is otherwise called like the database."""

_MAX_BYTES = 100_000_000
"""Bytes of the file that are written at most: 3,000,000 documents of one hub."""

_LONGEST_NAMED = 300_000_000
"""Bytes of a file that is read: earlier versions wrote the names themselves."""

_NAME, _STAMP = 16, 8
"""Bytes of both hashes."""

_RECORD = _NAME + _STAMP
_NEVER_TAKEN = bytes(_STAMP)


class _File(Struct, frozen=True, omit_defaults=True):
    """The content of the file by addresses of hubs: records, or by `hubs` the names and stamps of earlier versions."""

    heard: dict[str, bytes] = {}
    hubs: dict[str, dict[str, str]] = {}


def load(database: Path) -> dict[str, bytes]:
    """Return what each hub has heard about the output of a database; nothing if that is not known."""
    try:
        if side_files.is_foreign(database.with_suffix(SUFFIX)):
            return {}
        found = msgspec.json.decode(read_regular(database.with_suffix(SUFFIX), _LONGEST_NAMED), type=_File)
        named = {hub: b"".join(_records_of(known)) for hub, known in found.hubs.items()}
    except (OSError, *UNDECODABLE):
        return {}
    return {hub: heard for hub, heard in (named | found.heard).items() if len(heard) % _RECORD == 0}


def require_room(database: Path, hubs: Collection[str], documents: int) -> None:
    """Raise OutputError if the file could not hold that hubs have heard of so many documents.

    They would be told about everything each time.
    """
    if sum(6 * len(hub) + 100 + documents * _RECORD * 4 // 3 for hub in hubs) <= _MAX_BYTES:
        return
    told = f"{counted(len(hubs), 'hub')} {'is' if len(hubs) == 1 else 'are'} told about {documents:,} documents"
    raise OutputError(
        f"{database.with_suffix(SUFFIX)}: cannot hold what {told}, so none is told; name fewer hubs below [websub] in "
        "feeds.toml, or fewer kinds or formats of feeds"
    )


def save(database: Path, heard: Mapping[str, bytes]) -> None:
    """Write what each hub has heard. Raises OutputError."""
    path = database.with_suffix(SUFFIX)
    try:
        remove_irregular(path)
        replace_private(path, pretty_json(_File(dict(heard))))
    except OSError as error:
        raise OutputError(f"{path}: what the hubs were told cannot be written: {error.strerror}") from error


def unheard(stamps: Mapping[str, Stamp], heard: bytes) -> list[str]:
    """Return the documents that have changed since a hub was told about them, or that it was never told about.

    Those that have never been sent come first, and then those that have not been for longest: what a hub does not take,
    or has no time for, keeps no other one back for ever.
    """
    places = {name: (place, stamp) for place, (name, stamp) in enumerate(_records(heard))}
    changed: list[tuple[int, str]] = []
    for document, stamp in stamps.items():
        place, known = places.get(_hashed(document, _NAME), (-1, _NEVER_TAKEN))
        if known != _hashed(_as_text(stamp), _STAMP):
            changed.append((place, document))
    return [document for _, document in sorted(changed)]


def heard_after(stamps: Mapping[str, Stamp], heard: bytes, tried: Collection[str], told: Collection[str]) -> bytes:
    """Return what a hub has heard after a ping, of the documents that there are, in the order in which they were sent.

    `tried` are those that were sent now, and `told` those of them that it took.
    """
    sent = {_hashed(document, _NAME): document for document in tried}
    before = {name: stamp for name, stamp in _records(heard) if name in sent}
    there = {_hashed(document, _NAME) for document in stamps} if heard else set()
    taken = frozenset(told)

    after = bytearray()
    for name, stamp in _records(heard):
        if name in there and name not in sent:
            after += name + stamp
    for name, document in sent.items():
        is_taken = document in taken
        after += name
        after += _hashed(_as_text(stamps[document]), _STAMP) if is_taken else before.get(name, _NEVER_TAKEN)
    return bytes(after)


def _records_of(known: Mapping[str, str]) -> Iterator[bytes]:
    """Yield the records of documents and stamps by name, as earlier versions wrote them."""
    for document, stamp in known.items():
        yield _hashed(document, _NAME) + (_hashed(stamp, _STAMP) if stamp else _NEVER_TAKEN)


def _records(heard: bytes) -> Iterator[tuple[bytes, bytes]]:
    for at in range(0, len(heard), _RECORD):
        yield heard[at : at + _NAME], heard[at + _NAME : at + _RECORD]


def _hashed(text: str, size: int) -> bytes:
    return blake2b(text.encode(), digest_size=size).digest()


def _as_text(stamp: Stamp) -> str:
    return f"{stamp.size}-{stamp.mtime}"
