"""Resolve which feeds have another place than before, and which have ended."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, tzinfo
from typing import Any

from msgspec import Struct, field

from feeds.config.file import ConfigFile, Origin
from feeds.core import chains
from feeds.core.kinds import KINDS, OWN, PAIR, PROVIDER, TOPIC, kind_of
from feeds.core.model import Group, GroupKind
from feeds.core.places import group_at
from feeds.core.redirects import MAP_NAMES, MapFormat
from feeds.core.suggestions import did_you_mean, nearest

MAX_NAMES = 10
"""The most names of a circle in a message."""


class Renaming(Struct, frozen=True):
    """What the configuration says of feeds that have another place now, and of those that have ended.

    `renamed` has, for each former place of a feed, where it is now, and `retired` the date on which a feed ended, if it
    is given: nothing that is published later is in it. `lines` are those on which they stand.
    """

    renamed: dict[Group, Group] = field(default_factory=dict)
    retired: dict[Group, datetime | None] = field(default_factory=dict)
    lines: dict[Group, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Say whether any feed is named."""
        return bool(self.renamed or self.retired)

    def has_ended(self, group: Group, now: datetime) -> bool:
        """Say whether a feed has ended at a moment."""
        if group not in self.retired:
            return False
        date = self.retired[group]
        return date is None or date <= now

    def target(self, group: Group) -> Group | None:
        """Return where the feed of a group is now; None if it is where it was.

        With the feed of a topic, or of a provider, go those of the topic's providers, or of the provider's topics.
        """
        if group.kind != PAIR or group in self.renamed:
            return self.renamed.get(group)
        topic = self.renamed.get(Group(TOPIC, group.key), Group(TOPIC, group.key))
        provider = self.renamed.get(Group(PROVIDER, group.provider), Group(PROVIDER, group.provider))
        if (topic.kind, provider.kind) != (TOPIC, PROVIDER):
            return None
        found = Group(PAIR, topic.key, provider.key)
        return found if found != group else None

    def former_pairs(self, pairs: Iterable[Group]) -> Iterator[Group]:
        """Yield where feeds of a topic's providers were by the names of topics and providers, known or not."""
        keys: defaultdict[Group, list[str]] = defaultdict(list)
        for old, now in self.renamed.items():
            if old.kind == now.kind:
                keys[now].append(old.key)
        for pair in pairs:
            for topic in (pair.key, *keys.get(Group(TOPIC, pair.key), ())):
                for provider in (pair.provider, *keys.get(Group(PROVIDER, pair.provider), ())):
                    yield Group(PAIR, topic, provider)


def renaming(config: ConfigFile, origin: Origin, zone: tzinfo, kinds: Iterable[GroupKind]) -> Renaming:
    """Return what a configuration says of renamed and ended feeds; `kinds` are those that the site has.

    Raises ConfigError for a place that is none, for names in a circle, and for a place that two feeds would have.
    """
    if not config.renamed and not config.retired.feeds:
        return Renaming()
    folders = {kind_of(kind).folder for kind in (*KINDS, *kinds)}
    lines: dict[Group, int] = {}
    retired = _retired(config, origin, zone, folders, lines)
    steps: dict[Group, Group] = {}
    for name, target in config.renamed.items():
        keys = ("renamed", name)
        old = _place(name, folders, origin, keys)
        if old in steps:
            raise origin.error(keys, f"{old.folder} is here twice")
        if old in retired:
            raise origin.error(keys, f"{old.folder} has ended, by [retired]; it cannot be somewhere else as well")
        if old.kind == OWN and old.key in config.feeds:
            raise origin.error(keys, f'{old.folder} is the place of [feeds."{old.key}"]; two feeds cannot share it')
        lines[old] = origin.line(keys) or 1
        steps[old] = _place(target, folders, origin, keys)
        if steps[old].kind == OWN and steps[old].key not in config.feeds and steps[old] not in retired:
            near = [Group(OWN, slug).folder for slug in nearest(steps[old].key, config.feeds, 1)]
            raise origin.error(keys, f"[feeds] defines no feed {steps[old].key!r}{did_you_mean(*near)}")
    return Renaming(_followed(steps, origin, config), retired, lines)


def maps(config: ConfigFile, origin: Origin) -> tuple[MapFormat, ...]:
    """Return the servers for which a site has maps of redirects. Raises ConfigError for two that share a file."""
    found: dict[str, MapFormat] = {}
    for server in dict.fromkeys(config.redirects):
        other = found.setdefault(MAP_NAMES[server], server)
        if other != server:
            message = f"{other} and {server} read different rules from one file, {MAP_NAMES[server]}; choose one"
            raise origin.error(("redirects",), message)
    return tuple(found.values())


def _retired(
    config: ConfigFile, origin: Origin, zone: tzinfo, folders: set[str], lines: dict[Group, int]
) -> dict[Group, datetime | None]:
    given = config.retired.feeds
    dated: Mapping[str, Any] = given if isinstance(given, dict) else dict.fromkeys(given)
    found: dict[Group, datetime | None] = {}
    for name, date in dated.items():
        keys = ("retired", "feeds", name)
        group = _place(name, folders, origin, keys)
        lines[group] = origin.line(keys) or 1
        found[group] = origin.moment(date, keys, zone) if date is not None else None
    return found


def _place(name: str, folders: set[str], origin: Origin, keys: tuple[str, ...]) -> Group:
    """Return the group of a feed by its folder, as a person writes it. Raises ConfigError."""
    folder = name.strip().strip("/")
    first = folder.partition("/")[0]
    near = nearest(first, folders, 1) if first and first not in folders else []
    group = group_at(folder) if not near else None
    if group is None:
        hint = did_you_mean(*(name + folder.removeprefix(first) for name in near))
        raise origin.error(keys, f"{name!r} is not the folder of a feed, such as topics/ai{hint}")
    return group


def _followed(steps: Mapping[Group, Group], origin: Origin, config: ConfigFile) -> dict[Group, Group]:
    """Return where each chain of names ends. Raises ConfigError for a circle."""
    found: dict[Group, Group] = {}
    for old, end in chains.ends(steps).items():
        if end is None:
            circle = [group.folder for group in chains.way(old, steps)]
            if len(circle) > MAX_NAMES:
                circle[MAX_NAMES - 1 : -1] = ["…"]
            name = next(name for name in config.renamed if name.strip().strip("/") == old.folder)
            raise origin.error(("renamed", name), f"the names go round in a circle: {' → '.join(circle)}")
        found[old] = end
    return found
