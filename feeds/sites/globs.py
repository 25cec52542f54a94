"""Translate the patterns of paths that generators use into shell patterns in which `*` also stands for `/`."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from feeds.core.limits import MAX_PATTERN

MAX_BRACES = 10
"""Pairs of braces in a pattern at most; one with more stands for nothing."""

MAX_ALTERNATIVES = 50
"""Patterns that the braces of one may stand for at most; the first ones are kept."""

MAX_PATTERNS = 10_000
"""Characters of all patterns of a site at most; the first ones are kept, since each file is compared with all."""

BRACES = re.compile(r"\{([^{}]*)\}")
"""Braces with no others in them, and the choices between them."""

_PLAIN = re.compile(r"(?:[\w/ @~,=-]|\\[.$^+*?()\[\]{}|\\/-]|\.\*|\.)*")


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
    """Return why a pattern stands for nothing, as the end of a sentence about it; None if it is short enough."""
    if len(pattern) > MAX_PATTERN:
        return f"is longer than {MAX_PATTERN:,} characters, and is passed over"
    return (
        f"has more than {MAX_BRACES} pairs of braces, and is passed over" if pattern.count("{") > MAX_BRACES else None
    )


@lru_cache(maxsize=1_000)
def alternatives(pattern: str) -> tuple[str, ...]:
    """Return what a pattern with braces stands for: `{a,b}/c` is `a/c` and `b/c`; nothing for one that is too long."""
    waiting = [pattern] if too_much(pattern) is None else []
    found: list[str] = []
    while waiting and len(found) < MAX_ALTERNATIVES:
        one = waiting.pop(0)
        braces = BRACES.search(one)
        if braces is None:
            found.append(one)
        else:
            choices = (f"{one[: braces.start()]}{choice}{one[braces.end() :]}" for choice in braces[1].split(","))
            waiting += islice(choices, MAX_ALTERNATIVES - len(waiting))
    return tuple(dict.fromkeys(found))


def bounded(patterns: Iterable[str]) -> tuple[str, ...]:
    """Return the first of some patterns, as many as a site may have."""
    kept = []
    left = MAX_PATTERNS
    for pattern in patterns:
        left -= len(pattern) + 1
        if left < 0:
            break
        kept.append(pattern)
    return tuple(kept)


def of_globs(patterns: list[str], below: str = "") -> Iterator[str]:
    """Yield shell patterns for globs with `**` and braces, which are relative to a folder.

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


def of_expression(expression: str) -> str | None:
    """Return the shell pattern for a simple regular expression that is searched for in a path; None for any other."""
    inner = expression.removeprefix("^")
    inner = inner.removesuffix("$") if not inner.endswith("\\$") else inner
    if not _PLAIN.fullmatch(inner):
        return None
    words = re.sub(r"\.\*|\\(.)|\.", lambda part: "*" if part[0] == ".*" else part[1] or "?", inner)
    start = "" if expression.startswith("^") else "*"
    return start + words + ("" if expression.endswith("$") and not expression.endswith("\\$") else "*")
