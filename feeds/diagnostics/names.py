"""Say which names in an article's file its values come from, where these are not our own."""

import os
from pathlib import Path

from msgspec import Struct

from feeds.articles.files import Found
from feeds.articles.foreign.spellings import FIELDS, FLAGS
from feeds.articles.origins import Origins, spelled
from feeds.articles.read import origins
from feeds.config import Settings
from feeds.frontmatter.lines import line_of
from feeds.index.refresh import reader_of


class Named(Struct, frozen=True, omit_defaults=True):
    """A field of ours, where its value comes from, and the first line of that in the file, if it is from there."""

    field: str
    origin: str
    line: int | None = None

    @property
    def words(self) -> str:
        """The same for people: `from tags (line 4)`."""
        return f"from {self.origin} (line {self.line})" if self.line else f"from {self.origin}"


def names_of(path: Path, settings: Settings) -> tuple[Named, ...]:
    """Return the fields of an article's file that have other names there, or are not from its front matter."""
    reader = reader_of(settings)
    full = path.absolute()
    root = next((root for root in reader.sources if full.is_relative_to(root.path)), None)
    if root is None:
        return ()
    below = full.relative_to(root.path)
    folder = b"" if below.parent == Path() else os.fsencode(below.parent)
    found = origins(Found(root, folder, os.fsencode(below.name)), reader.context)
    named = {str(name[0]) for name in found.names}
    return tuple(_named(field, found, path) for field in (*FIELDS, *FLAGS) if field in named)


def _named(field: str, found: Origins, path: Path) -> Named:
    """Return where a field comes from; the members of a list may come from several."""
    sources = dict.fromkeys(source for name, source in found.names.items() if name[0] == field)
    words = [source if isinstance(source, str) else _without_positions(source) for source in sources]
    first = next((source[0] for source in sources if not isinstance(source, str)), None)
    line = line_of(path, str(first)) if first is not None else None
    return Named(field, ", ".join(dict.fromkeys(words)), line)


def _without_positions(source: tuple[str | int, ...]) -> str:
    return spelled(tuple(step for step in source if isinstance(step, str)))
