"""Load any YAML with PyYAML's safe loader, over libyaml if PyYAML was built with it, within limits.

Imported only for texts that the fast parser may not read, since importing it takes time too.

What could harm the process is refused or made harmless here: collections nested too deeply (the composer recurses in
C, and would end the process), merge keys that multiply fields, numbers whose conversion takes quadratic time, and keys
that are not text (thousands of them could have the same hash).
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import yaml

from feeds.core.limits import MAX_DEPTH, MAX_DIGITS, MAX_DIRECTIVES, MAX_MERGED_FIELDS

BASE_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe loader, over libyaml where PyYAML was built with it."""

_NUMBERS = frozenset({"int", "float"})
_MERGE = "tag:yaml.org,2002:merge"
_NESTING = re.compile(r"^[ \t]*+(?>(?:(?:[-?:]|[!&]\S*+)[ \t]++)*)", re.MULTILINE)
"""The part of a line in front of its first scalar: block collections begin in it, or at its end."""

_QUOTED = re.compile(r'"(?>(?:[^"\\]++|\\.)*)(?P<end>"?)', re.DOTALL)
"""A text in quotation marks, or all that follows a mark without another: those that are escaped in it begin none."""

_SURROGATE = re.compile(
    r"(?P<other>\\[^u])|\\u(?P<high>[dD][89abAB][0-9a-fA-F]{2})\\u(?P<low>[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|\\u[dD][89a-fA-F][0-9a-fA-F]{2}"
)

_CONVERSION_ERRORS = (ValueError, LookupError, AttributeError, TypeError, OverflowError)
"""What PyYAML's constructors raise for a scalar that is not of the type of its tag (binascii.Error among them)."""


class TooDeepError(yaml.MarkedYAMLError):
    """A text with collections nested deeper than MAX_DEPTH."""

    def __init__(self, event: yaml.Event) -> None:
        super().__init__(None, None, "nested too deeply", event.start_mark)  # type: ignore[arg-type]


class TooManyMergedError(ValueError):
    """A text whose merge keys would bring in more than MAX_MERGED_FIELDS."""


class TooManyDirectivesError(ValueError):
    """A text with more than MAX_DIRECTIVES lines that may be directives."""


class RepeatedKeyError(yaml.constructor.ConstructorError):
    """A mapping with the same key twice."""


class BadValueError(yaml.constructor.ConstructorError):
    """A scalar that is not a value of the type that its tag, or its form, says."""

    def __init__(self, node: yaml.Node) -> None:
        super().__init__(None, None, "bad value", node.start_mark)


class _SafeLoader(BASE_LOADER):  # type: ignore[misc]
    """The safe loader within limits; of repeated keys the last counts.

    A value that cannot be converted stays text, and its line (counted from 0) is added to `bad_lines`. An impossible
    date stays text as well: the reader of dates reports it. Keys are text as it is written, `2024` and `true` too.
    """

    is_strict = False

    def __init__(self, text: str, repeated: list[int] | None = None) -> None:
        super().__init__(text)
        self.bad_lines: list[int] = []
        self._repeated = repeated
        self._merged = 0

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        """Replace merge keys by the fields that they bring in, as PyYAML does, but in linear time and up to a limit."""
        if not any(key.tag == _MERGE for key, _ in node.value):
            return
        own, merged = [], []
        for key, value in node.value:
            if key.tag != _MERGE:
                own.append((key, value))
                continue
            for inner in reversed(value.value) if isinstance(value, yaml.SequenceNode) else [value]:
                if not isinstance(inner, yaml.MappingNode):
                    problem = "expected a mapping or list of mappings for merging"
                    raise yaml.constructor.ConstructorError(None, None, problem, inner.start_mark)
                self.flatten_mapping(inner)
                self._merged += len(inner.value)
                if self._merged > MAX_MERGED_FIELDS:
                    raise TooManyMergedError
                merged += inner.value
        node.value = merged + own

    def construct_mapping(self, node: yaml.Node, deep: bool = False) -> dict[str, Any]:
        """Return a mapping with its keys as text. Raises ConstructorError for a key that is a collection."""
        if not isinstance(node, yaml.MappingNode):
            raise yaml.constructor.ConstructorError(None, None, "expected a mapping", node.start_mark)
        if self.is_strict:
            self._refuse_repeated_keys(node)
        self.flatten_mapping(node)
        return {self._text_of(key): self.construct_object(value, deep=deep) for key, value in node.value}

    def _refuse_repeated_keys(self, node: yaml.MappingNode) -> None:
        """Raise RepeatedKeyError for the same key twice, or note its line where that is asked for.

        A key that `<<` brings in may be there as well.
        """
        names = set()
        for key, _ in node.value:
            name = self._text_of(key)
            if name in names and self._repeated is None:
                raise RepeatedKeyError(None, None, "repeated key", key.start_mark)
            if name in names and self._repeated is not None:
                self._repeated.append(key.start_mark.line)
            names.add(name)

    @staticmethod
    def _text_of(key: yaml.Node) -> str:
        if not isinstance(key, yaml.ScalarNode):
            raise yaml.constructor.ConstructorError(None, None, "found unhashable key", key.start_mark)
        return str(key.value)

    def construct_yaml_set(self, node: yaml.Node) -> Iterator[list[str]]:
        """Construct a set as a list, which keeps the order of the text."""
        members: list[str] = []
        yield members
        members.extend(self.construct_mapping(node))

    def construct_yaml_timestamp(self, node: yaml.ScalarNode) -> date | datetime | str:
        """Construct a date; text for one that is impossible."""
        try:
            moment: date | datetime = super().construct_yaml_timestamp(node)
        except _CONVERSION_ERRORS:
            return str(node.value)
        return moment

    def construct_undefined(self, node: yaml.Node) -> Any:
        """Construct a value with a tag that is not known as if it had none. Raises ConstructorError if strict."""
        if self.is_strict:
            return super().construct_undefined(node)
        self.bad_lines.append(node.start_mark.line)
        if isinstance(node, yaml.MappingNode):
            return self.construct_mapping(node, deep=True)
        return self.construct_sequence(node, deep=True) if isinstance(node, yaml.SequenceNode) else str(node.value)

    def _bad_value(self, node: yaml.Node) -> str:
        if self.is_strict:
            raise BadValueError(node)
        self.bad_lines.append(node.start_mark.line)
        return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


