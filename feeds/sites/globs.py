"""Translate the patterns of paths that generators use into shell patterns in which `*` also stands for `/`."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from feeds.core.limits import MAX_PATTERN

MAX_BRACES = 10
"""Pairs of braces in a pattern at most."""

MAX_ALTERNATIVES = 50
"""Patterns that one may stand for at most."""

MAX_PATTERNS = 10_000
"""Characters of all patterns of a site at most, since each file is compared with all."""

BRACES = re.compile(r"\{([^{}]*)\}")
"""Braces with no others in them, and the choices between them."""


class TooMuchError(ValueError):
    """A pattern cannot be followed; the message is the end of a sentence about it."""


def path(written: str) -> str:
    """Return a path as conventions have it: relative, with `/` between its parts and none at the ends.

    It leads nowhere outside of the site: `..` is taken off with the part before it, if there is one.
    """
    parts: list[str] = []
    for part in written.replace("\\", "/").split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def too_much(pattern: str) -> str | None:
    """Return why a pattern cannot be followed, as the end of a sentence about it; None if it is short enough."""
    if len(pattern) > MAX_PATTERN:
        return f"is longer than {MAX_PATTERN:,} characters"
    return f"has more than {MAX_BRACES} pairs of braces" if pattern.count("{") > MAX_BRACES else None


@lru_cache(maxsize=1_000)
def alternatives(pattern: str) -> tuple[str, ...]:
    """Return what a pattern with braces stands for: `{a,b}/c` is `a/c` and `b/c`. Raises TooMuchError."""
    if remark := too_much(pattern):
        raise TooMuchError(remark)
    waiting = [pattern]
    found: list[str] = []
    while waiting:
        one = waiting.pop(0)
        braces = BRACES.search(one)
        if braces is None:
            found.append(one)
            continue
        choices = dict.fromkeys(braces[1].split(","))
        if len(choices) + len(waiting) + len(found) > MAX_ALTERNATIVES:
            raise TooMuchError(f"stands for more than {MAX_ALTERNATIVES} patterns")
        waiting += (f"{one[: braces.start()]}{choice}{one[braces.end() :]}" for choice in choices)
    return tuple(dict.fromkeys(found))


def are_too_many(patterns: Iterable[str]) -> bool:
    """Say whether some patterns are more than a site may have."""
    left = MAX_PATTERNS
    for pattern in patterns:
        left -= len(pattern) + 1
        if left < 0:
            return True
    return False


def of_globs(patterns: Iterable[str], below: str = "") -> Iterator[str]:
    """Yield shell patterns for globs with `**` and braces, which are relative to a folder. Raises TooMuchError.

    No more are made than a site may have, and one, so that it is seen that there are too many.
    """
    start = f"{below}/" if below else ""
    left = MAX_PATTERNS
    for pattern in patterns:
        for one in alternatives(pattern):
            forms = (one.replace("**/", "").replace("**", "*"), one.replace("**/*", "*").replace("**", "*"))
            for form in dict.fromkeys(start + form for form in forms):
                yield form
                left -= len(form) + 1
                if left < 0:
                    return
