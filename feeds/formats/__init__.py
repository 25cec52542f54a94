"""From items and feeds to the bytes of documents, one module a format. Pure.

An item looks the same in every feed. So its part of a document is made once, wherever there is a processor for it, and
documents are put together from such parts.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from feeds.core.model import Feed, FormatName, Item
from feeds.formats import atom, jsonfeed, rss
from feeds.formats.feedgen_adapter import Batch


class _Format(Protocol):
    """What the module of a format offers."""

    def parts(self, batch: Batch) -> list[bytes]: ...

    def document(self, feed: Feed, parts: Sequence[bytes]) -> bytes: ...


_FORMATS: dict[str, _Format] = {"rss": rss, "atom": atom, "json": jsonfeed}
_BATCH = 100  # items; more of them gain nothing, and cost memory


def parts(items: Sequence[Item], forms: Sequence[FormatName], templates: Path | None = None) -> list[tuple[bytes, ...]]:
    """Return the parts of each item, one in each format, in the order of the formats.

    Many items in one call cost less than many calls. `templates` is the folder of a site's own templates for pages.
    Raises ConfigError for one of these that cannot be used.
    """
    found: list[tuple[bytes, ...]] = []
    for start in range(0, len(items), _BATCH):
        batch = Batch(items[start : start + _BATCH])
        columns = [_format(form, templates).parts(batch) for form in forms]
        found += (row[1:] for row in zip(batch.items, *columns, strict=True))
    return found


def document(form: FormatName, feed: Feed, parts: Sequence[bytes], templates: Path | None = None) -> bytes:
    """Return a feed's document of a format, in UTF-8, with these parts of that format as its items.

    Raises ConfigError as `parts` does.
    """
    return _format(form, templates).document(feed, parts)


def _format(form: FormatName, templates: Path | None) -> _Format:
    if form == "page":
        from feeds.formats.html import pages  # it takes as long to load as all else together, for builds without pages

        return pages(templates)
    return _FORMATS[form]
