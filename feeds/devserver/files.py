"""Open what lies below the output, and nothing else."""

import errno
import os
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from feeds.core.safe_files import open_regular

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC


def is_below(root: str, path: str) -> bool:
    """Say whether a path is a folder or lies below it; both are real paths."""
    return path == root or path.startswith(root.rstrip("/") + "/")


def open_below(root: str, path: str) -> BinaryIO:
    """Open a regular file below a folder. Raises OSError.

    A link is followed only to what is below the folder as well. From there on each step is opened without following
    links: whoever can write to the output has no moment in which to put one there. A FIFO or device is not opened.
    """
    real = os.path.realpath(path)
    if not is_below(root, real):
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
    *folders, name = Path(real).relative_to(root).parts or ("",)
    with ExitStack() as stack:
        place = os.open(root, _FOLDER | os.O_NOFOLLOW)
        stack.callback(os.close, place)
        for folder in folders:
            place = os.open(folder, _FOLDER | os.O_NOFOLLOW, dir_fd=place)
            stack.callback(os.close, place)
        return open(open_regular(name, dir_fd=place), "rb")  # noqa: PTH123 - the response closes it
