"""Merge what `feeds.toml` and the site's own files say about topics and providers."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from feeds.config import file
from feeds.core import urls
from feeds.core.confines import Confines
from feeds.core.model import Image, Problem
from feeds.core.slugs import MAX_SLUG, is_slug, slugify
from feeds.core.taxonomy import ProviderInfo, Taxonomy, TopicInfo
from feeds.core.text import plain, plain_or_none
from feeds.sites import looks, values
from feeds.sites.commons import Commons


def taxonomy(
    config: file.ConfigFile,
    origin: file.Origin,
    data: Path,
    home_url: str,
    problems: list[Problem],
    confines: Confines | None = None,
    commons: Commons | None = None,
) -> Taxonomy:
    """Return what the site says about its topics and providers; `feeds.toml` takes precedence over files in `data`.

    These may be links within the `confines`; without any, links to others in `data`. Files that cannot be used are
    added to `problems`; those that do not count by the `commons` are passed over. Raises ConfigError for a wrong key of
    `feeds.toml`.
    """
    described: tuple[list[TopicInfo], list[ProviderInfo]] = ([], [])
    commons = commons or Commons(data)
    if looks.is_folder(data) and commons.counts(data):
        confines = Confines.of([data]) if confines is None else confines
        from feeds.config import data_files  # imports the parsers, which other sites do not need

        described = (
            data_files.read_topics(data, home_url, problems, confines, commons),
            data_files.read_organizations(data, home_url, problems, confines, commons),
        )

    topics = _topics(config, origin, described[0], home_url)
    providers = _providers(config, origin, described[1], home_url)
    topic_slugs = _Slugs("topics", {plain(name): name for name in config.topics}, config.topics, origin, data, problems)
    domains = {_domain(name, origin, ("providers", name)): name for name in config.providers}
    provider_slugs = _Slugs("providers", domains, config.providers, origin, data, problems)
    return Taxonomy(
        [info for info in topics if topic_slugs.take(info.slug, info.name)],
        [info for info in providers if provider_slugs.take(info.key, info.domain)],
    )


def _topics(
    config: file.ConfigFile, origin: file.Origin, described: Sequence[TopicInfo], home_url: str
) -> list[TopicInfo]:
    found = {slugify(info.name): info for info in described}
    owned = {name: _slugs_of(name, table) for name, table in config.topics.items()}
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
            names=tuple(_names(table, origin, ("topics", name))),
        )
    return list(found.values())


def _slugs_of(name: str, table: file.TopicTable) -> tuple[str, ...]:
    """Return the slugs of all names of a topic, each once."""
    return tuple(dict.fromkeys(map(slugify, (name, *table.aliases, *table.names.values()))))


def _names(table: file.TopicTable, origin: file.Origin, keys: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the tags of languages with what a topic is called in each."""
    for tag, name in table.names.items():
        try:
            yield values.language(tag), plain(name)
        except ValueError as error:
            raise origin.error((*keys, "names", tag), str(error)) from error


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


class _Slugs:
    """The slugs of topics or of providers: two feeds cannot share a folder.

    `kind` is the name of their tables in `feeds.toml`; `owners` has the key of each table by the name of its topic, or
    the domain of its provider.
    """

    def __init__(
        self,
        kind: str,
        owners: dict[str, str],
        tables: Mapping[str, file.GroupTable],
        origin: file.Origin,
        data: Path,
        problems: list[Problem],
    ) -> None:
        self._kind = kind
        self._tables = owners
        self._origin = origin
        self._data = data
        self._problems = problems
        self._claimed = {table.slug: owner for owner, name in owners.items() if (table := tables[name]).slug}
        self._owners: dict[str, str] = {}

    def take(self, slug: str, owner: str) -> bool:
        """Say whether a topic or provider can have its slug; a data file that claims a taken one is a problem.

        Raises ConfigError for a table of `feeds.toml` that claims a taken one.
        """
        other = self._claimed.get(slug, owner) if owner not in self._tables else owner
        other = self._owners.setdefault(slug, owner) if other == owner else other
        if other == owner:
            return True
        if owner in self._tables:
            raise self._origin.error(
                (self._kind, self._tables[owner]), f"{owner!r} and {other!r} have the same slug, {slug!r}"
            )

        message = f"{owner!r} is not described: its slug, {slug!r}, is that of {other!r} in {self._origin.path.name}"
        self._problems.append(Problem(str(self._data), 1, "error", message))
        return False
