"""The configuration: `feeds.toml`, a Jekyll site's own files, the command line's options, and the defaults."""

from feeds.config.resolve import load, output_folder
from feeds.config.settings import Options, Selection, Settings, Site

__all__ = ["Options", "Selection", "Settings", "Site", "load", "output_folder"]
