"""Follow links as the system does, and no more of them."""

import os
from pathlib import Path
from stat import S_ISLNK

MAX_LINKS = 40
"""Links that Linux follows on the way to a file (path_resolution(7)); what is behind more of them cannot be read."""

MAX_NAMES = 200
"""Names of folders and files at most to which the links on the way to a file lead, `..` and `.` among them.

A link alone may have two thousand: to follow 40 of them takes a tenth of a second, for each file behind them.
"""


def real_path(path: Path | str | bytes) -> str | None:
    """Return an absolute path with all links followed; None if they, or the names in them, are more than the limits.

    What is not there is no link. The library's `realpath` follows any number, and calls itself for each.
    """
    waiting = os.fsdecode(os.path.join(os.getcwdb(), os.fsencode(path))).split("/")[::-1]
    real, left, names_left = "/", MAX_LINKS, MAX_NAMES
    while waiting:
        name = waiting.pop()
        if name in ("", "."):
            continue
        if name == "..":
            real = os.path.dirname(real)
            continue
        at = os.path.join(real, name)
        link = _link(at)
        if link is None:
            real = at
            continue
        names = link.split("/")
        left -= 1
        names_left -= len(names)
        if left < 0 or names_left < 0:
            return None
        real = "/" if link.startswith("/") else real
        waiting += names[::-1]
    return real


def _link(path: str) -> str | None:
    """Return where a link leads to; None for what is none, or cannot be looked at."""
    try:
        return os.readlink(path) if S_ISLNK(os.lstat(path).st_mode) else None
    except (OSError, ValueError):
        return None
