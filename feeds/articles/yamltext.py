"""Loads YAML with the meaning that PyYAML's safe loader gives it, mostly by a parser that is ten times as fast.

The fast parser, yaml-rs, follows YAML 1.2, takes quoted dates for dates, and copies aliases without bound. So it is
given only texts in which every line is of a form that it reads as PyYAML does: plain `name: value` lines and lists of
them, as scrapers and editors write front matter. All others, and those that it refuses, go to libyaml, under a bound.
"""

import re
from typing import Any

try:
    import yaml_rs
except ImportError:  # it is only faster
    yaml_rs = None  # type: ignore[assignment]

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


def load(text: str, *, unique: bool = False) -> Any:
    """Return what a YAML document says; of repeated keys the last counts, unless they are to be `unique`.

    Raises what `libyaml.load` raises.
    """
    found = load_simple(text)
    if found is not None:
        return found
    from feeds.articles import libyaml

    return libyaml.load(text, unique=unique)


def load_simple(text: str) -> Any:
    """Return what the fast parser says of a text; None where it may not have it, or refuses it."""
    if is_simple(text):
        try:
            return yaml_rs.loads(text)
        except yaml_rs.YAMLDecodeError:
            pass  # libyaml may take it, or says better what is wrong
    return None


def is_simple(text: str) -> bool:
    """Say whether the fast parser may have a text."""
    return yaml_rs is not None and _SIMPLE.fullmatch(text) is not None
