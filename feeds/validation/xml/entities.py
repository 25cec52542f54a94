"""Reckon what a document's own entities make of it, before anything is asked that holds them."""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from typing import Any

from feeds.validation.limits import MAX_ENTITY_DEPTH, MAX_EXPANDED, MAX_PARTS

REFERENCE = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)([^#;&<\s\"'][^;&<\s\"']*);")
"""A reference to an entity that a document declares, in any encoding in which these signs are bytes."""

_IN_VALUE = re.compile(REFERENCE.pattern.decode())


def expanded(text: bytes, entities: Iterable[Any]) -> int:
    """Return how many characters the references in a text stand for, or one more than MAX_EXPANDED if it is more.

    `text` has no zeros, as UTF-16 may. A name that is not in ASCII may be that of any entity.
    """
    lengths = _lengths({entity.name: entity.content or "" for entity in entities})
    longest = max(lengths.values(), default=0)
    known = {name.encode(): length for name, length in lengths.items() if name.isascii()}
    names = Counter(found[1] for found in islice(REFERENCE.finditer(text), MAX_PARTS))
    total = sum(count * known.get(name, longest) for name, count in names.items())
    return min(total, MAX_EXPANDED + 1)


def _lengths(values: dict[str, str]) -> dict[str, int]:
    """Return how long each entity is with those that its value refers to; one that has no end is longer than any."""
    lengths = {name: len(value) for name, value in values.items()}
    inner = {name: _IN_VALUE.findall(value) for name, value in values.items() if "&" in value}
    for _ in range(MAX_ENTITY_DEPTH):
        before = {name: lengths[name] for name in inner}
        for name, found in inner.items():
            total = len(values[name]) + sum(lengths.get(one, 0) for one in found)
            lengths[name] = min(total, MAX_EXPANDED + 1)
        if before == {name: lengths[name] for name in inner}:
            return lengths
    return lengths | dict.fromkeys(inner, MAX_EXPANDED + 1)