class _StrictLoader(_SafeLoader):
    """The same loader, but a repeated key and a value that cannot be converted are errors."""

    is_strict = True


def _guarded(kind: str) -> Callable[[_SafeLoader, yaml.Node], Any]:
    """Return PyYAML's constructor of a type of scalar, with a limit of length and an answer to its errors."""
    construct = getattr(yaml.constructor.SafeConstructor, f"construct_yaml_{kind}")

    def guarded(loader: _SafeLoader, node: yaml.Node) -> Any:
        if kind in _NUMBERS and isinstance(node, yaml.ScalarNode) and len(node.value) > MAX_DIGITS:
            return loader._bad_value(node)
        try:
            return construct(loader, node)
        except (*_CONVERSION_ERRORS, yaml.constructor.ConstructorError):
            return loader._bad_value(node)

    return guarded


for _kind in ("null", "bool", "int", "float", "binary", "str"):
    _SafeLoader.add_constructor(f"tag:yaml.org,2002:{_kind}", _guarded(_kind))
_SafeLoader.add_constructor("tag:yaml.org,2002:timestamp", _SafeLoader.construct_yaml_timestamp)
_SafeLoader.add_constructor("tag:yaml.org,2002:set", _SafeLoader.construct_yaml_set)
_SafeLoader.add_constructor(None, _SafeLoader.construct_undefined)
_StrictLoader.yaml_constructors = _SafeLoader.yaml_constructors


def load(text: str, *, strict: bool, repeated: list[int] | None = None) -> tuple[Any, list[int]]:
    """Return what a YAML document says, and the lines (from 0) of values that cannot be converted and stay text.

    With `strict`, such a value and a repeated key are errors; without, the last of repeated keys counts. So it does
    with a list `repeated`, to which the lines of such keys are added.

    Raises yaml.YAMLError, of which TooDeepError, RepeatedKeyError and BadValueError are kinds; TooManyMergedError;
    TooManyDirectivesError; RecursionError for a chain of merges that is too long.
    """
    text = _with_characters(text)
    _check_limits(text)
    loader = (_StrictLoader if strict else _SafeLoader)(text, repeated)
    try:
        return loader.get_single_data(), loader.bad_lines
    finally:
        loader.dispose()


def compose(text: str) -> yaml.Node | None:
    """Return the nodes of a YAML document, which know their lines. Raises what `load` raises."""
    text = _with_characters(text)
    _check_limits(text)
    return yaml.compose(text, Loader=BASE_LOADER)


def _with_characters(text: str) -> str:
    r"""Return a text in which two escapes that stand for one character, as JSON writes it, are YAML's single escape.

    `"\ud83d\ude80"` is a rocket, and libyaml refuses it. Half of such a pair is no character, and goes. The lines stay.
    """
    if "\\ud" not in text.lower():
        return text
    return _QUOTED.sub(lambda quoted: _SURROGATE.sub(_character, quoted[0]) if quoted["end"] else quoted[0], text)


def _character(escape: re.Match[str]) -> str:
    if escape["other"]:
        return escape["other"]
    if not escape["high"]:
        return ""
    return f"\\U{0x10000 + ((int(escape['high'], 16) - 0xD800) << 10) + int(escape['low'], 16) - 0xDC00:08X}"


def _check_limits(text: str) -> None:
    if text.count("\n%") > MAX_DIRECTIVES:  # libyaml compares each of them with all others
        raise TooManyDirectivesError
    if _may_be_deep(text):
        _check_depth(text)


def _may_be_deep(text: str) -> bool:
    """Say whether collections may be nested deeper than MAX_DEPTH; False for nearly every text, and quickly.

    A flow collection has a bracket, and may hold one pair that is a mapping of its own. Block collections one inside
    another begin in different columns, but for a list, which may begin where the mapping around it does; all of them
    begin no later in a line than at its first scalar.
    """
    column = max(map(len, _NESTING.findall(text)), default=0)
    return 2 * (column + 1 + text.count("[") + text.count("{")) > MAX_DEPTH


def _check_depth(text: str) -> None:
    """Count the depth by the parser's events, which it makes without recursion. Raises TooDeepError or YAMLError."""
    depth = 0
    for event in yaml.parse(text, Loader=BASE_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise TooDeepError(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
