"""Find the former places of feeds, where their documents go on, and say what is wrong with the names of such. Pure."""

from collections.abc import Callable, Collection, Iterator
from datetime import datetime

from msgspec import Struct, field
from msgspec.structs import replace

from feeds.config import Settings
from feeds.core import chains
from feeds.core.kinds import OWN, PAIR, PROVIDER, TOPIC
from feeds.core.model import Group
from feeds.core.suggestions import Suggestions
from feeds.publish.state import FeedRecord, State


class Places(Struct, frozen=True):
    """Where feeds are: `moved` has, for each former place of one, where it is now.

    `retired` are the feeds that have ended, with the date, if it is given.
    """

    moved: dict[Group, Group] = field(default_factory=dict)
    retired: dict[Group, datetime | None] = field(default_factory=dict)

    def former(self) -> dict[Group, tuple[Group, ...]]:
        """Return the former places of each feed that has any, in order."""
        found: dict[Group, list[Group]] = {}
        for old, now in sorted(self.moved.items()):
            found.setdefault(now, []).append(old)
        return {now: tuple(old) for now, old in found.items()}


AS_EVER = Places()
"""The places of feeds none of which was ever elsewhere, or has ended."""


def find(
    settings: Settings, living: Collection[Group], before: State, has_feed: Callable[[Group], bool], now: datetime
) -> Places:
    """Return where feeds are that were elsewhere: by the configuration, by aliases and slugs, or as builds remember.

    `living` are the groups that have an article. A place in which the site has a feed with articles, or one that has
    ended, is nobody's former place.
    """
    renaming = settings.renaming
    retired = {group: date for group, date in renaming.retired.items() if renaming.has_ended(group, now)}
    alive = {group for group in living if has_feed(group)}
    records = {record.group: record for record in before.feeds.values()}

    known = {*living, *records}
    renamed = {*renaming.renamed, *renaming.former_pairs(group for group in alive if group.kind == PAIR)}
    steps: dict[Group, Group] = {}
    remembered: dict[Group, Group] = {}
    for group in {*records, *renamed} - alive - renaming.retired.keys():
        record, target = records.get(group), renaming.target(group)
        by_name = _by_name(record, settings) if record else ()
        target = target or next((other for other in by_name if other != group and other in known), None)
        if target is not None:
            steps[group] = target
        elif record and record.moved and record.moved in known:
            remembered[group] = record.moved

    every = remembered | steps
    back = {group for group in remembered if chains.way(group, every)[-1] == group}  # by its name, a feed is here again
    ends = chains.ends({group: target for group, target in every.items() if group not in back})
    return Places({group: end for group, end in sorted(ends.items()) if end is not None and end in known}, retired)


def _by_name(record: FeedRecord, settings: Settings) -> Iterator[Group]:
    """Yield where a feed that builds remember may be now by what it is called, the likeliest first.

    A topic or provider is known by its name, or by its slug, which is one more name; a feed of one's own by its
    definition.
    """
    group, taxonomy = record.group, settings.taxonomy
    if group.kind == TOPIC:
        yield Group(TOPIC, taxonomy.topic_slug(record.name))
        yield Group(TOPIC, taxonomy.topic_slug(group.key))
    elif group.kind == PROVIDER:
        yield Group(PROVIDER, taxonomy.provider_key(group.key))
        if (key := taxonomy.provider_named(record.name)) in taxonomy.providers:
            yield Group(PROVIDER, key)
    elif group.kind == PAIR:
        yield Group(PAIR, taxonomy.topic_slug(group.key), taxonomy.provider_key(group.provider))
    elif group.kind == OWN:
        same = [own.slug for own in settings.own if replace(own, slug=group.key) == record.definition]
        yield from (Group(OWN, slug) for slug in same if len(same) == 1)


def misnamed(
    settings: Settings, places: Places, living: Collection[Group], before: State, has_feed: Callable[[Group], bool]
) -> Iterator[str]:
    """Yield a sentence, with its line, for each name of a renamed or ended feed that is not what it should be.

    In an output of which nothing is known, any place may have been.
    """
    renaming = settings.renaming
    records = {record.group for record in before.feeds.values()}
    known = {group.folder for group in (*living, *records)}
    alive = {group for group in living if has_feed(group)}
    lost = [group.folder for group in records - alive if group not in places.moved]
    suggestions = Suggestions()
    for old, target in renaming.renamed.items():
        message = None
        if old in alive:
            message = f"renamed: {old.folder} still has articles, and keeps its place{_how_to_move(old, target)}"
        elif old not in places.moved:
            message = f"renamed: there is no feed {target.folder}{suggestions.hint(target.folder, known)}"
        elif records and old not in records:
            message = f"renamed: no build has written a feed {old.folder}{suggestions.hint(old.folder, lost)}"
        if message:
            yield f"{settings.config}:{renaming.lines[old]}: {message}"
    for group in renaming.retired:
        if group not in living and group not in records:
            message = f"retired: no build has written a feed {group.folder}{suggestions.hint(group.folder, known)}"
            yield f"{settings.config}:{renaming.lines[group]}: {message}"


def _how_to_move(old: Group, target: Group) -> str:
    same = next((kind for kind in (TOPIC, PROVIDER) if old.kind == target.kind == kind), None)
    return f"; its name as an alias of the other {same} makes them articles of that" if same else " until none has"
