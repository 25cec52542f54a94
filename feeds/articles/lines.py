"""Where in a file a field stands; looked up only when there is something to say of it."""

import re
from collections.abc import Sequence

import yaml

from feeds.articles.frontmatter import Source

KeyPath = Sequence[str | int]
"""The way to a value: `("images", 0, "url")`."""


def line_of(source: Source, path: KeyPath) -> int:
    """Return the line in the file, counted from 1, on which the field stands, or the nearest one above it."""
    if not path:
        return source.first_line
    found = _in_yaml(source.block, path) if source.language == "yaml" else _by_name(source.block, str(path[0]))
    return source.first_line + found


def _in_yaml(block: str, path: KeyPath) -> int:
    node = yaml.compose(block, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    line = 0
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


def _by_name(block: str, name: str) -> int:
    match = re.search(rf"^[\s{{]*\[*[\"']?{re.escape(name)}[\"']?\]*\s*[=:\n]", block, re.MULTILINE)
    return block.count("\n", 0, match.end() - 1) if match else 0
