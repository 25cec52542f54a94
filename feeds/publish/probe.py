"""Ask the network about the pictures, sound and film that feeds show, and keep the answers for builds."""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from feeds import __version__
from feeds.config import Settings
from feeds.core.errors import ConfigError
from feeds.core.kinds import OWN
from feeds.core.progress import Progress, Warn, no_progress
from feeds.index.catalogue import Catalogue
from feeds.index.reading import reading
from feeds.probing.answers import Looked, answers_path, open_answers
from feeds.probing.budget import Budget
from feeds.probing.records import Answer
from feeds.publish import lock, state_folder


class Probed(Struct, frozen=True):
    """What came of a probe.

    `known` is the number of addresses that feeds show, `asked` that of those that were asked, of which `there` are, and
    `gone` will not be shown any more. `failed` are the answers of the others; `left` is the number of addresses that
    are due and were left for the next probe.
    """

    known: int
    asked: int
    there: int
    gone: tuple[Answer, ...]
    failed: tuple[Answer, ...]
    left: int
    requests: int

    def summary(self) -> str:
        """Return the numbers in one line."""
        parts = [f"{self.asked} of {self.known} pictures and media asked for", f"{self.there} there"]
        parts += [f"{len(self.gone)} gone"] if self.gone else []
        parts += [f"{len(self.failed)} not found or without an answer"] if self.failed else []
        parts += [f"{self.left} left for the next time"] if self.left else []
        return ", ".join(parts)

    def as_json(self) -> str:
        """Return what came of it as JSON, as `feeds probe --json` prints it."""
        brief = [{"url": one.url, "said": one.said} for one in self.failed]
        found = msgspec.to_builtins(self) | {"gone": [one.url for one in self.gone], "failed": brief}
        return msgspec.json.encode(found).decode()


def probe(
    settings: Settings,
    *,
    warn: Warn,
    budget: Budget | None = None,
    now: datetime | None = None,
    progress: Progress = no_progress,
) -> Probed:
    """Ask what is due of the pictures and media that feeds show at `now` (default: the present), the newest first.

    Raises ConfigError if the library for it is missing, BusyError if another probe is running, SourceNotFoundError, and
    OutputError if the answers cannot be kept.
    """
    try:
        from feeds.probing import asking
        from feeds.probing.addresses import Guard
    except ModuleNotFoundError as error:
        if error.name != "aiohttp":
            raise
        raise ConfigError("asking the network needs aiohttp: pip install 'feeds[probe]'") from error

    path = answers_path(settings.state_dir)
    state_folder.prepare(path.parent)
    with lock.hold(path.with_suffix(".lock"), what="probe"), open_answers(path, warn) as answers:
        with reading(settings, warn=warn, now=now) as found:
            wanted = list(_shown(found.catalogue, settings))
            known = found.catalogue.all_looked_up()
        clock: Callable[[], float] = now.timestamp if now else time.time
        asked = asking.ask_all(
            wanted,
            answers,
            agent=f"feeds/{__version__} (+{settings.site.home_url})",
            guard=Guard(settings.allowed),
            budget=budget or Budget(),
            progress=progress,
            clock=clock,
        )
        answers.forget(known, int(clock()))
        return _summed_up(wanted, asked.answers, asked.left, asked.requests)


def _shown(catalogue: Catalogue, settings: Settings) -> Iterator[Looked]:
    """Yield the addresses of what feeds show, the newest article's first."""
    groups = catalogue.groups({*settings.kinds, OWN})
    shown = set().union(*(catalogue.newest(group, settings.limit_of(group)) for group in groups))
    dated = {key: article.published for key, article in zip(shown, catalogue.articles(list(shown)), strict=True)}
    for key in sorted(shown, key=lambda one: (dated[one], one), reverse=True):
        yield from catalogue.looked_up(key)


def _summed_up(wanted: Sequence[Looked], answers: tuple[Answer, ...], left: int, requests: int) -> Probed:
    pictures = {one.url for one in wanted if one.kind == "picture"}
    other = {one.url for one in answers if one.no_pictures and not one.failures and one.url in pictures}
    told = tuple(replace(one, said="no picture") if one.url in other else one for one in answers)
    lost = {one.url for one in told if one.is_gone or (one.url in other and one.is_no_picture)}
    gone = tuple(one for one in told if one.url in lost)
    failed = tuple(one for one in told if one.url not in lost and (one.failures or one.url in other))
    there = len(answers) - len(failed) - len(gone)
    return Probed(len({one.url for one in wanted}), len(answers), there, gone, failed, left, requests)
