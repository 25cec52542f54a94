"""Where a Jekyll site says something of itself, and what that may be; `jekyll` reads it."""

from datetime import tzinfo

from msgspec import Struct

CONFIG = "_config.yml"
DATA = "_data"


class JekyllSite(Struct, frozen=True):
    """The settings of a Jekyll site that feeds uses; `home_url` is its url with its baseurl."""

    title: str | None = None
    home_url: str | None = None
    description: str | None = None
    language: str | None = None
    zone: tzinfo | None = None
