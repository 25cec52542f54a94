"""Watch the files that feeds and pages are made from: articles, settings, topics, templates, words."""

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic

import watchfiles
from msgspec import Struct

from feeds.articles.files import NEVER_READ
from feeds.config import Settings
from feeds.config.words import FOLDER as LOCALE
from feeds.core.errors import ServerError

WAIT_SECONDS = 0.5
"""Seconds after which a wait is begun anew: a signal that another thread has taken is seen in between."""

QUIET_MS, MAX_BURST_MS = 200, 2_000
"""Changes that follow one another within QUIET_MS are one burst, which ends after MAX_BURST_MS at the latest."""


class Watched(Struct, frozen=True):
    """What to watch: everything below `folders`, and `files`, but nothing below `excluded`, where builds write.

    Every path is absolute and without symbolic links.
    """

    folders: frozenset[Path]
    files: frozenset[Path]
    excluded: frozenset[Path]

    def matters(self, path: Path) -> bool:
        """Return whether a change of a file or folder may change a feed."""
        if any(path.is_relative_to(folder) for folder in self.excluded):
            return False
        if path in self.files:
            return True
        above = [folder for folder in self.folders if path.is_relative_to(folder)]
        return any(_is_read(path.relative_to(folder)) for folder in above)


def watched(settings: Settings, config: Path) -> Watched:
    """Return what the feeds of a site are made from; `config` is the path of its configuration."""
    sources = {real_path(source) for source in settings.sources}
    others = [real_path(folder) for folder in (settings.data, settings.templates, config.parent / LOCALE) if folder]
    folders = {path for path in (*sources, *others) if path.is_dir()}
    files = {real_path(config), *(path for path in sources if not path.is_dir())}
    if settings.root is not None and settings.described is not None:
        files.update(real_path(settings.root) / name for name in settings.described.files)
    excluded = {real_path(settings.output), real_path(settings.state_dir)}
    return Watched(frozenset(folders), frozenset(files), frozenset(excluded))


def real_path(path: Path) -> Path:
    """Return a path without symbolic links; of links that lead in a circle, what can be said of it."""
    return Path(os.path.realpath(path))


class Changes:
    """The files that changed since `wait` was last called."""

    def __init__(self) -> None:
        self._bursts: SimpleQueue[set[Path] | ServerError] = SimpleQueue()

    def add(self, burst: set[Path] | ServerError) -> None:
        """Add files that changed, or the error because of which they cannot be watched any more."""
        self._bursts.put(burst)

    def wait(self, seconds: float | None = None) -> set[Path]:
        """Return the next burst of changes; nothing if none begins within some seconds. Raises ServerError.

        There is nothing in a burst of changes that nobody can name.
        """
        found: set[Path] = set()
        burst = self._next(seconds)
        while burst is not None:
            if isinstance(burst, ServerError):
                raise burst
            found |= burst
            burst = self._next(QUIET_MS / 1000)
        return found

    def _next(self, seconds: float | None) -> set[Path] | ServerError | None:
        """Return what was added next; None if nothing is within some seconds, which are waited for in short steps."""
        end = None if seconds is None else monotonic() + seconds
        while (left := WAIT_SECONDS if end is None else end - monotonic()) > 0:
            with suppress(Empty):
                return self._bursts.get(timeout=min(left, WAIT_SECONDS))
        return None


@contextmanager
def watching(places: Watched, changes: Changes) -> Iterator[None]:
    """Add changes of files for the time of the body; none is missed once the body has begun."""
    over = threading.Event()
    watchers = [_Watcher(places.folders, True, places.matters, changes, over)]
    watchers.append(_Watcher({path.parent for path in places.files}, False, places.matters, changes, over))
    try:
        for watcher in watchers:
            watcher.start()
        for watcher in watchers:
            watcher.ready.wait()
        yield
    finally:
        over.set()
        for watcher in watchers:
            watcher.join()


class _Watcher(threading.Thread):
    """A thread that watches folders, and those below them if `is_deep`. Once it is ready, it misses nothing."""

    def __init__(
        self,
        folders: Iterable[Path],
        is_deep: bool,
        matters: Callable[[Path], bool],
        changes: Changes,
        over: threading.Event,
    ) -> None:
        super().__init__(daemon=True)
        self._folders = [folder for folder in folders if folder.is_dir()]
        self._is_deep = is_deep
        self._matters = matters
        self._changes = changes
        self._over = over
        self._has_lost = False
        self.ready = threading.Event()

    def run(self) -> None:
        try:
            while not self._over.is_set():
                try:
                    self._watch()
                except RuntimeError:  # a name that is no UTF-8, and with it all that happened at the time, is lost
                    if not self.ready.is_set():
                        raise
                    self._has_lost = True
                    self._over.wait(QUIET_MS / 1000)
        except (OSError, RuntimeError) as error:
            self._changes.add(ServerError(f"the folders of the articles cannot be watched: {error}"))
        finally:
            self.ready.set()

    def _watch(self) -> None:
        """Add changes until it is over. Raises OSError or RuntimeError."""
        is_usual = watchfiles.DefaultFilter()  # not a file of an editor or of version control
        for burst in watchfiles.watch(
            *self._folders,
            watch_filter=lambda change, path: is_usual(change, path) and self._matters(Path(path)),
            recursive=self._is_deep,
            step=QUIET_MS,
            debounce=MAX_BURST_MS,
            rust_timeout=QUIET_MS,
            yield_on_timeout=True,
            stop_event=self._over,
            raise_interrupt=False,
            ignore_permission_denied=True,  # builds say what they cannot read
        ):
            self.ready.set()
            if burst or self._has_lost:  # from now on nothing is missed: a build finds what was
                self._has_lost = False
                self._changes.add({Path(path) for _, path in burst})


def _is_read(path: Path) -> bool:
    """Return whether builds look at a file below a source."""
    never = {folder.decode() for folder in NEVER_READ}
    return not any(part.startswith(".") or part in never for part in path.parts)
