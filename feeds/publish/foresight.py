"""Foresee what the next build will write, for commands that tell it and write nothing."""

import os
from contextlib import AbstractContextManager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from feeds.config import Settings
from feeds.core.damage import DAMAGE_ERRORS
from feeds.core.errors import FeedsError
from feeds.core.kinds import OWN
from feeds.core.progress import Warn, no_warning
from feeds.core.workers import Workers
from feeds.index.database import open_database
from feeds.index.reading import Reading
from feeds.index.reading import reading as reading_of
from feeds.publish import places, state
from feeds.publish.narrowing import Names
from feeds.publish.places import Places
from feeds.publish.plan import Plan
from feeds.publish.planning import prepare_plan
from feeds.publish.scope import Scope, grouping_of
from feeds.publish.staleness import mark_stale
from feeds.publish.state import State
from feeds.publish.tree import Tree

if TYPE_CHECKING:
    from feeds.publish.render import Fault


def reading(settings: Settings, *, warn: Warn, now: datetime | None = None) -> AbstractContextManager[Reading]:
    """Read the articles as the next build will: also for the feeds that are only kept for their subscribers.

    The arguments are those of `feeds.index.reading.reading`, and so is what is raised.
    """
    return reading_of(settings, warn=warn, now=now, grouping=lambda db: grouping_of(settings, state.load(db)))


def plan(settings: Settings, found: Reading) -> Plan:
    """Return what the next whole build will write. `found` is what `reading` gives."""
    try:
        return _plan(settings, found)
    except DAMAGE_ERRORS:  # the next build begins the state anew
        with open_database(Path(os.devnull), no_warning, scratch=True) as empty:
            return _plan(settings, replace(found, database=empty))


def _plan(settings: Settings, found: Reading) -> Plan:
    before = state.load(found.database)
    own = grouping_of(settings, before).own
    mark_stale(found.database, settings, own, found, before, found.now)
    with Tree(settings.output) as tree:
        return prepare_plan(settings, Names(), own, found, before, tree, prunes=False)[0]


def fault(settings: Settings, found: Reading, key: int) -> "Fault | None":
    """Return what keeps the next build from showing an article as a whole, if anything does.

    None is returned as well where the machine, or a template of the site's own, lets nobody know.
    """
    from feeds.compose import Composer  # few commands render anything
    from feeds.publish.render import Record, RenderContext, fault_with

    alternates = found.catalogue.alternates([key], settings.site.language).get(key, ())
    record = Record(found.catalogue.records([key])[0], settings.content, alternates)
    context = RenderContext(Composer.of(settings, found.now), settings.templates and settings.templates.absolute())
    with suppress(FeedsError), Workers(1) as workers:
        return fault_with(record, tuple(settings.documents), context, workers)
    return None


def whereabouts(settings: Settings, found: Reading) -> Places:
    """Return where feeds are, and which have ended, as the next build will find it."""
    try:
        before = state.load(found.database)
    except DAMAGE_ERRORS:  # the next build begins the state anew
        before = State()
    kinds = {*settings.kinds, OWN, *(record.group.kind for record in before.feeds.values())}
    living = found.catalogue.groups(kinds)
    return places.find(settings, living, before, Scope.of(settings).has, found.now)
