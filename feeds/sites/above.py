"""Look into the folders above one for what they say of it, and tell which could have been planted there by others."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from feeds.core.confines import NOTHING, Confines
from feeds.sites import looks, writers
from feeds.sites.commons import Commons, passed_over
from feeds.sites.writers import ROOT_GROUP, UNKNOWN, Writers, is_of_one, user_name, writers_of

MAX_LEVELS = 12
"""Folders above a file that are looked at for the root of its site at most."""

_NAMED = "if it is the site's, name its folder as a source, or write a feeds.toml there"
_NOBODY = Writers()


class Keepers(Struct, frozen=True):
    """Who may say how the articles in a folder are read, and in which places it need not be asked who wrote there.

    The users are the one who runs feeds, root, and the owner of the folder; the writers are those who may write to the
    folder anyway. The places are the folder, those that the person who runs feeds has named, and the working directory.
    """

    users: frozenset[int]
    writers: Writers
    places: frozenset[str]

    @classmethod
    def of(cls, folder: Path, named: Confines) -> "Keepers":
        """Return the keepers of a folder, which need not exist."""
        users, known, places = {os.geteuid(), 0}, Writers(), named.places | {os.path.realpath(folder)}
        with suppress(OSError):
            places |= {os.path.realpath(Path.cwd())}
        with suppress(OSError):
            status = writers.status_of(folder)
            users.add(status.st_uid)
            known = writers_of(folder, status)
        return cls(frozenset(users), known, places)

    def doubt(self, folder: Path, file: Path | None = None) -> str:
        """Return why what is in a folder does not count, or why one file in it does not; an empty text if it does.

        Raises OSError if that cannot be known.
        """
        try:
            if os.path.realpath(folder) in self.places:
                return Commons(folder).doubt(file) if file else ""

            status = writers.status_of(folder)
            doubt = self._doubt_of(folder, status)
            inner, sharers = file, writers_of(folder, status)
            while inner and inner != folder and not doubt:
                doubt = self._doubt_of(inner, writers.status_of(inner), sharers)
                inner = inner.parent
        except (FileNotFoundError, NotADirectoryError):
            return f"{file} is not there any more; try again" if file else ""
        return f"{doubt}; {_NAMED}" if doubt else ""

    def _doubt_of(self, path: Path, status: os.stat_result, sharers: Writers = _NOBODY) -> str:
        """Return who else can write to a file or folder; in one that sharers can write to it may be theirs."""
        owner, found = status.st_uid, writers_of(path, status)
        is_shared = owner in sharers.users or bool(sharers.groups & self.writers.groups)
        if owner not in self.users and not is_shared:
            return f"{path} belongs to {user_name(owner)}"
        if found.everybody:
            return f"everybody can write to {path}"
        known = self.users.union({owner}, self.writers.users) - {UNKNOWN}
        if users := found.users - known:
            return f"{user_name(min(users))} can write to {path}"
        trusted = (self.writers.groups - {UNKNOWN}) | {ROOT_GROUP}
        if any(not is_of_one(group, owner) for group in found.groups - trusted):
            return f"a group can write to {path}"
        return ""


def folders_above(folder: Path, keepers: Keepers) -> Iterator[tuple[Path, str]]:
    """Yield a folder and those above it, MAX_LEVELS at most, up to the root of a repository, each with its doubt.

    A `.git` in a folder in doubt ends nothing, nor does another user's where everybody has files. Raises OSError for
    a folder that cannot be looked into.
    """
    start = folder.absolute()
    for one in (start, *start.parents)[:MAX_LEVELS]:
        try:
            doubt = keepers.doubt(one)
            yield one, doubt
            git = one / ".git"
            if not doubt and _is_there(git) and not Commons(one).doubt(git):
                return
        except PermissionError as error:  # what is in the folder might say how articles are read
            raise PermissionError(error.errno, error.strerror, str(one)) from error


def file_above(folder: Path, name: str, passed: list[str]) -> Path | None:
    """Return the file with a name in a folder or the nearest above; of one in doubt `passed` is told."""
    keepers = Keepers.of(folder, NOTHING)
    for one, doubt in folders_above(folder, keepers):
        path = one / name
        if not looks.is_file(path):  # what may not be looked at is none
            continue
        if not (doubt := doubt or keepers.doubt(one, path)):
            return path
        passed.append(passed_over(path, doubt))
    return None


def _is_there(path: Path) -> bool:
    """Say whether there is something of this name, whatever a link leads to. Raises PermissionError."""
    try:
        writers.status_of(path, follow=False)
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True
