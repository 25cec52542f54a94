"""Recognise the root of a site, and which generator it is of, by the files in it. Nothing is run."""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec.structs import replace

from feeds.articles.conventions import Generator, Section
from feeds.core.confines import NOTHING, Confines
from feeds.core.errors import ConfigError
from feeds.core.limits import MAX_FRONT_MATTER, MAX_TITLE
from feeds.core.model import Problem
from feeds.sites import globs, looks, node_globs
from feeds.sites.above import Keepers, folders_above
from feeds.sites.commons import Commons, passed_over
from feeds.sites.description import MAX_SECTIONS, SiteDescription
from feeds.sites.names import HUGO, HUGO_FOLDERS, JEKYLL, SCRIPTS, SHARED

if TYPE_CHECKING:
    from feeds.sites.files import SiteFiles

_BASE_URL = "baseurl"

_USUAL: dict[Generator, tuple[str, ...]] = {
    "jekyll": ("_posts",),
    "hugo": ("content",),
    "hexo": ("source",),
    "zola": ("content",),
    "docusaurus": ("blog", "i18n"),
    "eleventy": ("src",),
    "astro": ("src",),
}
"""Where authors write in a site of which the configuration cannot be read."""


class Found(NamedTuple):
    """The root of a site, and its generator."""

    root: Path
    generator: Generator


def site_at(folder: Path) -> Found | None:
    """Return the site whose root a folder is; None if it is none."""
    look = _Look(folder, Keepers.of(folder, NOTHING), "", [])
    generator = look.generator()
    return Found(folder, generator) if generator else None


def site_above(folder: Path, passed: list[str], named: Confines = NOTHING) -> Found | None:
    """Return the site that a folder is the root of, or is part of; None if there is none.

    No folder above one with a `.git` is looked at, nor more than MAX_LEVELS. One above the folder counts only if it and
    the configuration in it are those of the folder's keepers, or if it is `named`; of one that does not `passed` is
    told. Of two in one another the inner one counts, unless it lies among the articles of the outer one.
    """
    sites = _sites_above(folder, passed, named)
    found = next(sites, None)
    if found is None:
        return None
    with suppress(OSError):
        for outer in sites:
            found = outer if _keeps_articles_in(outer, found.root.absolute()) else found
    return found


def _sites_above(folder: Path, passed: list[str], named: Confines) -> Iterator[Found]:
    """Yield the sites that count in a folder and those above it, the innermost first; before it, `passed` is told."""
    keepers = Keepers.of(folder, named)
    for one, doubt in folders_above(folder, keepers):
        try:
            generator = _Look(one, keepers, doubt, passed).generator()
        except OSError:
            if doubt:
                continue
            raise
        if generator:
            yield Found(folder if one == folder.absolute() else one, generator)
            passed = []


def _keeps_articles_in(site: Found, folder: Path) -> bool:
    """Say whether a site has a folder among its articles: a configuration in there is one of their authors'."""
    below = folder.relative_to(site.root.absolute())
    try:
        found = describe(site, [])
    except ConfigError:
        return any(below.is_relative_to(usual) for usual in _USUAL[site.generator])
    places = filter(globs.path, (*found.sources, *found.written))
    return any(map(below.is_relative_to, places)) or not found.folders.isdisjoint(below.parts)


def describe(
    found: Found, problems: list[Problem], confines: Confines | None = None, passed: list[str] | None = None
) -> SiteDescription:
    """Return what a site's own configuration says; what is wrong with it is added to `problems`.

    Its files may be links within the `confines`; without any, links to others below its root. Of those that another
    user can have planted `passed` is told. Raises ConfigError if the configuration cannot be read.
    """
    from feeds.sites.fallback import completed
    from feeds.sites.files import SiteFiles  # and with it what reads files, which runs without a site do not need

    files = SiteFiles(found.root, problems, confines, passed)
    description = completed(files, _reader(found.generator)(files))
    path = str(found.root / next(iter(description.files), ""))
    description = replace(description, title=_title(files, description))
    unread = sum(len(one.expression) for one in description.unread) // node_globs.MAX_GROWTH
    if globs.are_too_many(description.exclude) or unread > globs.MAX_PATTERNS:
        message = f"the patterns of what is not read are longer than {globs.MAX_PATTERNS:,} characters all together"
        raise ConfigError(f"{path}:1: {message}: what they keep out would be published; shorten them")
    sections, widened = _bounded(description.conventions.sections, found.generator)
    if widened:
        message = "the site has too many parts with patterns, or too long ones; shorten them:"
        message += f" {widened:,} hold back all of a folder"
        problems.append(Problem(path, 1, "error", message))
    elif len(sections) < len(description.conventions.sections):
        message = f"only the first {len(sections):,} parts of the site count: there are too many, or too long ones"
        problems.append(Problem(path, 1, "warning", message))
    return replace(
        description,
        conventions=replace(description.conventions, sections=sections),
    )


def _title(files: "SiteFiles", description: SiteDescription) -> str | None:
    """Return the title of a site, cut at a limit: it is in every document, and in each of the items of some."""
    title = description.title
    if title is None or len(title) <= MAX_TITLE:
        return title
    lines = (
        (name, number, line)
        for name in description.files
        for number, line in enumerate(files.text(name).splitlines(), 1)
    )
    places = ((name, number) for name, number, line in lines if title[:20] in line)
    name, number = next(places, (next(iter(description.files), ""), 1))
    message = f"the title is longer than {MAX_TITLE:,} characters: the rest is left out"
    files.problems.append(Problem(str(files.root / name), number, "warning", message))
    return f"{title[: MAX_TITLE - 1]}…"


