"""One build at a time for each output."""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from feeds.errors import BusyError, OutputError


@contextmanager
def hold(path: Path) -> Iterator[None]:
    """Hold a lock file while the body runs. The lock of a process that died is free at once.

    Raises BusyError, which says who holds the lock, where another process does; OutputError where the file cannot be
    opened.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise OutputError(f"{path}: the lock cannot be opened: {error.strerror}") from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(descriptor, 200).decode("utf-8", "replace").strip() or "a process that just began"
            raise BusyError(f"another build is running: {holder}; this one has written nothing") from error
        try:
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, _introduction().encode(), 0)
            yield
        finally:
            # As if nothing had been written: a build that changes nothing changes no file, this one included.
            os.ftruncate(descriptor, 0)
            os.utime(descriptor, ns=(0, 0))
    finally:
        os.close(descriptor)


def _introduction() -> str:
    """Return who this process is, for another that finds the lock held."""
    return f"process {os.getpid()} on {socket.gethostname()}, since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC\n"
