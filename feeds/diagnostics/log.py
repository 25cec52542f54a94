"""Tell what builds have changed in the feeds of a site, for people and for programs."""

from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from typing import Any

from msgspec.structs import asdict

from feeds.config import Settings
from feeds.core import dates
from feeds.core.errors import OptionError
from feeds.core.messages import json_document
from feeds.core.progress import Warn
from feeds.core.text import some
from feeds.index.database import database_path, open_database
from feeds.publish import history
from feeds.publish.history import Change, LoggedBuild


def log(
    settings: Settings, *, warn: Warn, after: datetime | None = None, count: int | None = None
) -> tuple[LoggedBuild, ...]:
    """Return the builds that have changed something in the feeds of a site, the newest first.

    Only those later than `after`, and no more than `count`. `warn` is told of a state that cannot be used. Raises
    OutputError if the state cannot be read, and BusyError if another process has locked it.
    """
    path = database_path(settings.state_dir, settings.output)
    with open_database(path, warn, scratch=True) as database:
        return tuple(history.load(database, after=after, count=count))


def moment(text: str, zone: tzinfo) -> datetime:
    """Return the moment that a person or a program names, to the microsecond: one without a zone is in `zone`.

    Raises OptionError for one that is no date.
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        try:
            return dates.parse(text, zone)
        except dates.BadDateError as error:
            raise OptionError("since", str(error)) from error
    return found if found.tzinfo else found.replace(tzinfo=zone)


def as_json(builds: Iterable[LoggedBuild]) -> str:
    """Return builds as a JSON array of objects."""
    return json_document([as_data(build) for build in builds])


def as_data(build: LoggedBuild) -> dict[str, Any]:
    """Return what a program is told of a build: its time, and what `feeds build --json` calls its changes."""
    return {"time": build.time, **asdict(build.changes)}


def as_text(build: LoggedBuild, zone: tzinfo) -> Iterator[str]:
    """Yield lines about a build for a person, with times in a zone."""
    yield f"{build.time.astimezone(zone):%Y-%m-%d %H:%M:%S %Z}: {build.changes.summary()}"
    for change in build.changes.items:
        yield f"  {change.change:<8} {change.title}"
        yield f"           {change.url or change.id}"
        yield from (f"           {line}" for line in _places(change))
    if build.changes.unlisted:
        yield f"  and {build.changes.unlisted:,} more"


def _places(change: Change) -> Iterator[str]:
    """Yield lines that say in which feeds an item is, and into and from which it has gone."""
    if change.change in ("new", "changed"):
        yield f"in {some(change.feeds)}"
    if change.change != "new" and change.entered:
        yield f"into {some(change.entered)}"
    if change.left:
        yield f"from {some(change.left)}"
