"""Find the files that may be articles, with their sizes and times."""

import os
import re
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from feeds.articles.excluded import Excluded
from feeds.core.confines import Confines
from feeds.core.errors import SourceNotFoundError, is_of_disk

UNREAD_SUFFIXES = (
    *(".adoc", ".asciidoc", ".ad", ".rst", ".org", ".pdc", ".pandoc", ".htm"),
    *(".mdown", ".mdwn", ".mkd", ".mkdn", ".mkdown", ".mdtext", ".mdtxt"),
)
"""The suffixes of articles in languages that feeds does not read; they are counted."""

SUFFIXES = (b".md", b".markdown", b".mdx", b".html", b".txt")
NEVER_READ = frozenset(
    {b"_data", b"_drafts", b"_includes", b"_layouts", b"_plugins", b"_sass", b"_site", b"node_modules"}
)
"""Folders of a site's machinery, and of drafts."""

_UNREAD = tuple(map(os.fsencode, UNREAD_SUFFIXES))

_BITS = 2**63 - 1  # some file systems keep times that are longer, and nobody else does


class Entry(NamedTuple):
    """A file of a folder: its name, size in bytes, times in nanoseconds since 1970, and inode."""

    name: bytes
    size: int
    mtime: int
    ctime: int
    inode: int


class Folder(NamedTuple):
    """A folder with its files, sorted by name. It is at `path` below the source at the position `source`."""

    source: int
    path: bytes
    entries: list[Entry]


class Root(Struct, frozen=True):
    """The root of a source, below which local pictures are looked up, and the name of its folder."""

    path: Path
    name: str


class Found(NamedTuple):
    """A file to read: its folder below the root, and its name."""

    root: Root
    folder: bytes
    name: bytes

    def is_below(self, folder: str) -> bool:
        """Return whether one of the folders above the file, from the root on, has this name."""
        return self.root.name == folder or os.fsencode(folder) in self.folder.split(b"/")


