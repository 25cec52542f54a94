"""Loads YAML with the meaning that PyYAML's safe loader gives it, mostly by a parser that is ten times as fast.

The fast parser, yaml-rs, follows YAML 1.2, takes quoted dates for dates, and copies aliases without bound. So it is
given only texts in which every line is of a form that it reads as PyYAML does: plain `name: value` lines and lists of
them, as scrapers and editors write front matter. All others, and those that it refuses, go to libyaml, under a bound.
"""

import re
from datetime import date, datetime
from typing import Any

import yaml

try:
    import yaml_rs
except ImportError:  # it is only faster
    yaml_rs = None  # type: ignore[assignment]

MOST_BRACKETS = 10_000
"""Opening brackets and list dashes at most: libyaml ends the process at some 50,000 that are not closed."""

_NESTING = re.compile(r"[\[{]|- (?=- )|\? (?=[?-] )")
_BREAKS = r"\n\r\x85\u2028\u2029"
_ESCAPE = r"\\(?:[\"\\/bnrt]|u(?![dD][89a-fA-F])[0-9A-Fa-f]{4})"
_QUOTED = rf"\"(?!\s*[0-9]{{4}}-)(?:[^\"\\{_BREAKS}]++|{_ESCAPE})*+\""
_FLAGS = "yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF"  # in YAML 1.1; words in 1.2
_NO_FLAG = rf"(?!(?:{_FLAGS}) *(?:\n|\Z|:))"
_ITEM = (
    rf"(?:{_QUOTED}"
    rf"|(?!(?:{_FLAGS}) *[,\]])[^\W\d_](?:[\w./+$-]++| (?=[\w./+$-]))*+)"
)
_VALUE = (
    rf"(?:{_QUOTED}"
    rf"|'(?!\s*[0-9]{{4}}-)(?:[^'{_BREAKS}]++|'')*+'"
    r"|-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,15})?"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:Z|[+-][0-9]{2}:[0-5][0-9])?)?"
    rf"|\[ *+(?:{_ITEM} *+(?:, *+{_ITEM} *+)*+)?\]"
    r"|(?:https?://|/)(?:[^\s:]++|:(?=\S))*+"
    rf"|{_NO_FLAG}[^\W\d_](?:[\w.,()/+?;$'-]++|&(?= )| (?=[\w(./$+&-]))*+)(?= *+(?:\n|\Z))"
)
# At most 40 spaces deep; a list's dash may have a pair behind it, as in `- title: …`.
_LINE = rf" {{0,40}}+(?:- {{1,3}}+)?+(?:{_NO_FLAG}[A-Za-z_][\w-]*+:(?: {{1,3}}+{_VALUE})?+|{_VALUE})?+ *+"
_SIMPLE = re.compile(rf"(?>(?:{_LINE})(?:\n|\Z))*+")


BASE_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe loader, over libyaml where PyYAML was built with it."""


class RepeatedKeyError(yaml.constructor.ConstructorError):
    """A mapping with the same key twice."""


class _SafeLoader(BASE_LOADER):  # type: ignore[misc]
    """The safe loader, which leaves an impossible date as text for the reader of dates to report."""

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


def load(text: str, *, unique: bool = False) -> Any:
    """Return what a YAML document says; of repeated keys the last counts, unless they are to be `unique`.

    Raises yaml.YAMLError, RepeatedKeyError among them; TooDeepError for a text that might end the process; ValueError
    for a number that Python refuses.
    """
    if is_simple(text):
        try:
            return yaml_rs.loads(text)
        except yaml_rs.YAMLDecodeError:
            pass  # libyaml may take it, or says better what is wrong
    if sum(1 for _ in _NESTING.finditer(text)) > MOST_BRACKETS:
        raise TooDeepError
    loader = _UniqueLoader if unique else _SafeLoader
    return yaml.load(text, Loader=loader)  # noqa: S506 - subclasses of the safe loader


def is_simple(text: str) -> bool:
    """Say whether the fast parser may have a text."""
    return yaml_rs is not None and _SIMPLE.fullmatch(text) is not None
