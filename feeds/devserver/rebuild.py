"""Build again after every change of an article, the configuration or a template."""

from collections.abc import Callable, Generator, Iterable
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from feeds.config import Settings
from feeds.core.errors import BusyError, FeedsError
from feeds.core.progress import Warn
from feeds.devserver.watch import Watch, places_of
from feeds.publish.build import Request, build
from feeds.publish.report import Report

AGAIN_SECONDS = 1.0
"""Seconds until a build is tried again that found another one running, or a configuration that could not be read."""


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
    watch = Watch(places_of(settings, config))
    yield Rebuilt(settings, (), build(settings, Request(details=details), warn=warn))
    # Later builds have little to do, and a process with the server's threads should not be forked.
    request = Request(details=details, jobs=1)

    output = settings.output
    waiting: set[Path] = set()
    trouble = ""  # with the configuration, which can end without a change of a file that is watched
    while True:
        new = watch.wait(AGAIN_SECONDS if waiting or trouble else None)
        waiting |= new
        names = _shown(waiting)
        try:
            settings = read()
        except (FeedsError, OSError) as error:
            if new or str(error) != trouble:
                trouble = str(error)
                yield Rebuilt(settings, names, error=trouble)
            waiting = set()
            continue

        trouble = ""
        watch.move_to(places_of(settings, config))
        try:
            # Who names another output while watching means it.
            report = build(settings, replace(request, force=settings.output != output), warn=warn)
            output = settings.output
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


def _shown(paths: Iterable[Path]) -> tuple[str, ...]:
    """Return paths, each with what happened to it.

    A path without a suffix that no longer exists is left out: editors make such files for a moment.
    """
    shown = sorted(path for path in paths if path.suffix or _is_there(path))
    return tuple(f"{path} {'changed' if _is_there(path) else 'is gone'}" for path in shown)


def _is_there(path: Path) -> bool:
    """Say whether a path exists, as far as this user can tell: its folders may be closed, or its name too long."""
    try:
        return path.exists()
    except OSError:
        return False
