"""Reckon what a document's own entities make of it, before anything is asked that holds them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any, NamedTuple

from feeds.validation.limits import MAX_ENTITY_DEPTH, MAX_EXPANDED, MAX_IN_ATTRIBUTES, MAX_PARTS

REFERENCE = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)([^#;&<\s\"'][^;&<\s\"']*);")
"""A reference to an entity that a document declares, in any encoding in which these signs are bytes."""

_ATTRIBUTE = re.compile(rb"=\s*(?:\"[^\"<]*\"|'[^'<]*')")
_LONGEST_NAME = 300
_IN_VALUE = re.compile(REFERENCE.pattern.decode())


def declare_namespaces(text: bytes) -> Iterator[bool]:
    """Yield for each attribute with a reference whether it declares a namespace, which is kept as long as it becomes.

    One whose name is too long to be looked at counts as such.
    """
    for found in _attributes(text):
        if REFERENCE.search(found[0]):
            before = text[max(0, found.start() - _LONGEST_NAME) : found.start()].rstrip()
            *_, name = before.split(None) or [b""]
            yield name.startswith(b"xmlns") or len(name) == len(before)


def _attributes(text: bytes) -> Iterator[re.Match[bytes]]:
    """Return the attributes of a text in which references may stand."""
    return (found for found in _ATTRIBUTE.finditer(text) if b"&" in found[0])


class Expansion(NamedTuple):
    """What a document's own entities make of it, each number at most one more than its limit.

    `length` is that of the texts which all references stand for, and `in_attributes` how many references there are in
    attributes, with those in the values of entities: each is looked up whenever the attribute is asked.
    """

    length: int
    in_attributes: int


def expansion(text: bytes, entities: Iterable[Any]) -> Expansion:
    """Return what entities make of a text that has each sign of ASCII as one byte.

    A name that is not in ASCII may be that of any entity; one in ASCII that is not declared ends the parsing.
    """
    values = {entity.name: entity.content or "" for entity in entities}
    inner = {name: _IN_VALUE.findall(value) for name, value in values.items() if "&" in value}
    lengths = _with_inner({name: len(value) for name, value in values.items()}, inner, MAX_EXPANDED)
    numbers = _with_inner(dict.fromkeys(values, 1), inner, MAX_IN_ATTRIBUTES)
    attributes = (found[0] for found in _attributes(text))
    return Expansion(
        _total(islice(REFERENCE.finditer(text), MAX_PARTS), lengths, MAX_EXPANDED),
        _total(chain.from_iterable(map(REFERENCE.finditer, attributes)), numbers, MAX_IN_ATTRIBUTES),
    )


def _total(references: Iterable[re.Match[bytes]], each: Mapping[str, int], limit: int) -> int:
    """Return the sum of what references count for, or one more than a limit if it is more."""
    most = max(each.values(), default=0)
    known = {name.encode(): number for name, number in each.items() if name.isascii()}
    names = Counter(found[1] for found in references)
    others = {name: 0 if name.isascii() else most for name in names.keys() - known.keys()}
    each_of = known | others
    return min(sum(count * each_of[name] for name, count in names.items()), limit + 1)


def _with_inner(own: dict[str, int], inner: Mapping[str, Sequence[str]], limit: int) -> dict[str, int]:
    """Return what each entity counts for with those that its value refers to; one without an end, more than a limit."""
    numbers = dict(own)
    for _ in range(MAX_ENTITY_DEPTH):
        before = {name: numbers[name] for name in inner}
        for name, found in inner.items():
            numbers[name] = min(own[name] + sum(numbers.get(one, 0) for one in found), limit + 1)
        if before == {name: numbers[name] for name in inner}:
            return numbers
    return numbers | dict.fromkeys(inner, limit + 1)
