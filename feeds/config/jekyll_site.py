"""The settings of a Jekyll site that feeds uses, and the files that hold them; `jekyll` reads them."""

from datetime import tzinfo

from msgspec import Struct

JEKYLL_CONFIG = "_config.yml"
JEKYLL_DATA = "_data"


class JekyllSite(Struct, frozen=True):
    """The settings of a Jekyll site that feeds uses; `home_url` is its url with its baseurl.

    `folders` are the folders beginning with `_` that the site publishes: besides `_posts` and `_news` those of its
    collections, and what it includes. `exclude` are patterns of what it does not publish, relative to its root.
    """

    title: str | None = None
    home_url: str | None = None
    description: str | None = None
    language: str | None = None
    zone: tzinfo | None = None
    folders: frozenset[str] = frozenset({"_posts", "_news"})
    exclude: tuple[str, ...] = ()
