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
        self._folded = folded = str.casefold if conventions.generator == "hugo" else str
        self._sections = [(section, _matcher(folded(section.folder), is_prefix=is_prefix)) for section in ordered]
        self._but = [
            [_Glob(folded(pattern), is_prefix=False) for pattern in section.but] for section, _ in self._sections
        ]
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
        path = self._folded(location.path)
        language = (location.language or "").casefold()
        within = path.removeprefix(self._content) if self._content else path
        matching = tuple(
            number
            for number, (section, is_in) in enumerate(self._sections)
            if section.type in (None, kind)
            and (section.language is None or section.language.casefold() == language)
            and (is_in(path) or (within != path and is_in(within)))
            and not any(pattern.fits(path) for pattern in self._but[number])
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
    if "*" not in folder and "?" not in folder:
        if is_prefix:
            return lambda path: path.startswith(folder)
        return lambda path: path.startswith(folder) and path[len(folder) : len(folder) + 1] in ("", "/")
    return _Glob(folder, is_prefix=is_prefix).matches


class _Glob:
    """A path in which `*` stands for any part of a name, `?` for a character of one, and `**` for any folders.

    In what has one of these, `[a-c]` and `[!a]` stand for a character as well. It is matched without going back.

    The whole of it matches, or with `is_prefix` the beginning, of a path or of a folder above it.
    """

    def __init__(self, written: str, *, is_prefix: bool) -> None:
        *above, last = re.sub(r"(?:\*\*/)+", "**/", written).split("/")
        self._above = [_name(name, is_prefix=False) for name in above]
        self._last = _name(last, is_prefix=is_prefix)

    def matches(self, path: str) -> bool:
        """Say whether a path is in what the pattern stands for."""
        parts = path.split("/")
        return any(self._last is None or self._last.match(parts[start]) for start in self._starts(parts))

    def fits(self, path: str) -> bool:
        """Say whether the pattern stands for a path itself, not for a folder above it."""
        parts = path.split("/")
        starts = self._starts(parts)
        return (
            bool(starts)
            if self._last is None
            else any(start == len(parts) - 1 and self._last.match(parts[start]) for start in starts)
        )

    def _starts(self, parts: list[str]) -> set[int]:
        """Return where the last name of the pattern may stand in a path, after what stands for the folders above."""
        starts = {0}
        for name in self._above:
            if name is None:
                starts = set(range(min(starts), len(parts)))
            else:
                starts = {start + 1 for start in starts if name.match(parts[start])}
            starts = {start for start in starts if start < len(parts)}
            if not starts:
                break
        return starts


def _name(written: str, *, is_prefix: bool) -> re.Pattern[str] | None:
    """Return a pattern for a name with `*`; None for `**`.

    What stands between two `*` is looked for once: its first place is the best, as the next `*` takes all that follows.
    """
    if written == "**":
        return None
    first, *others = map(_escaped, re.split(r"\*+", written))
    if not others:
        return re.compile(first if is_prefix else rf"{first}\Z")
    last = others.pop()
    middle = "".join(f"(?>.*?{one})" for one in others)
    return re.compile(first + middle + (f".*?{last}" if is_prefix else rf".*{last}\Z"), re.DOTALL)


def _escaped(written: str) -> str:
    """Return an expression for part of a name without `*`; `[c-a]` stands for itself."""
    expression = _ONE.sub(_one, re.escape(written))
    try:
        re.compile(expression)
    except re.error:
        return re.escape(written)
    return expression


_ONE = re.compile(r"\\\?|\\\[(!|\\\^)?((?:\\-|\w)+)\\\]")


def _one(found: re.Match[str]) -> str:
    return f"[{'^' if found[1] else ''}{found[2].replace(chr(92), '')}]" if found[2] else "."
