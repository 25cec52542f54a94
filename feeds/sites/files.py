"""Read the files of a site that tell of it: those that lie in its folders, and not where a link leads out of these."""

import errno
import os
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from feeds.core.confines import PASSED_OVER, Confines, StrayLinkError
from feeds.core.limits import MAX_FRONT_MATTER
from feeds.core.model import Problem
from feeds.frontmatter.budget import Budget
from feeds.frontmatter.file import ForeignFileError, read_bytes
from feeds.frontmatter.source import FrontMatterError, Source
from feeds.frontmatter.split import split_file
from feeds.sites import looks
from feeds.sites.commons import Commons

_ESCAPE = re.compile(rb"\\[xuU]")
"""What begins the escape of a letter, in YAML, TOML and JSON."""


def may_name(name: bytes, raw: bytes) -> bool:
    """Say whether a file may have a field of a name, in lower case, that may be written with escapes."""
    return name in raw.lower() or _ESCAPE.search(raw) is not None


class SiteFiles:
    """The files of the site with a root. What is wrong with them is added to `problems`.

    A link within the `confines` is followed; without any, one within the root. What another user can have planted,
    where everybody has files, is none of the site's, and `passed` is told. `budget` is for those among the articles.
    """

    def __init__(
        self,
        root: Path,
        problems: list[Problem],
        confines: Confines | None = None,
        passed: list[str] | None = None,
    ) -> None:
        self.root = root
        self.problems = problems
        self.budget = Budget()
        self._confines = Confines.of([root]) if confines is None else confines
        self._commons = Commons(root, passed)
        self._known: set[str] = set()

    def source_with(self, name: bytes, path: Path) -> Source | None:
        """Return the front matter of a file among the articles, within the budget; None for one without a field.

        `name` is that of the field in lower case, which may be written with escapes.

        Raises OSError or FrontMatterError for one that cannot be read.
        """
        raw = self.read(path)
        if not may_name(name, raw):
            return None
        return split_file(self.budget.front_matter(raw))

    def has(self, name: str) -> bool:
        """Say whether the site has a file; one that a link leads to elsewhere is none, with a warning."""
        return self._is_file(name) and self.holds(self.root / name)

    def first(self, names: Sequence[str]) -> str | None:
        """Return the first of these names that a file has, a link that leads elsewhere too: reading it says so."""
        return next((name for name in names if self._is_file(name)), None)

    def has_folder(self, name: str) -> bool:
        """Say whether the site has a folder; one that a link leads to elsewhere is none, with a warning."""
        path = self.root / name
        return looks.is_folder(path) and self.counts(path) and self.holds(path)

    def folders(self, name: str) -> list[str]:
        """Return the names of the folders in one of the site's folders, sorted; none if that cannot be looked into."""
        if not self.has_folder(name):
            return []
        try:
            listed = sorted(path.name for path in (self.root / name).iterdir())
        except OSError as error:
            looks.require_lasting(self.root / name, error)
            return []
        return [inner for inner in listed if self.has_folder(f"{name}/{inner}")]

    def counts(self, path: Path) -> bool:
        """Say whether what is there is the site's, and not another user's where everybody has files."""
        return self._commons.counts(path)

    def holds(self, path: Path) -> bool:
        """Say whether a path leads nowhere out of the site; of one that does it warns, once."""
        is_held = self._confines.hold(path)
        if not is_held:
            self._warn(path)
        return is_held

    def read(self, path: Path) -> bytes:
        """Return the bytes of a file, as `read_bytes` does.

        Raises StrayLinkError, ForeignFileError for one that does not count, or another OSError; OutputError where the
        machine cannot read it for a moment.
        """
        if not self.counts(path):
            raise ForeignFileError(errno.EPERM, "it belongs to another user", str(path))
        folder = os.path.dirname(path)  # noqa: PTH120 - a site may have many of these files
        if folder not in self._known:
            if not self._confines.hold(folder):
                raise StrayLinkError(path)
            self._known.add(folder)
        try:
            return read_bytes(path, self._confines, self._commons.owners(Path(folder)))
        except OSError as error:
            looks.require_lasting(path, error)
            raise

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

    def size(self, path: Path) -> int:
        """Return the size of a file in bytes; 0 where it cannot be told, as whoever reads it then says."""
        try:
            return path.stat().st_size
        except OSError:
            return 0

    def whole_text(self, path: Path) -> str:
        """Return the text of a file that may hold articles back, with what is no UTF-8 replaced.

        Raises FrontMatterError for one that is too long, StrayLinkError, or another OSError.
        """
        raw = self.read(path)
        if len(raw) > MAX_FRONT_MATTER:
            raise FrontMatterError(1, f"the file is longer than {MAX_FRONT_MATTER:,} bytes")
        return raw.decode("utf-8-sig", "replace")

    def walk(
        self, start: Path, on_error: Callable[[OSError], object] | None = None
    ) -> Iterator[tuple[str, list[str], list[str]]]:
        """Yield the folders from one on as `os.walk` does, sorted; links in it are not followed.

        The names are those of files of all users: which of them count, as files about the site, is still to be asked.
        `on_error` is told of each folder that cannot be looked into, and of a link that leads elsewhere.
        """
        try:
            is_there = stat.S_ISDIR(start.stat().st_mode) and self.counts(start)
        except (FileNotFoundError, NotADirectoryError, ValueError):  # a name may be one that no file can have
            return
        except OSError as error:
            if on_error:
                on_error(error)
            return
        if is_there and on_error and not self._confines.hold(start):
            on_error(StrayLinkError(start))
        if not is_there or not self.holds(start):
            return

        def note(error: OSError) -> None:
            looks.require_lasting(error.filename, error)
            if on_error:
                on_error(error)

        for above, folders, names in os.walk(start, onerror=note):
            self._known.add(above)
            folders.sort()
            yield above, folders, names

    def note_unread(self, path: Path, error: OSError | FrontMatterError) -> None:
        """Note that the file of a section cannot be read, and what follows from that."""
        line = error.line if isinstance(error, FrontMatterError) else 1
        message = f"the section cannot be read, and is held back: {reason_of(error)}"
        self.problems.append(Problem(str(path), line, "error", message))

    def _is_file(self, name: str) -> bool:
        path = self.root / name
        return looks.is_file(path) and self.counts(path)

    def _warn(self, path: Path) -> None:
        problem = Problem(str(path), 1, "warning", PASSED_OVER)
        if problem not in self.problems:
            self.problems.append(problem)


def reason_of(error: OSError | FrontMatterError) -> str:
    """Return why a file cannot be read, as the end of a sentence."""
    return getattr(error, "strerror", None) or str(error)
