"""Remember errors of articles from build to build, to report each when it begins, changes or ends.

An error is news when it begins, when it changes, when it was not told for a day, and when it ends. The articles are
told apart by where they lie, however the command line names that.
"""

import os
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

import msgspec
from msgspec import Struct

from feeds.core.messages import shown
from feeds.core.model import Problem
from feeds.index.database import Database
from feeds.publish.attempts import REMINDER

_encode = msgspec.msgpack.encode
_decode = msgspec.msgpack.Decoder(list[str]).decode
_NONE = _encode([])

OUTDATED = 0


class Standing(NamedTuple):
    """The messages about one file as the last build found them, since when, and when they were last told, if ever.

    There are none where the errors are gone and this has not been told. `told` is None if nothing of this file ever
    was, and OUTDATED if something else was than there is to tell now.
    """

    messages: bytes
    since: int
    told: int | None


class StandingError(Struct, frozen=True):
    """A file with errors, and since when it has had any."""

    path: str
    messages: tuple[str, ...]
    since: datetime


class News(NamedTuple):
    """What there is to tell: problems that have begun or changed, or a day has passed, and the paths that are well."""

    problems: list[Problem]
    ended: list[str]


def remember(
    database: Database, problems: Iterable[Problem], now: datetime, *, tells: bool, unseen: Iterable[str] = ()
) -> News:
    """Remember what is wrong now, and return what of it is news; nothing is remembered as told unless it `tells`.

    What is known of `unseen` paths stays, as the build has not looked at all of them.
    """
    by_place: dict[str, list[Problem]] = {}
    for problem in problems:
        by_place.setdefault(_place(problem.path), []).append(problem)

    before = load(database)
    moment = int(now.timestamp())
    after = {place: before[place] for place in map(_place, unseen) if place in before}
    after |= {place: _standing(found, before.get(place), moment) for place, found in by_place.items()}
    told_before = {place: standing for place, standing in before.items() if standing.told is not None}
    if not tells:
        gone = {place: told_before[place]._replace(messages=_NONE) for place in told_before.keys() - after}
        _save(database, before, gone | after)
        return News([], [])

    is_reminder = any(_is_long_ago(after[place].told, moment) for place in by_place)
    news = {place for place in by_place if is_reminder or after[place].told in (None, OUTDATED)}
    told = {place: standing._replace(told=moment) if place in news else standing for place, standing in after.items()}
    _save(database, before, told)
    ended = sorted(told_before.keys() - after.keys())
    return News([problem for place in by_place if place in news for problem in by_place[place]], ended)


def load(database: Database) -> dict[str, Standing]:
    """Return what is remembered, by the absolute paths of the files."""
    rows = database.db.execute("SELECT path, messages, since, told FROM standing")
    return {path: Standing(messages, int(since), told) for path, messages, since, told in rows}


def errors(database: Database) -> list[StandingError]:
    """Return the errors that the last build found, by path."""
    return [
        StandingError(place, tuple(_decode(found.messages)), datetime.fromtimestamp(found.since, UTC))
        for place, found in sorted(load(database).items())
        if found.messages != _NONE
    ]


def _standing(problems: list[Problem], before: Standing | None, now: int) -> Standing:
    messages = _encode(sorted({str(shown(problem.message)) for problem in problems}))
    if before is None:
        return Standing(messages, now, None)
    return (
        before
        if before.messages == messages
        else Standing(messages, before.since, None if before.told is None else OUTDATED)
    )


def _is_long_ago(told: int | None, now: int) -> bool:
    """Say whether a day has passed, or the clock was set back."""
    return told is not None and told != OUTDATED and not now - REMINDER.total_seconds() < told <= now


def _place(path: str) -> str:
    """Return the absolute path of a file, in which a name that is not UTF-8 is escaped."""
    return str(shown(os.path.abspath(path)))  # noqa: PTH100 - which does not ask where links lead


def _save(database: Database, before: Mapping[str, Standing], after: Mapping[str, Standing]) -> None:
    """Save what is to be remembered, changing only the rows that differ."""
    gone = ((path,) for path in before.keys() - after.keys())
    database.db.executemany("DELETE FROM standing WHERE path = ?", gone)
    changed = ((path, *standing) for path, standing in after.items() if before.get(path) != standing)
    database.db.executemany("INSERT OR REPLACE INTO standing VALUES (?, ?, ?, ?)", changed)
