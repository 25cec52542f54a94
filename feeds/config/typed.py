"""Convert tables of `feeds.toml` to their types, and say of a value of another type where it is, and what is wanted."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from feeds.core.errors import ConfigError
from feeds.core.suggestions import did_you_mean, nearest
from feeds.core.text import quoted

Table = TypeVar("Table", bound=Struct)

_STEP = re.compile(r"\.([\w-]+)|\[\.\.\.\]")
"""A step to a value in a message of msgspec: the name of a field, or any key of a dictionary."""


def typed(
    data: Any,
    kind: type[Table],
    keys: tuple[str, ...],
    choices: Mapping[str, Sequence[str]],
    error_at: Callable[[tuple[str, ...], str], ConfigError],
) -> Table:
    """Convert the table at `keys` to its type.

    `choices` are the values of keys that have a choice, and `error_at` makes the error for a key. Raises ConfigError.
    """
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        said, _, place = str(error).partition(" - at `$")
        inner = _keys(data, kind, str(error), place)
        if found := re.search(r"unknown field `(.*)`", said):
            raise error_at((*keys, found[1]), unknown(found[1], kind.__struct_fields__)) from error
        raise error_at((*keys, *inner), _expected(said, inner, choices)) from error


def unknown(key: str, known: Sequence[str]) -> str:
    """Return a message about a key that is not known."""
    return f"unknown key{did_you_mean(*nearest(key, known, 1))} (known here: {', '.join(known)})"


def _keys(data: Any, kind: type[Struct], message: str, place: str) -> tuple[str, ...]:
    """Return the keys that lead to the place of an error; msgspec leaves out which key of a dictionary it is."""
    found: tuple[str, ...] = ()
    for step in _STEP.finditer(place):
        table = data
        for key in found:
            table = table[key]
        found += (step[1] or next(key for key in table if _message(_only((*found, key), data), kind) == message),)
    return found


def _only(keys: tuple[str, ...], data: dict[str, Any]) -> dict[str, Any]:
    """Return data with the last of some keys alone in its table."""
    first, *rest = keys
    return data | {first: _only(tuple(rest), data[first])} if rest else {first: data[first]}


def _message(data: Any, kind: type[Struct]) -> str | None:
    """Return what is wrong with data for a type."""
    try:
        msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        return str(error)
    return None


_NAMES = {
    "int": "a whole number",
    "str": "text in quotes",
    "array": "a list",
    "object": "a table",
    "bool": "true or false",
    "float": "a number",
    "null": "nothing",
    "datetime": "a date",
    "date": "a date",
    "time": "a time",
}


def _expected(said: str, keys: tuple[str, ...], choices: Mapping[str, Sequence[str]]) -> str:
    """Rewrite a message of msgspec about a key for people."""
    if match := re.match(r"Invalid enum value '?(.*?)'?$", said):
        known = choices[keys[-1]]
        hint = did_you_mean(*nearest(match[1], known, 1))
        return f"unknown value {quoted(match[1])}{hint} (expected one of: {', '.join(known)})"
    if match := re.match(r"Object missing required field `(\w+)`", said):
        return f"needs a key {match[1]}"
    if "length >= 1" in said:
        return "is empty; leave the key out for the default"
    if match := re.search(r"`str` of length <= (\d+)", said):
        return f"is longer than {int(match[1]):,} characters"
    if "matching regex" in said:
        return "has a character that no name of a folder can have"
    words = re.sub(r"`([^`]*)`", lambda match: _type_names(match[1]), said)
    return words[0].lower() + words[1:]


def _type_names(types: str) -> str:
    names = [_NAMES.get(name.strip(), name.strip()) for name in types.split("|")]
    return " or ".join(name for name in names if name != "nothing") or "nothing"
