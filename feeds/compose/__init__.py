"""From articles and configuration to a Feed that every format can show. Pure."""

from feeds.compose.feed import Composer

__all__ = ["Composer"]
