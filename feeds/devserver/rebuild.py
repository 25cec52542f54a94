"""Build again after every change of an article, the configuration or a template."""

from collections.abc import Callable, Generator, Iterable
from contextlib import ExitStack, closing
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from feeds.config import Settings
from feeds.core.errors import BusyError, FeedsError
from feeds.core.progress import Warn
from feeds.devserver.watch import Changes, Watched, real_path, watched, watching
from feeds.publish.build import Request, build
from feeds.publish.report import Report

BUSY_SECONDS = 1.0
"""Seconds until a build is tried again that found another one running."""


class Rebuilt(Struct, frozen=True):
    """The result of a build after a change: a report, or the error that prevented it.

    `changed` has the changed files as people name them, each with what happened to it.
    """

    settings: Settings
    changed: tuple[str, ...]
    report: Report | None = None
    error: str | None = None


def follow(read: Callable[[], Settings], config: Path, *, details: bool, warn: Warn) -> Generator[Rebuilt, None, None]:
    """Build, and build again after every burst of changes; yield the result of each build.

    `read` returns the present settings; `config` is the path of their file, which need not exist. `details` and `warn`
    are passed to the builds. Errors of the first build are raised. Later ones are yielded: the next change may correct
    what is wrong.
    """
    settings = read()
    first = build(settings, Request(details=details), warn=warn)  # child processes help, as there are no threads yet
    # Later builds have little to do, and a process with the server's threads should not be forked.
    request = Request(details=details, jobs=1)

    changes = Changes()
    with closing(_Watch(changes, config)) as watch:
        watch.move_to(settings)
        missed = build(settings, request, warn=warn)  # what changed before the watch began
        yield Rebuilt(settings, (), first)
        if missed.written or missed.removed:
            yield Rebuilt(settings, (), missed)

        waiting: set[Path] = set()
        while True:
            new = changes.wait(BUSY_SECONDS if waiting else None)
            waiting |= new
            names = _shown(waiting, _roots(settings, config))
            try:
                before, settings = settings, read()
                watch.move_to(settings)
                # Who names another output while watching means it.
                is_moved = settings.output != before.output
                report = build(settings, replace(request, force=is_moved), warn=warn)
            except BusyError as error:
                if new:
                    yield Rebuilt(settings, names, error=f"{error}; trying again")
                continue
            except (FeedsError, OSError) as error:
                yield Rebuilt(settings, names, error=str(error))
            else:
                if names or report.written or report.removed:
                    yield Rebuilt(settings, names, report)
            waiting = set()


def _roots(settings: Settings, config: Path) -> tuple[Path, ...]:
    """Return the files and folders that the feeds are made from."""
    templates = (settings.templates,) if settings.templates else ()
    return (*settings.sources, settings.data, *templates, config)


class _Watch:
    """A watch on the files that the present settings name."""

    def __init__(self, changes: Changes, config: Path) -> None:
        self._changes = changes
        self._config = config
        self._watched: Watched | None = None
        self._stack = ExitStack()

    def move_to(self, settings: Settings) -> None:
        """Watch the files of new settings; the new watch begins before the old one ends, so no change is missed."""
        wanted = watched(settings, self._config)
        if wanted != self._watched:
            old, self._stack = self._stack, ExitStack()
            with old:
                self._stack.enter_context(watching(wanted, self._changes))
            self._watched = wanted

    def close(self) -> None:
        """End the watch."""
        self._stack.close()


def _shown(paths: Iterable[Path], roots: Iterable[Path]) -> tuple[str, ...]:
    """Return paths as the user names the folders above them, each with what happened to it.

    A path without a suffix that no longer exists is left out: editors make such files for a moment.
    """
    named = [(real_path(root), root) for root in roots]
    shown = []
    for path in sorted(path for path in paths if path.suffix or _is_there(path)):
        inside = next((root / path.relative_to(real) for real, root in named if path.is_relative_to(real)), path)
        shown.append(f"{inside} {'changed' if _is_there(path) else 'is gone'}")
    return tuple(shown)


def _is_there(path: Path) -> bool:
    """Say whether a path exists, as far as this user can tell: its folders may be closed, or its name too long."""
    try:
        return path.exists()
    except OSError:
        return False
