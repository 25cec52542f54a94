"""Read what the data files of an Eleventy site say of its folders and files, as far as they are plain."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from feeds.articles.conventions import Section
from feeds.articles.foreign.held_back import may_tell, shortened
from feeds.articles.foreign.spellings import Names
from feeds.core.model import Problem
from feeds.frontmatter.aliases import size_of
from feeds.frontmatter.source import FrontMatterError
from feeds.sites import config_file
from feeds.sites.code import UnclearError
from feeds.sites.exported import telling_values
from feeds.sites.files import SiteFiles

MAX_DATA = 1_000_000
"""Characters and values of all data files of a site at most; of further ones counts only what holds articles back."""

_MAX_UNKNOWN = 1_000
"""Characters and values at most of a field by a name that says nothing, unless `[fields]` of `feeds.toml` has it."""

_PLAIN, _PROGRAMS = (".json", ".11tydata.json"), (".11tydata.js", ".11tydata.mjs", ".11tydata.cjs")
_DATA = (*_PLAIN, *_PROGRAMS)
"""What the names of files of data add to that of their folder or file; what is said later goes first."""

_COMPUTED = "is computed, and may hold pages back; write it as a plain value, or a function that asks for `draft` alone"

_TEXTS = frozenset({".md", ".markdown", ".mdx", ".html", ".txt"})
_NOT_READ = frozenset({"node_modules", "_site"})


def sections(files: SiteFiles, source: str, output: str) -> Iterator[Section]:
    """Yield the folders and files with data of their own: `posts/posts.json` for all below, `posts/owls.json` for one.

    Both have a longer name, which goes first: `posts.11tydata.json`, `owls.11tydata.json`. A file of data that cannot
    be read is a problem, and holds back what it is about. The folder `output` is passed over.
    """
    data = _Data(files)
    for above, folders, names in files.walk(files.root / source):
        below = "" if (path := os.path.relpath(above, files.root)) == os.curdir else f"{path}/"
        folders[:] = [
            name for name in folders if name not in _NOT_READ and name[0] != "." and f"{below}{name}" != output
        ]
        there = {name for name in names if name.endswith(_DATA)}
        if not there:
            continue
        own = os.path.basename(os.path.abspath(above))  # noqa: PTH100, PTH119 - of very many folders
        yield from data.about(above, own, there, below[:-1])
        for name in sorted(names):
            stem, suffix = os.path.splitext(name)  # noqa: PTH122 - of very many names
            if suffix in _TEXTS and stem != own:
                yield from data.about(above, stem, there, f"{below}{name}")


class _Data:
    """Reads files of data. What is said more than once is kept once, and what no article can need is not kept."""

    def __init__(self, files: SiteFiles) -> None:
        self._files = files
        self._left = MAX_DATA
        self._said: dict[str, dict[str, Any]] = {}
        self._names = Names({})

    def about(self, above: str, stem: str, there: set[str], folder: str) -> Iterator[Section]:
        """Yield what the files of data beside a folder's files, or a file, say of it."""
        for ending in _DATA:
            if (name := stem + ending) in there and self._files.counts(path := Path(above, name)):
                try:
                    said = self._plain(path) if ending in _PLAIN else self._program(path)
                except (OSError, FrontMatterError) as error:
                    self._files.note_unread(path, error)
                    yield Section(folder=folder, is_published=False)
                else:
                    if said:
                        yield Section(folder=folder, defaults=said)

    def _program(self, path: Path) -> dict[str, Any]:
        """Return of what a program says what may hold pages back. Raises FrontMatterError where that is computed."""
        text = self._files.whole_text(path)
        try:
            return self._kept_once(shortened(telling_values(text), "eleventy"))
        except UnclearError as error:
            raise FrontMatterError(error.line_in(text), f"what it says of {error.word} {_COMPUTED}") from error

    def _plain(self, path: Path) -> dict[str, Any]:
        """Return what a file of JSON says, as far as an article can need it."""
        text = self._files.whole_text(path)
        said = config_file.of_json(text) if text.strip() else {}
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

    def _is_needed(self, name: str, value: Any) -> bool:
        is_known = self._names.slot(name) is not None or may_tell(name, "eleventy")
        return is_known or size_of(value, _MAX_UNKNOWN) <= _MAX_UNKNOWN

    def _kept_once(self, said: dict[str, Any]) -> dict[str, Any]:
        return self._said.setdefault(repr(said), said)

    def _warn(self, path: Path, message: str) -> None:
        self._files.problems.append(Problem(str(path), 1, "warning", message))
