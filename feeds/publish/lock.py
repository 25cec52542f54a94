"""Let only one build at a time write to an output."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from feeds.core.errors import BusyError, OutputError
from feeds.core.safe_files import (
    PRIVATE_FILE,
    NotRegularFileError,
    has_other_names,
    make_descriptor_private,
    open_regular,
    reason,
)

_held: set[int] = set()
"""The open files that carry a lock."""

_LOOK_AGAIN = 0.25
"""Seconds between two attempts to get a lock that another build holds."""


def _close_in_child() -> None:
    """Close the files that carry a lock, so that a child that outlives its parent does not hold on to it."""
    for descriptor in _held:
        os.close(descriptor)
    _held.clear()


os.register_at_fork(after_in_child=_close_in_child)


@contextmanager
def hold(path: Path, wait: float = 0.0, *, what: str = "build") -> Iterator[None]:
    """Hold a lock file while the body runs. The lock of a process that has died is free at once.

    Another process that holds it is waited for, but for no more than `wait` seconds. `what`
    is what the body does.

    Raises BusyError, which names the holder, if another process holds it; OutputError if the file cannot be opened or
    is no regular file.
    """
    try:
        descriptor = open_regular(path, os.O_RDWR | os.O_CREAT)
    except NotRegularFileError as error:
        raise OutputError(f"{path}: {reason(error)}") from error
    except OSError as error:
        raise OutputError(f"{path}: the lock cannot be opened: {error.strerror}") from error

    with _kept_from_children(descriptor):
        try:
            _lock(descriptor, wait)
        except BlockingIOError as error:
            holder = os.read(descriptor, 200).decode("utf-8", "replace").strip() or "a process that just began"
            raise BusyError(f"another {what} is running: {holder}; this one has written nothing") from error
        except OSError as error:
            hint = "put the state on a local disk with --state-dir"
            raise OutputError(f"{path}: this file system has no locks ({error.strerror}); {hint}") from error

        make_descriptor_private(descriptor, PRIVATE_FILE)
        if has_other_names(descriptor):
            yield
            return
        try:
            _write_holder(descriptor, path)
            yield
        finally:
            # Undo the write: a build that changes nothing leaves every file as it was, the lock included.
            with suppress(OSError):
                os.ftruncate(descriptor, 0)
                os.utime(descriptor, ns=(0, 0))


@contextmanager
def hold_folder(folder: Path, wait: float = 0.0) -> Iterator[None]:
    """Lock a folder, if it exists, while the body runs: builds with different states cannot both write to it.

    Another process that holds it is waited for, but for no more than `wait` seconds.

    Raises BusyError if another process holds it. On a file system that cannot lock folders the lock of the state has to
    suffice.
    """
    if not folder.is_dir():
        yield
        return

    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    with _kept_from_children(descriptor):
        try:
            _lock(descriptor, wait)
        except BlockingIOError as error:
            # Whoever may open the folder can lock it: it need not be a build.
            holder = "another build is running, with another state, or another program has locked this folder"
            raise BusyError(f"{folder}: {holder}; this one has written nothing") from error
        except OSError:
            pass
        yield


def _lock(descriptor: int, wait: float) -> None:
    """Lock an open file. Raises BlockingIOError if another process still holds it after some seconds, or OSError."""
    deadline = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            left = deadline - time.monotonic()
            if left <= 0:
                raise
            time.sleep(min(left, _LOOK_AGAIN))
        else:
            return


@contextmanager
def _kept_from_children(descriptor: int) -> Iterator[None]:
    """Keep an open file while the body runs, and close it then; children close it at once."""
    _held.add(descriptor)
    try:
        yield
    finally:
        _held.discard(descriptor)
        os.close(descriptor)


def _write_holder(descriptor: int, path: Path) -> None:
    """Write into the lock file who holds it, for another process that finds it held."""
    holder = f"process {os.getpid()} on {os.uname().nodename}, since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC\n"
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, holder.encode(), 0)
    except OSError as error:
        raise OutputError(f"{path}: the state cannot be written: {error.strerror}") from error
