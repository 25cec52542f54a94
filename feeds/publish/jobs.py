"""Say what it takes to render feeds and archives: what they are called, and which articles are in them."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from feeds.config import ContentChoice, OwnFeed, Settings
from feeds.core.archives import ALONE, Chain
from feeds.core.model import FormatName, Group, Image, in_order
from feeds.index.catalogue import Catalogue
from feeds.index.spelling import spelling
from feeds.publish.plan import PlannedArchive, PlannedFeed
from feeds.publish.state import FeedRecord, State

if TYPE_CHECKING:
    from feeds.compose import Composer

Formats = tuple[FormatName, ...]
Stale = tuple[PlannedFeed, PlannedArchive | None, Formats]
"""A feed, or one of its archives, and the formats in which it is to be rendered."""


class FeedJob(NamedTuple):
    """A feed, or an archive, to render: its name, its formats, and the keys of its articles, newest first.

    `measured` are the formats in which no document may be longer than the site allows. `updated` is the date of a feed
    without items; others have that of their newest. `total` is the number of all its articles, `newest` the date of
    publication of the newest, and `image` the provider's image in that one. `definition` is that of an own feed,
    `content` what the items have; `chain` says of which month it is an archive, if it is one, and where it leads.
    `former` are its former places. One that `has_ended` has a last item, of the date `until`, else of the last change.
    """

    group: Group
    name: str
    formats: tuple[FormatName, ...]
    articles: tuple[int, ...]
    updated: datetime
    total: int = 0
    newest: datetime | None = None
    image: Image | None = None
    measured: tuple[FormatName, ...] = ()
    definition: OwnFeed | None = None
    content: ContentChoice = "full"
    chain: Chain = ALONE
    former: tuple[Group, ...] = ()
    has_ended: bool = False
    until: datetime | None = None

    @property
    def folder(self) -> str:
        """Return the folder of its documents."""
        return self.group.archive(self.chain.month)

    def document(self, format_name: FormatName) -> str:
        """Return the path of its document in a format."""
        return self.group.document(format_name, self.chain.month)


def record_of(job: FeedJob) -> FeedRecord:
    """Return what builds remember of a feed that was rendered."""
    return FeedRecord(
        group=job.group,
        name=job.name,
        updated=job.updated,
        empty=not job.articles,
        definition=job.definition,
        count=job.total,
        newest=job.newest,
        image=job.image,
        has_ended=job.has_ended,
        until=job.until,
    )


class Jobs:
    """Makes the jobs of one build."""

    def __init__(self, settings: Settings, composer: "Composer", catalogue: Catalogue) -> None:
        self._settings = settings
        self._composer = composer
        self._catalogue = catalogue

    def of_all(self, stale: Iterable[Stale], before: State) -> tuple[list[FeedJob], list[FeedJob]]:
        """Return what it takes to render feeds, and archives; `before` is the state before this build.

        Of a feed that is called otherwise than before, the empty archives come as well.
        """
        records = dict(before.feeds)
        jobs, archives, renamed = [], [], []
        for planned, archive, formats in stale:
            folder = planned.group.folder
            if archive is None:
                jobs.append(self.of_feed(planned, formats))
                if folder in records and records[folder].name != jobs[-1].name:
                    renamed.append(planned)
                records[folder] = record_of(jobs[-1])
            else:
                archives.append(self.of_archive(planned, archive, formats, records.get(folder)))
        made = {job.folder for job in archives}
        for planned in renamed:
            others = (one for one in planned.archives if planned.group.archive(one.month) not in made)
            record = records[planned.group.folder]
            found = (self.of_archive(planned, archive, archive.formats, record) for archive in others)
            archives += [job for job in found if not job.articles]
        return jobs, archives

    def of_feed(self, planned: PlannedFeed, formats: Formats) -> FeedJob:
        """Return what it takes to render a feed in some formats."""
        group, own, settings = planned.group, planned.definition, self._settings
        if planned.emptied is not None:
            name = planned.emptied.name if own is None else self._composer.name(group, ())
            job = FeedJob(group, name, formats, (), planned.emptied.updated, definition=own, chain=planned.chain)
            return job._replace(former=planned.former, has_ended=planned.has_ended, until=planned.until)

        limit = planned.limit(settings)
        articles = tuple(self._catalogue.newest(group, limit))
        job = self._filled(planned, articles, formats, planned.chain)
        if planned.until is not None:
            job = job._replace(articles=tuple(self._catalogue.newest(group, limit, planned.until)))
        return job._replace(
            former=planned.former,
            has_ended=planned.has_ended,
            until=planned.until,
            total=self._catalogue.count(group),
            measured=in_order({*settings.documents, *planned.formats}) if settings.max_bytes else (),
            definition=own,
        )

    def of_archive(
        self, planned: PlannedFeed, archive: PlannedArchive, formats: Formats, record: FeedRecord | None
    ) -> FeedJob:
        """Return what it takes to render an archive in some formats; `record` is that of its feed.

        It is called as its own articles call the group, and so changes only with them; an empty one as its feed is.
        """
        group = planned.group
        articles = tuple(self._catalogue.of_month(group, archive.month, self._settings.zone, planned.until))
        if not articles and record and archive.record:
            job = FeedJob(group, record.name, formats, (), archive.record.updated, chain=archive.chain)
        else:
            job = self._filled(planned, articles, formats, archive.chain)._replace(total=len(articles))
        return job._replace(former=planned.former)

    def _filled(self, planned: PlannedFeed, articles: tuple[int, ...], formats: Formats, chain: Chain) -> FeedJob:
        """Return what it takes to render documents of some articles, newest first."""
        group, own = planned.group, planned.definition
        newest = next(self._catalogue.articles(articles[:1]))
        called = spelling(group, articles, self._catalogue, self._settings)
        return FeedJob(
            group=group,
            name=self._composer.name(group, self._catalogue.articles(articles), called),
            formats=formats,
            articles=articles,
            updated=self._composer.updated(newest),
            newest=newest.published,
            image=self._composer.page_image(group, newest),
            content=own.content if own else self._settings.content,
            chain=chain,
        )
