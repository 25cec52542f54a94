"""Find the documents that are not those of the feed that is there now. Pure."""

from collections.abc import Iterator

from feeds.core.model import DOCUMENT_NAMES
from feeds.publish.plan import Plan
from feeds.publish.state import State


def not_as_remembered(plan: Plan, before: State) -> Iterator[str]:
    """Yield the documents in places where another feed was than is to be now, or one that had not ended, or had."""
    for planned in plan.feeds:
        for place in planned.places:
            record = before.feeds.get(place.folder)
            moved = None if place == planned.group else planned.group
            ended = (planned.has_ended, planned.until) if moved is None else (False, None)
            if record is None or (record.moved, record.has_ended, record.until) == (moved, *ended):
                continue
            for month in ("", *(archive.month for archive in planned.archives)):
                yield from (place.document(name, month) for name in DOCUMENT_NAMES)
