"""List the topics, providers and feeds of a site."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from msgspec import Struct

from feeds.compose import Composer
from feeds.config import Settings
from feeds.core.errors import UnknownFeedError
from feeds.core.kinds import ALL, KINDS, OWN, PAIR, kind_of
from feeds.core.messages import aligned, shown
from feeds.core.model import GroupKind, in_order
from feeds.core.suggestions import did_you_mean, nearest
from feeds.index.catalogue import Catalogue
from feeds.index.reading import Reading
from feeds.index.spelling import spelling
from feeds.index.standings import GroupCount
from feeds.publish.foresight import whereabouts
from feeds.publish.scope import Scope

FEEDS = "feeds"
"""What lists every feed, of whatever kind."""


class Row(Struct, frozen=True, omit_defaults=True):
    """One topic, provider or feed: what it is called, how many articles it has, and when the newest was published.

    `key` is the folder of its feed below that of the kind, such as a topic's slug, or that of a feed below the output.
    `former` are the folders in which the feed was before, and still is. Of one that has ended, only the articles count
    that are in it.
    """

    key: str
    name: str
    count: int
    newest: datetime
    urls: dict[str, str] = {}
    former: tuple[str, ...] = ()
    has_ended: bool = False


def kinds_of(noun: str, settings: Settings) -> tuple[GroupKind, ...]:
    """Return the kinds of groups that a noun stands for: the name of their folder, such as `topics`, or `feeds`.

    Raises UnknownFeedError for what is no such name.
    """
    if noun == FEEDS:
        return (*settings.kinds, OWN)
    kinds = [kind for kind in (*KINDS, *settings.kinds) if kind not in (ALL, OWN, PAIR)]
    by_folder = {kind_of(kind).folder: kind for kind in kinds}
    if noun not in by_folder:
        hint = did_you_mean(*nearest(noun, by_folder, 1))
        choices = ", ".join((FEEDS, *by_folder))
        raise UnknownFeedError(f"there is nothing to list that is called {noun!r}{hint} (expected one of: {choices})")
    return (by_folder[noun],)


def rows(noun: str, settings: Settings, reading: Reading) -> list[Row]:
    """Return the topics, providers or feeds with an article, the fullest first; feeds with their addresses."""
    catalogue = reading.catalogue
    composer = Composer.of(settings)
    scope, places = Scope.of(settings), whereabouts(settings, reading)
    former = places.former()
    shows_urls = noun == "feeds" and bool(settings.site.base_url)
    found = []
    for count in catalogue.counts(kinds_of(noun, settings)):
        group = count.group
        count = _until(places.retired.get(group), count, catalogue)
        articles = catalogue.newest(group, settings.limit)
        named = spelling(group, articles, catalogue, settings)
        formats = scope.configured(group) if shows_urls else ()
        urls: dict[str, str] = {
            form: settings.site.base_url + group.document(form) for form in in_order(formats) if form != "page"
        }
        found.append(
            Row(
                key=group.folder if noun == FEEDS else group.key,
                name=composer.name(group, catalogue.articles(articles), named) or group.folder,
                count=count.count,
                newest=count.newest,
                urls=urls,
                former=tuple(place.folder for place in former.get(group, ())),
                has_ended=group in places.retired,
            )
        )
    return sorted(found, key=lambda row: (-row.count, row.key))


def _until(end: datetime | None, count: GroupCount, catalogue: Catalogue) -> GroupCount:
    """Return what of a group is in a feed that ends at a moment; all of it if there is no such."""
    if end is None or count.newest <= end:
        return count
    found = catalogue.newest(count.group, -1, end)
    newest = next((article.published for article in catalogue.articles(found[:1])), end)
    return GroupCount(count.group, len(found), newest)


_HEADINGS = {"providers": "DOMAIN", "feeds": "FOLDER"}


def as_text(noun: str, found: Sequence[Row], zone: tzinfo) -> list[str]:
    """Return rows as lines of aligned columns, below a heading; dates are in the zone."""
    table = [(_HEADINGS.get(noun, "SLUG"), "ARTICLES", "NEWEST", "NAME")]
    table += [
        (shown(row.key), str(row.count), f"{row.newest.astimezone(zone):%Y-%m-%d}", _called(row)) for row in found
    ]
    return aligned(table, "<><<")


def _called(row: Row) -> str:
    """Return what a feed is called, and where else it is, or that it has ended."""
    more = [f"also in {', '.join(row.former)}"] if row.former else []
    more += ["has ended"] if row.has_ended else []
    return f"{shown(row.name)} ({'; '.join(more)})" if more else shown(row.name)
