"""Finds the files that may be articles."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePath

from msgspec import Struct

from feeds.errors import UsageError

SUFFIXES = frozenset({".md", ".markdown", ".html", ".txt"})
NEVER_READ = frozenset({"_data", "_includes", "_layouts", "_plugins", "_sass", "_site", "node_modules"})
"""Folders of a site's machinery; no article is in them."""


class Found(Struct, frozen=True):
    """A file to read. `root` is the source it was found below, where local pictures are looked up."""

    path: Path
    root: Path

    @property
    def name(self) -> PurePath:
        """Return the path as messages show it: a name that is not UTF-8 is made readable, and stays one of its own."""
        return PurePath(os.fsencode(self.path).decode("utf-8", "backslashreplace"))

    @property
    def folders(self) -> tuple[str, ...]:
        """Return the names of the folders that the file is in, from the source on."""
        return (self.root.resolve().name, *self.path.relative_to(self.root).parts[:-1])


def find(sources: Sequence[Path], *, excluding: Sequence[Path], on_error: Callable[[OSError], None]) -> Iterator[Found]:
    """Yield every file below the sources that may be an article, each once, in an order that no file system decides.

    Folders that begin with `.`, those of NEVER_READ and those in `excluding` are passed over. A source that is a file
    is yielded whatever its name. `on_error` is told of each folder that cannot be listed.

    Raises UsageError for a source that does not exist.
    """
    shut = {path.resolve() for path in excluding}
    seen: set[Path] = set()
    for source in sources:
        if not source.exists():
            raise UsageError(f"{source}: no such file or folder")
        for found in _below(source, shut, on_error):
            resolved = found.path.resolve()
            if resolved not in seen:
                seen.add(resolved)
                yield found


def _below(source: Path, shut: set[Path], on_error: Callable[[OSError], None]) -> Iterator[Found]:
    if source.is_file():
        yield Found(source, source.parent)
        return
    for folder, folders, names in os.walk(source, onerror=on_error):
        here = Path(folder)
        folders[:] = sorted(name for name in folders if not _is_passed_over(here / name, shut))
        for name in sorted(names):
            path = here / name
            if path.suffix.lower() in SUFFIXES and not name.startswith(".") and path.is_file():
                yield Found(path, source)


def _is_passed_over(folder: Path, shut: set[Path]) -> bool:
    return folder.name.startswith(".") or folder.name in NEVER_READ or folder.resolve() in shut
