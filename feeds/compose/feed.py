"""Composes items and feeds."""

from collections.abc import Iterable
from datetime import datetime
from itertools import chain

from feeds import images
from feeds.compose.content import content
from feeds.config import Site
from feeds.model import (
    DOCUMENT_NAMES,
    Article,
    Category,
    Feed,
    Group,
    Image,
    Item,
    Person,
    Provider,
    Related,
)
from feeds.taxonomy import ProviderInfo, Taxonomy, TopicInfo


class Composer:
    """Composes the feeds of one site."""

    def __init__(self, site: Site, taxonomy: Taxonomy) -> None:
        self._site = site
        self._taxonomy = taxonomy

    def name(self, group: Group, articles: Iterable[Article]) -> str:
        """Return what a group is called: as the site spells it, else as the newest of its articles that names it.

        The articles come newest first; no more of them are looked at than needed.
        """
        if group.kind == "all":
            return self._site.title
        names = []
        rest = iter(articles)
        newest = next(rest)
        if group.topic:
            names.append(self._taxonomy.topic_name(group.topic) or self._spelling(group.topic, newest))
        if group.provider:
            info = self._taxonomy.providers.get(group.provider)
            named = next((article for article in chain([newest], rest) if article.provider.name), newest)
            names.append((info.name if info else None) or self._taxonomy.shown_name(named.provider))
        return " – ".join(names)

    def item(self, article: Article) -> Item:
        """Return what every format shows of an article."""
        provider = self._named(article.provider)
        return Item(
            id=article.id,
            title=article.title,
            url=article.link,
            published=article.published,
            updated=article.updated or article.published,
            content=content(article, self._site.home_url, self._taxonomy),
            provider=provider,
            summary=article.excerpt,
            original=article.original,
            amp=article.amp,
            authors=(
                Person(provider.name or provider.domain, f"https://{provider.domain}/", self._avatar(provider)),
                *(Person(name) for name in dict.fromkeys(provider.authors) if name != provider.name),
            ),
            categories=self._categories(article.topics),
            images=_distinct(article.images),
            related=tuple(Related(r.title, r.url, self._named(r.provider), r.published) for r in article.related),
            quality=article.quality,
            heat=article.heat,
        )

    def _named(self, provider: Provider) -> Provider:
        if provider.name:
            return provider
        return Provider(provider.domain, self._taxonomy.shown_name(provider), provider.images, provider.authors)

    def _avatar(self, provider: Provider) -> str | None:
        info = self._taxonomy.provider_of(provider.domain)
        picture = images.smallest((info.images if info else ()) or provider.images)
        return picture.url if picture else None

    def _categories(self, topics: Iterable[str]) -> tuple[Category, ...]:
        found: dict[str, Category] = {}
        for topic in topics:
            slug = self._taxonomy.topic_slug(topic)
            label = self._taxonomy.topic_name(slug) or topic
            found.setdefault(slug, Category(slug, label, f"{self._site.base_url}topics/"))
        return tuple(found.values())

    def _spelling(self, slug: str, article: Article) -> str:
        return next((topic for topic in article.topics if self._taxonomy.topic_slug(topic) == slug), slug)

    def feed(self, group: Group, name: str, updated: datetime) -> Feed:
        """Return what every format says of a feed besides its items, with the name and the newest change of these."""
        site = self._site
        info = self._info(group)
        pictures = (info.images if info else ()) or self._site_icon()
        title, description = site.title, site.description or f"News from {site.title}"
        if group.kind != "all":
            title = f"{name} – {site.title}"
            description = f"News from {name}" if group.kind == "provider" else f"News on {name} from {site.title}"
        return Feed(
            group=group,
            name=name,
            title=(info.title if info else None) or title,
            description=(info.description if info else None) or description,
            home_url=site.home_url,
            about_url=site.base_url,
            urls={form: site.base_url + group.document(form) for form in DOCUMENT_NAMES},
            updated=updated,
            language=site.language,
            author=site.author,
            images=pictures,
            icon=images.smallest(pictures),
            logo=images.largest(pictures),
        )

    def _info(self, group: Group) -> TopicInfo | ProviderInfo | None:
        """Return what the site says of a group; of a topic with a provider it says nothing."""
        if group.kind == "topic":
            return self._taxonomy.topics.get(group.topic)
        if group.kind == "provider":
            return self._taxonomy.providers.get(group.provider)
        return None

    def _site_icon(self) -> tuple[Image, ...]:
        return (Image(self._site.icon, type=images.type_of(self._site.icon)),) if self._site.icon else ()


def _distinct(pictures: Iterable[Image]) -> tuple[Image, ...]:
    """Return each picture once, as it is first given: no format may name the same enclosure twice."""
    found: dict[str, Image] = {}
    for picture in pictures:
        found.setdefault(picture.url, picture)
    return tuple(found.values())