def _bounded(sections: tuple[Section, ...], generator: Generator) -> tuple[tuple[Section, ...], int]:
    """Return the sections that a site may have, and how many of them are wider than they were.

    Folders are found by their names, however many there are. Each file is compared with all patterns, which only Jekyll
    has: of those that are too many, what holds articles back does so in all of the folder that the pattern begins with.
    """
    if generator != "jekyll":
        return sections, 0
    from feeds.articles.foreign.held_back import held_back, shortened  # as above

    kept: list[Section] = []
    heads: dict[tuple[str, str | None], dict[str, Any]] = {}
    patterns, others, widened = globs.MAX_PATTERNS, MAX_SECTIONS, 0
    for section in sections:
        is_pattern = "*" in section.folder
        patterns -= len(section.folder) if is_pattern else 0
        others -= is_pattern
        if not is_pattern or (patterns >= 0 and others >= 0):
            kept.append(section)
        elif held_back(section.defaults, generator):
            widened += 1
            said = shortened(section.defaults, generator)
            holding = {name: value for name, value in said.items() if held_back({name: value}, generator)}
            heads.setdefault((_head(section.folder), section.type), {}).update(holding)
    kept += (Section(folder=folder, type=kind, defaults=said) for (folder, kind), said in heads.items())
    return tuple(kept), widened


def _head(pattern: str) -> str:
    """Return the folder that a pattern begins with."""
    return re.split(r"[*?]", pattern, maxsplit=1)[0].rpartition("/")[0]


def _reader(generator: Generator) -> Callable[["SiteFiles"], SiteDescription]:
    """Return the function that reads a generator's configuration; it is imported only for sites that need it."""
    if generator == "jekyll":
        from feeds.sites import jekyll

        return jekyll.read
    if generator == "hugo":
        from feeds.sites import hugo

        return hugo.read
    if generator == "hexo":
        from feeds.sites import hexo

        return hexo.read
    if generator == "zola":
        from feeds.sites import zola

        return zola.read
    if generator == "docusaurus":
        from feeds.sites import docusaurus

        return docusaurus.read
    if generator == "eleventy":
        from feeds.sites import eleventy

        return eleventy.read
    from feeds.sites import astro

    return astro.read


class _Look:
    """A look into a folder for the configuration of a generator. Of one that does not count `passed` is told.

    In a folder in `doubt` none does; else those do of which the keepers have none.
    """

    def __init__(self, folder: Path, keepers: Keepers, doubt: str, passed: list[str]) -> None:
        self._folder = folder
        self._keepers = keepers
        self._doubt = doubt
        self._passed = passed
        self._commons = Commons(folder, passed)

    def generator(self) -> Generator | None:
        """Return the generator of the site whose root the folder is; None if it is none."""
        if self._counting(HUGO) or self._counting((*HUGO, *SHARED), "config/_default"):
            return "hugo"
        if self._counting(("zola.toml",)):
            return "zola"
        for generator, names in SCRIPTS.items():
            if self._counting(names):
                return generator
        if self._counting(JEKYLL):
            return "hexo" if self._is_hexo() else "jekyll"
        return self._of_shared_name()

    def _counting(self, names: Sequence[str], inner: str = "") -> bool:
        """Say whether a file counts that has one of some names. Each start looks for many, most often in vain."""
        place = os.path.join(self._folder, inner)  # noqa: PTH118
        if not looks.is_folder(place):
            return False
        paths = (path for name in names if looks.is_file(path := os.path.join(place, name)))  # noqa: PTH118
        return any(self._counts(Path(path)) for path in paths)

    def _counts(self, configuration: Path) -> bool:
        if not self._is_own(configuration):
            return False
        doubt = self._doubt or self._keepers.doubt(self._folder, configuration)
        if doubt and (message := passed_over(configuration, doubt)) not in self._passed:
            self._passed.append(message)
        return not doubt

    def _is_hexo(self) -> bool:
        """Return whether a site with a `_config.yml` is Hexo's, and not Jekyll's."""
        return self._has("source/_posts") or self._has("scaffolds") or self._is_said("package.json", '"hexo"')

    def _of_shared_name(self) -> Generator | None:
        """Return the generator of a site whose configuration has a name that other programs' have as well."""
        for path in (self._folder / name for name in SHARED):
            if looks.is_file(path):
                found = self._by_text(path.name)
                if found is None or self._counts(path):
                    return found
        return None

    def _by_text(self, name: str) -> Generator | None:
        text = self._text(name).lower()
        if name == "config.toml" and "base_url" in text and _BASE_URL not in text:
            return "zola" if self._has("content") else None
        if _BASE_URL in text and any(map(self._has, ("content", *HUGO_FOLDERS))):
            return "hugo"
        return "hugo" if all(map(self._has, ("content", "layouts"))) else None

    def _has(self, name: str) -> bool:
        """Say whether there is a folder of this name; a link that leads nowhere is none, whatever is wrong with it."""
        path = self._folder / name
        return looks.is_folder(path) and self._is_own(path)

    def _is_said(self, name: str, text: str) -> bool:
        return self._is_own(self._folder / name) and text in self._text(name)

    def _is_own(self, path: Path) -> bool:
        """Say whether nobody else has planted what a generator is told by; in doubt, none of it counts anyway."""
        return bool(self._doubt) or self._commons.counts(path)

    def _text(self, name: str) -> str:
        """Return the text of a file that a generator is recognised by; no more comes of it, so it may lie anywhere."""
        from feeds.frontmatter.file import read_bytes  # which runs without a site do not need

        try:
            raw = read_bytes(self._folder / name, Confines(frozenset({os.sep})))
        except OSError as error:
            looks.require_lasting(self._folder / name, error)
            return ""
        except ValueError:
            return ""
        return raw.decode("utf-8-sig", "replace") if len(raw) <= MAX_FRONT_MATTER else ""
