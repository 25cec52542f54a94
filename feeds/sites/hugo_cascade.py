"""Read what cascades in a Hugo site: front matter that the configuration, or the file of a section, says of pages.

Of several entries that say the same the first counts; the files of inner sections go before those of outer ones, and
these before the configuration. `params` go before what stands beside them, unless that holds pages back. No limit frees
a page: where something is too much, or in doubt, the pages that it may be about are held back.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from msgspec.structs import replace

from feeds.articles.conventions import Language, Section
from feeds.articles.foreign.held_back import held_back, may_free, may_hold_back
from feeds.core.model import Problem
from feeds.frontmatter.aliases import size_of
from feeds.sites import config_file
from feeds.sites.files import SiteFiles
from feeds.sites.hugo_config import HugoConfig
from feeds.sites.hugo_globs import GlobBudget, fits, is_of_pages
from feeds.sites.hugo_sections import SectionFile

MAX_CASCADED = 1_000_000
"""Characters and values of all that cascades in a site at most; pages that more may be about are held back."""

_MAX_ELSEWHERE = 20_000
"""Parts at most that files of sections say for the content folders of other languages."""

_MOST_KEPT = 1_000
"""Sets of languages of which it is kept in mind at most which folders they have."""

_TARGETS = ("target", "_target")


class Languages(NamedTuple):
    """The languages of a site: what files of each are said to be in, and the content folders that some have.

    `names` has for each code what stands in `Location.language`; in a site of one language it is anything (None).
    """

    names: dict[str, tuple[str | None, ...]]
    folders: dict[str, str]
    default: str

    @classmethod
    def of(cls, default: str, spoken: str | None, languages: tuple[Language, ...]) -> "Languages":
        """Return the languages of a site, of which the default one has a code and perhaps a tag."""
        if not languages:
            return cls({default: (None,)}, {}, default)
        own = tuple(dict.fromkeys(name for name in (default, spoken) if name))
        names: dict[str, tuple[str | None, ...]] = {one.code: (one.code,) for one in languages}
        return cls(names | {default: own}, {one.code: one.content for one in languages if one.content}, default)


class _Entry(NamedTuple):
    """An entry of a cascade: the globs of its pages, the codes of its languages (None for all), and what it says."""

    pages: tuple[str, ...] | None
    codes: tuple[str, ...] | None
    said: dict[str, Any]
    is_published: bool


class Cascades:
    """Reads the cascades of a site, which have limits together. `problems` are told of what is too much, once each.

    `dates` are the fields in lower case that say when a page comes out and when it is gone.
    """

    def __init__(self, files: SiteFiles, languages: Languages, budget: GlobBudget, dates: frozenset[str]) -> None:
        self._dates = dates
        self._files = files
        self._languages = languages
        self._budget = budget
        self._left = MAX_CASCADED
        self._too_much: dict[str, tuple[str, int]] = {}
        self._elsewhere_left = _MAX_ELSEWHERE
        self._held: set[tuple[str, frozenset[str] | None]] = set()
        self._spoken: dict[str, tuple[str, ...]] = {}
        self._others: dict[tuple[object, ...], list[tuple[str, frozenset[str]]]] = {}
        self._sets: dict[tuple[str, ...], frozenset[str]] = {}

    def of_config(self, config: HugoConfig) -> Iterator[Section]:
        """Yield what the configuration cascades; what it says of one language frees no page of what it says of all."""
        place = next(iter(config.files), "")
        if "cascade" in config.dropped:
            self._note(_LARGE, place)
            yield Section(is_published=False)
        for code in self._languages.names:
            said = config.get("languages", code, "cascade")
            for entry in self._entries(said, place) if said else ():
                holding = {name: value for name, value in entry.said.items() if not may_free(name, value)}
                if holding or not entry.is_published:
                    codes = (code,) if entry.codes is None else entry.codes
                    yield from self._parts([entry._replace(said=holding, codes=codes)], "", place, None)
        entries = list(self._entries(config.get("cascade"), place, config))
        yield from self._parts(entries, "", place, None)

    def of_files(self, found: list[SectionFile]) -> Iterator[Section]:
        """Yield what the files of one section cascade; of two in one language, what holds pages back counts."""
        parts = [part for one in found for part in self._of_file(one)]
        if len({one.language or self._languages.default for one in found}) < len(found):
            parts.sort(key=lambda part: self._holds(part.defaults, is_published=part.is_published))
        yield from parts

    def _of_file(self, found: SectionFile) -> Iterator[Section]:
        if found.is_unread:
            yield Section(folder=found.folder, is_published=False)
            return
        names = self._languages.names
        is_own = found.language is None and found.content in self._languages.folders.values()
        code = found.language or self._languages.default
        told = None if is_own or code not in names or names[code] == (None,) else self._files_of((code,))
        for section in self._parts(list(self._entries(found.cascade, found.path)), found.folder, found.path, told):
            yield section
            if section.languages is not None and section.languages != told:  # of languages named there
                yield from self._elsewhere(section, found, told)

    def problems(self) -> Iterator[Problem]:
        """Yield what was too much, once for each thing that can be."""
        for message, (place, number) in self._too_much.items():
            more = f" (so it is of {number - 1:,} others)" if number > 1 else ""
            path = str(self._files.root / place)
            yield Problem(path, 1, "error" if "held back" in message else "warning", f"{message}{more}")

    def _elsewhere(self, section: Section, found: SectionFile, told: frozenset[str] | None) -> Iterator[Section]:
        """Yield the same for the folders of the same section in the content of other languages.

        Where that is too much, what holds pages back does so in the whole content of these languages.
        """
        key = found.content, section.languages, told
        if key not in self._others:
            if len(self._others) >= _MOST_KEPT:
                self._others.clear()
            wanted = (section.languages or frozenset()) - (told or frozenset())
            folders = self._languages.folders.items()
            wide = [(code, folder) for code, folder in folders if not wanted.isdisjoint(self._spelled(code))]
            self._others[key] = [(folder, self._files_of((code,))) for code, folder in wide if folder != found.content]
        others = self._others[key]
        if len(others) <= self._elsewhere_left:
            self._elsewhere_left -= len(others)
            below = section.folder[len(found.content) :]
            yield from (replace(section, folder=folder + below, languages=languages) for folder, languages in others)
        elif self._holds(section.defaults, is_published=section.is_published):
            self._note(_MANY_TARGETS, found.path)
            rest = [one for one in others if one not in self._held]
            self._held.update(rest)
            self._others[key] = []
            yield from (Section(folder=folder, languages=languages, is_published=False) for folder, languages in rest)

    def _entries(self, said: Any, place: str, config: HugoConfig | None = None) -> Iterator[_Entry]:
        """Yield the entries of a cascade that are about pages and this environment, each once."""
        seen: set[int] = set()
        for entry in said if isinstance(said, list) else (said,):
            if not isinstance(entry, dict) or id(entry) in seen:
                continue
            seen.add(id(entry))
            target: dict[str, Any] = next((entry[name] for name in _TARGETS if isinstance(entry.get(name), dict)), {})
            doubts = self._budget.doubts
            if not is_of_pages(target, self._budget):
                continue
            codes = self._codes(target)
            kept, is_published = self._kept(entry, place)
            if codes == ():  # to Hugo such a target is about all languages, to versions before about none
                codes = tuple(self._languages.names)
                kept = {name: value for name, value in kept.items() if not may_free(name, value)}

            path = target.get("path")
            pages = self._budget.apart(path) if isinstance(path, str) and path else None
            if self._budget.doubts > doubts or (isinstance(path, str) and path and pages is None):
                if is_published and not self._tells(kept):
                    if config is not None:
                        config.note(("cascade",), _PASSED_TARGET)
                    continue
                self._note(_LONG_TARGET, place)
                kept, is_published, pages, codes = {}, False, None, None
            if kept or not is_published:
                yield _Entry(pages, codes, kept, is_published)

    def _codes(self, target: dict[str, Any]) -> tuple[str, ...] | None:
        """Return the languages that a target names, of those of the site; None for all, or where none is named."""
        sites = target.get("sites")
        matrix = sites.get("matrix") if isinstance(sites, dict) else None
        named = [target.get("lang"), matrix.get("languages") if isinstance(matrix, dict) else None]
        named = [value for value in named if value]
        if not named:
            return None
        names = tuple(self._languages.names)
        if self._budget.is_spent:
            self._budget.doubts += 1
            return names
        found = self._spoken.get(key := repr(named))
        if found is None:
            doubts = self._budget.doubts
            found = tuple(code for code in names if any(fits(value, code, self._budget) for value in named))
            if self._budget.doubts == doubts:
                self._spoken[key] = found
        return None if len(found) == len(names) == 1 else found

    def _kept(self, entry: dict[str, Any], place: str) -> tuple[dict[str, Any], bool]:
        """Return what an entry says of front matter, and False if its pages are held back as it is too much."""
        params = entry.get("params")
        said = {name: value for name, value in entry.items() if name not in (*_TARGETS, "params")}
        for name, value in params.items() if isinstance(params, dict) else ():
            if name not in said or held_back({name: said[name]}, "hugo") is None:
                said[name] = value
        try:
            size = size_of(said, self._left)
            if size <= self._left:
                kept = config_file.copied(said)
                self._left -= size
                return kept, True
        except ValueError:
            pass
        is_published = not self._tells(said)
        self._note(_LARGE_HARMLESS if is_published else _LARGE, place)
        return {}, is_published

    def _tells(self, said: dict[str, Any]) -> bool:
        """Say whether front matter may hold its pages back, or free them of what does, or says when they come out."""
        return not self._dates.isdisjoint(said) or may_hold_back(said, "hugo")

    def _parts(self, entries: list[_Entry], folder: str, place: str, told: frozenset[str] | None) -> Iterator[Section]:
        """Yield the parts for the entries of one cascade, those that go before others last.

        What is said of all pages is put together; what else is said of some of them leaves out what was said before.
        """
        general: dict[str, Any] = {}
        is_published = True
        special: list[Section] = []
        for entry in entries:
            if entry.pages is None and entry.codes is None:
                for name, value in entry.said.items():
                    general.setdefault(name, value)
                is_published = is_published and entry.is_published
                continue
            said = {name: value for name, value in entry.said.items() if name not in general}
            if said or not entry.is_published:
                part = Section(folder=folder, defaults=said, is_published=entry.is_published, pages=entry.pages or ())
                languages = told if entry.codes is None else self._named(entry.codes)
                special += self._bounded(replace(part, languages=languages), place)

        if general or not is_published:
            yield Section(folder=folder, defaults=general, is_published=is_published, languages=told)
        yield from reversed(special)

    def _bounded(self, part: Section, place: str) -> Iterator[Section]:
        """Yield a part for some pages; where that is too much, for all of its folder if it holds them back."""
        if self._budget.take(part.pages):
            yield part
        elif self._holds(part.defaults, is_published=part.is_published):
            yield from self._hold(part.folder, part.languages, place)

    def _hold(self, folder: str, languages: frozenset[str] | None, place: str) -> Iterator[Section]:
        """Yield a part that holds back all of a folder in some languages, once."""
        self._note(_MANY_TARGETS, place)
        if (folder, languages) not in self._held:
            self._held.add((folder, languages))
            yield Section(folder=folder, languages=languages, is_published=False)

    def _named(self, codes: tuple[str, ...]) -> frozenset[str] | None:
        """Return the languages of files that codes stand for; None for all."""
        if len(codes) == len(self._languages.names) and not self._languages.folders:
            return None
        return self._files_of(codes)

    def _files_of(self, codes: tuple[str, ...]) -> frozenset[str]:
        """Return what files of some languages are said to be in, the same set for the same codes."""
        if codes not in self._sets:
            self._sets[codes] = frozenset(name for code in codes for name in self._spelled(code))
        return self._sets[codes]

    def _spelled(self, code: str) -> Iterator[str]:
        """Yield what files of a language are said to be in, in lower case."""
        yield from (name.casefold() for name in self._languages.names[code] if name is not None)

    def _holds(self, said: dict[str, Any], *, is_published: bool) -> bool:
        return not is_published or held_back(said, "hugo") is not None

    def _note(self, message: str, place: str) -> None:
        first, number = self._too_much.get(message, (place, 0))
        self._too_much[message] = first, number + 1


_LARGE = "a cascade is too much, and the pages that it may be about are held back: say less in it"
_LARGE_HARMLESS = "a cascade is too much, and does not count: say less in it"
_LONG_TARGET = (
    "a pattern of a target in cascade is too long or has too many braces, and all pages below are held back: "
    "write several short ones"
)
_PASSED_TARGET = "a pattern of a target in cascade is too long or has too many braces, and the entry is passed over"
_MANY_TARGETS = (
    "the site has too many patterns of targets in cascade, and the pages below are held back: "
    "say in the sections' own files what holds for them"
)