def readable_name(raw: bytes) -> str:
    """Return a path for messages; bytes that are not UTF-8 are escaped, so that different paths stay different."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.replace(b"\\", b"\\\\").decode("utf-8", "backslashreplace")


def root_of(source: Path) -> Path:
    """Return the folder above the files of a source: the source itself, or the folder of a source that is a file."""
    return source.parent if source.is_file() else source


def find(
    sources: Sequence[Path],
    *,
    excluding: Sequence[Path],
    on_error: Callable[[OSError], None],
    confines: Confines,
    excluded: Excluded | None = None,
    bundles: re.Pattern[bytes] | None = None,
    unread: Counter[str] | None = None,
) -> Iterator[Folder]:
    """Yield every folder below the sources that has files which may be articles.

    The order is one that no file system decides. A file that is there under two names is found once, and not by links
    if it is found itself. Folders that begin with `.`, those of NEVER_READ and those in `excluding` are passed over,
    and so is what is `excluded`. With `bundles`, a file whose name fits makes its folder one article: of what is in it
    only such files are found. `unread` counts the files in languages that feeds does not read, by their suffix. A
    source that is a file is taken whatever its name. `on_error` is told of each folder and file that cannot be looked
    at, and of each link that leads out of the `confines`, by a StrayLinkError: it is passed over.

    Raises SourceNotFoundError for a source that does not exist.
    """
    yield from _Finder(sources, excluding, on_error, confines, excluded, bundles=bundles, unread=unread).all()


_Listed = tuple[bytes, "os.DirEntry[bytes]"]
"""The name of a file, and the file."""


class _Finder:
    """A search through all sources. With `has_links` false, links are passed over."""

    def __init__(
        self,
        sources: Sequence[Path],
        excluding: Sequence[Path],
        on_error: Callable[[OSError], None],
        confines: Confines,
        excluded: Excluded | None = None,
        *,
        bundles: re.Pattern[bytes] | None = None,
        unread: Counter[str] | None = None,
        has_links: bool = True,
    ) -> None:
        self._sources = sources
        self._excluding = excluding
        self._has_links = has_links
        self._bundles = bundles
        self._unread = Counter() if unread is None else unread
        self._excluded = excluded
        self._shut = {(status.st_dev, status.st_ino) for status in map(_status, excluding) if status}
        self._on_error = on_error
        self._confines = confines
        self._seen: set[int | tuple[int, int]] = set()
        self._device: int | None = None

    def all(self) -> Iterator[Folder]:
        """Yield the folders of all sources. Raises SourceNotFoundError."""
        for position, source in enumerate(self._sources):
            if source.is_file():
                entries = self._entries([(os.fsencode(source.name), source)])
                if entries:
                    yield Folder(position, b"", entries)
            elif source.is_dir():
                yield from self._below(position, source)
            else:
                raise SourceNotFoundError(f"{source}: no such file or folder")

    def _below(self, position: int, source: Path) -> Iterator[Folder]:
        """Yield the folders of a source, each before its subfolders."""
        is_excluded = self._excluded.below(source) if self._excluded else None
        waiting = [b""]
        root = os.fsencode(source)
        while waiting:
            path = waiting.pop()
            try:
                with os.scandir(os.path.join(root, path)) as listed:
                    found = sorted(listed, key=lambda entry: entry.name)
            except OSError as error:
                self._on_error(error)
                continue
            files: list[_Listed] = []
            folders = []
            for entry in found:
                name = entry.name
                if name[0] == 46:  # a dot
                    continue
                is_folder = _is_folder(entry)
                if is_excluded and is_excluded(os.path.join(path, name), is_folder):
                    continue
                if is_folder:
                    if not entry.is_symlink() and name not in NEVER_READ and not self._is_shut(entry):
                        folders.append(os.path.join(path, name))
                else:
                    files.append((name, entry))
            if self._bundles and (own := [file for file in files if self._bundles.match(file[0])]):
                files, folders = own, []
            entries = self._entries([file for file in files if self._is_read(*file)])
            if entries:
                yield Folder(position, path, entries)
            waiting += reversed(folders)

    def _is_read(self, name: bytes, file: "os.DirEntry[bytes]") -> bool:
        """Say whether a file may be an article, and count it by its suffix if it is in a language that is not read."""
        if name.lower().endswith(SUFFIXES):
            return not file.is_symlink() or (self._has_links and self._holds(file))
        if name.endswith(_UNREAD):
            self._unread[os.fsdecode(name[name.rindex(b".") :])] += 1
        return False

    def _entries(self, files: Sequence[tuple[bytes, "Path | os.DirEntry[bytes]"]]) -> list[Entry]:
        """Return the entries of files, without reading them; files that were found before are left out."""
        entries = []
        seen, is_file = self._seen, stat.S_ISREG
        for name, file in files:
            try:
                status = file.stat()
            except FileNotFoundError:  # gone since, or a link to nothing
                continue
            except OSError as error:
                self._on_error(error)
                continue
            identity = status.st_ino if status.st_dev == self._device else self._identity(status)
            is_link = isinstance(file, os.DirEntry) and file.is_symlink()
            if identity not in (self._found_without_links if is_link else seen) and is_file(status.st_mode):
                if not is_link:
                    seen.add(identity)
                mtime, ctime = status.st_mtime_ns & _BITS, status.st_ctime_ns & _BITS
                entries.append(Entry(name, status.st_size, mtime, ctime, status.st_ino))
        return entries

    @cached_property
    def _found_without_links(self) -> set[int | tuple[int, int]]:
        """The identities of all files that are no links, which few sites have: no link moves the file of another.

        Any other file is read at the place of each link to it.
        """
        search = _Finder(
            self._sources,
            self._excluding,
            _require_listed,
            self._confines,
            self._excluded,
            bundles=self._bundles,
            has_links=False,
        )
        search._device = self._device  # so that identities are alike
        for _ in search.all():
            pass
        return search._seen

    def _holds(self, link: "os.DirEntry[bytes]") -> bool:
        """Say whether a link leads to a file of the site; any other is told of."""
        try:
            self._confines.target(link.path)
        except OSError as error:
            self._on_error(error)
            return False
        return True

    def _identity(self, status: os.stat_result) -> int | tuple[int, int]:
        """Return the identity of a file: mostly one number, since all files are on one device."""
        if self._device is None:
            self._device = status.st_dev
        return status.st_ino if status.st_dev == self._device else (status.st_dev, status.st_ino)

    def _is_shut(self, entry: "os.DirEntry[bytes]") -> bool:
        status = _status(entry) if self._shut else None
        return status is not None and (status.st_dev, status.st_ino) in self._shut


def _is_folder(entry: "os.DirEntry[bytes]") -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link in a circle: no folder, and if it is called like an article, told of
        return False


def _status(path: "Path | os.DirEntry[bytes]") -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def _require_listed(error: OSError) -> None:
    """Raise what passes: links to what is in a folder would be articles themselves. All else has been told of."""
    if is_of_disk(error):
        raise error
