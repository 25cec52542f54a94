"""Writes documents into the output folder: atomically, and only what differs."""

import os
import re
from collections.abc import Iterable
from pathlib import Path

from feeds.errors import OutputError

MODE = 0o644
"""Every document can be read by the web server, whatever the umask of the one who builds."""


_TEMPORARY = re.compile(r"\..+\.(\d{1,9})\.tmp")


class Output:
    """The output folder during one build. With `dry_run` it only says what would be written."""

    def __init__(self, folder: Path, *, dry_run: bool = False) -> None:
        self._folder = folder
        self._dry_run = dry_run
        self._swept: set[Path] = set()
        self.written: list[str] = []
        self.unchanged: list[str] = []
        self.removed: list[str] = []

    def write(self, name: str, document: bytes) -> None:
        """Put a document in place if it differs from what is there. `name` is relative to the folder, with `/`.

        Raises OutputError where it cannot be written; the old document is then still there.
        """
        path = self._folder / name
        try:
            self._sweep(path.parent)
            if _read(path) == document:
                self.unchanged.append(name)
                return
            if not self._dry_run:
                path.parent.mkdir(parents=True, exist_ok=True)
                replace_file(path, document)
        except OSError as error:
            raise OutputError(
                f"{path}: cannot be written: {error.strerror}; what was there before is untouched"
            ) from error
        self.written.append(name)

    def remove(self, names: Iterable[str]) -> None:
        """Remove documents that builds wrote, and the folders that this leaves empty.

        Raises OutputError where one cannot be removed.
        """
        for name in names:
            path = self._folder / name
            if not path.is_file():
                continue
            try:
                if not self._dry_run:
                    path.unlink()
                    self._tidy(path.parent)
            except OSError as error:
                raise OutputError(f"{path}: cannot be removed: {error.strerror}") from error
            self.removed.append(name)

    def _sweep(self, folder: Path) -> None:
        """Sweep a folder once in a build."""
        if folder not in self._swept and not self._dry_run:
            sweep(folder)
            self._swept.add(folder)

    def _tidy(self, folder: Path) -> None:
        while folder != self._folder and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent


def replace_file(path: Path, content: bytes) -> None:
    """Replace a file, whole or not at all: written beside it, flushed to the disk, renamed over it.

    The new file never has the modification second of the old: a web server's ETag is often made of that and the size.
    Raises OSError; the old file is then untouched.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            os.fchmod(file.fileno(), MODE)
        _move_on(temporary, path)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def sweep(folder: Path) -> None:
    """Remove what a build that was killed left beside its files. Raises OSError."""
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        found = _TEMPORARY.fullmatch(path.name)
        if found and not _is_running(int(found[1])):
            path.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is another user's
        return True
    return True


def _move_on(temporary: Path, path: Path) -> None:
    """Date the new file at least one second after the one it replaces."""
    try:
        before = path.stat().st_mtime_ns
    except FileNotFoundError:
        return
    second = 1_000_000_000
    if temporary.stat().st_mtime_ns // second <= before // second:
        moment = (before // second + 1) * second
        os.utime(temporary, ns=(moment, moment))


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
