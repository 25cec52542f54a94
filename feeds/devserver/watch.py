"""Notice changes of the files that feeds and pages are made from: articles, settings, topics, templates, words.

The files are looked at again and again, as builds do it. Notices of the system would cost less while nothing happens,
but are given for folders, not for names: they end where a folder is replaced, follow links, and run out.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from math import inf
from pathlib import Path
from stat import S_ISDIR
from time import monotonic, sleep

from msgspec import Struct

from feeds.articles.excluded import Excluded, IsExcluded
from feeds.articles.files import NEVER_READ
from feeds.config import Settings
from feeds.config.words import FOLDER as LOCALE
from feeds.core.confines import Confines

WAIT_SECONDS = 0.5
"""Seconds after which a wait is begun anew: a signal that another thread has taken is seen in between."""

PAUSE_SECONDS = 0.3
"""Seconds between two looks at the files of a site of usual size."""

MAX_SHARE = 0.1
"""The most of the time of a processor that is spent on looking: in a large site, pauses are longer."""

QUIET_SECONDS, MAX_BURST_SECONDS = 0.2, 2.0
"""Changes that follow one another within QUIET_SECONDS are one burst, which ends after MAX_BURST_SECONDS."""

Stamp = int
"""What tells one version of a file from another: a digest of its inode, size and times, by which builds know them."""

_DATA_FOLDERS = ("topics", "organizations")
_NEVER_READ = frozenset(map(os.fsdecode, NEVER_READ))
_FOLDER = 0


class Places(Struct, frozen=True):
    """What to look at: `files`, and what is in the folders of the `sources`, of `data`, `templates` and `locale`.

    Nothing is looked at in the folders that are `shut`, as builds write there, nor what is `excluded` from the sources.
    """

    sources: tuple[Path, ...]
    files: tuple[Path, ...]
    data: Path
    templates: Path | None
    locale: Path
    shut: tuple[Path, ...]
    excluded: Excluded
    confines: Confines


def places_of(settings: Settings, config: Path) -> Places:
    """Return what the feeds of a site are made from; `config` is the path of its configuration."""
    described = settings.described
    site = [settings.root / name for name in described.files] if settings.root and described else []
    return Places(
        sources=settings.sources,
        files=(config, *site),
        data=settings.data,
        templates=settings.templates,
        locale=config.parent / LOCALE,
        shut=(settings.output, settings.state_dir),
        excluded=settings.excluded,
        confines=settings.confines,
    )


class Watch:
    """A watch on files from the moment on at which it is made."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._seen = self._look()

    def move_to(self, places: Places) -> None:
        """Watch other places from now on; what has changed of those in both since the last burst is of the next one."""
        if places != self._places:
            self._places = places
            before = self._seen
            self._seen = {path: before.get(path, stamp) for path, stamp in self._look().items()}

    def wait(self, seconds: float | None = None) -> set[Path]:
        """Return the next burst of changes; nothing if none begins within some seconds.

        It is made of the files that have changed, are new or are gone since the last burst, and of such folders that
        are named as sources.
        """
        end = inf if seconds is None else monotonic() + seconds
        while not (changed := self._changed()):
            left = end - monotonic()
            if left <= 0:
                return set()
            _sleep(min(left, max(PAUSE_SECONDS, self._cost / MAX_SHARE)))

        end = monotonic() + MAX_BURST_SECONDS
        while monotonic() < end:
            _sleep(QUIET_SECONDS)
            more = self._changed()
            if not more:
                break
            changed |= more
        return {Path(path) for path in changed}

    def _changed(self) -> set[str]:
        before, self._seen = self._seen, self._look()
        return {path for path, _ in before.items() ^ self._seen.items()}

    def _look(self) -> dict[str, Stamp]:
        start = monotonic()
        seen = _Look(self._places).seen
        self._cost = monotonic() - start
        return seen


class _Look:
    """One look at all files, each with its stamp. A folder is looked into once, however many ways lead to it."""

    def __init__(self, places: Places) -> None:
        self.seen: dict[str, Stamp] = {}
        self._confines = places.confines
        self._been = {identity for folder in places.shut if (identity := _identity(folder))}
        for path in map(str, (*places.files, *places.sources)):
            self._add(path, follows=True)
        for folder in _other_folders(places):  # first, as what is excluded from the sources counts there
            self._below(str(folder))
        for source in places.sources:
            self._below(str(source), places.excluded.below(source))

    def _below(self, root: str, is_excluded: IsExcluded | None = None) -> None:
        """Look at all files below a folder which builds may read; links to folders are not followed, as in builds."""
        start = len(os.path.join(root, ""))
        waiting = [root]
        while waiting:
            folder = waiting.pop()
            identity = _identity(folder)
            if identity is None or identity in self._been:
                continue
            self._been.add(identity)
            with suppress(OSError), os.scandir(folder) as listed:  # builds say what they cannot read
                for entry in listed:
                    is_folder = entry.is_dir(follow_symlinks=False)
                    path = os.fsencode(entry.path[start:])
                    if not _is_read(entry.name) or (is_excluded and is_excluded(path, is_folder)):
                        continue
                    if is_folder:
                        waiting.append(entry.path)
                    elif entry.is_symlink():
                        self._add(entry.path, follows=self._confines.hold(entry.path))
                    else:
                        with suppress(FileNotFoundError):
                            self.seen[entry.path] = _stamp(entry.stat())

    def _add(self, path: str, *, follows: bool) -> None:
        """Note what is under a name: a file, also behind a link where that may be followed, or a folder."""
        with suppress(OSError, ValueError):
            self.seen[path] = _stamp(os.lstat(path))
            if follows:
                status = os.stat(path)
                self.seen[path] = _FOLDER if S_ISDIR(status.st_mode) else _stamp(status)


def _other_folders(places: Places) -> Iterator[Path]:
    """Yield the folders beside the sources; in those of data and of words, a link to a folder of the site counts."""
    if places.templates is not None:
        yield places.templates
    words: list[Path] = []
    with suppress(OSError):
        words += (tag / "LC_MESSAGES" for tag in places.locale.iterdir())
    for folder in (places.data, *(places.data / name for name in _DATA_FOLDERS), places.locale, *words):
        if places.confines.hold(folder):
            yield folder


def _identity(folder: Path | str) -> tuple[int, int] | None:
    """Return what tells a folder from any other that there is at the time; None if there is none."""
    with suppress(OSError, ValueError):
        status = os.stat(folder)
        return status.st_dev, status.st_ino
    return None


def _stamp(status: os.stat_result) -> Stamp:
    return hash((status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns))


def _is_read(name: str) -> bool:
    """Say whether builds look at what is called so; what editors keep of an earlier version changes nothing."""
    return not name.startswith(".") and not name.endswith("~") and name not in _NEVER_READ


def _sleep(seconds: float) -> None:
    """Sleep in short steps."""
    end = monotonic() + seconds
    while (left := end - monotonic()) > 0:
        sleep(min(left, WAIT_SECONDS))
