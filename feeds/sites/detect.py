"""Recognise the root of a site, and which generator it is of, by the files in it. Nothing is run."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from feeds.articles.conventions import Generator, Section
from feeds.core.confines import NOTHING, Confines
from feeds.core.limits import MAX_TITLE
from feeds.core.model import Problem
from feeds.sites import globs
from feeds.sites.above import Keepers, folders_above, passed_over
from feeds.sites.description import MAX_SECTIONS, SiteDescription
from feeds.sites.names import HUGO, HUGO_FOLDERS, JEKYLL, SCRIPTS, SHARED

if TYPE_CHECKING:
    from feeds.sites.files import SiteFiles

_BASE_URL = "baseurl"


class Found(NamedTuple):
    """The root of a site, and its generator."""

    root: Path
    generator: Generator


def site_at(folder: Path) -> Found | None:
    """Return the site whose root a folder is; None if it is none."""
    recognised = _recognised(folder)
    return Found(folder, recognised[0]) if recognised else None


def site_above(folder: Path, passed: list[str], named: Confines = NOTHING) -> Found | None:
    """Return the site that a folder is the root of, or is part of; None if there is none.

    No folder above one with a `.git` is looked at, nor more than MAX_LEVELS. One above the folder counts only if it and
    the configuration in it are those of the folder's keepers, or if it is `named`; of one that does not `passed` is
    told.
    """
    keepers = Keepers.of(folder, named)
    for one, doubt in folders_above(folder, keepers):
        try:
            recognised = _recognised(one)
        except OSError:
            if doubt:
                continue
            raise
        if recognised is None:
            continue
        generator, configuration = recognised
        if doubt := doubt or keepers.doubt(one, configuration):
            message = passed_over(configuration, doubt)
            passed += [message] if message not in passed else []
        else:
            return Found(folder if one == folder.absolute() else one, generator)
    return None


def describe(found: Found, problems: list[Problem], confines: Confines | None = None) -> SiteDescription:
    """Return what a site's own configuration says; what is wrong with it is added to `problems`.

    Its files may be links within the `confines`; without any, links to others below its root. Raises ConfigError if the
    configuration cannot be read.
    """
    from feeds.sites.fallback import completed
    from feeds.sites.files import SiteFiles  # and with it what reads files, which runs without a site do not need

    files = SiteFiles(found.root, problems, confines)
    description = completed(files, _reader(found.generator)(files))
    path = str(found.root / next(iter(description.files), ""))
    description = replace(description, title=_title(files, description))
    exclude = globs.bounded(description.exclude)
    if len(exclude) < len(description.exclude):
        message = f"only the first {len(exclude):,} patterns of what is not read count: all are too long together"
        problems.append(Problem(path, 1, "warning", message))
    sections = tuple(_bounded(description.conventions.sections))
    if len(sections) < len(description.conventions.sections):
        message = f"only the first {len(sections):,} parts of the site count: there are too many, or too long ones"
        problems.append(Problem(path, 1, "warning", message))
    return replace(
        description,
        exclude=exclude,
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


def _bounded(sections: tuple[Section, ...]) -> Iterator[Section]:
    """Yield the sections that a site may have: each file is compared with all, which takes longest for patterns."""
    left = globs.MAX_PATTERNS
    for section in sections[:MAX_SECTIONS]:
        left -= len(section.folder) if "*" in section.folder else 0
        if left < 0:
            return
        yield section


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


def _recognised(folder: Path) -> tuple[Generator, Path] | None:
    """Return the generator of the site whose root a folder is, and the configuration by which it is known."""
    default = folder / "config" / "_default"
    if name := _first_of(HUGO, folder):
        return "hugo", folder / name
    if name := _first_of((*HUGO, *SHARED), default):
        return "hugo", default / name
    if name := _first_of(("zola.toml",), folder):
        return "zola", folder / name
    for generator, names in SCRIPTS.items():
        if name := _first_of(names, folder):
            return generator, folder / name
    if name := _first_of(JEKYLL, folder):
        return "hexo" if _is_hexo(folder) else "jekyll", folder / name
    if (name := _first_of(SHARED, folder)) and (found := _of_shared_name(folder, name)):
        return found, folder / name
    return None


def _first_of(names: Sequence[str], folder: Path) -> str | None:
    """Return the first of some names that a file in a folder has. Each start looks for many, most often in vain."""
    place = str(folder)
    if not os.path.isdir(place):  # noqa: PTH112
        return None
    return next((name for name in names if os.path.isfile(os.path.join(place, name))), None)  # noqa: PTH113, PTH118


def _is_hexo(folder: Path) -> bool:
    """Return whether a site with a `_config.yml` is Hexo's, and not Jekyll's."""
    if _is_folder(folder / "source" / "_posts") or _is_folder(folder / "scaffolds"):
        return True
    return '"hexo"' in _text_of(folder / "package.json")


def _of_shared_name(folder: Path, name: str) -> Generator | None:
    """Return the generator of a site whose configuration has a name that other programs' have as well."""
    text = _text_of(folder / name).lower()
    if name == "config.toml" and "base_url" in text and _BASE_URL not in text:
        return "zola" if _is_folder(folder / "content") else None
    if _BASE_URL in text and any(_is_folder(folder / part) for part in ("content", *HUGO_FOLDERS)):
        return "hugo"
    return "hugo" if all(_is_folder(folder / part) for part in ("content", "layouts")) else None


def _is_folder(path: Path) -> bool:
    """Say whether there is a folder of this name; a link that leads nowhere is none, whatever is wrong with it."""
    return os.path.isdir(path)  # noqa: PTH112 - which raises no OSError


def _text_of(path: Path) -> str:
    """Return the text of a file that a generator is recognised by; no more comes of it, so it may lie anywhere."""
    from feeds.sites.files import SiteFiles  # as above

    return SiteFiles(path.parent, [], Confines(frozenset({os.sep}))).text(path.name)
