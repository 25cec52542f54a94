"""Sites to read, in a temporary folder."""

import os
from pathlib import Path

from feeds.articles.excluded import Excluded
from feeds.core.model import Problem
from feeds.sites.description import SiteDescription
from feeds.sites.detect import describe, site_at


def written(path: Path, text: str = "") -> Path:
    """Write a file with the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def site(root: Path, files: dict[str, str]) -> tuple[SiteDescription, list[str]]:
    """Return the description of a site that has these files, and what is wrong with it, without the root's path."""
    for name, text in files.items():
        written(root / name, text)
    found = site_at(root)
    assert found is not None
    problems: list[Problem] = []
    description = describe(found, problems)
    return description, [str(problem).replace(f"{root}/", "") for problem in problems]


def is_read(root: Path, found: SiteDescription, path: str) -> bool:
    """Say whether a file of a site is read: neither it nor a folder above it is excluded."""
    is_excluded = Excluded(root, found.exclude, (), found.unread).below(root)
    if is_excluded is None:
        return True
    folders = [folder.as_posix() for folder in Path(path).parents if folder.name]
    return not is_excluded(os.fsencode(path), False) and not any(is_excluded(os.fsencode(one), True) for one in folders)
