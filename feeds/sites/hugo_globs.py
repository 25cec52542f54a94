"""Take the globs of a Hugo site apart at their braces, within what a site may have of them all together."""

from typing import Any

from feeds.articles.foreign.path_globs import Globs
from feeds.sites import globs
from feeds.sites.hugo_config import ENVIRONMENT

MAX_GLOBS = 50_000
"""Characters of the globs of a site at most, once their braces are taken apart."""


PART = 10
"""What a part of a site counts beside the characters of its globs, as it is looked at for each file in its folder."""


class GlobBudget:
    """What globs a site may still have: each file is compared with many of them, and to take them apart costs time.

    `doubts` counts how often a value was taken for included as its globs are too much to say so.
    """

    def __init__(self) -> None:
        self.doubts = 0
        self._left = MAX_GLOBS
        self._work = 2 * MAX_GLOBS
        self._known: dict[str, tuple[str, ...] | None] = {}
        self._included: dict[tuple[tuple[str, ...], str], bool | None] = {}

    @property
    def is_spent(self) -> bool:
        """Whether values are not compared with globs any more, as all are in doubt."""
        return self._work < 0

    def apart(self, glob: str) -> tuple[str, ...] | None:
        """Return the globs that one with braces stands for, in lower case; None where that is too much."""
        if globs.too_much(glob) is not None:
            return None
        if glob not in self._known:
            self._known[glob] = self._apart(glob.lower())
        return self._known[glob]

    def take(self, found: tuple[str, ...]) -> bool:
        """Say whether some globs of one part, or that part without any, are within what is left, and take that."""
        size = PART + sum(len(glob) + 1 for glob in found)
        if size > self._left:
            return False
        self._left -= size
        return True

    def includes(self, patterns: tuple[str, ...], value: str) -> bool:
        """Say whether a list of globs includes a value, as `fits` does."""
        key = (patterns, value)
        if key not in self._included:
            self._work -= 10 + sum(map(len, patterns))
            self._included[key] = None if self._work < 0 else self._includes(patterns, value)
        found = self._included[key]
        self.doubts += found is None
        return found is not False

    def _includes(self, patterns: tuple[str, ...], value: str) -> bool | None:
        for pattern in patterns:
            apart = self.apart(pattern.removeprefix("! "))
            if apart is None:
                return None
            if Globs((glob, 0) for glob in apart).fit(value):
                return not pattern.startswith("! ")
        return all(pattern.startswith("! ") for pattern in patterns)

    def _apart(self, glob: str) -> tuple[str, ...] | None:
        waiting = [glob]
        found: dict[str, None] = {}
        while waiting:
            one = waiting.pop()
            self._work -= len(one) + 1
            braces = globs.BRACES.search(one)
            if braces is None:
                found[one] = None
                continue
            choices = braces[1].split(",")
            if self._work < len(choices) * len(one):
                return None
            waiting += (f"{one[: braces.start()]}{choice}{one[braces.end() :]}" for choice in reversed(choices))
        return tuple(found)


def is_of_pages(target: dict[str, Any], budget: GlobBudget) -> bool:
    """Say whether a target includes pages, and the environment that feeds stands for."""
    return fits(target.get("kind"), "page", budget) and fits(target.get("environment"), ENVIRONMENT, budget)


def fits(patterns: Any, value: str, budget: GlobBudget) -> bool:
    """Say whether a glob, or the first of a list that fits, includes a value; without any, and in doubt, it does.

    One of a list that begins with `! ` leaves out what it fits, and of the others one must fit.
    """
    listed = patterns if isinstance(patterns, list) else [patterns]
    given = tuple(pattern for pattern in listed if isinstance(pattern, str) and pattern)
    return budget.includes(given, value.lower()) if given else True
