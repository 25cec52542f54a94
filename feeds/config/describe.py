"""Puts together what `feeds.toml` and the site's own files say of topics and providers."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from feeds import urls
from feeds.config import file, jekyll
from feeds.model import Image, Problem
from feeds.slugs import LONGEST, is_slug, slugify
from feeds.taxonomy import ProviderInfo, Taxonomy, TopicInfo
from feeds.text import plain


def taxonomy(
    config: file.ConfigFile, origin: file.Origin, data: Path, home_url: str, problems: list[Problem]
) -> Taxonomy:
    """Return what the site says of its topics and providers; `feeds.toml` goes before the files in `data`.

    Files that cannot be used are added to `problems`. Raises ConfigError for a key of `feeds.toml` that is wrong.
    """
    topics = _topics(config, origin, jekyll.read_topics(data, home_url, problems), home_url)
    providers = _providers(config, origin, jekyll.read_organizations(data, home_url, problems), home_url)
    _refuse_twins("topics", [(info.slug, info.name) for info in topics], config.topics, origin)
    _refuse_twins("providers", [(info.key, info.domain) for info in providers], config.providers, origin)
    return Taxonomy(topics, providers)


def _topics(
    config: file.ConfigFile, origin: file.Origin, described: Sequence[TopicInfo], home_url: str
) -> list[TopicInfo]:
    found = {slugify(info.name): info for info in described}
    _refuse_repeated({name: (slugify(name), *map(slugify, t.aliases)) for name, t in config.topics.items()}, origin)
    for name, table in config.topics.items():
        slug = slugify(name)
        info = found.get(slug) or next((info for info in described if info.slug == slug), None)
        info = info or TopicInfo(slug, plain(name))
        found[slugify(info.name)] = replace(
            info,
            slug=_slug(table, origin, ("topics", name)) or info.slug,
            name=plain(name),
            title=_text(table.title) or info.title,
            description=_text(table.description) or info.description,
            images=tuple(_image(table, origin, ("topics", name), home_url)) or info.images,
            aliases=(*info.aliases, *(() if slugify(info.name) == slug else (info.name,)), *table.aliases),
        )
    return list(found.values())


def _providers(
    config: file.ConfigFile, origin: file.Origin, described: Sequence[ProviderInfo], home_url: str
) -> list[ProviderInfo]:
    found = {info.domain: info for info in described}
    for name, table in config.providers.items():
        domain = _domain(name, origin, ("providers", name))
        info = found.get(domain) or ProviderInfo(domain, domain)
        aliases = tuple(_domain(alias, origin, ("providers", name, "aliases")) for alias in table.aliases)
        found[domain] = replace(
            info,
            key=_slug(table, origin, ("providers", name)) or info.key,
            name=info.name or _text(table.title),
            title=_text(table.title) or info.title,
            description=_text(table.description) or info.description,
            images=tuple(_image(table, origin, ("providers", name), home_url)) or info.images,
            aliases=(*info.aliases, *aliases),
        )
    return list(found.values())


def _text(value: str | None) -> str | None:
    return plain(value) or None if value else None


def _slug(table: file.GroupTable, origin: file.Origin, keys: tuple[str, str]) -> str | None:
    if table.slug is not None and not is_slug(table.slug):
        expected = f"small letters, digits and single hyphens, {LONGEST} at most"
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
            yield Image(urls.absolute(table.image, home_url))
        except urls.BadURLError as error:
            raise origin.error((*keys, "image"), f"{table.image!r} {error}") from error


def _refuse_repeated(names: dict[str, tuple[str, ...]], origin: file.Origin) -> None:
    """Raise ConfigError where two tables of topics are for the same name or alias."""
    owners: dict[str, str] = {}
    for owner, slugs in names.items():
        for slug in slugs:
            other = owners.setdefault(slug, owner)
            if other != owner:
                raise origin.error(("topics", owner), f"has a name or an alias that {other!r} has too, {slug!r}")


def _refuse_twins(
    name: str, folders: Sequence[tuple[str, str]], tables: dict[str, file.GroupTable], origin: file.Origin
) -> None:
    """Raise ConfigError where a slug of `feeds.toml` is another's too: two feeds cannot share a folder."""
    owners: dict[str, str] = {}
    for folder, owner in folders:
        other = owners.setdefault(folder, owner)
        if other != owner:
            keys = (name, owner) if owner in tables else (name, other)
            raise origin.error(keys, f"{owner!r} and {other!r} have the same slug, {folder!r}")
