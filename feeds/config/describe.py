"""Merge what `feeds.toml` and the site's own files say about topics and providers."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from feeds.config import file, values
from feeds.core import urls
from feeds.core.model import Image, Problem
from feeds.core.slugs import MAX_SLUG, is_slug, slugify
from feeds.core.taxonomy import ProviderInfo, Taxonomy, TopicInfo
from feeds.core.text import plain, plain_or_none


def taxonomy(
    config: file.ConfigFile, origin: file.Origin, data: Path, home_url: str, problems: list[Problem]
) -> Taxonomy:
    """Return what the site says about its topics and providers; `feeds.toml` takes precedence over files in `data`.

    Files that cannot be used are added to `problems`. Raises ConfigError for a wrong key of `feeds.toml`.
    """
    described: tuple[list[TopicInfo], list[ProviderInfo]] = ([], [])
    if data.is_dir():
        from feeds.config import jekyll  # imports the parsers, which other sites do not need

        described = (
            jekyll.read_topics(data, home_url, problems),
            jekyll.read_organizations(data, home_url, problems),
        )

    topics = _topics(config, origin, described[0], home_url)
    providers = _providers(config, origin, described[1], home_url)
    _refuse_shared_slugs("topics", [(info.slug, info.name) for info in topics], config.topics, origin)
    _refuse_shared_slugs("providers", [(info.key, info.domain) for info in providers], config.providers, origin)
    return Taxonomy(topics, providers)


def _topics(
    config: file.ConfigFile, origin: file.Origin, described: Sequence[TopicInfo], home_url: str
) -> list[TopicInfo]:
    found = {slugify(info.name): info for info in described}
    owned = {name: (slugify(name), *map(slugify, table.aliases)) for name, table in config.topics.items()}
    _refuse_repeated("topics", owned, origin)

    for name, table in config.topics.items():
        slug = slugify(name)
        info = found.get(slug) or next((info for info in described if info.slug == slug), None)
        info = info or TopicInfo(slug, plain(name))
        found[slugify(info.name)] = replace(
            info,
            slug=_slug(table, origin, ("topics", name)) or info.slug,
            name=plain(name),
            title=plain_or_none(table.title) or info.title,
            description=plain_or_none(table.description) or info.description,
            images=tuple(_image(table, origin, ("topics", name), home_url)) or info.images,
            aliases=(*info.aliases, *(() if slugify(info.name) == slug else (info.name,)), *table.aliases),
        )
    return list(found.values())


def _providers(
    config: file.ConfigFile, origin: file.Origin, described: Sequence[ProviderInfo], home_url: str
) -> list[ProviderInfo]:
    found = {info.domain: info for info in described}
    owned = {
        name: (
            _domain(name, origin, ("providers", name)),
            *(_domain(alias, origin, ("providers", name, "aliases")) for alias in table.aliases),
        )
        for name, table in config.providers.items()
    }
    _refuse_repeated("providers", owned, origin)

    for name, table in config.providers.items():
        domain, *aliases = owned[name]
        info = found.get(domain) or ProviderInfo(urls.host_folder(domain), domain)
        found[domain] = replace(
            info,
            key=_slug(table, origin, ("providers", name)) or info.key,
            name=info.name or plain_or_none(table.title),
            title=plain_or_none(table.title) or info.title,
            description=plain_or_none(table.description) or info.description,
            images=tuple(_image(table, origin, ("providers", name), home_url)) or info.images,
            aliases=(*info.aliases, *aliases),
        )
    return list(found.values())


def _slug(table: file.GroupTable, origin: file.Origin, keys: tuple[str, str]) -> str | None:
    if table.slug is not None and not is_slug(table.slug):
        expected = f"small letters, digits and single hyphens, {MAX_SLUG} at most"
        raise origin.error((*keys, "slug"), f"{table.slug!r} cannot be a folder's name; expected {expected}")
    return table.slug


def _domain(text: str, origin: file.Origin, keys: tuple[str, ...]) -> str:
    try:
        return urls.domain_of(text)
    except urls.BadURLError as error:
        raise origin.error(keys, f"{text!r} {error}; expected a host such as techcrunch.com") from error


def _image(table: file.GroupTable, origin: file.Origin, keys: tuple[str, str], home_url: str) -> Iterator[Image]:
    if table.image:
        try:
            yield Image(values.picture(table.image, home_url))
        except ValueError as error:
            raise origin.error((*keys, "image"), str(error)) from error


def _refuse_repeated(kind: str, names: dict[str, tuple[str, ...]], origin: file.Origin) -> None:
    """Raise ConfigError if two tables have a name or alias in common; `names` has all of them for each table."""
    owners: dict[str, str] = {}
    for owner, owned in names.items():
        for name in owned:
            other = owners.setdefault(name, owner)
            if other != owner:
                raise origin.error((kind, owner), f"has a name or an alias that {other!r} has too, {name!r}")


def _refuse_shared_slugs(
    name: str, folders: Sequence[tuple[str, str]], tables: dict[str, file.GroupTable], origin: file.Origin
) -> None:
    """Raise ConfigError if two topics or providers have the same slug: two feeds cannot share a folder."""
    owners: dict[str, str] = {}
    for folder, owner in folders:
        other = owners.setdefault(folder, owner)
        if other != owner:
            keys = (name, owner) if owner in tables else (name, other)
            raise origin.error(keys, f"{owner!r} and {other!r} have the same slug, {folder!r}")
