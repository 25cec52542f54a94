"""Find the parts of a site that a file is in, and what holds for it there."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from feeds.articles.conventions import Conventions, Section
from feeds.articles.foreign.held_back import may_hold_back
from feeds.articles.foreign.location import Location


class Rules(NamedTuple):
    """What the parts of a site say of a file, as `Section` has it."""

    permalink: str | None = None
    defaults: dict[str, Any] = {}  # noqa: RUF012 - a NamedTuple's is never changed
    is_published: bool = True
    is_ugly: bool = False


class Sections:
    """The parts of a site. What holds for one folder and type is worked out once.

    `may_hold_back` says that some part may hold back even an article that says all of itself.
    """

    def __init__(self, conventions: Conventions) -> None:
        is_prefix = conventions.generator == "jekyll"
        content = f"{conventions.content}/" if conventions.content and is_prefix else ""
        self._content = content
        ordered = sorted(conventions.sections, key=lambda section: (len(section.folder), section.type is not None))
        self._sections = [(section, _matcher(section.folder, is_prefix=is_prefix)) for section in ordered]
        self._known: dict[tuple[int, ...], Rules] = {}
        self.may_hold_back = any(
            (not section.is_published and not is_prefix) or may_hold_back(section.defaults, conventions.generator)
            for section in conventions.sections
        )

    def of(self, location: Location) -> Rules:
        """Return what holds for a file."""
        if not self._sections:
            return _NONE
        kind = location.collection or "pages"
        path = location.path
        within = path.removeprefix(self._content) if self._content else path
        matching = tuple(
            number
            for number, (section, is_in) in enumerate(self._sections)
            if section.type in (None, kind)
            and section.language in (None, location.language)
            and (is_in(path) or (within != path and is_in(within)))
        )
        if matching not in self._known:
            self._known[matching] = _merged([self._sections[number][0] for number in matching])
        return self._known[matching]


_NONE = Rules()


def _merged(sections: list[Section]) -> Rules:
    """Return what sections say together; of each value the last counts."""
    permalink = next((section.permalink for section in reversed(sections) if section.permalink is not None), None)
    defaults: dict[str, Any] = {}
    for section in sections:
        defaults |= section.defaults
    is_published = all(section.is_published for section in sections)
    return Rules(permalink, defaults, is_published, any(section.is_ugly for section in sections))


def _matcher(folder: str, *, is_prefix: bool) -> Callable[[str], bool]:
    """Return a function that says whether a path is in a folder; as Jekyll compares them, whether it begins so."""
    folder = folder.strip("/")
    if not folder:
        return lambda path: True
    if "*" not in folder:
        if is_prefix:
            return lambda path: path.startswith(folder)
        return lambda path: path.startswith(folder) and path[len(folder) : len(folder) + 1] in ("", "/")
    return _Glob(folder, is_prefix=is_prefix).matches


class _Glob:
    """A path in which `*` stands for any part of a name and `**` for any folders; matched without going back.

    The whole of it matches, or with `is_prefix` the beginning, of a path or of a folder above it.
    """

    def __init__(self, written: str, *, is_prefix: bool) -> None:
        *above, last = re.sub(r"(?:\*\*/)+", "**/", written).split("/")
        self._above = [_name(name, is_prefix=False) for name in above]
        self._last = _name(last, is_prefix=is_prefix)

    def matches(self, path: str) -> bool:
        """Say whether a path is in what the pattern stands for."""
        parts = path.split("/")
        starts = {0}
        for name in self._above:
            if name is None:
                starts = set(range(min(starts), len(parts)))
            else:
                starts = {start + 1 for start in starts if start < len(parts) and name.match(parts[start])}
            if not starts:
                return False
        return any(self._last is None or self._last.match(parts[start]) for start in starts if start < len(parts))


def _name(written: str, *, is_prefix: bool) -> re.Pattern[str] | None:
    """Return a pattern for a name with `*`; None for `**`.

    What stands between two `*` is looked for once: its first place is the best, as the next `*` takes all that follows.
    """
    if written == "**":
        return None
    first, *others = map(re.escape, re.split(r"\*+", written))
    if not others:
        return re.compile(first if is_prefix else rf"{first}\Z")
    last = others.pop()
    middle = "".join(f"(?>.*?{one})" for one in others)
    return re.compile(first + middle + (f".*?{last}" if is_prefix else rf".*{last}\Z"), re.DOTALL)
