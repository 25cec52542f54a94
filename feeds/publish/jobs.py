"""Say what it takes to render feeds and archives: what they are called, and which articles are in them."""

from collections.abc import Mapping

from feeds.compose import Composer
from feeds.config import OwnFeed, Settings
from feeds.core.archives import Chain
from feeds.core.kinds import OWN
from feeds.core.model import FormatName, Group, in_order
from feeds.index.catalogue import Catalogue
from feeds.index.spelling import spelling
from feeds.publish.plan import PlannedArchive, PlannedFeed
from feeds.publish.render import FeedJob
from feeds.publish.state import FeedRecord

Formats = tuple[FormatName, ...]


class Jobs:
    """Makes the jobs of one build. `own` are the feeds that the site defines, or has defined, by their slugs."""

    def __init__(
        self, settings: Settings, composer: Composer, own: Mapping[str, OwnFeed], catalogue: Catalogue
    ) -> None:
        self._settings = settings
        self._composer = composer
        self._own = own
        self._catalogue = catalogue

    def of_feed(self, planned: PlannedFeed, formats: Formats) -> FeedJob:
        """Return what it takes to render a feed in some formats."""
        group, settings = planned.group, self._settings
        own = self._own_feed(group)
        if planned.emptied is not None:
            name = planned.emptied.name if own is None else self._composer.name(group, ())
            job = FeedJob(group, name, formats, (), planned.emptied.updated, definition=own, chain=planned.chain)
            return job._replace(former=planned.former, has_ended=planned.has_ended, until=planned.until)

        limit = own.limit if own else settings.limit
        articles = tuple(self._catalogue.newest(group, limit))
        job = self._filled(group, articles, formats, planned.chain)
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

        It is called as its own articles call the group, and so changes only with them.
        """
        group = planned.group
        articles = tuple(self._catalogue.of_month(group, archive.month, self._settings.zone, planned.until))
        if not articles and record and archive.record:
            job = FeedJob(group, record.name, formats, (), archive.record.updated, chain=archive.chain)
        else:
            job = self._filled(group, articles, formats, archive.chain)._replace(total=len(articles))
        return job._replace(former=planned.former)

    def _filled(self, group: Group, articles: tuple[int, ...], formats: Formats, chain: Chain) -> FeedJob:
        """Return what it takes to render documents of some articles, newest first."""
        own = self._own_feed(group)
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

    def _own_feed(self, group: Group) -> OwnFeed | None:
        return self._own.get(group.key) if group.kind == OWN else None
