"""Say what a build may write: the feeds of the site, those kept for their subscribers, and what options ask for."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from feeds.config import Grouping, OwnFeed, Settings
from feeds.core.kinds import OWN
from feeds.core.model import FormatName, Group, GroupKind
from feeds.core.redirects import MAP_NAMES
from feeds.publish.narrowing import EVERYTHING, Narrowing
from feeds.publish.state import State


class Scope(Struct, frozen=True):
    """What a build may write: the feeds that the site is configured to have, and what options narrow them to.

    `kinds` are the site's kinds of feeds and `formats` the formats of each, the page among them; `own` has those of the
    feeds that the site defines, by slug, and `definitions` these feeds and such as it has defined before. `chosen` are
    the formats that an option names. `prunes` says whether documents go that the site no longer has. `maps` are the
    names of the maps of redirects.
    """

    kinds: tuple[GroupKind, ...]
    formats: tuple[FormatName, ...]
    own: Mapping[str, tuple[FormatName, ...]] = {}
    definitions: Mapping[str, OwnFeed] = {}
    narrowing: Narrowing = EVERYTHING
    chosen: frozenset[FormatName] = frozenset()
    prunes: bool = False
    maps: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        settings: Settings,
        narrowing: Narrowing = EVERYTHING,
        own: Iterable[OwnFeed] | None = None,
        *,
        prunes: bool = False,
    ) -> "Scope":
        """Return what a build of a site may write; `own` may be more feeds than the site defines."""
        configured = {feed.slug: settings.with_page(feed.formats) for feed in settings.own}
        definitions = {feed.slug: feed for feed in (settings.own if own is None else own)}
        chosen, maps = frozenset(settings.chosen_formats), frozenset(MAP_NAMES[server] for server in settings.maps)
        return cls(settings.kinds, settings.documents, configured, definitions, narrowing, chosen, prunes, maps)

    @property
    def is_partial(self) -> bool:
        """Say whether the build leaves everything alone that no option names."""
        return bool(self.narrowing) or bool(self.chosen)

    def configured(self, group: Group) -> frozenset[FormatName]:
        """Return the formats in which the site has the feed of a group, whatever options ask for."""
        if group.kind == OWN:
            return frozenset(self.own.get(group.key, ()))
        return frozenset(self.formats if group.kind in self.kinds else ())

    def has(self, group: Group) -> bool:
        """Say whether the site has the feed of a group, or an option asks for such feeds."""
        return bool(self.configured(group)) or group.kind == self.narrowing.kind


def grouping_of(settings: Settings, before: State) -> Grouping:
    """Return how articles are sorted: also for feeds that the site no longer has, as long as these are kept."""
    found = settings.grouping
    records = [one for one in before.feeds.values() if not settings.renaming.target(one.group) and not one.moved]
    defined = {own.slug for own in found.own}
    given_up = [own for record in records if (own := record.definition) is not None and own.slug not in defined]
    kinds = {record.group.kind for record in records}.union(*(own.selection.kinds for own in given_up))
    kept = sorted(given_up, key=lambda own: own.slug)
    archived = found.archived.union(record.group.kind for record in records if record.archives)
    return Grouping(found.kinds, (*found.own, *kept), archived).with_kinds(kinds)
