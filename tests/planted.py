"""What another user, or a failing disk, may put where a file belongs: links, FIFOs, sockets, devices, other bytes."""

import os
import socket
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from feeds.index import seal


def _link(path: Path) -> None:
    path.symlink_to(path.parent / "victim")


def _dangling_link(path: Path) -> None:
    path.symlink_to(path.parent / "nothing-there")


def _endless_link(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _circle(path: Path) -> None:
    path.symlink_to(path)


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    before = Path.cwd()
    os.chdir(path.parent)  # the address of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(path.name)
    finally:
        os.chdir(before)


def _device(path: Path) -> None:
    try:
        os.mknod(path, 0o600 | 0o020000, os.makedev(1, 5))  # /dev/zero
    except PermissionError:
        pytest.skip("only root can make devices")


Plant = Callable[[Path], None]
PLANTS: list[Plant] = [_link, _dangling_link, _endless_link, _circle, _fifo, _socket, _device]
"""Each puts something at a path that is no regular file and no folder."""

every_plant = pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.__name__.strip("_"))


def victim_beside(path: Path) -> Path:
    """Make, and return, the file that a planted link at the path leads to."""
    victim = path.parent / "victim"
    victim.write_bytes(b"untouched")
    victim.chmod(0o640)
    return victim


def is_untouched(victim: Path) -> bool:
    """Say whether nothing was written through a link to the file."""
    return victim.read_bytes() == b"untouched" and victim.stat().st_mode & 0o777 == 0o640


def journal_of(database: Path, names: bytes) -> bytes:
    """Return a journal that SQLite rolls back, and that names the file of a transaction over several databases."""
    page, magic = 4096, bytes.fromhex("d9d505f920a163d7")
    header = magic + struct.pack(">IIIII", 0, 1, database.stat().st_size // page, 512, page)
    tail = struct.pack(">I", (1 << 30) // page + 1) + names + struct.pack(">II", len(names), sum(names)) + magic
    return header.ljust(512, b"\0") + tail


def rot(database: Path, content: bytes) -> None:
    """Put other bytes in the place of a database's as a disk does: its seal says that nothing has written to it."""
    checksum = seal.path_of(database).read_text().split()[-1]
    database.write_bytes(content)
    seal.write(database)
    look = seal.path_of(database).read_text().strip()
    seal.path_of(database).write_text(f"{look} {checksum}\n")
