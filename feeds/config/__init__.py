"""The configuration: `feeds.toml`, a Jekyll site's own files, the command line's options, and the defaults."""

from feeds.config.settings import Options, Selection, Settings, Site, load, output_folder

__all__ = ["Options", "Selection", "Settings", "Site", "load", "output_folder"]
