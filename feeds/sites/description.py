"""The description of a site that its own configuration gives."""

from datetime import tzinfo

from msgspec import Struct

from feeds.articles.conventions import Conventions
from feeds.articles.excluded import Unread

MAX_SECTIONS = 2_000
"""Parts of a site at most; the first ones are kept."""


class SiteDescription(Struct, frozen=True):
    """What a site's own configuration says; None where it says nothing.

    `home_url` ends in a slash; `icon` is a picture's address, which may be relative to it. Paths are relative to the
    root of the site: `sources` are the folders of its articles, none for the root itself, `written` further ones in
    which authors write, `exclude` are patterns of what the generator does not read, as is what is `unread`, and `files`
    those that the description was read from. `folders` are the folders beginning with `_` that Jekyll publishes:
    besides `_posts` those of its collections, `_news`, and what it includes.
    """

    title: str | None = None
    home_url: str | None = None
    description: str | None = None
    language: str | None = None
    author: str | None = None
    zone: tzinfo | None = None
    icon: str | None = None
    sources: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()
    files: tuple[str, ...] = ()
    folders: frozenset[str] = frozenset()
    conventions: Conventions = Conventions()
