"""Look into the folders above one for what they say of it, and tell which could have been planted there by others."""

import grp
import os
import pwd
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from feeds.core.confines import NOTHING, Confines

MAX_LEVELS = 12
"""Folders above a file that are looked at for the root of its site at most."""

_NAMED = "if it is the site's, name its folder as a source, or write a feeds.toml there"
_MOVED = "keep the site in a folder of its own"


class Keepers(Struct, frozen=True):
    """Who may say how the articles in a folder are read, and in which places it need not be asked who wrote there.

    The users are the one who runs feeds, root, and the owner of the folder; the group is the one that may write to the
    folder anyway. The places are the folder, those that the person who runs feeds has named, and the working directory.
    """

    users: frozenset[int]
    group: int | None
    places: frozenset[str]

    @classmethod
    def of(cls, folder: Path, named: Confines) -> "Keepers":
        """Return the keepers of a folder, which need not exist."""
        users, group, places = {os.geteuid(), 0}, None, named.places | {os.path.realpath(folder)}
        with suppress(OSError):
            places |= {os.path.realpath(Path.cwd())}
        with suppress(OSError):
            status = _status(folder)
            users.add(status.st_uid)
            group = status.st_gid if status.st_mode & stat.S_IWGRP else None
        return cls(frozenset(users), group, places)

    def doubt(self, folder: Path, file: Path | None = None) -> str:
        """Return why what is in a folder does not count, or why one file in it does not; an empty text if it does.

        Raises OSError if that cannot be known.
        """
        try:
            status = _status(folder)
            if os.path.realpath(folder) in self.places:
                return self._doubt_among_all(status, file)

            doubt = self._doubt_of(folder, status)
            inner = file
            while inner and inner != folder and not doubt:
                doubt = self._doubt_of(inner, _status(inner), is_shared=bool(status.st_mode & stat.S_IWGRP))
                inner = inner.parent
        except (FileNotFoundError, NotADirectoryError):
            return f"{file} is not there any more; try again" if file else ""
        return f"{doubt}; {_NAMED}" if doubt else ""

    def _doubt_of(self, path: Path, status: os.stat_result, *, is_shared: bool = False) -> str:
        """Return who else can write to a file or folder; in one shared with the group any owner is one of it."""
        if status.st_uid not in self.users and not is_shared:
            return f"{path} belongs to {_user(status.st_uid)}"
        if status.st_mode & stat.S_IWOTH:
            return f"everybody can write to {path}"
        if status.st_mode & stat.S_IWGRP and status.st_gid != self.group and not _is_of_one(status):
            return f"a group can write to {path}"
        return ""

    def _doubt_among_all(self, status: os.stat_result, file: Path | None) -> str:
        """Return why a file does not count in a folder such as `/tmp`, where everybody has files of their own."""
        commons = stat.S_ISVTX | stat.S_IWOTH
        if file is None or status.st_mode & commons != commons:
            return ""
        owner = _status(file, follow=False).st_uid
        if owner in (os.geteuid(), 0):
            return ""
        return f"it belongs to {_user(owner)}, and everybody can write to {file.parent}; {_MOVED}"


def folders_above(folder: Path, keepers: Keepers) -> Iterator[tuple[Path, str]]:
    """Yield a folder and those above it, MAX_LEVELS at most, up to the root of a repository, each with its doubt.

    A `.git` in a folder in doubt ends nothing. Raises OSError for a folder that cannot be looked into.
    """
    start = folder.absolute()
    for one in (start, *start.parents)[:MAX_LEVELS]:
        try:
            doubt = keepers.doubt(one)
            yield one, doubt
            if not doubt and _is_there(one / ".git"):
                return
        except PermissionError as error:  # what is in the folder might say how articles are read
            raise PermissionError(error.errno, error.strerror, str(one)) from error


def file_above(folder: Path, name: str, passed: list[str]) -> Path | None:
    """Return the file with a name in a folder or the nearest above; of one in doubt `passed` is told."""
    keepers = Keepers.of(folder, NOTHING)
    for one, doubt in folders_above(folder, keepers):
        path = one / name
        if not os.path.isfile(path):  # noqa: PTH113 - what may not be looked at is none
            continue
        if not (doubt := doubt or keepers.doubt(one, path)):
            return path
        passed.append(passed_over(path, doubt))
    return None


def passed_over(path: Path, doubt: str) -> str:
    """Return what is said of a file in doubt."""
    return f"{path} is passed over: {doubt}"


def _is_there(path: Path) -> bool:
    """Say whether there is something of this name, whatever a link leads to. Raises PermissionError."""
    try:
        _status(path, follow=False)
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def _status(path: Path, *, follow: bool = True) -> os.stat_result:
    return path.stat(follow_symlinks=follow)


def _user(number: int) -> str:
    try:
        return f"the user {pwd.getpwuid(number).pw_name}"
    except KeyError:
        return f"the user {number}"


def _is_of_one(status: os.stat_result) -> bool:
    """Say whether a group has no member but the owner, as many systems make one for each user."""
    try:
        user, group = pwd.getpwuid(status.st_uid), grp.getgrgid(status.st_gid)
    except KeyError:  # as in a container
        return status.st_uid == status.st_gid
    return group.gr_name == user.pw_name and user.pw_gid == group.gr_gid and set(group.gr_mem) <= {user.pw_name}
