"""Lay the mounts of a Hugo site over one another: what one says or has counts for the pages of others.

Of what has one name in several of a language, the first counts; a bundle in one takes in what others have there, and
the file of a section in one is about the section in all. Where Hugo may take either of two files for one page, none is
published, with a warning.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from feeds.articles.conventions import Conventions, Section
from feeds.articles.foreign.bundles import bundle_names
from feeds.articles.foreign.held_back import may_free
from feeds.articles.foreign.location import Location
from feeds.articles.foreign.sections import Sections
from feeds.core.model import Problem
from feeds.sites.files import SiteFiles, may_name
from feeds.sites.hugo_mounts import Mount
from feeds.sites.hugo_sections import SectionFile, page_in

MAX_COPIES = 50_000
"""Parts at most that the files of sections in one mount say for others; of more, all of the others is held back."""


class _File(NamedTuple):
    """A file that is, or may be, a page: its mount, its place in the content, and its path in the site."""

    mount: Mount
    place: str
    path: str


class Overlay:
    """The mounts of a site, of which `left_out` are the parts that they leave out. `default` is the first language."""

    def __init__(
        self,
        files: SiteFiles,
        mounts: tuple[Mount, ...],
        left_out: tuple[Section, ...],
        codes: frozenset[str],
        default: str,
    ) -> None:
        self._files = files
        self._mounts = mounts
        self._filters = Sections(Conventions(generator="hugo", sections=left_out))
        self._codes = codes
        self._default = default
        self._others = {
            mount: [one for one in mounts if one.language == mount.language and one.source != mount.source]
            for mount in mounts
        }
        self._of_source = {mount.source: mount for mount in reversed(mounts)}
        self._languages = {mount.language for mount in mounts}
        self._seen: dict[tuple[str, str], Mount] = {}
        self._copies: list[Section] = []
        self._left = MAX_COPIES
        self._pages: dict[tuple[str, str], _File] = {}
        self._folders: dict[str, list[tuple[Mount, str]]] = {}
        self._bundles: dict[tuple[str, str], set[str]] = {}
        self._remarks: dict[str, list[str]] = {}

    def counting(self, found: list[SectionFile]) -> list[SectionFile]:
        """Return those of the files of one section that no other mount hides.

        Of one that cascades in another language than that of its folder, the section is held back in all languages.
        """
        mount = self._of_source.get(found[0].content)
        if mount is None:
            return found
        place = _joined(mount.below, found[0].folder[len(mount.source) :])
        for one in found:
            if (one.cascade is not None or one.is_unread) and self._is_elsewhere(mount, one.language):
                self._remarks.setdefault(_CASCADING_ELSEWHERE, []).append(one.path)
                folders = filter(None, (_below(other, place) for other in self._mounts))
                self._copies += (Section(folder=folder, is_published=False) for folder in folders)
        if not self._others[mount]:
            return found
        return [one for one in found if not self._is_hidden(mount, f"{place}/{one.path.rpartition('/')[2]}")]

    def add(self, found: list[SectionFile], parts: list[Section]) -> list[Section]:
        """Take in what the files of a section say, for the same section in other mounts; return what counts there.

        What a mount leaves out frees no page.
        """
        mount = self._of_source.get(found[0].content)
        if mount is None:
            return parts
        is_whole = all(map(self._is_there, (one.path for one in found)))
        place = _joined(mount.below, found[0].folder[len(mount.source) :])
        for other in self._others[mount]:
            folder = _below(other, place)
            for part in parts if folder is not None else ():
                if self._left <= 0:
                    break
                self._left -= 1
                self._copies.append(_copy(part, folder or "", frees=mount.hides and other.hides))
        return parts if is_whole else [_copy(part, part.folder, frees=False) for part in parts]

    def copies(self) -> Iterator[Section]:
        """Yield the parts for other mounts, those of outer sections first."""
        yield from self._copies
        if self._left <= 0:
            yield from (Section(folder=mount.source, is_published=False) for mount in self._mounts)

    def hidden(self) -> Iterator[Section]:
        """Yield the parts that are files of which another mount has the page, or which are in a bundle of another."""
        is_index = bundle_names(Conventions(generator="hugo", codes=self._codes))
        for mount in self._mounts if len(self._of_source) > 1 else ():
            for place, folder, names in self._walk(mount):
                if folder != _FILE:
                    self._folders.setdefault(_key(place), []).append((mount, folder))
                there = [name for name in names if mount.is_mixed or self._is_there(f"{folder}/{name}")]
                if is_index and any(is_index.match(os.fsencode(name)) for name in there):
                    self._bundles.setdefault((mount.language, _key(place)), set()).add(mount.source)
                for name in there:
                    path = mount.source if folder == _FILE else _joined(folder, name)
                    yield from self._page(_File(mount, f"{place}/{name}".lower(), path), name)

        yield from self._bundled()
        yield from self._cascading()
        self._tell()

    def _walk(self, mount: Mount) -> Iterator[tuple[str, str, list[str]]]:
        """Yield the folders of a mount, or that of a file that is mounted: their place and path, and their files."""
        if self._files.has(mount.source):
            place, _, name = mount.below.rpartition("/")
            yield place, _FILE, [name]
            return
        files = self._files
        start = str(files.root / mount.source)
        for above, _, names in files.walk(Path(start)):
            below = above[len(start) :].strip("/")
            yield _joined(mount.below, below), _joined(mount.source, below), names

    def _page(self, file: _File, name: str) -> Iterator[Section]:
        """Yield the parts that hold back a file, or the one that it may stand for."""
        found = page_in(name, self._codes)
        if found is None:
            return
        mount, place = file.mount, file.place.rpartition("/")[0]
        if self._is_elsewhere(mount, found[1]) and self._innermost(file.path) == mount:
            self._remarks.setdefault(_ELSEWHERE, []).append(file.path)
            yield Section(folder=file.path, is_published=False)
        page = _key(place) if found[0] == "index" else _key(f"{place}/{found[0]}")
        first = self._pages.setdefault((found[1] or mount.language, page), file)
        if first.mount.source == mount.source:
            return
        if not first.mount.is_read or (mount.is_read and first.place != file.place):
            self._remarks.setdefault(_EITHER, []).append(file.path)
            yield Section(folder=first.path, is_published=False)
        if self._of_source[mount.source] == mount:
            yield Section(folder=file.path, is_published=False)

    def _bundled(self) -> Iterator[Section]:
        """Yield the folders of mounts of which another has a bundle."""
        for place, folders in self._folders.items():
            for mount, folder in folders:
                places = _above(place) if folder == mount.source else (place,)
                if any(self._bundles.get((mount.language, one), set()) - {mount.source} for one in places):
                    yield Section(folder=folder, but=("/index.*",), is_published=False)

    def _cascading(self) -> Iterator[Section]:
        """Yield the folders of mounts of which another has a page that may cascade."""
        for (_, place), file in self._pages.items():
            below = [folder for mount, folder in self._folders.get(place, ()) if mount.source != file.mount.source]
            if below and place and self._may_cascade(file.path):
                self._remarks.setdefault(_CASCADING, []).append(file.path)
                yield from (Section(folder=folder, is_published=False) for folder in below)

    def _may_cascade(self, path: str) -> bool:
        try:
            return may_name(b"cascade", self._files.read(self._files.root / path))
        except OSError:
            return True

    def _tell(self) -> None:
        for message, paths in self._remarks.items():
            more = f" (so it is of {len(paths) - 1:,} others)" if len(paths) > 1 else ""
            self._files.problems.append(Problem(str(self._files.root / paths[0]), 1, "warning", f"{message}{more}"))

    def _is_there(self, path: str) -> bool:
        """Say whether a mount takes a file in, by its patterns."""
        return self._filters.of(Location(path, (), "")).is_published

    def _is_elsewhere(self, mount: Mount, language: str | None) -> bool:
        """Say whether a file of a language has its place in another folder than that of a mount."""
        is_default = mount.language == self._default and language not in self._languages
        return language is not None and language != mount.language and not is_default and len(self._languages) > 1

    def _innermost(self, folder: str) -> Mount | None:
        """Return the mount that a folder is in."""
        while folder and folder not in self._of_source:
            folder = folder.rpartition("/")[0]
        return self._of_source.get(folder)

    def _is_hidden(self, mount: Mount, name: str) -> bool:
        first = self._seen.setdefault((mount.language, name.lower()), mount) if mount.hides else None
        first = first or self._seen.get((mount.language, name.lower()))
        return first is not None and first.source != mount.source


_FILE = "/"
"""What stands for the folder of a file that is mounted by itself."""

_ELSEWHERE = "it is in another language than that of its folder, which feeds does not follow: move it to that one's"
_CASCADING_ELSEWHERE = (
    "it cascades in another language than that of its folder: what is below is held back; move it to that one's folder"
)
_EITHER = "another mount has this page as well, and neither is published: leave one of them out"
_CASCADING = "another mount has pages below this one, which may cascade: they are held back; use an _index.md for that"


def _key(place: str) -> str:
    """Return a place as Hugo compares it."""
    return place.strip("/").lower().replace(" ", "-")


def _joined(one: str, other: str) -> str:
    return f"{one}/{other.strip('/')}".strip("/")


def _above(place: str) -> Iterator[str]:
    """Yield a place of the content, and those above it."""
    yield place
    while place:
        place = place.rpartition("/")[0]
        yield place


def _below(mount: Mount, place: str) -> str | None:
    """Return the folder of a mount that is a place of the content, or is below it; None if there is none."""
    if f"{place}/".lower().startswith(f"{mount.below}/".lower()) or not mount.below:
        return _joined(mount.source, place[len(mount.below) :])
    is_inner = not place or f"{mount.below}/".lower().startswith(f"{place}/".lower())
    return mount.source if is_inner else None


def _copy(part: Section, folder: str, *, frees: bool) -> Section:
    """Return a part for another folder, with what frees pages if it may do so."""
    said = part.defaults
    if not frees:
        said = {name: value for name, value in said.items() if not may_free(name, value)}
    return replace(part, folder=folder, defaults=said)
