"""Take by its name only what is one's own from folders in which everybody has files, such as `/tmp`."""

import os
import stat
from pathlib import Path
from typing import NamedTuple

from feeds.sites import writers
from feeds.sites.writers import user_name

_COMMONS = stat.S_ISVTX | stat.S_IWOTH
_MOVED = "keep the site in a folder of its own"


MAX_TOLD = 20
"""Files and folders of others that are named at most: anybody can plant any number of them."""


class Commons:
    """What counts below a folder, `top`, of what is looked for by its name; of what does not `passed` is told.

    Where everybody has files, only those of the user who runs feeds, of root, and of the folder's owner count, and what
    is below such folders. A link is asked about itself: where it leads to is its owner's choice.
    """

    def __init__(self, top: Path, passed: list[str] | None = None) -> None:
        self._top = os.path.abspath(top)  # noqa: PTH100 - which takes `..` out of paths
        self._passed = [] if passed is None else passed
        self._told: set[str] = set()
        self._owners: dict[str, frozenset[int] | None] = {}
        self._strangers: dict[str, _Stranger | None] = {self._top: None}

    def counts(self, path: Path) -> bool:
        """Say whether a file or folder counts. Of what is not there nothing is said. Raises OSError."""
        try:
            stranger = self._stranger(path)
        except (FileNotFoundError, NotADirectoryError):
            return True
        if stranger and stranger.path not in self._told and len(self._told) <= MAX_TOLD:
            self._told.add(stranger.path)
            message = passed_over(Path(stranger.path), f"it {stranger.doubt}")
            if len(self._told) > MAX_TOLD:
                message = f"more of other users is passed over in {self._top}"
            self._passed += [message] if message not in self._passed else []
        return stranger is None

    def doubt(self, path: Path) -> str:
        """Return why a file or folder does not count; an empty text if it does.

        Raises FileNotFoundError if it, or a folder on the way, is not there, or another OSError.
        """
        stranger = self._stranger(path)
        if stranger is None:
            return ""
        is_asked = stranger.path == os.path.abspath(path)  # noqa: PTH100 - as above
        return f"{'it' if is_asked else stranger.path} {stranger.doubt}"

    def owners(self, folder: Path) -> frozenset[int] | None:
        """Return the users whose files count in a folder; None for those of all. Raises OSError."""
        return self._owners_in(os.path.abspath(folder))  # noqa: PTH100 - as above

    def _stranger(self, path: Path) -> "_Stranger | None":
        """Return the first on the way to a path, or itself, that does not count."""
        at = os.path.abspath(path)  # noqa: PTH100 - as above
        way = []
        while at not in self._strangers:
            way.append(at)
            above = os.path.dirname(at)  # noqa: PTH120 - a site may have many files
            if above == at:
                break
            at = above

        stranger = self._strangers.get(at)
        for inner in reversed(way):
            stranger = stranger or self._stranger_in(os.path.dirname(inner), inner)  # noqa: PTH120 - as above
            if inner != way[0]:  # a folder, of which more may be asked
                self._strangers[inner] = stranger
        return stranger

    def _stranger_in(self, folder: str, path: str) -> "_Stranger | None":
        owners = self._owners_in(folder)
        if owners is None:
            return None
        owner = writers.status_of(Path(path), follow=False).st_uid
        if owner in owners:
            return None
        return _Stranger(path, f"belongs to {user_name(owner)}, and everybody can write to {folder}; {_MOVED}")

    def _owners_in(self, folder: str) -> frozenset[int] | None:
        if folder not in self._owners:
            status = writers.status_of(Path(folder))
            is_commons = status.st_mode & _COMMONS == _COMMONS
            self._owners[folder] = frozenset({os.geteuid(), 0, status.st_uid}) if is_commons else None
        return self._owners[folder]


class _Stranger(NamedTuple):
    """A file or folder of another user, and what is said of it."""

    path: str
    doubt: str


def passed_over(path: Path, doubt: str) -> str:
    """Return what is said of a file in doubt."""
    return f"{path} is passed over: {doubt}"
