"""Find the line of a file on which a field of its front matter stands."""

import os
import re
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from feeds.core.real_paths import real_path
from feeds.frontmatter import yaml_fast
from feeds.frontmatter.file import read_bytes
from feeds.frontmatter.source import FrontMatterError, Source
from feeds.frontmatter.split import split_file
from feeds.frontmatter.toml import KeyLines

if TYPE_CHECKING:
    import yaml

KeyPath = tuple[str | int, ...]
"""The keys and list positions that lead to a value: `("images", 0, "url")`."""

_NAMED = re.compile(r"^[ \t{]*+\[*+[\"']?+([\w-]++)[\"']?(?:\]*+[ \t]*+(?:[=:]|$)|[ \t]*+\.)", re.MULTILINE)
"""The first name of a line of TOML or JSON: of a key, or in the header of a table."""

_NEXT_FIELD = re.compile(r"\n(?=[A-Za-z_])")
"""Where a field ends in simple YAML; what a list holds may begin in the first column, with a dash."""


def line_of(file: Path, *names: str) -> int:
    """Return the line of the first of these fields that a file has; 1 if it has none of them or cannot be read.

    What is asked again is remembered: reading a file takes long, and a thousand problems may be in one.
    """
    path = real_path(file) or os.fspath(file)
    try:
        status = Path(path).stat()
    except (OSError, ValueError):
        return 1
    return _line_of(path, (status.st_size, status.st_mtime_ns), names)


@lru_cache(maxsize=1_000)
def _line_of(path: str, stamp: tuple[int, int], names: tuple[str, ...]) -> int:
    """Return the line of the first of these fields that a file has, as it is with a size and time."""
    try:
        source = split_file(read_bytes(path))
    except (OSError, FrontMatterError):
        return 1
    if source is None:
        return 1

    found = next((name for name in names if name in source.data), None)
    return FieldLines(source).of((found,) if found else ())


class _Part(NamedTuple):
    """A part of a YAML document, and the number of the lines before it."""

    node: "yaml.Node | None"
    first: int


class FieldLines:
    """The lines of the fields of one file. The front matter is searched at the first question only."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._keys = KeyLines(source.block)
        self._members: dict[int, dict[str, tuple[yaml.Node, yaml.Node]]] = {}
        self._parts: dict[str, _Part] = {}

    def of(self, path: Sequence[str | int]) -> int:
        """Return the line of a field, counted from 1 in the file.

        Of a field that is absent it is the line of the group or list that it is missing from.
        """
        if not path:
            return self._source.first_line
        if self._source.language == "yaml":
            return self._source.first_line + self._in_yaml(path)
        keys = tuple(step for step in path if isinstance(step, str))
        if self._source.language == "toml" and len(keys) == len(path) > 1:
            line = self._keys.of(keys)
            if line is not None:
                return self._source.first_line + line - 1
        return self._source.first_line + self._named.get(str(path[0]), 0)

    @cached_property
    def _is_simple(self) -> bool:
        return yaml_fast.is_simple(self._source.block)

    def _part(self, name: str) -> "_Part":
        """Return the part of a YAML document that holds a field of the outermost level: mostly, no more need be read.

        In a simple text, such a field begins where its name begins a line, and of repeated ones the last counts.
        """
        if not self._is_simple:
            return self._whole
        if name not in self._parts:
            self._parts[name] = _cut(self._source.block, name)
        return self._parts[name]

    @cached_property
    def _whole(self) -> "_Part":
        from feeds.frontmatter import yaml_safe

        return _Part(yaml_safe.compose(self._source.block), 0)

    def _in_yaml(self, path: Sequence[str | int]) -> int:
        """Follow the path through the nodes of a YAML document, as far as it leads."""
        import yaml

        node, first = self._part(str(path[0]))
        line = 0
        for step in path:
            if isinstance(node, yaml.MappingNode):
                pair = self._members_of(node).get(str(step))
                if pair is None:
                    break
                key, node = pair
                line = first + key.start_mark.line
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line = first + node.start_mark.line
            else:
                break
        return line

    def _members_of(self, node: "yaml.MappingNode") -> "dict[str, tuple[yaml.Node, yaml.Node]]":
        members = self._members.get(id(node))
        if members is None:
            members = {str(key.value): (key, value) for key, value in node.value if isinstance(key.value, str)}
            self._members[id(node)] = members
        return members

    @cached_property
    def _named(self) -> dict[str, int]:
        """The line of each name that a line of TOML or JSON begins with, counted from 0; of several, the first."""
        found: dict[str, int] = {}
        line = end = 0
        for match in _NAMED.finditer(self._source.block):
            line += self._source.block.count("\n", end, match.start(1))
            end = match.start(1)
            found.setdefault(match[1], line)
        return found


def _cut(block: str, name: str) -> _Part:
    """Return the part of a simple YAML document that holds a field, if there is one."""
    found = list(re.finditer(rf"^{re.escape(name)}:(?= |$)", block, re.MULTILINE))
    if not found:
        return _Part(None, 0)
    from feeds.frontmatter import yaml_safe

    start = found[-1].start()
    end = _NEXT_FIELD.search(block, start)
    return _Part(yaml_safe.compose(block[start : end.start() if end else None]), block.count("\n", 0, start))
