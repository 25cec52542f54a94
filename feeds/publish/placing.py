"""Say which documents of a feed are in which of its places."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.core.model import Feed, Group
from feeds.publish.jobs import FeedJob

if TYPE_CHECKING:
    from feeds.publish.render import BuiltFeed


def paths(job: FeedJob) -> Iterator[str]:
    """Yield the paths of the documents of a feed or an archive, where it is and in its former places."""
    for place in (job.group, *job.former):
        yield from (place.document(name, job.chain.month) for name in job.formats)


def placed(job: FeedJob, built: "BuiltFeed", templates: Path | None) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of each document of a feed, where it is and in each of its former places.

    There they are the same, but for the page, which says where the feed is now.
    """
    month = job.chain.month
    for name, document in built.documents.items():
        yield job.document(name), document
        for place in job.former:
            there = _moved_page(built.feed, place, month, templates) if name == "page" else document
            yield place.document(name, month), there


def _moved_page(feed: Feed, place: Group, month: str, templates: Path | None) -> bytes:
    from feeds.formats.html import pages

    return pages(templates).moved_page(feed, place.archive(month))
