"""Make the folder of the state, and keep it closed to other users."""

import os
import re
import stat
from pathlib import Path

from feeds.core.errors import OutputError
from feeds.core.safe_files import PRIVATE_FOLDER, make_descriptor_private, make_folders, remove_abandoned

_SUFFIXES = "sqlite|sqlite-journal|lock|seal|reading|attempt|heartbeat|hubs|settled|working|written"
_FILE = re.compile(rf".+\.(?:{_SUFFIXES})|\..+\.tmp", re.DOTALL)
"""The names of what states are made of."""

_OF_BUILDS, _OF_PINGS = (".sqlite", ".seal", ".settled"), (".hubs",)
"""The suffixes of the files beside a database that are replaced by new ones: under its lock, or at any time."""


def is_state(name: str) -> bool:
    """Say whether a file is called as what states are made of."""
    return _FILE.fullmatch(name) is not None


def prepare(folder: Path) -> None:
    """Make the folder of the state, or close it to other users. Raises OutputError if that is not possible.

    A folder that holds anything besides states, such as the output, is left as open as it is, unless all users can
    write to it: that is an error.
    """
    try:
        make_folders(folder, PRIVATE_FOLDER)
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            is_safe = _close(folder, descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if isinstance(error, PermissionError) and folder.is_dir():
            message = "the folder of the state belongs to another user; give it to the one that runs every build"
            raise OutputError(f"{folder}: {message}") from error
        raise OutputError(f"{folder}: the folder of the state cannot be made: {error.strerror}") from error
    if not is_safe:
        message = "every user can write to the folder of the state; give the state one of its own with --state-dir"
        raise OutputError(f"{folder}: {message}")


def sweep(database: Path) -> None:
    """Remove the temporary files that killed processes left beside a database, whose lock is held."""
    remove_abandoned(map(database.with_suffix, _OF_BUILDS), is_alone=True)
    remove_abandoned(map(database.with_suffix, _OF_PINGS))


def _close(folder: Path, descriptor: int) -> bool:
    """Close the folder of the state where it holds nothing else; return whether not every user can write there.

    Some file systems know no modes: a folder of this user that stays open there is not in anybody's hands.
    """
    holds_states = all(_FILE.fullmatch(entry.name) for entry in folder.iterdir())
    if holds_states:
        make_descriptor_private(descriptor, PRIVATE_FOLDER)
    status = os.fstat(descriptor)
    return not status.st_mode & stat.S_IWOTH or (holds_states and status.st_uid == os.geteuid())
