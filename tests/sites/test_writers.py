"""Who can write to a file besides its owner: by its mode, by access control lists, and by groups."""

import errno
import os
import struct
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from feeds.sites import writers
from feeds.sites.detect import Found, site_above
from feeds.sites.writers import UNKNOWN, Writers, is_of_one, of_nfs, of_posix, user_name, writers_of
from tests.sites.support import written

ALICE, BOB, TEAM = 70_001, 70_002, 70_100
OWNER, USER, GROUP_OWNER, GROUP, MASK, OTHER = 0x01, 0x02, 0x04, 0x08, 0x10, 0x20
NOBODY = 0xFFFFFFFF
ALLOW, DENY, OF_GROUP, INHERIT_ONLY = 0, 1, 0x40, 0x08
READ, WRITE_DATA, APPEND, DELETE_CHILD, WRITE_ACL = 0x1, 0x2, 0x4, 0x40, 0x40000


def posix(*entries: tuple[int, int, int]) -> bytes:
    """Return a POSIX ACL as Linux keeps it, of tags, permissions and numbers; the order is part of the form."""
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in sorted(entries))


def nfs(*entries: tuple[int, int, int, str]) -> bytes:
    """Return an NFSv4 ACL as the network has it, of types, flags, permissions and names."""
    packed = struct.pack(">I", len(entries))
    for kind, flags, granted, who in entries:
        name = who.encode()
        packed += struct.pack(">IIII", kind, flags, granted, len(name)) + name + b"\0" * (-len(name) % 4)
    return packed


def minimal(mask: int, *named: tuple[int, int, int], group: int = 5) -> bytes:
    """Return a POSIX ACL with some named entries and a mask."""
    return posix((OWNER, 7, NOBODY), *named, (GROUP_OWNER, group, NOBODY), (MASK, mask, NOBODY), (OTHER, 5, NOBODY))


@pytest.mark.parametrize(
    ("raw", "users", "groups"),
    [
        (posix((OWNER, 7, NOBODY), (GROUP_OWNER, 7, NOBODY), (OTHER, 5, NOBODY)), set(), {TEAM}),
        (posix((OWNER, 7, NOBODY), (GROUP_OWNER, 5, NOBODY), (OTHER, 5, NOBODY)), set(), set()),
        (minimal(7, (USER, 7, BOB)), {BOB}, set()),
        (minimal(7, (USER, 5, BOB), (USER, 2, ALICE)), {ALICE}, set()),
        (minimal(5, (USER, 7, BOB), (GROUP, 7, 9), group=7), set(), set()),
        (minimal(7, (GROUP, 7, 9)), set(), {9}),
        (minimal(7, group=7), set(), {TEAM}),
    ],
    ids=["mode", "closed mode", "user", "who may write", "mask", "group", "group of the file"],
)
def test_posix_lists(raw: bytes, users: set[int], groups: set[int]) -> None:
    """Named users and groups can write if their entry and the mask allow it."""
    assert of_posix(raw, TEAM) == (frozenset(users), frozenset(groups))


@pytest.mark.parametrize("raw", [b"", b"\2\0\0", b"\3\0\0\0", minimal(7)[:-1], b"\2\0\0\0" + b"\0" * 7])
def test_what_is_no_posix_list_is_refused(raw: bytes) -> None:
    """Another version, or half an entry."""
    with pytest.raises(ValueError, match="not an access control list"):
        of_posix(raw, TEAM)


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        (
            [(ALLOW, 0, WRITE_DATA, "OWNER@"), (ALLOW, OF_GROUP, READ, "GROUP@"), (ALLOW, 0, READ, "EVERYONE@")],
            Writers(),
        ),
        ([(ALLOW, 0, WRITE_DATA, "EVERYONE@")], Writers(everybody=True)),
        ([(ALLOW, OF_GROUP, APPEND, "GROUP@")], Writers(groups=frozenset({TEAM}))),
        ([(ALLOW, 0, WRITE_ACL, "70002")], Writers(users=frozenset({BOB}))),
        ([(ALLOW, 0, DELETE_CHILD, "root@example.org")], Writers(users=frozenset({0}))),
        ([(ALLOW, 0, WRITE_DATA, "no such user@example.org")], Writers(users=frozenset({UNKNOWN}))),
        ([(ALLOW, OF_GROUP, WRITE_DATA, "no such group@example.org")], Writers(groups=frozenset({UNKNOWN}))),
        ([(ALLOW, OF_GROUP, WRITE_DATA, "9")], Writers(groups=frozenset({9}))),
        ([(ALLOW, 0, READ, "70002"), (DENY, 0, WRITE_DATA, "70002")], Writers()),
        ([(ALLOW, INHERIT_ONLY, WRITE_DATA, "70002")], Writers()),
        ([], Writers()),
    ],
)
def test_nfs_lists(entries: list[tuple[int, int, int, str]], found: Writers) -> None:
    """Whom an NFSv4 ACL allows any way to write counts, also one whom this machine does not know."""
    assert of_nfs(nfs(*entries), TEAM) == found


