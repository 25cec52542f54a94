"""Answer for feeds that are elsewhere, or have ended, by a map of redirects that a build has written."""

import os
import re
import threading
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from feeds.core.redirects import MAP_MARK, MAP_NAMES
from feeds.devserver.files import open_below
from feeds.formats import map_answers

_MAX_BYTES = 8 << 20
"""The most of a map that is read, of some 10,000 feeds: anybody may have made it who can write to the output."""

_IN_ARCHIVE = re.compile(r"(/.+/)(archive/\d{4}-\d\d(?:/[a-z.]*)?)", re.ASCII)
"""A path in an archive of a feed: the folder of the feed, and what is below that."""


class Elsewhere(NamedTuple):
    """Where a feed is now, as a path; it is empty for one that has ended."""

    path: str


class _Known(NamedTuple):
    """The map that was read last, and what it says."""

    stamp: tuple[str, int, int, int] | None
    answers: Mapping[str, str | None]


class Moves:
    """What the map in an output says now: it is read anew whenever a build has changed it."""

    def __init__(self) -> None:
        self._known = _Known(None, {})
        self._reading = threading.Lock()  # requests that come together wait for one of them to read it

    def find(self, root: str, base_url: str, path: str) -> Elsewhere | None:
        """Return what to answer for the path of a request; None if that is what lies there.

        `root` is the output, and `base_url` its address, if known: paths in maps begin with that of it.
        """
        with self._reading:
            self._known = known = self._read(root)
        base = unquote(urlsplit(base_url).path) or "/"
        asked = base + path.removeprefix("/")
        target = known.answers.get(asked, asked)
        if target is None:
            return Elsewhere("")
        if target == asked and (found := _IN_ARCHIVE.fullmatch(asked)):
            folder = known.answers.get(found[1])
            target = f"{folder}{found[2]}" if folder else asked
        is_elsewhere = target != asked and target.startswith(base)
        return Elsewhere(f"/{target.removeprefix(base).lstrip('/')}") if is_elsewhere else None

    def _read(self, root: str) -> _Known:
        for name in dict.fromkeys(MAP_NAMES.values()):  # they say the same
            try:
                file = open_below(root, f"{root}/{name}")
            except OSError:
                continue
            with file:
                status = os.fstat(file.fileno())
                stamp = (name, status.st_ino, status.st_size, status.st_mtime_ns)
                if stamp == self._known.stamp:
                    return self._known
                document = file.read(_MAX_BYTES)
            if document.startswith(MAP_MARK):
                return _Known(stamp, map_answers.answers(name, document))
        return _Known(None, {})
