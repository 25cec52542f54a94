"""Report how the builds of a site are doing, for a person and for a monitor."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from msgspec import Struct

from feeds import __version__
from feeds.config import Settings
from feeds.core.messages import aligned, json_document, shown
from feeds.core.model import FEED_FORMATS
from feeds.core.progress import Warn
from feeds.core.text import counted
from feeds.index.database import database_path, open_database
from feeds.publish import attempts, standing, state
from feeds.publish.attempts import Attempt
from feeds.publish.extent import extent
from feeds.publish.recover import groups_in
from feeds.publish.standing import StandingError
from feeds.publish.state import State
from feeds.publish.tree import Tree

_TAKEN = "something else has taken the place of this document, and is left alone; the next build writes it where it can"


class FeedStatus(Struct, frozen=True):
    """A feed as it lies in the output: its folder, the number of its items, and when the newest was published.

    `moved` is the folder in which it is now, of a former place.
    """

    folder: str
    items: int
    newest: datetime | None
    moved: str | None = None
    has_ended: bool = False


class Status(Struct, frozen=True, kw_only=True):
    """How the builds of an output are doing at a moment.

    `emptied` are the folders of feeds without an item, `orphaned` those of feeds in the output that no build knows.
    `errors` are those of articles, as the last build found them. `wrong` has a sentence for everything that somebody
    should look at; if there is none, all is well.
    """

    time: datetime
    output: str
    attempt: Attempt | None
    success: Attempt | None
    feeds: tuple[FeedStatus, ...]
    emptied: tuple[str, ...]
    orphaned: tuple[str, ...]
    errors: tuple[StandingError, ...]
    wrong: tuple[str, ...]

    def as_json(self) -> str:
        """Return the status as a JSON object."""
        data: dict[str, Any] = {
            "time": self.time.replace(microsecond=0),
            "version": __version__,
            "status": 1 if self.wrong else 0,
            "wrong": self.wrong,
            "output": self.output,
            "last_attempt": self.attempt and _as_data(self.attempt),
            "last_success": self.success and _as_data(self.success),
            "feeds": self.feeds,
            "emptied": self.emptied,
            "orphaned": self.orphaned,
            "errors": self.errors,
        }
        return json_document(data)

    def as_text(self, zone: tzinfo) -> list[str]:
        """Return the status as lines, the first of which says it all; times are in the zone."""
        lines = [f"{self.output}: {counted(len(self.wrong), 'thing') + ' to look at' if self.wrong else 'all is well'}"]
        lines += [f"- {sentence}" for sentence in self.wrong]
        lines += [f"last attempt: {_told(self.attempt, zone)}", f"last success: {_told(self.success, zone)}"]
        if not self.feeds:
            return lines

        table = [("FOLDER", "ITEMS", "NEWEST ITEM", "")]
        table += [(shown(feed.folder), str(feed.items), _moment(feed.newest, zone), _fate(feed)) for feed in self.feeds]
        return lines + aligned(table, "<><<")


def status(settings: Settings, *, warn: Warn, now: datetime | None = None, max_age: timedelta | None = None) -> Status:
    """Return how the builds of a site are doing, and write nothing.

    With `max_age`, it is wrong if the last success, or the newest item of all feeds, is older. Raises OutputError if
    the state cannot be read, and BusyError if another process has locked it.
    """
    now = now or datetime.now(UTC)
    path = database_path(settings.state_dir, settings.output)
    attempt, success = attempts.last(path), attempts.last_success(path)
    with open_database(path, warn, scratch=True) as database, Tree(settings.output) as tree:
        before = state.load(database)
        errors = tuple(standing.errors(database))
        found = list(_feeds(before, tree))
        taken = [name for name in sorted(before.taken) if not tree.is_free(name)]
        missing = [name for name in sorted(before.files.difference(taken)) if tree.stamp(name) is None]
        known = {record.group.folder for record in before.feeds.values()}
        orphaned = tuple(
            group.folder
            for group in groups_in(tree, settings)
            if group.folder not in known and extent(tree, group, map(group.document, FEED_FORMATS))
        )

    feeds = tuple(feed for _, feed in found if feed)
    newest = max((feed.newest for feed in feeds if feed.newest), default=None)
    wrong = [
        *_of_attempts(attempt, success, settings.zone),
        *(f"{settings.output / folder}: no document of this feed can be read" for folder, feed in found if not feed),
        *(f"{settings.output / folder}: no build knows this feed, so it is never written again" for folder in orphaned),
        *(f"{settings.output / name}: is gone; the next build writes it again" for name in missing),
        *(f"{settings.output / name}: {_TAKEN}" for name in taken),
        *(_of_error(error, settings) for error in errors),
    ]
    if max_age is not None:
        first = datetime.min.replace(tzinfo=UTC)
        wrong += _of_age(now - min(max_age, now - first), success, newest, settings.zone)
    return Status(
        time=now,
        output=str(settings.output),
        attempt=attempt,
        success=success,
        feeds=feeds,
        emptied=tuple(feed.folder for feed in feeds if not feed.items),
        orphaned=orphaned,
        errors=errors,
        wrong=tuple(wrong),
    )


def _feeds(before: State, tree: Tree) -> Iterator[tuple[str, FeedStatus | None]]:
    """Yield the folder of every feed that builds know, and how it lies in the output; None if it does not."""
    for folder, record in sorted(before.feeds.items()):
        held = extent(tree, record.group, before.files)
        moved = record.moved.folder if record.moved else None
        yield folder, FeedStatus(folder, held.items, held.newest, moved, record.has_ended) if held else None


def _fate(feed: FeedStatus) -> str:
    """Return what has become of a feed that is elsewhere, or has ended."""
    if feed.moved is not None:
        return f"is {shown(feed.moved)} now"
    return "has ended" if feed.has_ended else ""


def _of_error(error: StandingError, settings: Settings) -> str:
    """Return the line about a file with errors, or about the output, whose messages begin with its name themselves."""
    messages = "; ".join(error.messages)
    moment = _moment(error.since, settings.zone)
    since = "" if f"since {moment}" in messages else f" (since {moment})"  # as of an article that was published
    return f"{messages}{since}" if messages.startswith(f"{settings.output}: ") else f"{error.path}: {messages}{since}"


def _of_attempts(attempt: Attempt | None, success: Attempt | None, zone: tzinfo) -> Iterator[str]:
    if attempt is None and success is None:
        yield "nothing has been built yet"
    if attempt and attempt.error:
        since = _since(attempt.since, zone)
        yield f"the last build wrote nothing, exit status {attempt.status}: {attempt.error}{since}"


def _since(moment: datetime | None, zone: tzinfo) -> str:
    return f" (since {_moment(moment, zone)})" if moment else ""


def _of_age(oldest: datetime, success: Attempt | None, newest: datetime | None, zone: tzinfo) -> Iterator[str]:
    """Yield what is older than it may be."""
    if success and success.time < oldest:
        yield f"the last build that succeeded is of {_moment(success.time, zone)}"
    if newest and newest < oldest:
        yield f"the newest item of all feeds is of {_moment(newest, zone)}"
    if not newest:
        yield "no feed has an item"


def _as_data(attempt: Attempt) -> dict[str, Any]:
    moment = attempt.time.replace(microsecond=0)
    return {"time": moment, "status": attempt.status, "version": attempt.version, "error": attempt.error}


def _told(attempt: Attempt | None, zone: tzinfo) -> str:
    if attempt is None:
        return "none"
    return f"{_moment(attempt.time, zone)}, exit status {attempt.status}, by feeds {attempt.version}"


def _moment(moment: datetime | None, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M %Z}" if moment else "-"