@pytest.mark.parametrize(
    "raw",
    [b"", b"\0\0", b"\0\0\0\1", nfs((ALLOW, 0, READ, "OWNER@"))[:-1], struct.pack(">IIIII", 1, 0, 0, 0, 0xFFFFFFFF)],
)
def test_what_is_no_nfs_list_is_refused(raw: bytes) -> None:
    """Half a list, half an entry, or a name longer than the list."""
    with pytest.raises(ValueError, match="not an access control list"):
        of_nfs(raw, TEAM)


@pytest.mark.parametrize(
    ("error", "raw", "users"),
    [
        (errno.ENODATA, b"", set()),
        (errno.ENOTSUP, b"", set()),
        (errno.EIO, b"", {UNKNOWN}),
        (0, b"half a list", {UNKNOWN}),
        (0, minimal(7, (USER, 7, BOB)), {BOB}),
    ],
)
def test_a_list_that_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int, raw: bytes, users: set[int]
) -> None:
    """Where there is none, the mode says all; one that cannot be read lets somebody write."""

    def attribute(path: Path, name: str) -> bytes:
        if error or "nfs" in name:
            raise OSError(error or errno.ENODATA, "no")
        return raw

    monkeypatch.setattr(os, "getxattr", attribute, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    tmp_path.chmod(0o775)
    assert writers_of(tmp_path, tmp_path.stat()).users == users
    assert user_name(UNKNOWN) == "somebody whom its access control list names"


def with_list(path: Path, raw: bytes, name: str = "system.posix_acl_access") -> None:
    """Give a file or folder an ACL, or skip the test."""
    if sys.platform != "linux":
        pytest.skip("POSIX ACLs are those of Linux")
    try:
        os.setxattr(path, name, raw)
    except OSError as error:
        if error.errno != errno.ENOTSUP:
            raise
        pytest.skip(f"the file system of temporary files has no ACLs: {error.strerror}")


def test_who_can_write_by_a_list_can_have_planted_a_site(tmp_path: Path) -> None:
    """A list of the folder or of the configuration in it that lets another user write: it is passed over, and named."""
    for at in ("", "_config.yml"):
        root = tmp_path / (at or "folder")
        path = written(root / "_config.yml", "title: planted\n")
        start = written(root / "a" / "a.md").parent
        passed: list[str] = []
        assert site_above(start, passed) == Found(root, "jekyll")
        with_list(root / at, minimal(7, (USER, 7, BOB)))
        assert site_above(start, passed) is None
        assert f"{path} is passed over: the user {BOB} can write to {root / at}" in passed[0]

        with_list(root / at, minimal(5, (USER, 7, BOB)))
        assert site_above(start, []) == Found(root, "jekyll")
        with_list(root / at, minimal(7, (GROUP, 7, TEAM)))
        assert site_above(start, []) is None
        with_list(root / at, minimal(7, (USER, 7, os.geteuid())))
        assert site_above(start, []) == Found(root, "jekyll")


def test_who_can_write_to_the_articles_by_a_list_has_them_already(tmp_path: Path) -> None:
    """A list of the folder of the articles that has the same user makes the site one that they share."""
    written(tmp_path / "_config.yml", "title: ours\n")
    start = written(tmp_path / "a" / "a.md").parent
    for at in (tmp_path, tmp_path / "_config.yml", start):
        with_list(at, minimal(7, (USER, 7, BOB)))
    if os.geteuid() == 0:
        os.chown(tmp_path / "_config.yml", BOB, BOB)
    assert site_above(start, []) == Found(tmp_path, "jekyll")


def test_a_list_of_defaults_lets_nobody_write_yet(tmp_path: Path) -> None:
    """What it gives to new files is in the lists of those, which are asked."""
    with_list(tmp_path, minimal(7, (USER, 7, BOB)), "system.posix_acl_default")
    path = written(tmp_path / "_config.yml", "title: own\n")
    start = written(tmp_path / "a" / "a.md").parent
    path.chmod(0o644)
    assert site_above(start, []) == Found(tmp_path, "jekyll")
    path.chmod(0o664)  # and with it the mask
    passed: list[str] = []
    start.chmod(0o755)
    assert site_above(start, passed) is None
    assert f"the user {BOB} can write to {path}" in passed[0]


ACCOUNTS = "root:x:0:0::/root:/bin/sh\nalice:x:70001:70001::/home/alice:/bin/sh\n"


@pytest.mark.parametrize(
    ("accounts", "members", "is_one"),
    [
        (ACCOUNTS, [], True),
        (ACCOUNTS, ["alice"], True),
        (ACCOUNTS, ["bob"], False),
        (f"{ACCOUNTS}bob:x:70002:70001::/home/bob:/bin/sh\n", [], False),
        (f"{ACCOUNTS}# a remark\n\nbad:line\n+::::::\nalso:x:70001:70001::/:/bin/sh\n", [], True),
        ("root:x:0:0::/root:/bin/sh\n", [], True),
        (None, [], True),
        ("x" * 101, [], False),
    ],
    ids=["alone", "listed", "a member", "first group of another", "odd lines", "a directory's", "no list", "too many"],
)
def test_a_group_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, accounts: str | None, members: list[str], is_one: bool
) -> None:
    """Members are those that the group lists, and those whose first group it is by their accounts."""
    monkeypatch.setattr(writers, "ACCOUNTS", tmp_path / "passwd")
    monkeypatch.setattr(writers, "MAX_ACCOUNTS", max(100, len(accounts or "") if "root" in (accounts or "") else 0))
    if accounts is not None:
        written(tmp_path / "passwd", accounts)
    alice = SimpleNamespace(pw_name="alice", pw_uid=ALICE, pw_gid=ALICE)
    monkeypatch.setattr(writers, "_account", lambda user: alice if user == ALICE else None)
    monkeypatch.setattr(writers, "_about", lambda group: SimpleNamespace(gr_name="alice", gr_mem=members))
    assert is_of_one(ALICE, ALICE) is is_one
    assert not is_of_one(ALICE, BOB)


