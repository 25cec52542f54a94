"""Find the parts of a site that a file is in, and what holds for it there."""

import os
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from feeds.articles.conventions import Conventions, Generator, Section
from feeds.articles.files import readable_name
from feeds.articles.foreign.held_back import held_back, may_hold_back
from feeds.articles.foreign.location import Location
from feeds.articles.foreign.path_globs import Globs

MAX_DEFAULTS = 500
"""Fields that parts one inside another say of a file at most; those of the inner parts count first."""

_MOST_KEPT = 1_000
"""Combinations of parts of which it is kept in mind at most what they say."""


class Rules(NamedTuple):
    """What the parts of a site say of a file, as `Section` has it."""

    permalink: str | None = None
    defaults: dict[str, Any] = {}  # noqa: RUF012 - a NamedTuple's is never changed
    is_published: bool = True
    is_ugly: bool = False


class Sections:
    """The parts of a site. What holds for one folder and type is worked out once.

    Parts that are folders are found by the folders above a file, and those that are beginnings of paths, as Jekyll has
    them, by these, however many there are; only its patterns are compared with each file. `may_hold_back` says that
    some part may hold back even an article that says all of itself.
    """

    def __init__(self, conventions: Conventions) -> None:
        self._generator = conventions.generator
        is_prefix = self._generator == "jekyll"
        self._content = f"{conventions.content}/" if conventions.content and is_prefix else ""
        self._sections = sorted(
            conventions.sections, key=lambda section: (len(section.folder), section.type is not None)
        )
        self._folded = folded = str.casefold if self._generator == "hugo" else str
        self._of_folder: dict[str, list[int]] = {}
        self._beginning: dict[tuple[str, str | None], list[int]] = {}
        self._compared: list[tuple[int, Callable[[str], bool]]] = []
        for number, section in enumerate(self._sections):
            folder = folded(readable_name(os.fsencode(section.folder))).strip("/")  # as in the path of a location
            if not is_prefix:
                self._of_folder.setdefault(folder, []).append(number)
            elif "*" in folder:
                self._compared.append((number, _Glob(folder).matches))
            else:
                self._beginning.setdefault((folder, section.type), []).append(number)
        self._lengths = sorted({len(folder) for folder, _ in self._beginning})
        self._globs: dict[str | int, Globs] = {}
        self._known: dict[tuple[int, ...], Rules] = {}
        self.may_hold_back = any(
            (not section.is_published and not is_prefix) or may_hold_back(section.defaults, self._generator)
            for section in conventions.sections
        )

    def of(self, location: Location) -> Rules:
        """Return what holds for a file."""
        if not self._sections:
            return _NONE
        path = self._folded(location.path)
        within = path.removeprefix(self._content) if self._content else path
        kind = location.collection or "pages"
        numbers = [number for number, is_in in self._compared if is_in(path) or (within != path and is_in(within))]
        numbers += self._begun({path, within}, kind) if self._beginning else ()
        for folder in _above(path) if self._of_folder else ():
            if (of_folder := self._of_folder.get(folder)) is not None:
                numbers += self._fitting(folder, of_folder, path, location)
        language = (location.language or "").casefold()
        matching = tuple(
            number
            for number in sorted(numbers)
            if (section := self._sections[number]).type in (None, kind)
            and (section.languages is None or language in section.languages)
        )
        return self._rules(matching) if matching else _NONE

    def _begun(self, paths: set[str], kind: str) -> set[int]:
        """Return the parts of a kind, or of all, that are a beginning of one of the paths of a file."""
        found: set[int] = set()
        for path in paths:
            for length in self._lengths:
                if length > len(path):
                    break
                found.update(self._beginning.get((path[:length], None), ()))
                found.update(self._beginning.get((path[:length], kind), ()))
        return found

    def _fitting(self, folder: str, numbers: list[int], path: str, location: Location) -> Iterator[int]:
        """Yield the parts with a folder, of the globs of which some fit a file in it."""
        of_pages: set[int] | None = None
        below = f"/{path[len(folder) :].lstrip('/')}"
        for number in numbers:
            section = self._sections[number]
            if section.pages:
                if of_pages is None:
                    of_pages = self._globs_of(folder, numbers).fitting(_page_path(location))
                if number not in of_pages:
                    continue
            if section.files or section.but:
                files = self._globs_of(number, section.files)
                if section.files and not files.fit(below, is_above=True):
                    continue
                if section.but and self._globs_of(-1 - number, section.but).fit(below):
                    continue
            yield number

    def _globs_of(self, key: str | int, of: list[int] | tuple[str, ...]) -> Globs:
        """Return the globs of pages of several parts, or those of files of one, prepared once."""
        found = self._globs.get(key)
        if found is None:
            if isinstance(of, list):
                found = Globs((glob, number) for number in of for glob in self._sections[number].pages)
            else:
                found = Globs((glob, 0) for glob in of)
            self._globs[key] = found
        return found

    def _rules(self, matching: tuple[int, ...]) -> Rules:
        """Return what parts say together; of each value the last counts. What those of a folder say is kept in mind."""
        if len(self._known) >= _MOST_KEPT:
            self._known.clear()
        folders = [self._sections[number].folder for number in matching]
        ends = [end for end in range(1, len(matching)) if folders[end] != folders[end - 1]]
        ends.append(len(matching))
        done = len(ends)
        while done and matching[: ends[done - 1]] not in self._known:
            done -= 1

        start = ends[done - 1] if done else 0
        rules = self._known[matching[:start]] if done else _NONE
        for end in ends[done:]:
            for number in matching[start:end]:
                rules = _merged(rules, self._sections[number], self._generator)
            if len(self._known) < _MOST_KEPT:
                self._known[matching[:end]] = rules
            start = end
        return rules


