"""Open what lies below the output, and nothing else."""

import errno
import os
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from feeds.core.real_paths import real_path
from feeds.core.safe_files import open_regular

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_WELL_KNOWN = ".well-known"


def shown_parts(root: str, path: str) -> tuple[str, ...] | None:
    """Return the names on the way from a folder to what may be shown below it; both paths are real.

    Returns None for what lies elsewhere, and for what is hidden: a name that begins with a dot, or lies in a folder
    whose name does, apart from what is in `.well-known` (RFC 8615).
    """
    if not _is_below(root, path):
        return None
    parts = Path(path).relative_to(root).parts
    return None if any(name.startswith(".") and name != _WELL_KNOWN for name in parts) else parts


def _is_below(root: str, path: str) -> bool:
    return path == root or path.startswith(root.rstrip("/") + "/")


def open_below(root: str, path: str) -> BinaryIO:
    """Open a regular file below a folder. Raises OSError.

    A link is followed only to what may be shown below the folder as well. From there on each step is opened without
    following links: whoever can write to the output has no moment in which to put one there. A FIFO or device is not
    opened.
    """
    real = real_path(path)
    parts = shown_parts(root, real) if real else None
    if parts is None:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
    *folders, name = parts or ("",)
    with ExitStack() as stack:
        place = os.open(root, _FOLDER | os.O_NOFOLLOW)
        stack.callback(os.close, place)
        for folder in folders:
            place = os.open(folder, _FOLDER | os.O_NOFOLLOW, dir_fd=place)
            stack.callback(os.close, place)
        return open(open_regular(name, dir_fd=place), "rb")  # noqa: PTH123 - the response closes it
