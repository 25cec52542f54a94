"""Render items and feeds to the bytes of documents; one module for each format. Pure.

An item looks the same in every feed. So its part of a document is rendered once, in any worker, and documents are
joined from such parts.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from feeds.core.model import Feed, FormatName, Item
from feeds.formats import atom, jsonfeed, rss
from feeds.formats.feedgen_adapter import Batch


class _Format(Protocol):
    """The interface of a format's module."""

    def parts(self, batch: Batch) -> list[bytes]: ...

    def document(self, feed: Feed, parts: Sequence[bytes]) -> bytes: ...


_FORMATS: dict[str, _Format] = {"rss": rss, "atom": atom, "json": jsonfeed}
_BATCH = 100  # items; a larger batch is no faster and needs more memory


def parts(
    items: Sequence[Item], formats: Sequence[FormatName], templates: Path | None = None
) -> list[tuple[bytes, ...]]:
    """Return the parts of each item, one for each format, in the order of `formats`.

    One call with many items costs less than many calls. `templates` is the folder of the site's own page templates.
    Raises ConfigError for a template that cannot be used.
    """
    rows: list[tuple[bytes, ...]] = []

    for start in range(0, len(items), _BATCH):
        batch = Batch(items[start : start + _BATCH])
        columns = [_format(format_name, templates).parts(batch) for format_name in formats]
        rows += (row[1:] for row in zip(batch.items, *columns, strict=True))

    return rows


def document(format_name: FormatName, feed: Feed, parts: Sequence[bytes], templates: Path | None = None) -> bytes:
    """Return a feed's document in a format, in UTF-8, with the items that `parts` rendered for that format.

    Raises ConfigError as `parts` does.
    """
    return _format(format_name, templates).document(feed, parts)


def _format(format_name: FormatName, templates: Path | None) -> _Format:
    if format_name == "page":
        from feeds.formats.html import pages  # loading Jinja takes as long as all other modules together

        return pages(templates)

    return _FORMATS[format_name]
