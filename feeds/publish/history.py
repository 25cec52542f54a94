"""Keep the history of an output: which items builds have brought, changed and taken away, and in which feeds."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Literal

import msgspec
from msgspec import Struct

from feeds.core.decoding import UNDECODABLE
from feeds.core.text import counted
from feeds.index.database import Database

MAX_BUILDS, MAX_BYTES = 1_000, 4_000_000
"""The most builds with a change, and bytes of them, that a history holds: the oldest go first."""

MAX_ITEMS, MAX_ENTRY = 1_000, 250_000
"""The most items that are named of one build, and bytes of these; of more there is only the number."""

Kind = Literal["new", "changed", "moved", "removed"]
KINDS: tuple[Kind, ...] = ("new", "changed", "moved", "removed")


class Change(Struct, frozen=True, kw_only=True):
    """What a build has changed of one item.

    It is `new` if no feed had it before, `changed` if something that people read of it is different, `removed` if no
    feed has it any more and no article, and `moved` if it only came into feeds or went from some. `feeds` are the
    folders of the feeds that show it after the build, `entered` and `left` those of the feeds into which it came and
    from which it went. An item that only makes room for newer ones, or that fills the room of others, does neither.
    """

    change: Kind
    id: str
    title: str
    url: str
    published: datetime
    feeds: tuple[str, ...] = ()
    entered: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


class Changes(Struct, frozen=True, kw_only=True):
    """What one build has changed in the feeds.

    `new`, `changed`, `moved` and `removed` count items; `items` names them, the newest first, all but `unlisted`.
    `begins` is, if the history begins with this build, the number of items that the feeds had then: none is listed.
    """

    begins: int | None = None
    new: int = 0
    changed: int = 0
    moved: int = 0
    removed: int = 0
    unlisted: int = 0
    items: tuple[Change, ...] = ()

    @classmethod
    def of(cls, found: Iterable[Change]) -> "Changes":
        """Return changes in the order in which feeds show items, with no more of them than are listed."""
        every = sorted(found, key=lambda change: (-change.published.timestamp(), change.id))
        counts = Counter(change.change for change in every)
        sizes = accumulate(len(_ENCODE(change)) for change in every[:MAX_ITEMS])
        listed = every[: sum(size <= MAX_ENTRY for size in sizes)]
        return cls(items=tuple(listed), unlisted=len(every) - len(listed), **{kind: counts[kind] for kind in KINDS})

    def __bool__(self) -> bool:
        """Say whether there is anything to tell."""
        return bool(self.items or self.unlisted) or self.begins is not None

    def summary(self) -> str:
        """Return for a person how much has changed."""
        if self.begins is not None:
            return f"the history begins, with {counted(self.begins, 'item')}"
        return ", ".join(f"{getattr(self, kind)} {kind}" for kind in KINDS if getattr(self, kind))


class LoggedBuild(Struct, frozen=True, kw_only=True):
    """A build that has changed something, and the moment that it took for the present."""

    time: datetime
    changes: Changes


def save(database: Database, changes: Changes, now: datetime) -> None:
    """Add what a build has changed to the history, and drop the oldest builds for which there is no room."""
    db = database.db
    db.execute("INSERT INTO history VALUES (NULL, ?, ?)", (_microseconds(now), _ENCODE(changes)))
    db.execute(
        "DELETE FROM history WHERE build <= (SELECT max(build) FROM ("
        " SELECT build, row_number() OVER newest AS place, sum(length(changes)) OVER newest AS bytes"
        " FROM history WINDOW newest AS (ORDER BY build DESC)) WHERE place > ? OR bytes > ?)",
        (MAX_BUILDS, MAX_BYTES),
    )


def load(database: Database, *, after: datetime | None = None, count: int | None = None) -> Iterator[LoggedBuild]:
    """Yield builds that have changed something, the newest first: those later than a moment, and no more than `count`.

    What no build can have logged is passed over: the rest of the history is as good as before.
    """
    since = _microseconds(after) if after else -(1 << 62)
    query = "SELECT time, changes FROM history WHERE time > ? ORDER BY build DESC LIMIT ?"
    for time, changes in database.db.execute(query, (since, MAX_BUILDS if count is None else min(count, MAX_BUILDS))):
        with suppress(OverflowError, TypeError, *UNDECODABLE):
            yield LoggedBuild(time=_EPOCH + timedelta(microseconds=time), changes=_DECODE(changes))


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)


_EPOCH = datetime.fromtimestamp(0, UTC)
_ENCODE = msgspec.msgpack.Encoder().encode
_DECODE = msgspec.msgpack.Decoder(Changes).decode
