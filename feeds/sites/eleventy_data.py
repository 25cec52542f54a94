"""Read what the data files of an Eleventy site say of its folders and files, as far as they are plain."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from feeds.articles.conventions import Section
from feeds.articles.foreign.held_back import may_tell, shortened
from feeds.articles.foreign.spellings import Names
from feeds.core.errors import ConfigError
from feeds.core.model import Problem
from feeds.frontmatter.aliases import size_of
from feeds.frontmatter.source import FrontMatterError
from feeds.sites import config_file
from feeds.sites.code import UnclearError
from feeds.sites.eleventy_program import DataLayout
from feeds.sites.exported import telling_values
from feeds.sites.files import SiteFiles

MAX_DATA = 1_000_000
"""Characters and values of all data files of a site at most; of further ones counts only what holds articles back."""

_MAX_UNKNOWN = 1_000
"""Characters and values at most of a field by a name that says nothing, unless `[fields]` of `feeds.toml` has it."""

_CHEAP = 10
"""How much less a sign takes in JSON and in programs than in YAML."""

_PROGRAMS, _READ = ("js", "mjs", "cjs", "ts"), ("json", "yaml", "yml", "toml")
"""The formats of data that are programs, and the others that are read."""

_COMPUTED = "is computed, and may hold pages back; write it as a plain value, or a function that asks for `draft` alone"

_TEXTS = frozenset({".md", ".markdown", ".mdx", ".html", ".txt"})
_NOT_READ = frozenset({"node_modules", "_site"})


def sections(files: SiteFiles, source: str, output: str, layout: DataLayout) -> Iterator[Section]:
    """Yield the folders and files with data of their own: `posts/posts.json` for all below, `posts/owls.json` for one.

    Both have a longer name, which goes first: `posts.11tydata.json`, `owls.11tydata.json`. A file of data that cannot
    be read is a problem, and holds back what it is about. The folder `output` is passed over.
    """
    data = _Data(files, layout)
    for above, folders, names in files.walk(files.root / source):
        below = "" if (path := os.path.relpath(above, files.root)) == os.curdir else f"{path}/"
        folders[:] = [
            name for name in folders if name not in _NOT_READ and name[0] != "." and f"{below}{name}" != output
        ]
        there = {name for name in names if name.endswith(data.endings)}
        if not there:
            continue
        own = layout.base or os.path.basename(os.path.abspath(above))  # noqa: PTH100, PTH119 - of very many folders
        yield from data.about(above, own, there, below[:-1], is_named=bool(layout.base))
        for name in sorted(names):
            stem, suffix = os.path.splitext(name)  # noqa: PTH122 - of very many names
            if suffix in _TEXTS and stem != own:
                yield from data.about(above, stem, there, f"{below}{name}")


class _Data:
    """Reads files of data. What is said more than once is kept once, and what no article can need is not kept."""

    def __init__(self, files: SiteFiles, layout: DataLayout) -> None:
        self._files = files
        formats = [*layout.formats, "json"]
        self._programs = tuple(f"{suffix}.{name}" for suffix in layout.suffixes if suffix for name in _PROGRAMS)
        plain = [f"{suffix}.{name}" for suffix in layout.suffixes for name in formats]
        self.endings = (*dict.fromkeys((*plain, *self._programs)),)
        self._short = frozenset(f".{name}" for name in formats)
        self._left = MAX_DATA
        self._said: dict[str, dict[str, Any]] = {}
        self._names = Names({})

    def about(
        self, above: str, stem: str, there: set[str], folder: str, *, is_named: bool = False
    ) -> Iterator[Section]:
        """Yield what the files of data beside a folder's files, or a file, say of it.

        Those that are `is_named` by the configuration have a suffix.
        """
        for ending in self.endings:
            if is_named and ending in self._short:
                continue
            if (name := stem + ending) in there and self._files.counts(path := Path(above, name)):
                try:
                    said = self._program(path) if ending in self._programs else self._plain(path)
                except (OSError, FrontMatterError) as error:
                    self._files.note_unread(path, error)
                    yield Section(folder=folder, is_published=False)
                else:
                    if said:
                        yield Section(folder=folder, defaults=said)

    def _program(self, path: Path) -> dict[str, Any]:
        """Return of what a program says what may hold pages back. Raises FrontMatterError where that is computed."""
        text = self._text(path, cheap=_CHEAP)
        try:
            return self._kept_once(shortened(telling_values(text), "eleventy"))
        except UnclearError as error:
            raise FrontMatterError(error.line_in(text), f"what it says of {error.word} {_COMPUTED}") from error

    def _plain(self, path: Path) -> dict[str, Any]:
        """Return what a file says that is no program, as far as an article can need it."""
        said = self._read(path)
        fields = {name: value for name, value in said.items() if self._is_needed(name, value)}
        size = size_of(fields, self._left)
        if (known := self._said.get(repr(fields) if size <= config_file.MAX_TEXT else "")) is not None:
            return known
        try:
            fields = config_file.copied(fields)
        except ValueError as error:
            self._warn(path, f"the file {error}: only what holds articles back counts")
            return self._kept_once(shortened(said, "eleventy"))
        if size > self._left:
            if self._left:
                message = f"the files of data come to more than {MAX_DATA:,} characters: of this one and others"
                self._warn(path, f"{message} counts only what holds articles back")
            self._left = 0
            return self._kept_once(shortened(said, "eleventy"))
        self._left -= size
        return self._kept_once(fields)

    def _read(self, path: Path) -> dict[str, Any]:
        """Return what a file says. Raises FrontMatterError, also for a format that is not read."""
        text = self._text(path, cheap=_CHEAP if path.suffix == ".json" else 1)
        if path.suffix == ".json" or not text.strip():
            return config_file.of_json(text) if text.strip() else {}
        if path.suffix[1:] not in _READ:
            raise FrontMatterError(1, "data in this format is not read; write it as JSON or YAML")
        try:
            found = config_file.read(self._files, path)
        except ConfigError as error:
            raise FrontMatterError(1, str(error).partition(": ")[2]) from error
        if found.dropped:
            raise FrontMatterError(1, "it has more aliases than are followed")
        return found.data

    def _text(self, path: Path, *, cheap: int) -> str:
        """Return the text of a file, within the budget. Raises OSError or FrontMatterError."""
        text = self._files.whole_text(path)
        self._files.budget.take(text.encode("utf-8", "replace"), cheap=cheap)
        return text

    def _is_needed(self, name: str, value: Any) -> bool:
        is_known = self._names.slot(name) is not None or may_tell(name, "eleventy")
        return is_known or size_of(value, _MAX_UNKNOWN) <= _MAX_UNKNOWN

    def _kept_once(self, said: dict[str, Any]) -> dict[str, Any]:
        return self._said.setdefault(repr(said), said)

    def _warn(self, path: Path, message: str) -> None:
        self._files.problems.append(Problem(str(path), 1, "warning", message))
