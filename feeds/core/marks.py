"""Know that a process has died in the midst of its work."""

import os
from contextlib import suppress
from pathlib import Path

from feeds.core.safe_files import is_regular, open_regular

MARK = ".working"
"""The suffix of the file, which is otherwise called like the database."""


class Mark:
    """A file that is there while this process does work that could end it. Without a path there is none.

    It `was_left` if it was there from the start: the process before has died, or was ended by force.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self.was_left = path is not None and is_regular(path)

    def set(self) -> None:
        """Make the file, as far as possible: a process that does not die does not need it."""
        if self._path is not None:
            with suppress(OSError):
                os.close(open_regular(self._path, os.O_WRONLY | os.O_CREAT))

    def remove(self) -> None:
        """Remove the file, as far as possible: one that stays costs some time alone."""
        if self._path is not None:
            with suppress(OSError):
                self._path.unlink(missing_ok=True)
