"""Find the site that a run is about, and merge what it says of its articles with `feeds.toml`."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from feeds.articles.conventions import Conventions
from feeds.config import file
from feeds.core.errors import SourceNotFoundError
from feeds.core.model import Problem
from feeds.sites.description import SiteDescription
from feeds.sites.detect import describe, site_above

DATA = "_data"
"""The folder of a site that describes topics and providers."""


class FoundSite(Struct, frozen=True):
    """The root of the site that a run is about, None if there is none, and what the site says of itself."""

    root: Path | None = None
    description: SiteDescription = SiteDescription()


def find_site(folders: Sequence[Path], problems: list[Problem]) -> FoundSite:
    """Return the site that the first of these folders or files is part of; what is wrong is added to `problems`.

    Raises ConfigError if the configuration of the site cannot be read.
    """
    for folder in folders:
        found = site_above(folder if folder.is_dir() else folder.parent)
        if found is not None:
            return FoundSite(found.root, describe(found, problems))
    return FoundSite()


def sources_of(site: FoundSite, named: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return the sources of a run: for the root of a site the folders that the site keeps its articles in.

    Raises SourceNotFoundError if none of these is there.
    """
    if site.root is None or not site.description.sources:
        return named
    own = [site.root / folder for folder in site.description.sources]
    found = []
    for source in named:
        is_root = source.is_dir() and source.samefile(site.root)
        found += [folder for folder in own if folder.is_dir()] if is_root else [source]
    if not found:
        generator = (site.description.conventions.generator or "").capitalize()
        folders = ", ".join(map(str, own))
        raise SourceNotFoundError(f"{folders}: {generator} keeps the articles there, and there is no such folder")
    return tuple(found)


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
