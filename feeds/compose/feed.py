"""Compose items, feeds, and the list of all feeds."""

from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo
from functools import cached_property
from itertools import chain

from msgspec.structs import replace

from feeds.compose.content import Content, content, directed, summary
from feeds.compose.ended import last_item
from feeds.compose.publisher import publisher
from feeds.config import ContentChoice, OwnFeed, Settings, Site
from feeds.core import images, languages, urls
from feeds.core.alternates import Alternate
from feeds.core.archives import ALONE, Chain
from feeds.core.dates import LATEST
from feeds.core.directory import Directory, Listing
from feeds.core.kinds import ALL, LANGUAGE, OWN, PAIR, PROVIDER, TOPIC, kind_of
from feeds.core.model import (
    FEED_FORMATS,
    Article,
    Category,
    Feed,
    FeedFormat,
    Group,
    GroupKind,
    Image,
    Item,
    Person,
    Provider,
    Publisher,
    Related,
)
from feeds.core.spread import fitting, room_of_added
from feeds.core.taxonomy import ProviderInfo, Taxonomy, TopicInfo
from feeds.words import Words, autonym, canonical, words_in

PAGE_IMAGE_WIDTH = 128
"""Pixels of the picture beside a feed's title, which screens of double density show at half the size."""


class Composer:
    """Composes the feeds of one site.

    An update after `now` is left out. `zone` is that of the days that people see; `kinds` are the groups with a feed,
    which pages can link to, `formats` those of the feeds, and `opml` the one of them that the list for feed readers
    names. `own` are the feeds that the site defines. Nothing links to those that are `retired`.
    """

    def __init__(
        self,
        site: Site,
        taxonomy: Taxonomy,
        *,
        now: datetime = LATEST,
        zone: tzinfo = UTC,
        kinds: Iterable[GroupKind] = (),
        formats: tuple[FeedFormat, ...] = FEED_FORMATS,
        pages: bool = True,
        opml: FeedFormat = "rss",
        own: Iterable[OwnFeed] = (),
        retired: Iterable[Group] = (),
    ) -> None:
        self._site = site
        self._taxonomy = taxonomy
        self._now = now
        self._zone = zone
        self._kinds = frozenset(kinds)
        self._formats = formats
        self._own = {feed.slug: feed for feed in own}
        self.retired = frozenset(retired)
        self._looks = (pages, opml)

    @cached_property
    def _publisher(self) -> Publisher:
        return publisher(self._site, self._words(), *self._looks)

    @classmethod
    def of(cls, settings: Settings, now: datetime = LATEST, own: Iterable[OwnFeed] | None = None) -> "Composer":
        """Return the composer of a configuration, for a moment; `own` may be more feeds than the site defines."""
        return cls(
            settings.site,
            settings.taxonomy,
            now=now,
            zone=settings.zone,
            kinds=settings.kinds,
            formats=settings.formats,
            pages=settings.pages,
            opml=settings.opml,
            own=settings.own if own is None else own,
            retired=(group for group in settings.renaming.retired if settings.renaming.has_ended(group, now)),
        )

    def name(self, group: Group, articles: Iterable[Article], spelling: str | None = None) -> str:
        """Return what a group is called: as the site spells it, else as the newest of its articles that names it.

        The articles come newest first; no more of them are looked at than needed. `spelling` is what the newest calls a
        group that is neither of a topic nor of a provider.
        """
        if group.kind == ALL:
            return self._site.title
        if group.kind == OWN:
            return self._own[group.key].title or group.key
        if group.kind not in (TOPIC, PROVIDER, PAIR):
            return spelling or group.key

        names = []
        rest = iter(articles)
        newest = next(rest)
        if group.kind != PROVIDER:
            names.append(self._taxonomy.topic_name(group.key, self._site.language) or self._spelling(group.key, newest))
        if group.kind != TOPIC:
            info = self._taxonomy.providers.get(group.provider or group.key)
            named = next((article for article in chain([newest], rest) if article.provider.name), newest)
            names.append((info.name if info else None) or self._taxonomy.shown_name(named.provider))
        return " – ".join(names)

    def item(self, article: Article, choice: ContentChoice = "full", alternates: tuple[Alternate, ...] = ()) -> Item:
        """Return what every format shows of an article, with its text or with its excerpt alone.

        `alternates` are its pages in all languages that it is in, its own last.
        """
        provider = self._named(article.provider)
        logo = self._avatar(provider)
        outlet = self._linked(Group(PROVIDER, self._taxonomy.provider_key(provider.domain)))
        pictures = images.lead_first(images.distinct(article.images))
        shown = self._content(replace(article, images=pictures) if pictures != article.images else article, choice)
        return Item(
            id=article.id,
            title=article.title,
            url=article.link,
            published=article.published,
            updated=self.updated(article),
            content=shown.html,
            provider=provider,
            summary=shown.summary,
            text=shown.text,
            original=article.original,
            amp=article.amp,
            authors=article.authors or (self._stand_in(article, logo),),
            categories=self._categories(article.topics, article.language or self._site.language),
            images=shown.images,
            media=tuple(one for one in article.media if one.url not in {picture.url for picture in pictures}),
            related=tuple(Related(r.title, r.url, self._named(r.provider), r.published) for r in article.related),
            quality=article.quality,
            heat=article.heat,
            day=article.published.astimezone(self._zone).date(),
            player=article.player,
            outlet=outlet,
            logo=logo,
            source=self._source(article, outlet),
            words=self._words(article.language),
            language=self._language(article),
            alternates=fitting(alternates, room_of_added(article, self._kinds)),
        )

    def _words(self, language: str | None = None) -> Words:
        """Return the words of a language, if there are any, else those of the site's."""
        return words_in((language, self._site.language), self._site.words)

    def _content(self, article: Article, choice: ContentChoice) -> Content:
        words, room = self._words(article.language), room_of_added(article, self._kinds)
        shown = summary(article, words) if choice == "summary" else content(article, self._taxonomy, words, room)
        return directed(shown, article.language or self._site.language)

    def updated(self, article: Article) -> datetime:
        """Return when an article was last changed, as far as its time has come."""
        return article.updated if article.updated and article.updated <= self._now else article.published

    def _language(self, article: Article) -> str | None:
        """Return the language of an article where it is not the site's (RFC 5646: case makes no difference)."""
        is_sites = (article.language or "").lower() == (self._site.language or "").lower()
        return None if is_sites else article.language

    def _named(self, provider: Provider) -> Provider:
        shown_name = self._taxonomy.shown_name
        return provider if provider.name else Provider(provider.domain, shown_name(provider), provider.images)

    def _source(self, article: Article, outlet: Group | None) -> str | None:
        has_feed = outlet is not None and "rss" in self._formats and bool(article.authors)
        return self._site.base_url + outlet.document("rss") if outlet and has_feed else None

    def _stand_in(self, article: Article, logo: str | None) -> Person:
        """Return who stands for the author that an article does not name: the outlet, else the site's author."""
        provider = article.provider
        name = self._taxonomy.shown_name(provider)
        is_of_site = name == provider.domain == urls.host(self._site.home_url)
        if is_of_site and self._site.author:
            return Person(self._site.author)
        return Person(name, f"https://{provider.domain}/", logo)

    def _avatar(self, provider: Provider) -> str | None:
        info = self._taxonomy.provider_of(provider.domain)
        picture = images.smallest((info.images if info else ()) or provider.images)
        return picture.url if picture else None

    def _categories(self, topics: Iterable[str], language: str | None) -> tuple[Category, ...]:
        found: dict[str, Category] = {}
        for topic in topics:
            slug = self._taxonomy.topic_slug(topic)
            name = self._taxonomy.topic_name(slug, self._site.language) or topic
            label = self._taxonomy.topic_name(slug, language) or topic
            group = self._linked(Group(TOPIC, slug))
            found.setdefault(slug, Category(name, label, f"{self._site.base_url}topics/", group))
        return tuple(found.values())

    def _linked(self, group: Group) -> Group | None:
        return group if group.kind in self._kinds and group not in self.retired else None

    def _spelling(self, slug: str, article: Article) -> str:
        return next((topic for topic in article.topics if self._taxonomy.topic_slug(topic) == slug), slug)

    def feed(
        self,
        group: Group,
        name: str,
        updated: datetime,
        *,
        page_image: Image | None = None,
        cover: Image | None = None,
        total: int = 0,
        chain: Chain = ALONE,
    ) -> Feed:
        """Return what every format says of a feed besides its items, with the name and the newest change of these.

        `page_image` stands in where the site has no picture of the group, `cover` is the newest picture of its items,
        and `total` the number of all its articles. `chain` makes it an archive, or leads to the feed's archives.
        """
        site = self._site
        info = self._info(group)
        own = info.images if info else ()
        pictures = own or ((self._publisher.icon,) if self._publisher.icon else ())
        language = self._language_of(group, name)
        name = autonym(name) if group.kind == LANGUAGE else name
        words = self._words(language)
        title, description = site.title, self._publisher.description
        if group.kind != ALL:
            says_site = name == site.title or name.endswith(f" – {site.title}")  # a site may be its own provider
            title = name if says_site else f"{name} – {site.title}"
            kind = kind_of(group.kind)
            about = kind.about if says_site else kind.about_of_site
            description = words.gettext(about, name=name, language=name, site=site.title)
        return Feed(
            group=group,
            name=name,
            title=(info.title if info else None) or title,
            description=(info.description if info else None) or description,
            home_url=site.home_url,
            about_url=site.base_url,
            urls={form: site.base_url + group.document(form) for form in FEED_FORMATS},
            updated=updated,
            day=updated.astimezone(self._zone).date(),
            page_url=f"{site.base_url}{group.archive(chain.month)}/",
            formats=info.formats if isinstance(info, OwnFeed) else self._formats,
            site=self._publisher,
            language=language,
            author=site.author,
            images=pictures,
            icon=images.smallest(pictures),
            logo=images.largest(pictures),
            page_image=images.of_width(own, PAGE_IMAGE_WIDTH) or page_image,
            cover=cover,
            total=total,
            words=words,
            chain=chain,
        )

    def _language_of(self, group: Group, name: str) -> str | None:
        """Return the language of a feed: its own, if it has one language only, else the site's."""
        if group.kind == LANGUAGE:
            return name
        if group.kind == OWN and group.key in self._own:
            wanted = self._own[group.key].selection.wanted.get(LANGUAGE, ())
            if len(wanted) == 1 and (tag := languages.tag_of(*wanted)):
                return canonical(tag)
        return self._site.language

    def last_item(self, group: Group, date: datetime) -> Item:
        """Return the item that ends a feed."""
        words = self._words(group.key if group.kind == LANGUAGE else None)
        return last_item(group, self._publisher, words, date, self._zone)

    def page_image(self, group: Group, newest: Article) -> Image | None:
        """Return the picture of a provider as its newest article gives it; that of the site's own files goes before."""
        return images.of_width(newest.provider.images, PAGE_IMAGE_WIDTH) if group.kind == PROVIDER else None

    def directory(self, feeds: Iterable[tuple[Feed, int, datetime]]) -> Directory:
        """Return the list of feeds, each with how many articles it has and when the newest was published."""
        listings = [Listing(feed, count, newest, newest.astimezone(self._zone).date()) for feed, count, newest in feeds]
        listings.sort(key=lambda listing: (-listing.count, listing.feed.group))
        return Directory(self._publisher, tuple(listings))

    def _info(self, group: Group) -> TopicInfo | ProviderInfo | OwnFeed | None:
        """Return what the site says of a group; there are kinds of which it says nothing."""
        if group.kind == TOPIC:
            return self._taxonomy.topics.get(group.key)
        if group.kind == PROVIDER:
            return self._taxonomy.providers.get(group.key)
        return self._own.get(group.key) if group.kind == OWN else None  # a former place of another feed has none
