"""Builds again whenever something changes that the feeds are made from."""

from collections.abc import Callable, Generator, Iterable
from contextlib import ExitStack, closing
from pathlib import Path

from msgspec import Struct

from feeds.config import Settings
from feeds.core.errors import BusyError, FeedsError
from feeds.core.progress import Warn
from feeds.devserver.watch import Changes, Watched, watched, watching
from feeds.publish.build import Request, build
from feeds.publish.report import Report

BUSY_SECONDS = 1.0
"""Seconds after which a build that found another one running is tried again."""


class Rebuilt(Struct, frozen=True):
    """What a build after a change came to: a report, or the error that prevented it.

    `changed` names the files for people, each with what happened to it.
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
    first = build(settings, Request(details=details), warn=warn)  # while there are no threads, processes can help
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
            names = _shown(waiting, (*settings.sources, settings.data, *filter(None, [settings.templates]), config))
            try:
                settings = read()
                watch.move_to(settings)
                report = build(settings, request, warn=warn)
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


class _Watch:
    """Watches the files that the present settings name."""

    def __init__(self, changes: Changes, config: Path) -> None:
        self._changes = changes
        self._config = config
        self._watched: Watched | None = None
        self._stack = ExitStack()

    def move_to(self, settings: Settings) -> None:
        """Watch what these settings name. The new watch begins before the old one ends, so that no change is missed."""
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
    """Return paths below the folders as the user names these, each with what happened to it.

    A path without a suffix that is gone is left out: editors make such files for a moment.
    """
    named = [(root.resolve(), root) for root in roots]
    shown = []
    for path in sorted(path for path in paths if path.suffix or path.exists()):
        inside = next((root / path.relative_to(real) for real, root in named if path.is_relative_to(real)), path)
        shown.append(f"{inside} {'changed' if path.exists() else 'is gone'}")
    return tuple(shown)
