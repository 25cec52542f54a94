"""The configuration: `feeds.toml`, a Jekyll site's own files, the command line's options, and the defaults."""

from feeds.config.resolve import load, served_output
from feeds.config.settings import Options, Selection, ServedOutput, Settings, Site

__all__ = ["Options", "Selection", "ServedOutput", "Settings", "Site", "load", "served_output"]
