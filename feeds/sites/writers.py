"""Know who can write to a file or folder besides its owner, by its mode and its access control lists."""

import errno
import grp
import os
import pwd
import stat
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

UNKNOWN = -1
"""Stands for a user whom an access control list names, and whom this machine does not know; nobody has this number."""

ROOT_GROUP = 0
"""Root's own group. Accounts of the system are in it where nobody logs in as them: `sync`, `operator`, `shutdown`."""

ACCOUNTS = Path("/etc/passwd")
"""The accounts of this machine. Those of a directory service cannot be listed: there may be a million of them."""

MAX_ACCOUNTS = 5_000_000
"""Bytes of the list of accounts that are searched at most."""

_POSIX, _NFS = "system.posix_acl_access", "system.nfs4_acl"
_NONE = (errno.ENODATA, errno.ENOTSUP, errno.ENOSYS)

_VERSION, _WRITE = 2, 2
_USER, _GROUP_OWNER, _GROUP, _MASK = 0x02, 0x04, 0x08, 0x10

_ALLOW, _OF_GROUP, _FOR_NEW_FILES_ONLY = 0, 0x40, 0x08
_NFS_WRITE = 0x2 | 0x4 | 0x40 | 0x40000 | 0x80000
"""Write, append, remove what is in a folder, and change the list or the owner (RFC 7530, section 6.2.1.3.1)."""


class Writers(Struct, frozen=True):
    """Who can write to something besides its owner: everybody, or these users and groups, by their numbers."""

    everybody: bool = False
    users: frozenset[int] = frozenset()
    groups: frozenset[int] = frozenset()


def status_of(path: Path, *, follow: bool = True) -> os.stat_result:
    """Return the status of a file or folder, or of a link itself. Raises OSError."""
    return path.stat(follow_symlinks=follow)


def writers_of(path: Path, status: os.stat_result) -> Writers:
    """Return who can write to a file or folder with this status.

    What a list of defaults gives to new files is in the own lists of these. A list that cannot be read, or not be
    understood, lets somebody UNKNOWN write.
    """
    is_everybody, is_group = bool(status.st_mode & stat.S_IWOTH), bool(status.st_mode & stat.S_IWGRP)
    found = Writers(is_everybody, groups=frozenset({status.st_gid} if is_group else ()))
    try:
        if is_group and (raw := _attribute(path, _POSIX)):  # the bits of the group are the most that the list gives
            users, groups = of_posix(raw, status.st_gid)
            found = Writers(is_everybody, users, groups)
        if raw := _attribute(path, _NFS):  # its mode says nothing of those whom the list names
            more = of_nfs(raw, status.st_gid)
            found = Writers(is_everybody or more.everybody, found.users | more.users, found.groups | more.groups)
    except (OSError, ValueError):
        return Writers(is_everybody, found.users | {UNKNOWN}, found.groups)
    return found


def of_posix(raw: bytes, group: int) -> tuple[frozenset[int], frozenset[int]]:
    """Return the users and groups that a POSIX ACL lets write, as Linux keeps it (`linux/posix_acl_xattr.h`).

    `group` is that of the file. Raises ValueError for what is no such list.
    """
    if len(raw) % 8 != 4 or struct.unpack_from("<I", raw)[0] != _VERSION:
        raise ValueError("not an access control list")
    entries = list(struct.iter_unpack("<HHI", raw[4:]))
    most = next((granted for tag, granted, _ in entries if tag == _MASK), _WRITE)
    allowed = [(tag, number) for tag, granted, number in entries if granted & most & _WRITE]
    groups = {number for tag, number in allowed if tag == _GROUP}
    groups |= {group for tag, _ in allowed if tag == _GROUP_OWNER}
    return frozenset(number for tag, number in allowed if tag == _USER), frozenset(groups)


