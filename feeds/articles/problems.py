"""What is wrong with one file, noted as it is read, and told with the lines at the end."""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from feeds.core.model import Problem, Severity
from feeds.frontmatter.source import Source

if TYPE_CHECKING:
    import yaml

KeyPath = tuple[str | int, ...]
"""The way to a value: `("images", 0, "url")`."""


class ProblemLog:
    """Collects what is wrong with a file. `note` has the form that `Fields` wants."""

    def __init__(self, source: Source, path: str) -> None:
        self._source = source
        self._path = path
        self._noted: list[tuple[Severity, KeyPath, str]] = []

    def note(self, severity: Severity, path: KeyPath, message: str) -> None:
        """Note something wrong with the field that `path` leads to."""
        self._noted.append((severity, path, message))

    def noted(self, name: str) -> bool:
        """Say whether anything was noted of the field `name`, or inside it."""
        return any(path[:1] == (name,) for _, path, _ in self._noted)

    def failed(self, name: str | None = None) -> bool:
        """Say whether an error was noted, of the field `name` or of any."""
        return any(severity == "error" and name in (None, *path[:1]) for severity, path, _ in self._noted)

    def worsen(self, *names: str) -> None:
        """Make errors of the warnings about these fields: nothing else can stand for them."""
        self._noted = [
            ("error" if set(path[:1]) & set(names) else severity, path, message)
            for severity, path, message in self._noted
        ]

    def problems(self) -> tuple[Problem, ...]:
        """Return what was noted, in the order of the file."""
        lines = Lines(self._source)
        found = (Problem(self._path, lines.of(path), severity, message) for severity, path, message in self._noted)
        return tuple(sorted(found))


class Lines:
    """Knows on which line of a file a field stands; looked up only when there is something to say of one."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def of(self, path: Sequence[str | int]) -> int:
        """Return the line in the file, counted from 1, on which the field stands, or the nearest one above it."""
        if not path:
            return self._source.first_line
        found = self._in_yaml(path) if self._source.language == "yaml" else self._by_name(str(path[0]))
        return self._source.first_line + found

    @cached_property
    def _root(self) -> "yaml.Node | None":
        import yaml

        from feeds.frontmatter import yaml_safe

        try:
            return yaml.compose(self._source.block, Loader=yaml_safe.BASE_LOADER)
        except RecursionError:  # it was nested just not too deeply when it was loaded
            return None

    def _in_yaml(self, path: Sequence[str | int]) -> int:
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
        block = self._source.block
        match = re.search(rf"^[\s{{]*\[*[\"']?{re.escape(name)}[\"']?\]*\s*[=:\n]", block, re.MULTILINE)
        return block.count("\n", 0, match.end() - 1) if match else 0
