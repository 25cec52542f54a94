"""Find the site that a run is about, and merge what it says of its articles with `feeds.toml`."""

import os
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from feeds.articles.conventions import Conventions
from feeds.config import file
from feeds.core.confines import PASSED_OVER, STRAY, Confines
from feeds.core.errors import SourceNotFoundError
from feeds.core.limits import MAX_NAME
from feeds.core.model import Problem
from feeds.core.text import beginning, some
from feeds.sites.commons import Commons
from feeds.sites.description import SiteDescription
from feeds.sites.detect import describe, site_above

DATA = "_data"
"""The folder of a site that describes topics and providers."""


class FoundSite(Struct, frozen=True):
    """The root of the site that a run is about, None if there is none, and what the site says of itself.

    What links lead to within the `confines` counts as part of it.
    """

    confines: Confines
    root: Path | None = None
    description: SiteDescription = SiteDescription()


def find_site(folders: Sequence[Path], problems: list[Problem], passed: list[str], named: Confines) -> FoundSite:
    """Return the site that the first of these folders or files is part of; what is wrong is added to `problems`.

    What others can have put there is passed over, and `passed` is told. The confines
    are all that is `named`, and the root of the site. Raises ConfigError if the configuration of the site cannot be
    read.
    """
    for folder in folders:
        found = site_above(folder if folder.is_dir() else folder.parent, passed, named)
        if found is not None:
            confines = named.including([found.root])
            return FoundSite(confines, found.root, describe(found, problems, confines, passed))
    return FoundSite(named)


def sources_of(
    site: FoundSite, named: tuple[Path, ...], problems: list[Problem], passed: list[str]
) -> tuple[Path, ...]:
    """Return the sources of a run: for the root of a site the folders that the site keeps its articles in.

    One that a link leads to elsewhere is passed over, and is a problem; of one that another user can have planted
    `passed` is told. Raises SourceNotFoundError if none is left.
    """
    if site.root is None or not site.description.sources:
        return named
    own = [site.root / folder for folder in site.description.sources]
    there = [folder for folder in own if os.path.isdir(folder)]  # noqa: PTH112 - a name may be longer than a folder's
    commons = Commons(site.root, passed)
    counting = [folder for folder in there if commons.counts(folder)]
    held = [folder for folder in counting if site.confines.hold(folder)]
    found = []
    for source in named:
        is_root = source.is_dir() and source.samefile(site.root)
        found += held if is_root else [source]
    if not found:
        generator = (site.description.conventions.generator or "").capitalize()
        folders = some([beginning(str(folder), MAX_NAME) for folder in there or own])
        place = site.root / next(iter(site.description.files), "")
        reason = (
            f"which {STRAY}" if counting else "which others have put there" if there else "and there is no such folder"
        )
        raise SourceNotFoundError(f"{place}: {generator} keeps the articles in {folders}, {reason}")

    strays = [Problem(str(folder), 1, "warning", PASSED_OVER) for folder in counting if folder not in held]
    problems += [stray for stray in strays if stray not in problems]
    return tuple(found)


def require_own(root: Path) -> None:
    """Raise SourceNotFoundError for a folder such as `/tmp`, in which an article may be anybody's."""
    if Commons(root).owners(root) is not None:
        message = f"no articles: everybody can write to {root.absolute()}; keep the site in a folder of its own"
        raise SourceNotFoundError(f"{message}, or name the folder of its articles")


def conventions_of(config: file.ConfigFile, found: SiteDescription) -> Conventions:
    """Return how the articles of a site are read: as `feeds.toml` says, else as the site's own configuration does."""
    table, known = config.articles, found.conventions
    fields = {ours: (theirs,) if isinstance(theirs, str) else tuple(theirs) for ours, theirs in config.fields.items()}
    sections = known.sections
    if table.permalink:  # goes before those of the site's parts
        sections = tuple(replace(section, permalink=None) for section in sections)
    return replace(
        known,
        fields=known.fields | fields,
        sections=sections,
        permalink=table.permalink or known.permalink,
        id=table.id or known.id,
    )
