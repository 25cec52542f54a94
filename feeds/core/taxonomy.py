"""What the site says of its topics and providers, whatever an article calls them."""

from collections.abc import Iterable

from msgspec import Struct

from feeds.core.model import Image, Provider
from feeds.core.slugs import slugify


class TopicInfo(Struct, frozen=True):
    """A topic that the configuration or a topic file describes."""

    slug: str
    name: str
    title: str | None = None
    description: str | None = None
    images: tuple[Image, ...] = ()
    aliases: tuple[str, ...] = ()


class ProviderInfo(Struct, frozen=True):
    """A provider that the configuration or an organisation file describes. `key` is its folder's name."""

    key: str
    domain: str
    name: str | None = None
    title: str | None = None
    description: str | None = None
    images: tuple[Image, ...] = ()
    aliases: tuple[str, ...] = ()


class Taxonomy:
    """Finds the topic or provider that a name stands for. A name nobody described stands for itself."""

    def __init__(self, topics: Iterable[TopicInfo] = (), providers: Iterable[ProviderInfo] = ()) -> None:
        self.topics = {topic.slug: topic for topic in topics}
        self.providers = {provider.key: provider for provider in providers}
        # Later entries win: a topic's slug goes before another's name, and a name before another's alias.
        self._topic_slugs = (
            {slugify(alias): topic.slug for topic in self.topics.values() for alias in topic.aliases}
            | {slugify(topic.name): topic.slug for topic in self.topics.values()}
            | {slug: slug for slug in self.topics}
        )
        self._keys = (
            {alias.lower(): provider.key for provider in self.providers.values() for alias in provider.aliases}
            | {provider.domain: provider.key for provider in self.providers.values()}
            | {key: key for key in self.providers}
        )

    def described(self) -> tuple[tuple[TopicInfo, ...], tuple[ProviderInfo, ...]]:
        """Return all that the site says of its topics and providers."""
        return tuple(self.topics.values()), tuple(self.providers.values())

    def topic_slug(self, name: str) -> str:
        """Return the slug of the topic that a name, an alias or a slug stands for."""
        slug = name.strip().lower()
        if slug in self.topics:
            return slug
        slug = slugify(name)
        return self._topic_slugs.get(slug, slug)

    def topic_name(self, slug: str) -> str | None:
        """Return a topic's name as the site spells it; None where only the articles do."""
        topic = self.topics.get(slug)
        return topic.name if topic else None

    def provider_key(self, domain: str) -> str:
        """Return the folder's name of the provider that a domain or an alias stands for."""
        return self._keys.get(domain, domain)

    def provider_of(self, domain: str) -> ProviderInfo | None:
        """Return what the site says of a domain's provider."""
        return self.providers.get(self.provider_key(domain))

    def shown_name(self, provider: Provider) -> str:
        """Return what an item calls its provider: the article's own name, else the site's, else the host."""
        if provider.name:
            return provider.name
        info = self.provider_of(provider.domain)
        return (info.name if info else None) or provider.domain


def nearest(wanted: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Return the known names that hold a mistyped one or are nearest to it, best first."""
    from difflib import get_close_matches

    by_folded = {name.casefold(): name for name in known}
    folded = wanted.strip().casefold()
    holding = [name for name in by_folded if folded and folded in name]
    close = get_close_matches(folded, by_folded, count, 0.6)
    return [by_folded[name] for name in dict.fromkeys([*sorted(holding, key=len), *close])][:count]
