"""The configuration: `feeds.toml`, a Jekyll site's own files, the command line's options, and the defaults."""

from feeds.config.file import ContentChoice
from feeds.config.renaming import Renaming
from feeds.config.resolve import load, served_output
from feeds.config.selection import Grouping, OwnFeed, Selection
from feeds.config.settings import Options, ServedOutput, Settings, Site

__all__ = [
    "ContentChoice",
    "Grouping",
    "Options",
    "OwnFeed",
    "Renaming",
    "Selection",
    "ServedOutput",
    "Settings",
    "Site",
    "load",
    "served_output",
]
