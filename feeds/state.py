"""What builds remember of an output folder: the files they wrote, and the feeds that exist."""

import os
from collections.abc import Callable
from datetime import datetime
from hashlib import blake2s
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct, field

from feeds.errors import OutputError
from feeds.model import DOCUMENT_NAMES, Group
from feeds.output import replace_file, sweep
from feeds.text import without_controls

VERSION = 1


class FeedRecord(Struct, frozen=True):
    """A feed that subscribers may know: enough to keep it, empty, when its last article goes."""

    group: Group
    name: str
    updated: Annotated[datetime, Meta(tz=True)]
    empty: bool = False


class State(Struct, frozen=True, kw_only=True):
    """What earlier builds left behind.

    `feeds` by folder, `files` relative to the output; `asked` are those of them that only an option asked for.
    """

    version: int = VERSION
    feeds: dict[str, FeedRecord] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()


def path_for(state_dir: Path, output: Path) -> Path:
    """Return where the state of an output folder lies: each has its own, and moves with the two folders."""
    folder = output.resolve()
    relative = os.fsencode(os.path.relpath(folder, state_dir.resolve()))
    return state_dir / f"{folder.name or 'output'}-{blake2s(relative, digest_size=4).hexdigest()}.json"


def load(path: Path, warn: Callable[[str], None]) -> State:
    """Return the state; a new one, with a warning, where the file is damaged or of another version."""
    try:
        state = msgspec.json.decode(path.read_bytes(), type=State)
    except FileNotFoundError:
        return State()
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        warn(f"{path}: the state cannot be read and is begun anew: {error}")
        return State()
    if state.version != VERSION or not _is_sound(state):
        warn(f"{path}: the state is not of this version and is begun anew")
        return State()
    return state


def prepare(path: Path) -> None:
    """Make the folder of the state, and clean it, before anything is written that the state must know of.

    Raises OutputError where that cannot be done.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        sweep(path.parent)
    except OSError as error:
        raise OutputError(f"{path.parent}: the folder of the state cannot be made: {error.strerror}") from error


def save(path: Path, state: State) -> None:
    """Write the state, whole or not at all, into the folder that `prepare` made.

    Raises OutputError where it cannot be written.
    """
    encoded = msgspec.json.format(msgspec.json.encode(state, order="sorted"), indent=1) + b"\n"
    try:
        if not path.is_file() or path.read_bytes() != encoded:
            replace_file(path, encoded)
    except OSError as error:
        raise OutputError(f"{path}: the state cannot be written: {error.strerror}") from error


def _is_sound(state: State) -> bool:
    """Say whether every record is one that a build can have made: a damaged state must not have a file removed."""
    documents = {record.group.document(form) for record in state.feeds.values() for form in DOCUMENT_NAMES}
    return state.asked <= state.files <= documents and all(
        folder == record.group.folder and _is_group(record.group) and record.name == without_controls(record.name)
        for folder, record in state.feeds.items()
    )


def _is_group(group: Group) -> bool:
    """Say whether a group has the parts that its kind needs, each a folder's name."""
    parts = [part for part, kind in ((group.topic, "topic"), (group.provider, "provider")) if kind in group.kind]
    return all(part and Path(part).name == part and part != ".." for part in parts)
