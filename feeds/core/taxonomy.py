"""The site's topics and providers, and their look-up by the names that articles use."""

from collections.abc import Iterable

from msgspec import Struct

from feeds.core.model import Image, Provider
from feeds.core.slugs import slugify
from feeds.core.urls import BadURLError, domain_of, host_folder
from feeds.words.tags import stand_ins


class TopicInfo(Struct, frozen=True):
    """A topic that the configuration or a topic file describes; `names` has its names in languages, by their tags."""

    slug: str
    name: str
    title: str | None = None
    description: str | None = None
    images: tuple[Image, ...] = ()
    aliases: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()


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
    """Find the topic or provider of a name. A name that the site does not describe stands for itself."""

    def __init__(self, topics: Iterable[TopicInfo] = (), providers: Iterable[ProviderInfo] = ()) -> None:
        self.topics = {topic.slug: topic for topic in topics}
        self.providers = {provider.key: provider for provider in providers}
        # Later entries win: a slug has precedence over the name of another topic, and a name over an alias.
        self._topic_slugs = (
            {slugify(name): topic.slug for topic in self.topics.values() for _, name in topic.names}
            | {slugify(alias): topic.slug for topic in self.topics.values() for alias in topic.aliases}
            | {slugify(topic.name): topic.slug for topic in self.topics.values()}
            | {slug: slug for slug in self.topics}
        )
        self._keys = (
            {alias.lower(): provider.key for provider in self.providers.values() for alias in provider.aliases}
            | {provider.domain: provider.key for provider in self.providers.values()}
            | {key: key for key in self.providers}
        )

    def described(self) -> tuple[tuple[TopicInfo, ...], tuple[ProviderInfo, ...]]:
        """Return all topics and providers that the site describes."""
        return tuple(self.topics.values()), tuple(self.providers.values())

    def topic_slug(self, name: str) -> str:
        """Return the slug of the topic with this name, alias or slug."""
        slug = name.strip().lower()
        if slug in self.topics:
            return slug
        slug = slugify(name)
        return self._topic_slugs.get(slug, slug)

    def topic_name(self, slug: str, language: str | None = None) -> str | None:
        """Return a topic's name as the site spells it, in a language; None if the site does not describe the topic.

        What has no name in the language, nor in one that stands for it, has that of the site.
        """
        topic = self.topics.get(slug)
        if topic is None or not topic.names or not language:
            return topic.name if topic else None
        names = {tag.lower(): name for tag, name in topic.names}
        return next((names[tag] for tag in stand_ins(language) if tag in names), topic.name)

    def provider_key(self, domain: str) -> str:
        """Return the folder name of the provider with this domain or alias."""
        return self._keys.get(domain) or host_folder(domain)

    def provider_named(self, text: str) -> str:
        """Return the key of the provider that a person means by its key, its name or its domain."""
        folded = text.strip().lower()
        key = self.provider_key(folded)
        if key in self.providers:
            return key
        for key, info in self.providers.items():
            if (info.name or "").casefold() == folded:
                return key
        try:
            return self.provider_key(domain_of(folded))
        except BadURLError:
            return folded

    def provider_of(self, domain: str) -> ProviderInfo | None:
        """Return the site's description of the provider with this domain, if any."""
        return self.providers.get(self.provider_key(domain))

    def shown_name(self, provider: Provider) -> str:
        """Return the name that an item shows: the article's, else the site's, else the host."""
        if provider.name:
            return provider.name
        info = self.provider_of(provider.domain)
        return (info.name if info else None) or provider.domain
