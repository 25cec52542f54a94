"""Say which files and folders below the sources are not read."""

import fnmatch
import glob
import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

IsExcluded = Callable[[bytes, bool], bool]
"""Says whether a path below a source is not read, and is told whether it is that of a folder."""


class Unread(Struct, frozen=True):
    """What a generator does not read: the beginnings of paths that a regular expression fits.

    The paths are relative to the root of the site, or with `is_absolute` are whole ones, without links. Without
    `has_folders` only those of files count, and with `any_case` case makes no difference.
    """

    expression: str
    is_absolute: bool = False
    has_folders: bool = True
    any_case: bool = False


class Excluded(NamedTuple):
    """Paths that are not read: shell patterns in which `*` also stands for `/`, as in Jekyll, and what is `unread`.

    `patterns` are relative to a folder, `everywhere` to each source.
    """

    root: Path | None
    patterns: Sequence[str] = ()
    everywhere: Sequence[str] = ()
    unread: Sequence[Unread] = ()

    def below(self, source: Path) -> IsExcluded | None:
        """Return a function that says whether a path below a source is not read; None if all are."""
        matching = list(self._matching(source))
        if not matching:
            return None
        if len(matching) == 1 and matching[0][2]:  # as nearly always, and asked of each file
            start, fits, _ = matching[0]
            return lambda path, _: fits(start + os.fsdecode(path)) is not None

        def is_excluded(path: bytes, is_folder: bool) -> bool:
            name = os.fsdecode(path)
            return any(
                (has_folders or not is_folder) and fits(start + name) is not None
                for start, fits, has_folders in matching
            )

        return is_excluded

    def _matching(self, source: Path) -> Iterator[tuple[str, Callable[[str], object], bool]]:
        """Yield what is put before a path, what says then whether it is not read, and whether it may be a folder's."""
        if self.root is None:
            if self.everywhere:
                yield "", _fitting(self.everywhere), True
            return
        prefix = os.path.normpath(os.path.relpath(source, self.root))
        start = "" if prefix == "." else f"{prefix}/"
        if self.patterns or self.everywhere:
            # One search for both: what is relative to the source is so to the root as well, with the way between them.
            below = [glob.escape(start) + pattern.strip("/") for pattern in self.everywhere]
            yield start, _fitting([*self.patterns, *below]), True
        for one in self.unread:
            if one.expression:
                whole = f"{os.path.realpath(self.root)}{os.sep}{start}"
                fits = re.compile(one.expression, re.IGNORECASE if one.any_case else 0).match
                yield whole if one.is_absolute else start, fits, one.has_folders


def _fitting(patterns: Sequence[str]) -> Callable[[str], re.Match[str] | None]:
    """Return a function that matches a path with shell patterns."""
    expressions = (fnmatch.translate(pattern.strip("/")) for pattern in patterns)
    return re.compile("|".join(f"(?:{expression})" for expression in expressions)).match
