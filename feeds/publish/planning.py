"""Gather what a plan is made from: groups, names of options, former places of feeds, and files that are not ours."""

from collections.abc import Iterable

from msgspec.structs import replace

from feeds.config import OwnFeed, Settings
from feeds.core.kinds import OWN, PROVIDER, TOPIC
from feeds.index.reading import Reading
from feeds.publish import places, state
from feeds.publish.narrowing import EVERYTHING, Names, known_names, narrow
from feeds.publish.plan import Plan, make_plan, without_pages
from feeds.publish.scope import Scope
from feeds.publish.state import State
from feeds.publish.tree import Tree


def prepare_plan(
    settings: Settings,
    names: Names,
    own: Iterable[OwnFeed],
    reading: Reading,
    before: State,
    tree: Tree,
    *,
    prunes: bool,
) -> tuple[Plan, tuple[str, ...]]:
    """Return what to write, and sentences about names in the configuration that are not those of feeds.

    `own` are the feeds that the site defines, or has defined before and keeps for their subscribers. Raises
    UnknownTopicError, UnknownProviderError or UnknownFeedError for a name that an option gives.
    """
    catalogue = reading.catalogue
    kinds = {*settings.kinds, OWN, *(record.group.kind for record in before.feeds.values())}
    kinds |= {group.kind for group in settings.renaming.retired}
    narrowing = EVERYTHING
    if names:
        topics, providers, living = catalogue.names(TOPIC), catalogue.names(PROVIDER), catalogue.groups(kinds)
        known = known_names(settings.taxonomy, topics, providers, living, before)
        narrowing = narrow(names, settings.taxonomy, known)
        kinds |= {narrowing.kind} if narrowing.kind else set()

    living = catalogue.groups(kinds)
    scope = Scope.of(settings, narrowing, own, prunes=prunes)
    found = places.find(settings, living, before, scope.has, reading.now)

    def planned(before: State) -> Plan:
        plan = make_plan(scope, living, before, found)
        if not settings.archived and not any(record.archives for record in before.feeds.values()):
            return plan
        from feeds.publish.archives import with_archives  # few sites have any

        return with_archives(plan, settings, catalogue, before, reading.database, scope)

    plan = planned(before)
    if plan.given_up:
        from feeds.publish.foreign import taken

        plan = replace(plan, taken=taken(plan.given_up, state.stamps(reading.database), tree))
    misnamed = places.misnamed(settings, found, living, before, scope.has) if settings.renaming else ()
    return without_pages(plan, before) if settings.skip_pages else plan, tuple(misnamed)