def test_a_group_without_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a container, which knows neither, a group of the same number is the user's own; one that is known is not."""
    monkeypatch.setattr(writers, "ACCOUNTS", tmp_path / "passwd")
    monkeypatch.setattr(writers, "_account", lambda user: None)
    monkeypatch.setattr(writers, "_about", lambda group: None)
    assert is_of_one(BOB, BOB)
    assert not is_of_one(TEAM, BOB)
    monkeypatch.setattr(writers, "_about", lambda group: SimpleNamespace(gr_name="team", gr_mem=[]))
    assert not is_of_one(BOB, BOB)


def test_numbers_that_the_list_of_accounts_has_another_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An account of this machine may have a group of its own with another number."""
    monkeypatch.setattr(writers, "ACCOUNTS", written(tmp_path / "passwd", "alice:x:70001:70100::/:/bin/sh\n"))
    alice = SimpleNamespace(pw_name="alice", pw_uid=ALICE, pw_gid=TEAM)
    monkeypatch.setattr(writers, "_account", lambda user: alice)
    monkeypatch.setattr(writers, "_about", lambda group: SimpleNamespace(gr_name="alice", gr_mem=[]))
    assert is_of_one(TEAM, ALICE)
    written(tmp_path / "passwd", "root:x:0:0::/:/bin/sh\n")
    assert not is_of_one(TEAM, ALICE)
