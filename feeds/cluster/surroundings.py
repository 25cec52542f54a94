"""Compare what work depends on, here and where it is done: the program, its libraries, and the files that are read."""

import os
import platform
import re
import stat
from collections.abc import Iterable
from functools import cache, lru_cache
from hashlib import blake2b
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import msgspec

from feeds import __version__
from feeds.core.fingerprint import code
from feeds.core.safe_files import read_regular

BEGINNING = 65_536
"""How many bytes of a file are compared."""


class Surroundings(NamedTuple):
    """What pieces of work depend on: versions by names, and what is at paths, in words. `run` is another each time."""

    versions: dict[str, str]
    files: dict[bytes, str]
    run: bytes


def packed(paths: Iterable[Path]) -> bytes:
    """Return the surroundings of work in this process that reads what is at these paths, to be compared elsewhere."""
    found = {os.fsencode(path): look(path) for path in paths}
    return msgspec.msgpack.encode(Surroundings(versions(), found, os.urandom(8)))


@lru_cache(maxsize=4)
def difference(surroundings: bytes) -> str | None:
    """Return in words how this process differs from the one that packed its surroundings; None if it does not."""
    theirs = msgspec.msgpack.decode(surroundings, type=Surroundings)
    ours = versions()
    for name, version in theirs.versions.items():
        if ours.get(name) != version:
            return f"it has {ours.get(name, 'no')} as {name}, and this machine {version}"
    for path, seen in theirs.files.items():
        place = Path(os.fsdecode(path))
        if (found := look(place)) != seen:
            return f"it sees other files: {place} is {found} there, and {seen} here"
    return None


@cache
def versions() -> dict[str, str]:
    """Return the versions of Python, feeds and its libraries, and a digest of the code of feeds.

    They stay what they were when they were first asked for, as what is loaded does.
    """
    found = {"the version of Python": platform.python_version(), "the version of feeds": __version__}
    return {**found, **_libraries(), "the code of feeds": code().hex()}


def look(place: Path) -> str:
    """Say what is at a path: the names in a folder, the size, time and beginning of a file, or nothing."""
    try:
        status = place.stat()
        if stat.S_ISDIR(status.st_mode):
            names = sorted(os.fsencode(entry.name) for entry in place.iterdir())
            return f"a folder of {len(names)} names ({_digest(b'/'.join(names))})"
        beginning = read_regular(place, BEGINNING)
    except OSError:
        return "nothing that can be read"
    return f"a file of {status.st_size} bytes, changed at {status.st_mtime_ns} ({_digest(beginning)})"


def _libraries() -> dict[str, str]:
    """Return the versions of the libraries that feeds needs, and that these need."""
    found: dict[str, str] = {}
    names = _required("feeds")
    while names:
        name = names.pop()
        if name not in found:
            try:
                found[name] = metadata.version(name)
            except metadata.PackageNotFoundError:
                continue
            names += _required(name)
    return {f"the version of {name}": version for name, version in sorted(found.items())}


def _required(name: str) -> list[str]:
    """Return the names of the packages that a package always needs."""
    try:
        lines = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return []
    always = [line for line in lines if "extra ==" not in line]
    return [match[0].lower().replace("_", "-") for line in always if (match := re.match(r"[\w.-]+", line))]


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=8).hexdigest()
