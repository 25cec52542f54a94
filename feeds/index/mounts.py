"""Know which file systems the articles lie on: a disk that is not mounted leaves an empty folder, and no error."""

import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

_TABLE = Path("/proc/self/mountinfo")
"""The mounts of this process, one a line; the fifth word is the place (proc(5)). Only Linux has it."""


def found(sources: Sequence[bytes]) -> list[tuple[bytes, int]]:
    """Return the mounts on which resolved sources lie, or which lie below one, each with the number of its device.

    The root of the file system is left out: without it there is no build.
    """
    return [(mount, device) for mount in sorted(_mounts()) if _concerns(mount, sources) if (device := _device(mount))]


def gone(remembered: Iterable[tuple[bytes, int]]) -> list[bytes]:
    """Return the mounts that are no longer there; what lies in their place now is on another device, or nothing."""
    there = _mounts()
    return [mount for mount, device in remembered if mount not in there and _device(mount) != device]


def is_below(place: bytes, folder: bytes) -> bool:
    """Say whether a path is a folder's, or of something in it."""
    return place == folder or place.startswith(folder.rstrip(b"/") + b"/")


def _concerns(mount: bytes, sources: Sequence[bytes]) -> bool:
    return mount != b"/" and any(is_below(source, mount) or is_below(mount, source) for source in sources)


def _mounts() -> frozenset[bytes]:
    try:
        lines = _TABLE.read_bytes().splitlines()
    except OSError:
        return frozenset()
    return frozenset(_unescaped(line.split(b" ", 5)[4]) for line in lines)


def _unescaped(place: bytes) -> bytes:
    """Return a path in which the table writes blanks and the like as octal numbers."""
    return re.sub(rb"\\([0-7]{3})", lambda found: bytes([int(found[1], 8)]), place) if b"\\" in place else place


def _device(place: bytes) -> int | None:
    try:
        return Path(os.fsdecode(place)).stat().st_dev
    except OSError:
        return None
