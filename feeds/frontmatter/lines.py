"""Find the line of a file on which a field of its front matter stands."""

import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.frontmatter.source import FrontMatterError, Source
from feeds.frontmatter.split import split_file

if TYPE_CHECKING:
    import yaml

KeyPath = tuple[str | int, ...]
"""The keys and list positions that lead to a value: `("images", 0, "url")`."""


def line_of(file: Path, *names: str) -> int:
    """Return the line of the first of these fields that a file has; 1 where it has none of them or cannot be read."""
    try:
        source = split_file(file.read_bytes())
    except (OSError, FrontMatterError):
        return 1
    if source is None:
        return 1

    found = next((name for name in names if name in source.data), None)
    return FieldLines(source).of((found,) if found else ())


class FieldLines:
    """The lines of the fields of one file. The front matter is searched at the first question only."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def of(self, path: Sequence[str | int]) -> int:
        """Return the line of a field, counted from 1 in the file.

        Of a field that is absent it is the line of the group or list that it is missing from.
        """
        if not path:
            return self._source.first_line
        offset = self._in_yaml(path) if self._source.language == "yaml" else self._by_name(str(path[0]))
        return self._source.first_line + offset

    @cached_property
    def _root(self) -> "yaml.Node | None":
        import yaml

        from feeds.frontmatter import yaml_safe

        try:
            return yaml.compose(self._source.block, Loader=yaml_safe.BASE_LOADER)
        except RecursionError:  # the data was nested just not too deeply when it was loaded
            return None

    def _in_yaml(self, path: Sequence[str | int]) -> int:
        """Follow the path through the nodes of a YAML document, as far as it leads."""
        import yaml

        node, line = self._root, 0
        for step in path:
            if isinstance(node, yaml.MappingNode):
                pairs = {key.value: (key, value) for key, value in node.value}
                if step not in pairs:
                    break
                key, node = pairs[str(step)]
                line = key.start_mark.line
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line = node.start_mark.line
            else:
                break
        return line

    def _by_name(self, name: str) -> int:
        """Find the first line of TOML or JSON that begins with a name: as a key, or as the header of a table."""
        block = self._source.block
        match = re.search(rf"^[\s{{]*\[*[\"']?{re.escape(name)}[\"']?\]*\s*[=:\n]", block, re.MULTILINE)
        return block.count("\n", 0, match.end() - 1) if match else 0
