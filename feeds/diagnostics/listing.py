"""List the topics, providers and feeds of a site."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Literal

from msgspec import Struct

from feeds.compose import Composer
from feeds.config import Settings
from feeds.core.messages import shown
from feeds.core.model import GroupKind
from feeds.index.catalogue import Catalogue

Noun = Literal["topics", "providers", "feeds"]


class Row(Struct, frozen=True, omit_defaults=True):
    """One topic, provider or feed: what it is called, how many articles it has, and when the newest was published.

    `key` is a topic's slug, a provider's folder or a feed's folder relative to the output.
    """

    key: str
    name: str
    count: int
    newest: datetime
    urls: dict[str, str] = {}


def kinds_of(noun: Noun, settings: Settings) -> tuple[GroupKind, ...]:
    """Return the kinds of groups that `topics`, `providers` or `feeds` stands for."""
    only: dict[Noun, tuple[GroupKind, ...]] = {"topics": ("topic",), "providers": ("provider",)}
    return only.get(noun, settings.kinds)


def rows(noun: Noun, settings: Settings, catalogue: Catalogue) -> list[Row]:
    """Return the topics, providers or feeds with an article, the fullest first; feeds with their addresses."""
    composer = Composer.of(settings)
    shows_urls = noun == "feeds" and bool(settings.site.base_url)
    found = []
    for count in catalogue.counts(kinds_of(noun, settings)):
        group = count.group
        formats = settings.formats if shows_urls else ()
        urls: dict[str, str] = {form: settings.site.base_url + group.document(form) for form in formats}
        found.append(
            Row(
                key=group.folder if noun == "feeds" else group.topic or group.provider,
                name=composer.name(group, catalogue.articles(catalogue.newest(group, settings.limit))) or group.folder,
                count=count.count,
                newest=count.newest,
                urls=urls,
            )
        )
    return sorted(found, key=lambda row: (-row.count, row.key))


_HEADINGS: dict[Noun, str] = {"topics": "SLUG", "providers": "DOMAIN", "feeds": "FOLDER"}


def as_text(noun: Noun, found: Sequence[Row], zone: tzinfo) -> list[str]:
    """Return rows as lines of aligned columns, below a heading; dates are in the zone."""
    table = [(_HEADINGS[noun], "ARTICLES", "NEWEST", "NAME")]
    table += [
        (shown(row.key), str(row.count), f"{row.newest.astimezone(zone):%Y-%m-%d}", shown(row.name)) for row in found
    ]
    first, second = (max(len(line[column]) for line in table) for column in (0, 1))
    return [f"{line[0]:<{first}}  {line[1]:>{second}}  {line[2]:<10}  {line[3]}" for line in table]
