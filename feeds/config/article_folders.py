"""Find the folders of a Jekyll site that hold articles; its root also holds pages, drafts and machinery."""

import os
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

from feeds.articles import files
from feeds.articles.files import Folder, Found, Root
from feeds.articles.outcome import Context
from feeds.articles.read import read
from feeds.config.settings import OUTPUT, STATE_DIR

MOST_LOOKED_AT = 200
"""Files of a folder that are read at most to find an article."""


def article_folders(root: Path, home_url: str) -> list[str]:
    """Return the names of the folders below a site's root in which an article is, in order.

    There is none if an article lies in the root itself, or if there is no article.
    """
    context = Context(UTC, home_url, root, is_jekyll=True)
    names: set[str] = set()
    looked_at: dict[str, int] = {}
    for folder in files.find([root], excluding=[root / OUTPUT, root / STATE_DIR], on_error=lambda error: None):
        name = os.fsdecode(folder.path.split(b"/")[0])
        if name in names:
            continue
        for found in _files(root, folder):
            looked_at[name] = looked_at.get(name, 0) + 1
            if looked_at[name] > MOST_LOOKED_AT:
                break
            result = read(found, context)
            if result is not None and result.outcome.article is not None:
                names.add(name)
                break
    return [] if "" in names else sorted(names)


def _files(root: Path, folder: Folder) -> Iterator[Found]:
    place = Root(root.absolute(), root.resolve().name)
    return (Found(place, folder.path, entry.name) for entry in folder.entries)