def of_nfs(raw: bytes, group: int) -> Writers:
    """Return whom an NFSv4 ACL lets write besides the owner, as the network has it (RFC 7530, section 6.2.1).

    Whom another entry refuses it counts too. Raises ValueError for what is no such list.
    """
    is_everybody, users, groups = False, set(), set()
    for kind, flags, granted, who in _entries(raw):
        if kind != _ALLOW or flags & _FOR_NEW_FILES_ONLY or not granted & _NFS_WRITE or who == "OWNER@":
            continue
        if who == "EVERYONE@":
            is_everybody = True
        elif who == "GROUP@":
            groups.add(group)
        elif flags & _OF_GROUP:
            groups.add(_group_number(who))
        else:
            users.add(_user_number(who))
    return Writers(is_everybody, frozenset(users), frozenset(groups))


def user_name(number: int) -> str:
    """Return what a user is called in a message."""
    if number == UNKNOWN:
        return "somebody whom its access control list names"
    try:
        return f"the user {pwd.getpwuid(number).pw_name}"
    except KeyError:
        return f"the user {number}"


def is_of_one(group: int, user: int) -> bool:
    """Say whether nobody but a user is in a group, as many systems make one for each user.

    It is called as the user is, is the user's first one, lists nobody else, and is that of no other account of this
    machine. A user or group of a directory service must have one number too, as its other accounts cannot be listed.
    """
    owner, about = _account(user), _about(group)
    if owner and about:
        is_own = about.gr_name == owner.pw_name and owner.pw_gid == group and set(about.gr_mem) <= {owner.pw_name}
    else:  # as in a container
        is_own = about is None and user == group and (owner is None or owner.pw_gid == group)
    if not is_own:
        return False
    try:
        accounts = list(_accounts())
    except (OSError, ValueError):
        return False
    if user != group and all(number != user for number, _ in accounts):
        return False
    return all(number == user for number, first in accounts if first == group)


def _accounts() -> Iterator[tuple[int, int]]:
    """Yield the number and the first group of each account of this machine. Raises OSError or ValueError."""
    try:
        with ACCOUNTS.open("rb") as file:
            raw = file.read(MAX_ACCOUNTS + 1)
    except FileNotFoundError:
        return
    if len(raw) > MAX_ACCOUNTS:
        raise ValueError("too many accounts")
    for line in raw.splitlines():
        fields = line.split(b":")
        if len(fields) > 3 and fields[2].isdigit() and fields[3].isdigit():
            yield int(fields[2]), int(fields[3])


def _attribute(path: Path, name: str) -> bytes:
    """Return an extended attribute; nothing where there is none, or where the file system knows none."""
    if sys.platform != "linux":
        return b""
    try:
        return os.getxattr(path, name)
    except OSError as error:
        if error.errno in _NONE:
            return b""
        raise


def _entries(raw: bytes) -> Iterator[tuple[int, int, int, str]]:
    """Yield the type, the flags and the permissions of each entry of an NFSv4 ACL, and whom it is about."""
    try:
        (left,) = struct.unpack_from(">I", raw)
        at = 4
        for _ in range(left):
            kind, flags, granted, length = struct.unpack_from(">IIII", raw, at)
            at += 16 + (length + 3) // 4 * 4
            if at > len(raw):
                raise ValueError("not an access control list")
            begin = at - (length + 3) // 4 * 4
            yield kind, flags, granted, raw[begin : begin + length].decode("utf-8", "replace")
    except struct.error as error:
        raise ValueError("not an access control list") from error


def _user_number(who: str) -> int:
    """Return the number of a user who is given as `name@domain`, or by the number itself."""
    name = who.partition("@")[0]
    if name.isdecimal() and len(name) <= 10:
        return int(name)
    with suppress(KeyError, ValueError):
        return pwd.getpwnam(name).pw_uid
    return UNKNOWN


def _group_number(who: str) -> int:
    name = who.partition("@")[0]
    if name.isdecimal() and len(name) <= 10:
        return int(name)
    with suppress(KeyError, ValueError):
        return grp.getgrnam(name).gr_gid
    return UNKNOWN


def _account(user: int) -> pwd.struct_passwd | None:
    with suppress(KeyError, OverflowError):
        return pwd.getpwuid(user)
    return None


def _about(group: int) -> grp.struct_group | None:
    with suppress(KeyError, OverflowError):
        return grp.getgrgid(group)
    return None
