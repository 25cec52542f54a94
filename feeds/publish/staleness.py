"""Mark the documents that may have to change, until a build has looked at them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from feeds.config import OwnFeed, Settings
from feeds.core.directory import lists_feeds
from feeds.core.fingerprint import contents, digest, fingerprint
from feeds.core.model import DOCUMENT_NAMES
from feeds.core.redirects import MAPS, MapFormat, Redirects
from feeds.index.database import Database
from feeds.index.reading import Reading
from feeds.publish import state
from feeds.publish.state import State


def mark_stale(
    database: Database, settings: Settings, own: Iterable[OwnFeed], reading: Reading, before: State, now: datetime
) -> None:
    """Mark what shows something that has changed: articles, definitions of feeds, settings, templates, the program.

    `own` are the feeds that the site defines, or has defined before and keeps for their subscribers.
    """
    look = look_of(settings, now)
    if database.get("showing") != look:
        database.set("showing", look)
        state.mark_stale(database)

    defined = {feed.slug: feed for feed in own}
    redefined = [
        record.group
        for record in before.feeds.values()
        if record.definition is not None and record.definition != defined.get(record.group.key)
    ]
    changed = [(group, "") for group in (*reading.touched, *redefined)]
    changed += reading.touched_months
    changed += [(group, archive.month) for group in redefined for archive in before.feeds[group.folder].archives]
    known = changed if before.files else ()  # from nothing, every group has changed
    documents = [group.document(name, month) for group, month in known for name in DOCUMENT_NAMES]
    listed = digest(sorted(feed.slug for feed in settings.own))
    if database.get("own feeds") != listed:
        database.set("own feeds", listed)
        mark_lists_stale(database)
    if documents:
        state.mark_stale(database, documents)
        mark_lists_stale(database)


def look_of(settings: Settings, now: datetime) -> bytes:
    """Return a digest of what all documents show besides articles, at a moment."""
    shown = (str(settings.zone), settings.kinds, settings.formats, settings.pages, settings.opml)
    templates = contents(settings.templates) if settings.templates else None
    limits = (settings.limit, settings.max_bytes, settings.content, sorted(settings.archived))
    retired = sorted(group for group in settings.renaming.retired if settings.renaming.has_ended(group, now))
    return digest(fingerprint(), settings.site, limits, settings.taxonomy.described(), shown, templates, retired)


def mark_lists_stale(database: Database) -> None:
    """Mark the documents stale that show what feeds are called and hold."""
    state.mark_stale(database, filter(lists_feeds, state.stamps(database)))


def mark_maps_stale(database: Database, servers: Sequence[MapFormat], redirects: Redirects) -> None:
    """Mark the maps of redirects stale if they are to say something else, or to another kind of server."""
    wanted = digest(servers, redirects)
    if database.get("redirects") != wanted:
        database.set("redirects", wanted)
        state.mark_stale(database, MAPS)
