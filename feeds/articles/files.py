"""Finds the files that may be articles."""

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePath

from msgspec import Struct

from feeds.errors import UsageError

SUFFIXES = (".md", ".markdown", ".html", ".txt")
NEVER_READ = frozenset({"_data", "_includes", "_layouts", "_plugins", "_sass", "_site", "node_modules"})
"""Folders of a site's machinery; no article is in them."""


class Found(Struct, frozen=True):
    """A file to read.

    `root` is the source it was found below, where local pictures are looked up; `source_name` is what that folder is
    called, however it was written.
    """

    path: Path
    root: Path
    source_name: str = ""

    @property
    def name(self) -> PurePath:
        """Return the path as messages show it: a name that is not UTF-8 is made readable, and stays one of its own."""
        raw = os.fsencode(self.path)
        try:
            return PurePath(raw.decode())
        except UnicodeDecodeError:
            return PurePath(raw.replace(b"\\", b"\\\\").decode("utf-8", "backslashreplace"))

    @property
    def folders(self) -> tuple[str, ...]:
        """Return the names of the folders that the file is in, from the source on."""
        return (self.source_name, *self.path.relative_to(self.root).parts[:-1])


def find(sources: Sequence[Path], *, excluding: Sequence[Path], on_error: Callable[[OSError], None]) -> Iterator[Found]:
    """Yield every file below the sources that may be an article, each once, in an order that no file system decides.

    Folders that begin with `.`, those of NEVER_READ and those in `excluding` are passed over. A source that is a file
    is yielded whatever its name. `on_error` is told of each folder and file that cannot be looked at.

    Raises UsageError for a source that does not exist.
    """
    shut = {path.resolve() for path in excluding}
    seen: set[tuple[int, int]] = set()
    for source in sources:
        if not source.exists():
            raise UsageError(f"{source}: no such file or folder")
        for found in _below(source, shut, on_error):
            try:
                status = found.path.stat()
            except FileNotFoundError:  # gone since, or a link to nothing
                continue
            except OSError as error:
                on_error(error)
                continue
            identity = (status.st_dev, status.st_ino)
            if stat.S_ISREG(status.st_mode) and identity not in seen:
                seen.add(identity)
                yield found


def _below(source: Path, shut: set[Path], on_error: Callable[[OSError], None]) -> Iterator[Found]:
    if source.is_file():
        yield Found(source, source.parent, source.parent.resolve().name)
        return
    called = source.resolve().name
    for folder, folders, names in os.walk(source, onerror=on_error):
        here = Path(folder)
        folders[:] = sorted(name for name in folders if not _is_passed_over(here / name, shut))
        for name in sorted(names):
            if name.lower().endswith(SUFFIXES) and not name.startswith("."):
                yield Found(here / name, source, called)


def _is_passed_over(folder: Path, shut: set[Path]) -> bool:
    return folder.name.startswith(".") or folder.name in NEVER_READ or folder.resolve() in shut