_NONE = Rules()


def _above(path: str) -> Iterator[str]:
    """Yield the path of the site, the folders above a file, and the file itself."""
    yield ""
    end = path.find("/")
    while end > 0:
        yield path[:end]
        end = path.find("/", end + 1)
    yield path


def _page_path(location: Location) -> str:
    """Return the path of a page as Hugo compares it: below the content, with no suffix and no language."""
    return "/" + "/".join((*location.parents, location.called)).lower().replace(" ", "-")


def _merged(rules: Rules, section: Section, generator: Generator | None) -> Rules:
    """Return what a part says on top of what others say; what is too much only holds back."""
    permalink = section.permalink if section.permalink is not None else rules.permalink
    is_published = rules.is_published and section.is_published
    defaults = rules.defaults | section.defaults
    if len(defaults) > MAX_DEFAULTS:
        spare = [name for name in rules.defaults if name not in section.defaults][
            MAX_DEFAULTS - len(section.defaults) :
        ]
        left_out = {name: defaults.pop(name) for name in spare}
        is_published = is_published and held_back(left_out, generator) is None
    return Rules(permalink, defaults, is_published, rules.is_ugly or section.is_ugly)


class _Glob:
    """A path in which `*` stands for any part of a name, `?` for a character of one, and `**` for any folders.

    In what has one of these, `[a-c]` and `[!a]` stand for a character as well. It is matched without going back.

    The beginning of a path, or of a folder above it, matches.
    """

    def __init__(self, written: str) -> None:
        *above, last = re.sub(r"(?:\*\*/)+", "**/", written).split("/")
        self._above = [_name(name, is_prefix=False) for name in above]
        self._last = _name(last, is_prefix=True)

    def matches(self, path: str) -> bool:
        """Say whether a path is in what the pattern stands for."""
        parts = path.split("/")
        return any(self._last is None or self._last.match(parts[start]) for start in self._starts(parts))

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


_ONE = re.compile(r"\\\?|\\\[(!|\\\^)?((?:\\-(?!\\-)|\w)+)\\\]")  # no `--`, which may mean more one day


def _one(found: re.Match[str]) -> str:
    return f"[{'^' if found[1] else ''}{found[2].replace(chr(92), '')}]" if found[2] else "."
