"""Lay the mounts of a Hugo site over one another: what one says or has counts for the pages of others.

Of what has one name in several of a language, the first counts; a bundle in one takes in what others have there, and
the file of a section in one is about the section in all.
"""

import os
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from feeds.articles.conventions import Conventions, Section
from feeds.articles.foreign.bundles import bundle_names
from feeds.articles.foreign.held_back import held_back
from feeds.sites.files import SiteFiles
from feeds.sites.hugo_mounts import Mount
from feeds.sites.hugo_sections import SectionFile

MAX_COPIES = 50_000
"""Parts at most that the files of sections in one mount say for others; of more, all of the others is held back."""


class Overlay:
    """The mounts of a site. Where there is one for each language, nothing lies over anything."""

    def __init__(self, mounts: tuple[Mount, ...]) -> None:
        self._mounts = mounts
        self._others = {
            mount: [one for one in mounts if one.language == mount.language and one.source != mount.source]
            for mount in mounts
        }
        self._of_source = {mount.source: mount for mount in reversed(mounts)}
        self._seen: dict[tuple[str, str], Mount] = {}
        self._copies: list[Section] = []
        self._left = MAX_COPIES

    def counting(self, found: list[SectionFile]) -> list[SectionFile]:
        """Return those of the files of one section that no other mount hides."""
        mount = self._of_source.get(found[0].content)
        if mount is None or not self._others[mount]:
            return found
        place = _joined(mount.below, found[0].folder[len(mount.source) :])
        return [one for one in found if not self._is_hidden(mount, f"{place}/{one.path.rpartition('/')[2]}")]

    def add(self, found: SectionFile, parts: Iterable[Section]) -> None:
        """Take in what the files of a section say, for the same section in other mounts."""
        mount = self._of_source.get(found.content)
        if mount is None:
            return
        place = _joined(mount.below, found.folder[len(mount.source) :])
        for other in self._others[mount]:
            folder = _below(other, place)
            for part in parts if folder is not None else ():
                if self._left <= 0:
                    return
                self._left -= 1
                self._copies.append(_copy(part, folder or "", frees=mount.hides and other.hides))

    def copies(self) -> Iterator[Section]:
        """Yield the parts for other mounts, those of outer sections first."""
        yield from self._copies
        if self._left <= 0:
            yield from (Section(folder=mount.source, is_published=False) for mount in self._mounts)

    def hidden(self, files: SiteFiles, codes: frozenset[str]) -> Iterator[Section]:
        """Yield the parts that are files of which another mount has the name, or which are in a bundle of another."""
        is_index = bundle_names(Conventions(generator="hugo", codes=codes))
        bundles: dict[tuple[str, str], set[str]] = {}
        walked: list[tuple[Mount, str, str]] = []
        for mount in self._mounts:
            for above, _, names in files.walk(files.root / mount.source) if self._others[mount] else ():
                below = above[len(str(files.root / mount.source)) :].strip("/")
                place, folder = _joined(mount.below, below), _joined(mount.source, below)
                walked.append((mount, place, folder))
                for name in names:
                    if self._is_hidden(mount, f"{place}/{name}"):
                        yield Section(folder=f"{folder}/{name}", is_published=False)
                if is_index and any(is_index.match(os.fsencode(name)) for name in names):
                    bundles.setdefault((mount.language, place.lower()), set()).add(mount.source)

        for mount, place, folder in walked:
            places = _above(place) if folder == mount.source else (place,)
            if any(bundles.get((mount.language, one.lower()), set()) - {mount.source} for one in places):
                yield Section(folder=folder, but=("/index.*",), is_published=False)

    def _is_hidden(self, mount: Mount, name: str) -> bool:
        first = self._seen.setdefault((mount.language, name.lower()), mount) if mount.hides else None
        first = first or self._seen.get((mount.language, name.lower()))
        return first is not None and first.source != mount.source


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
        said = {name: value for name, value in said.items() if held_back({name: value}, "hugo") is not None}
    return replace(part, folder=folder, defaults=said)
