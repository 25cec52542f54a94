"""Render the last item of a feed that has ended."""

from datetime import datetime

from feeds.compose import Composer
from feeds.core.model import FormatName, Group


def last_item(
    group: Group, date: datetime, wanted: tuple[FormatName, ...], composer: Composer
) -> dict[FormatName, tuple[bytes]]:
    """Return the item that says that a feed has ended, in the formats that readers read; a page says it itself."""
    from feeds.formats import parts

    formats = tuple(name for name in wanted if name != "page")
    item = composer.last_item(group, date)
    return {name: (part,) for name, part in zip(formats, parts([item], formats)[0], strict=True)}
