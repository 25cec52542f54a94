"""Loads any YAML with PyYAML's safe loader, over libyaml where it is there, and under a bound.

Imported only where the fast reader may not have a text: it takes its time to import, too.
"""

import re
from datetime import date, datetime
from typing import Any

import yaml

from feeds.core.limits import MAX_BRACKETS, MAX_MERGED_FIELDS

_NESTING = re.compile(r"[\[{]|- (?=- )|\? (?=[?-] )")
BASE_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe loader, over libyaml where PyYAML was built with it."""


class RepeatedKeyError(yaml.constructor.ConstructorError):
    """A mapping with the same key twice."""


class _SafeLoader(BASE_LOADER):  # type: ignore[misc]
    """The safe loader, which leaves an impossible date as text for the reader of dates to report.

    It counts what `<<` brings in: ten lines that each merge the one before ten times would fill any memory.
    """

    _merged = 0

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        for key, value in node.value:
            if key.tag == "tag:yaml.org,2002:merge":
                for inner in value.value if isinstance(value, yaml.SequenceNode) else [value]:
                    self._flatten_first(inner)
        super().flatten_mapping(node)

    def _flatten_first(self, node: yaml.Node) -> None:
        if isinstance(node, yaml.MappingNode):
            self.flatten_mapping(node)
            self._merged += len(node.value)
            if self._merged > MAX_MERGED_FIELDS:
                raise TooManyMergedError

    def construct_yaml_timestamp(self, node: yaml.ScalarNode) -> date | datetime | str:
        try:
            moment: date | datetime = super().construct_yaml_timestamp(node)
        except (ValueError, OverflowError):
            return str(node.value)
        return moment


class _UniqueLoader(_SafeLoader):
    """The same, which refuses a mapping with the same key twice; what `<<` merges in may be overridden."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        names = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and (key.tag, key.value) in names:
                raise RepeatedKeyError(None, None, "repeated key", key.start_mark)
            names.add((key.tag, str(key.value)))
        found: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return found


_SafeLoader.add_constructor("tag:yaml.org,2002:timestamp", _SafeLoader.construct_yaml_timestamp)


class TooDeepError(ValueError):
    """A text with more brackets than may be given to libyaml."""


class TooManyMergedError(ValueError):
    """A text whose merge keys would bring in more fields than memory may hold."""


def load(text: str, *, unique: bool) -> Any:
    """Return what a YAML document says; of repeated keys the last counts, unless they are to be `unique`.

    Raises yaml.YAMLError, RepeatedKeyError among them; TooDeepError for a text that might end the process, and
    TooManyMergedError for one that might fill the memory; ValueError for a number that Python refuses; RecursionError.
    """
    if sum(1 for _ in _NESTING.finditer(text)) > MAX_BRACKETS:
        raise TooDeepError
    loader = _UniqueLoader if unique else _SafeLoader
    return yaml.load(text, Loader=loader)  # noqa: S506 - subclasses of the safe loader
