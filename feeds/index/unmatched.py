"""Find parts of the configuration that match no article: most often they are misspelled."""

from collections.abc import Collection, Iterator, Mapping

from feeds.config import Settings
from feeds.config.named import NamedTable
from feeds.config.selection import GroupKeys
from feeds.core import urls
from feeds.core.kinds import LANGUAGE, PROVIDER, TOPIC, kind_of
from feeds.core.model import Problem
from feeds.core.slugs import slugify
from feeds.core.suggestions import Suggestions
from feeds.core.taxonomy import Taxonomy
from feeds.index.catalogue import Catalogue


def unmatched(settings: Settings, catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a warning for what the configuration says about topics, providers and so on that no article has.

    Where no article is selected, the tables are not what is wrong.
    """
    unknown = _unknown(settings.mentions.group_keys, catalogue) if settings.mentions else {}
    if not settings.tables and not unknown:
        return
    topics, providers = catalogue.names(TOPIC), catalogue.names(PROVIDER)
    if not providers:
        return
    suggestions = Suggestions()
    yield from _unknown_mentions(unknown, settings, suggestions)
    for table in settings.tables:
        names = topics if table.kind == "topics" else providers
        if _key(table.kind, table.name, settings.taxonomy) not in names:
            hint = suggestions.hint(table.name, names.values())
            yield _warning(table, f"no article has this {table.kind[:-1]}{hint}")


def _unknown(group_keys: GroupKeys, catalogue: Catalogue) -> dict[tuple[str, str], Collection[str]]:
    """Return the kinds and names in selections that none of all articles has, selected or not, with those that are."""
    known = {kind: catalogue.all_names(kind) for kind in sorted({kind for kind, _ in group_keys})}
    return {
        (kind, name): known[kind].values()
        for (kind, name), key in group_keys.items()
        if not _is_known(kind, key, known[kind])
    }


def _unknown_mentions(
    unknown: Mapping[tuple[str, str], Collection[str]], settings: Settings, suggestions: Suggestions
) -> Iterator[Problem]:
    """Yield a warning for each mention of a name that is unknown."""
    for kind, _, name, place in settings.mentions if unknown and settings.mentions else ():
        if (kind, name) not in unknown:
            continue
        *table, facet = place
        shown = f'{table[0]}."{table[1]}"' if len(table) > 1 else table[0]
        line = (settings.origin.line(place) if settings.origin else None) or 1
        noun = kind_of(kind).label.lower()
        message = f"{shown}.{facet}: no article has the {noun} {name!r}{suggestions.hint(name, unknown[kind, name])}"
        yield Problem(str(settings.config), line, "warning", message)


def _is_known(kind: str, key: str, names: Collection[str]) -> bool:
    return key in names or (kind == LANGUAGE and any(other.partition("-")[0] == key for other in names))


def unused_aliases(settings: Settings, topics: Collection[str], domains: Collection[str]) -> Iterator[Problem]:
    """Yield a warning for each alias that is nobody's; `topics` and `domains` are as articles spell them."""
    used = {slugify(name) for name in topics}
    for table in settings.tables if domains else ():
        for alias in table.aliases:
            is_used = slugify(alias) in used if table.kind == "topics" else urls.domain_of(alias) in domains
            if not is_used:
                yield _warning(table, f"no article uses the alias {alias!r}")


def _key(kind: str, name: str, taxonomy: Taxonomy) -> str:
    return taxonomy.topic_slug(name) if kind == "topics" else taxonomy.provider_key(urls.domain_of(name))


def _warning(table: NamedTable, message: str) -> Problem:
    return Problem(table.path, table.line, "warning", f'{table.kind}."{table.name}": {message}')
