"""Builds whenever something changes that the feeds are made from."""

from collections.abc import Callable, Generator, Iterable
from contextlib import ExitStack
from pathlib import Path

from msgspec import Struct

from feeds.config import Settings
from feeds.core.errors import BusyError, FeedsError
from feeds.core.progress import Warn
from feeds.devserver.watch import Changes, watched, watching
from feeds.publish.build import Request, build
from feeds.publish.report import Report

BUSY_SECONDS = 1.0
"""After which a build is tried again that found another one running."""


class Rebuilt(Struct, frozen=True):
    """What came of a change: a report, or the error that kept a build from being made.

    `changed` are the files, each with what became of it, for a person.
    """

    settings: Settings
    changed: tuple[str, ...]
    report: Report | None = None
    error: str | None = None


def follow(read: Callable[[], Settings], config: Path, *, details: bool, warn: Warn) -> Generator[Rebuilt, None, None]:
    """Build, and again after every burst of changes; yield what came of each, for as long as somebody asks.

    `read` returns the settings as they are by now, `config` is where their file is, or would be. `details` and `warn`
    are those of a build. Of the first build errors are raised; later ones are yielded, and the next change may mend
    what is wrong.
    """
    changes = Changes()
    settings = read()
    first = build(settings, Request(details=details), warn=warn)  # before there are threads: processes can help with it
    places = watched(settings, config)
    with ExitStack() as watch:
        watch.enter_context(watching(places, changes))
        # What changed while nobody watched yet is found by a second build, which takes little time.
        missed = build(settings, Request(details=details, jobs=1), warn=warn)
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
                if watched(settings, config) != places:
                    places = watched(settings, config)
                    before = watch.pop_all()
                    watch.enter_context(watching(places, changes))
                    before.close()
                # One process is enough for what a change touches, and the threads that serve are not copied into more.
                report = build(settings, Request(details=details, jobs=1), warn=warn)
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


def _shown(paths: Iterable[Path], roots: Iterable[Path]) -> tuple[str, ...]:
    """Return paths as the user names the folders that they are in, each with what became of it.

    What is gone and has no suffix is what an editor had there for a moment.
    """
    named = [(root.resolve(), root) for root in roots]
    shown = []
    for path in sorted(path for path in paths if path.suffix or path.exists()):
        inside = next((root / path.relative_to(real) for real, root in named if path.is_relative_to(real)), path)
        shown.append(f"{inside} {'changed' if path.exists() else 'is gone'}")
    return tuple(shown)
