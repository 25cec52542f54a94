"""Follow steps, each from one thing to another, to where they end. Pure."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

Thing = TypeVar("Thing", bound=Hashable)


def ends(steps: Mapping[Thing, Thing]) -> dict[Thing, Thing | None]:
    """Return, for each thing that has a step, where the last one leads; None if they go round in a circle.

    Each step is taken once, however many things lead to it.
    """
    found: dict[Thing, Thing | None] = {}
    for start in steps:
        passed: dict[Thing, None] = {}
        thing = start
        while thing in steps and thing not in found and thing not in passed:
            passed[thing] = None
            thing = steps[thing]
        end = None if thing in passed else found.get(thing, thing)
        found.update(dict.fromkeys(passed, end))
    return {start: found[start] for start in steps}


def way(start: Thing, steps: Mapping[Thing, Thing]) -> list[Thing]:
    """Return what is passed from a thing on, up to where it ends or where something is passed for the second time."""
    passed = {start: None}
    thing = start
    while thing in steps:
        thing = steps[thing]
        if thing in passed:
            return [*passed, thing]
        passed[thing] = None
    return list(passed)
