"""Remember how the last build of an output ended, and the last one that succeeded.

Each lies in a file beside the database, one block long and written in place: it can be written when the disk is full,
and without the lock. The file of the success is the heartbeat, whose time moves with every build that succeeds.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from feeds import __version__
from feeds.core.decoding import UNDECODABLE
from feeds.core.errors import BUSY, ending
from feeds.core.messages import shown
from feeds.core.pretty_json import pretty_json
from feeds.core.safe_files import (
    PRIVATE_FILE,
    is_own,
    make_descriptor_private,
    open_regular,
    remove_irregular,
)
from feeds.publish.guard import CLOCK_AHEAD
from feeds.publish.report import Report

ATTEMPT, HEARTBEAT = ".attempt", ".heartbeat"
"""The suffixes of the two files, which are otherwise called like the database."""

REMINDER = timedelta(hours=23, minutes=50)
"""After this time an error that goes on is told again: once a day, by a timer that is not exact to the minute."""

_BLOCK, _MAX_ERROR = 4096, 800

_EARLIEST, _LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
"""No clock of a machine says anything else, and there is room to reckon with."""

_Moment = Annotated[datetime, Meta(tz=True)]


class Attempt(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a build ended: when, with which exit status, and of which version of feeds it was.

    `time` is when one that failed did so, and when one that succeeded began. `config` is the absolute path of the
    configuration file. Of one that failed, or wrote nothing, `error` says why, `since` when the first of the builds
    that failed in this way did, and `told` when a person who wants only news was last told. `over` is the error before
    a success, whose end such a person was not told. `latest` is when an earlier build succeeded by a clock that said
    more, as one that was wrong for a while may, and `behind` when the first did after that: in time it is forgotten.
    """

    time: _Moment
    status: int
    version: str
    config: str | None = None
    error: str | None = None
    since: _Moment | None = None
    told: _Moment | None = None
    over: str | None = None
    latest: _Moment | None = None
    behind: _Moment | None = None

    @property
    def is_success(self) -> bool:
        """Say whether the feeds were written, although articles may have been left out."""
        return self.error is None

    @property
    def is_news(self) -> bool:
        """Say whether the error has begun, has changed, or was not told for a day."""
        return self.error is not None and self.told == self.time


def last(database: Path) -> Attempt | None:
    """Return how the last build of the output of a database ended; None if that is not known."""
    return _read(database.with_suffix(ATTEMPT))


def last_success(database: Path) -> Attempt | None:
    """Return how the last build that wrote the feeds ended; None if that is not known."""
    return _read(database.with_suffix(HEARTBEAT))


def of_config(state_dir: Path, config: Path) -> list[Path]:
    """Return the databases below a folder of states whose last builds read a configuration file."""
    found = [(path, _read(path)) for path in sorted(state_dir.glob(f"*{ATTEMPT}"))]
    wanted = _absolute(config)
    return [path.with_suffix(".sqlite") for path, attempt in found if attempt and attempt.config == wanted]


@contextmanager
def noting_failure(database: Path, config: Path | None, *, news_only: bool) -> Iterator[None]:
    """Note the error that ends the body, if one does, and raise it again. `news_only` is as in a `Request`."""
    try:
        yield
    except BaseException as error:
        note_failure(database, config, *ending(error), news_only=news_only)
        raise


def note_failure(database: Path, config: Path | None, status: int, error: str, *, news_only: bool) -> Attempt:
    """Note that a build failed, or wrote nothing, and return the attempt. What cannot be written is not noted."""
    now = datetime.now(UTC)
    error = str(shown(error)[:_MAX_ERROR])
    before = last(database)
    since, told = now, None
    if before and before.error == error:
        since, told = before.since or now, before.told
    if news_only and (told is None or not now - REMINDER < told <= now):
        told = now

    attempt = _attempt(now, status, config, error)
    attempt = replace(attempt, since=since, told=told)
    _write(database.with_suffix(ATTEMPT), attempt)
    return attempt


def note_report(database: Path, config: Path | None, report: Report, *, news_only: bool) -> str | None:
    """Note how a build ended that was not ended by an error, and return the error before it whose end is to be told.

    It is None if there was none, if nobody who wants only news was told of it, or if this build is not for such a one:
    then it is left to the next that is.
    """
    if report.refused:
        note_failure(database, config, report.exit_status, report.refused, news_only=news_only)
        return None

    before = last(database)
    over = _to_be_told(before) if before else None
    success = _attempt(report.time or datetime.now(UTC), report.exit_status, config)
    _write(database.with_suffix(ATTEMPT), success if news_only else replace(success, over=over))
    _write(database.with_suffix(HEARTBEAT), _after(last_success(database), success))
    return over if news_only else None


def _after(before: Attempt | None, success: Attempt) -> Attempt:
    """Return a success that knows of an earlier one by a clock that said more, until builds say otherwise for long."""
    now = success.time
    if before is None:
        return success
    latest = max(before.time, before.latest or before.time)
    behind = (before.behind if before.latest else None) or now
    is_known = now < latest and behind <= now < behind + CLOCK_AHEAD
    return replace(success, latest=latest, behind=behind) if is_known else success


def _to_be_told(before: Attempt) -> str | None:
    """Return the error whose end is to be told after an attempt; that another build was running is none."""
    if before.is_success:
        return before.over
    return before.error if before.told is not None and before.status != BUSY else None


def _attempt(now: datetime, status: int, config: Path | None, error: str | None = None) -> Attempt:
    return Attempt(
        time=now, status=status, version=__version__, config=_absolute(config) if config else None, error=error
    )


def _absolute(path: Path) -> str:
    return os.fsencode(path.absolute()).decode("utf-8", "backslashreplace")


def _read(path: Path) -> Attempt | None:
    """Return the attempt in a file; None for what no build can have written."""
    try:
        with os.fdopen(open_regular(path), "rb") as file:
            if not is_own(file.fileno(), path.parent):
                return None
            found = msgspec.json.decode(file.read(_BLOCK), type=Attempt)
    except (OSError, *UNDECODABLE):
        return None
    moments = filter(None, (found.time, found.since, found.told, found.latest, found.behind))
    return found if all(_EARLIEST <= moment < _LATEST for moment in moments) else None


def _write(path: Path, attempt: Attempt) -> None:
    """Write an attempt over the one before. What cannot be written must not fail a build."""
    with suppress(OSError):
        descriptor = _open_own(path)
        try:
            make_descriptor_private(descriptor, PRIVATE_FILE)
            os.pwrite(descriptor, pretty_json(attempt).ljust(_BLOCK - 1) + b"\n", 0)
            os.ftruncate(descriptor, _BLOCK)
        finally:
            os.close(descriptor)


def _open_own(path: Path) -> int:
    """Open a file to write to it; what another has put in its place, or linked to it, is replaced. Raises OSError."""
    remove_irregular(path)
    with suppress(PermissionError):
        descriptor = open_regular(path, os.O_WRONLY | os.O_CREAT)
        if is_own(descriptor, path.parent):
            return descriptor
        os.close(descriptor)
    path.unlink()
    return open_regular(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
