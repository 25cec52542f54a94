"""Refuse builds that would cost subscribers something, most likely by accident. Pure.

What earlier builds remember is compared with what this reading found, before anything is written or kept.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from pathlib import Path

from msgspec import Struct

from feeds.articles.outcome import NO_ARTICLE, UNDATED
from feeds.core import urls
from feeds.core.errors import RefusedError
from feeds.core.text import counted, some
from feeds.index.memory import GONE, Compared, Missing
from feeds.index.reading import Reading
from feeds.index.rows import BROKEN
from feeds.index.selection import FUTURE, THRESHOLDS
from feeds.index.standings import Tally
from feeds.publish.state import State

FEW = 2
"""As many articles may always go at once, unless nothing is left."""

SHARE = 0.1
"""The share of all published articles that may go at once."""

CLOCK_BACK = timedelta(hours=12)
"""How far the clock may be behind the last build: a clock or its time zone that is set right moves by less."""

CLOCK_AHEAD = timedelta(days=14)
"""How long after the last build articles that waited for their time are still published without asking."""

MAX_NAMES = 3
"""The most names in one message."""

KEPT = "; the feeds are kept as they are"
"""What follows the reason why a build was refused, and is of no use once builds work again."""

_LOST = frozenset({GONE, BROKEN, NO_ARTICLE, UNDATED})
"""Why articles are missing that nobody took back on purpose."""


class Clock(Struct, frozen=True):
    """The time of this build, and that of the last successful one, by its clock.

    `latest` is that of an earlier one, if the clock has been put back since. `newest_file` is when the file of an
    article was changed last; for a clock that is ahead, by this build.
    """

    now: datetime
    last: datetime | None = None
    latest: datetime | None = None
    newest_file: datetime | None = None

    @property
    def is_behind(self) -> bool:
        """Say whether the last build was so much later that one of the two clocks is wrong."""
        return self.last is not None and self.now < self.last - CLOCK_BACK

    @property
    def is_ahead(self) -> bool:
        """Say whether all builds before were so long ago that this clock may be wrong."""
        return self.last is not None and self.now > max(self.last, self.latest or self.last) + CLOCK_AHEAD


def require_no_loss(reading: Reading, before: State, emptied: Iterable[str], clock: Clock) -> None:
    """Raise RefusedError if this build should not go on without being told to.

    `emptied` are the folders of the feeds that it would leave without an item.
    """
    compared = reading.compared
    reason = (
        _wrong_clock(compared, before, clock, has_published=bool(reading.tally.published))
        or _unreadable(compared)
        or _other_sources(compared)
        or _nothing_left(compared, reading.tally, before)
        or _too_many(compared, emptied)
    )
    if reason:
        raise RefusedError(f"{reason}{KEPT}", "allow_loss", reading.problems)


def require_same_place(output: Path, before: str | None, now: str) -> None:
    """Raise RefusedError if the feeds in an output are served to others, and this build would say they are local.

    `before` and `now` are the addresses at which they are served; `before` is None if nobody knows.
    """
    if before and urls.is_loopback(now) and not urls.is_loopback(before):
        raise RefusedError(
            f"the feeds in {output} are served at {before}, and would all say that they are served at {now};"
            " a look at them needs another --output",
            "force",
        )


def require_same_output(before: Path | None, now: Path) -> None:
    """Raise RefusedError if the configuration names another output than before, where the feeds still are."""
    if before is not None:
        raise RefusedError(
            f"the feeds are in {before}, where no build would write them any more, and nothing was built in {now} yet;"
            " move the folder, so that feeds without articles are kept",
            "force",
        )


def _wrong_clock(compared: Compared, before: State, clock: Clock, *, has_published: bool) -> str | None:
    """Return what is wrong with the time, if the articles, the feeds or the last build know better.

    By a clock that has gone on since the last build, only a date that was edited can be in the future: a few articles
    are taken back alone, so that nobody stops all feeds by a slip.
    """
    future = [missing for missing in compared.missing if missing.why == FUTURE]
    has_gone_on = clock.last is not None and clock.now >= clock.last
    if future and not (has_gone_on and has_published and len(future) <= FEW):
        verb = "that was published is" if len(future) == 1 else "that were published are"
        return (
            f"{counted(len(future), 'article')} {verb} in the future, by a clock that says {clock.now:%Y-%m-%d}"
            f" ({_some(future)})"
        )

    newest = max((record.newest for record in before.feeds.values() if record.newest), default=None)
    if newest is not None and clock.now < newest:
        return f"the clock says {clock.now:%Y-%m-%d}, and an article was published on {newest:%Y-%m-%d}"
    file = clock.newest_file
    if clock.is_behind and clock.last is not None and file is not None and clock.now < file - CLOCK_BACK:
        days = f"the last build was on {clock.last:%Y-%m-%d}, and an article was changed on {file:%Y-%m-%d}"
        return f"the clock says {clock.now:%Y-%m-%d}, {days}"
    if clock.is_ahead and compared.came and (file is None or clock.now > file + CLOCK_AHEAD):
        waiting = counted(compared.came, "article")
        return (
            f"the clock says {clock.now:%Y-%m-%d}, {waiting} came due, and the last build was on {clock.last:%Y-%m-%d}"
        )
    return None


def _unreadable(compared: Compared) -> str | None:
    if compared.unreadable:
        return f"published articles are in what cannot be read: {_some_names(compared.unreadable)}"
    if compared.unmounted:
        return f"published articles were on what is no longer mounted: {_some_names(compared.unmounted)}"
    return None


def _other_sources(compared: Compared) -> str | None:
    elsewhere = [missing for missing in _lost(compared) if missing.is_elsewhere]
    if not elsewhere:
        return None
    return f"{_articles(elsewhere)} not below the sources of this build ({_some(elsewhere)})"


def _nothing_left(compared: Compared, tally: Tally, before: State) -> str | None:
    if not any(not record.empty for record in before.feeds.values()):
        return None
    if not tally.usable or (not tally.published and _lost(compared)):
        return "no article is left that could be published"
    if not tally.published and THRESHOLDS & tally.reasons.keys():
        return "no article passes the thresholds"
    return None


def _too_many(compared: Compared, emptied: Iterable[str]) -> str | None:
    """Return what is missing if it is more at once than somebody takes back without saying so."""
    lost = _lost(compared)
    if len(lost) <= FEW:
        return None

    number = Counter(folder for missing in lost for folder in missing.feeds)
    empty = [folder for folder in emptied if number[folder] > FEW]
    if len(lost) <= SHARE * compared.published and not empty:
        return None
    broken = sum(missing.why == BROKEN for missing in lost)
    how = "gone" if not broken else "broken" if broken == len(lost) else "gone or broken"
    feeds = f", and with them all that was in {_some_names(empty)}" if empty else ""
    return f"{_articles(lost, compared.published)} {how} at once ({_some(lost)}){feeds}"


def _lost(compared: Compared) -> list[Missing]:
    return [missing for missing in compared.missing if missing.why in _LOST]


def _articles(missing: Collection[Missing], of: int = 0) -> str:
    number = f"{len(missing)} of {of} published articles" if of else counted(len(missing), "published article")
    return f"{number} {'is' if len(missing) == 1 else 'are'}"


def _some(missing: Iterable[Missing]) -> str:
    return _some_names([one.path for one in missing])


def _some_names(names: Collection[str]) -> str:
    return some(sorted(names), MAX_NAMES)
