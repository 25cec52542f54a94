"""Read the files of a site that tell of it: those that lie in its folders, and not where a link leads out of these."""

import os
from collections.abc import Iterator
from pathlib import Path

from feeds.core.confines import PASSED_OVER, Confines, StrayLinkError
from feeds.core.limits import MAX_FRONT_MATTER
from feeds.core.model import Problem
from feeds.frontmatter.file import read_bytes
from feeds.frontmatter.source import FrontMatterError


class SiteFiles:
    """The files of the site with a root. What is wrong with them is added to `problems`.

    A link within the `confines` is followed; without any, one within the root.
    """

    def __init__(self, root: Path, problems: list[Problem], confines: Confines | None = None) -> None:
        self.root = root
        self.problems = problems
        self._confines = Confines.of([root]) if confines is None else confines
        self._known: set[str] = set()

    def has(self, name: str) -> bool:
        """Say whether the site has a file; one that a link leads to elsewhere is none, with a warning."""
        path = self.root / name
        return os.path.isfile(path) and self.holds(path)  # noqa: PTH113 - a name may be longer than any file's

    def has_folder(self, name: str) -> bool:
        """Say whether the site has a folder; one that a link leads to elsewhere is none, with a warning."""
        path = self.root / name
        return os.path.isdir(path) and self.holds(path)  # noqa: PTH112 - a name may be longer than any folder's

    def holds(self, path: Path) -> bool:
        """Say whether a path leads nowhere out of the site; of one that does it warns, once."""
        is_held = self._confines.hold(path)
        if not is_held:
            self._warn(path)
        return is_held

    def read(self, path: Path) -> bytes:
        """Return the bytes of a file, as `read_bytes` does. Raises StrayLinkError, or another OSError."""
        folder = os.path.dirname(path)  # noqa: PTH120 - a site may have many of these files
        if folder not in self._known:
            if not self._confines.hold(folder):
                raise StrayLinkError(path)
            self._known.add(folder)
        return read_bytes(path, self._confines)

    def text(self, name: str) -> str:
        """Return the text of a small file, such as a program that is not run; an empty one if it cannot be read."""
        path = self.root / name
        try:
            raw = self.read(path)
        except StrayLinkError:
            self._warn(path)
            return ""
        except (OSError, ValueError):
            return ""
        return raw.decode("utf-8-sig", "replace") if len(raw) <= MAX_FRONT_MATTER else ""

    def walk(self, start: Path, most: int) -> Iterator[tuple[str, list[str], list[str]]]:
        """Yield the folders from one on as `os.walk` does, `most` of them, sorted; links below it are not followed."""
        if not os.path.isdir(start) or not self.holds(start):  # noqa: PTH112 - as above
            return
        for number, (above, folders, names) in enumerate(os.walk(start)):
            if number >= most:
                return
            self._known.add(above)
            folders.sort()
            yield above, folders, names

    def note_unread(self, path: Path, error: OSError | FrontMatterError) -> None:
        """Note that the file of a section cannot be read, and what follows from that."""
        line = error.line if isinstance(error, FrontMatterError) else 1
        message = f"the section cannot be read, and is held back: {getattr(error, 'strerror', None) or error}"
        self.problems.append(Problem(str(path), line, "error", message))

    def _warn(self, path: Path) -> None:
        problem = Problem(str(path), 1, "warning", PASSED_OVER)
        if problem not in self.problems:
            self.problems.append(problem)
