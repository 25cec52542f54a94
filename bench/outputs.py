"""Looks at what a build wrote: which files, and whether two tools published the same."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

DOCUMENTS = ("rss.xml", "atom.xml", "feed.json")
_XML_IDS = {
    "rss.xml": re.compile(r"<guid[^>]*>([^<]*)</guid>"),
    "atom.xml": re.compile(r"<entry>\s*<id>([^<]*)</id>"),
}

Snapshot = dict[str, tuple[int, int]]
"""The inode and the time of the last write (nanoseconds) of every file."""


class Published(NamedTuple):
    """What lies in an output."""

    documents: int
    items: int
    newest: int  # items in all/rss.xml
    size: int  # bytes


def snapshot(output: Path) -> Snapshot:
    """Return what tells whether a file was written."""
    return {str(path): (stat.st_ino, stat.st_mtime_ns) for path, stat in _files(output)}


def written(before: Snapshot, output: Path) -> int:
    """Return how many files were written since."""
    return sum(before.get(path) != state for path, state in snapshot(output).items())


def published(output: Path) -> Published:
    """Return what lies in an output."""
    found = ids(output)
    size = sum(stat.st_size for path, stat in _files(output) if path.name in DOCUMENTS)
    return Published(len(found), sum(map(len, found.values())), len(found["all/rss.xml"]), size)


def ids(output: Path) -> dict[str, list[str]]:
    """Return the ids of the items of every document, in their order; Hugo's home is `all`."""
    found = {}
    for path, _ in _files(output):
        if path.name in DOCUMENTS:
            relative = path.relative_to(output)
            name = relative.as_posix() if len(relative.parts) > 1 else f"all/{relative}"
            found[name] = _ids(path)
    return found


def scan(folder: str) -> int:
    """Return the size of all files below a folder, by nothing but scandir and stat."""
    size = 0
    with os.scandir(folder) as entries:
        for entry in entries:
            size += scan(entry.path) if entry.is_dir(follow_symlinks=False) else entry.stat().st_size
    return size


def _ids(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        return [item["id"] for item in json.loads(text)["items"]]
    return _XML_IDS[path.name].findall(text)


def _files(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(Path(entry.path))
            else:
                yield Path(entry.path), entry.stat(follow_symlinks=False)
