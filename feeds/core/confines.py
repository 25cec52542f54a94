"""Say where links among the files of a site may lead: into its own folders, and nowhere else."""

import errno
import os
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from feeds.core.real_paths import real_path

STRAY = "leads out of the site by a link; copy what is there, or name its folder as a source"
"""What is wrong with a path that leads out of the folders of a site, and what to do about it."""

PASSED_OVER = f"is passed over: it {STRAY}"


class StrayLinkError(OSError):
    """A path leads out of the folders of a site."""

    def __init__(self, path: Path | str | bytes) -> None:
        super().__init__(errno.EPERM, f"it {STRAY}", os.fsdecode(path))


class Confines(Struct, frozen=True):
    """The folders and files in which what a link leads to is part of a site; each is a path without links.

    They are all that the person who runs feeds has named, and the root of the site. Without any, no link is followed.
    """

    places: frozenset[str] = frozenset()

    @classmethod
    def of(cls, places: Iterable[Path]) -> "Confines":
        """Return the confines that folders and files make, which may themselves be links."""
        return cls(frozenset(os.path.realpath(place) for place in places))

    def including(self, places: Iterable[Path]) -> "Confines":
        """Return the confines that these places make with more."""
        return Confines(self.places | Confines.of(places).places)

    def hold(self, path: Path | str | bytes) -> bool:
        """Say whether a path, once all links are followed, is one of the places, or below one."""
        real = real_path(path)
        return real is not None and self._are_above(real)

    def target(self, path: Path | str | bytes) -> str:
        """Return a path with all links followed.

        Raises StrayLinkError if it leads elsewhere, or OSError if it leads through more links than can be followed.
        """
        real = real_path(path)
        if real is None:
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)
        if not self._are_above(real):
            raise StrayLinkError(path)
        return real

    def _are_above(self, real: str) -> bool:
        while real not in self.places:
            above = os.path.dirname(real)  # noqa: PTH120 - a site may have thousands of links
            if above == real:
                return False
            real = above
        return True


NOTHING = Confines()
"""The confines of nothing at all."""
