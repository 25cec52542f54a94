"""One build at a time for each output."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from feeds.core.errors import BusyError, OutputError

_held: set[int] = set()


def _let_go() -> None:
    """Leave the lock to the parent alone: a child that outlives it for a moment must not hold on to it."""
    for descriptor in _held:
        os.close(descriptor)
    _held.clear()


os.register_at_fork(after_in_child=_let_go)


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
    with _kept(descriptor):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(descriptor, 200).decode("utf-8", "replace").strip() or "a process that just began"
            raise BusyError(f"another build is running: {holder}; this one has written nothing") from error
        except OSError as error:
            where = "put the state on a local disk with --state-dir"
            raise OutputError(f"{path}: this file system has no locks ({error.strerror}); {where}") from error
        try:
            _introduce(descriptor, path)
            yield
        finally:
            # As if nothing had been written: a build that changes nothing changes no file, this one included.
            with suppress(OSError):
                os.ftruncate(descriptor, 0)
                os.utime(descriptor, ns=(0, 0))


@contextmanager
def hold_folder(folder: Path) -> Iterator[None]:
    """Hold a folder itself while the body runs, if it is there; so builds with states apart cannot both write to it.

    Raises BusyError where another process holds it. Where a folder cannot be locked, the lock of the state must do.
    """
    if not folder.is_dir():
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    with _kept(descriptor):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = f"{folder}: another build is running, with another state; this one has written nothing"
            raise BusyError(message) from error
        except OSError:
            pass
        yield


@contextmanager
def _kept(descriptor: int) -> Iterator[None]:
    """Keep an open file from children while the body runs, and close it then."""
    _held.add(descriptor)
    try:
        yield
    finally:
        _held.discard(descriptor)
        os.close(descriptor)


def _introduce(descriptor: int, path: Path) -> None:
    """Write down who this process is, for another that finds the lock held."""
    words = f"process {os.getpid()} on {os.uname().nodename}, since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC\n"
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, words.encode(), 0)
    except OSError as error:
        raise OutputError(f"{path}: the state cannot be written: {error.strerror}") from error
