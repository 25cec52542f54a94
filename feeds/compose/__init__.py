"""Make a Feed, which every format can show, of articles and configuration. Pure."""

from feeds.compose.feed import Composer

__all__ = ["Composer"]
