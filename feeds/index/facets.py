"""Find the groups that an article belongs to by its fields and its place. Pure."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from feeds.articles.files import readable_name
from feeds.core.kinds import AUTHOR, FACETS, LANGUAGE, PROVIDER, SECTION, TOPIC, field_of
from feeds.core.limits import MAX_VALUES
from feeds.core.model import Article
from feeds.core.slugs import is_slug, slugify
from feeds.core.taxonomy import Taxonomy
from feeds.core.text import plain

Facets = dict[str, dict[str, str]]
"""The groups of an article by kind: their keys, each with the name that the article gives the group."""

_DATE = re.compile(r"[\d-]+")
_BUNDLE = "index."


def facets(
    article: Article, place: tuple[bytes, bytes], taxonomy: Taxonomy, kinds: Iterable[str], language: str | None = None
) -> Facets:
    """Return the groups of an article: its topics, its provider, and those of the other kinds that are asked for.

    `place` is its folder below the source and its name, `language` that of an article which names none. Of each kind
    that is asked for, the first MAX_VALUES groups count.
    """
    provider = taxonomy.provider_key(article.provider.domain)
    found: Facets = {PROVIDER: {provider: provider}, TOPIC: _topics(article, taxonomy)}
    for kind in kinds:
        if kind not in found:
            found[kind] = {}
            for key, name in islice(_pairs(article, place, kind, language), MAX_VALUES):
                found[kind].setdefault(key, name)
    return found


def _topics(article: Article, taxonomy: Taxonomy) -> dict[str, str]:
    """Return the slugs of an article's topics in its order, each with the first spelling that it has there."""
    topics: dict[str, str] = {}
    for name in article.topics:
        topics.setdefault(taxonomy.topic_slug(name), name)
    return topics


def _pairs(article: Article, place: tuple[bytes, bytes], kind: str, language: str | None) -> Iterator[tuple[str, str]]:
    """Yield the keys of an article's groups of a kind, with their names."""
    if kind == SECTION:
        yield from sections(*place)
    elif kind == LANGUAGE:
        spoken = article.language or language
        if spoken and is_slug(spoken.lower()):
            yield spoken.lower(), spoken
    else:
        yield from ((slugify(name), name) for name in _names(article, kind))


def _names(article: Article, kind: str) -> Iterator[str]:
    if kind == AUTHOR:
        yield from (person.name for person in article.authors)
    elif kind == FACETS["types"]:
        yield article.type
    elif kind == FACETS["categories"]:
        yield from (article.category,) if article.category else ()
    else:
        yield from article.fields.get(field_of(kind) or "", ())


def sections(folder: bytes, name: bytes) -> Iterator[tuple[str, str]]:
    """Yield the sections of a file: its folder below the source, and each one above, with their names.

    A folder named by a date is none, nor is that of a single article and its pictures, in which the file is `index.md`.
    """
    parts = readable_name(folder).split("/") if folder else []
    if readable_name(name).startswith(_BUNDLE):
        parts = parts[:-1]
    shown = [part.lstrip("_") or part for part in parts if not _DATE.fullmatch(part)]
    slugs = list(map(slugify, shown))
    shown = [plain(part) or slug for part, slug in zip(shown, slugs, strict=True)]
    for depth in range(1, len(slugs) + 1):
        yield "/".join(slugs[:depth]), "/".join(shown[:depth])
