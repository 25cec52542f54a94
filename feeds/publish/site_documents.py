"""Render the documents that belong to no feed: the lists of all feeds, and the files that pages share."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from feeds.config import Settings
from feeds.core.directory import Directory, directory_part
from feeds.core.model import FRONT_PAGE, OPML
from feeds.core.redirects import MAP_NAMES, Redirects
from feeds.publish.state import FeedRecord

if TYPE_CHECKING:
    from feeds.compose import Composer


def render_site_documents(
    names: Iterable[str], living: Iterable[FeedRecord], composer: "Composer", settings: Settings, redirects: Redirects
) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of each document; `living` are the feeds that have an article.

    `redirects` is what the maps for servers say. Raises ConfigError for a template that cannot be used.
    """
    templates = settings.templates
    servers = {MAP_NAMES[server]: server for server in settings.maps}

    @cache
    def directory() -> Directory:
        return composer.directory(
            (
                composer.feed(record.group, record.name, record.updated, page_image=record.image),
                record.count,
                record.newest or record.updated,
            )
            for record in living
        )

    for name in names:
        if name == OPML:
            from feeds.formats import opml

            yield name, opml.document(directory())
        elif name in servers:
            from feeds.formats import redirect_maps

            yield name, redirect_maps.document(servers[name], redirects)
        else:
            from feeds.formats.html import pages

            if name == FRONT_PAGE:
                yield name, pages(templates).front_page(directory())
            elif part := directory_part(name):
                yield name, pages(templates).directory_page(directory(), *part)
            else:
                yield name, pages(templates).asset(name)
