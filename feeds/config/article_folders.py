"""Find the folders below one of no known generator that hold articles, beside others and single files."""

import os
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from feeds.articles import files
from feeds.articles.conventions import Conventions
from feeds.articles.files import Folder, Found, Root
from feeds.articles.outcome import Context
from feeds.articles.read import read
from feeds.config.settings import OUTPUT, STATE_DIR

MAX_LOOKED_AT = 200
"""Files of a folder that are read at most to find an article."""

MAX_FOLDERS = 20
"""Folders that are named at most; of more, the one above them is meant."""

PATTERN = "/:path/"
"""The pattern of addresses that is proposed for articles which say nothing of theirs."""

_HOME = "https://example.org/"


class ArticleFolders(NamedTuple):
    """The names of the folders in which an article is, in order, and whether some of them need a pattern of addresses.

    The name is `.` for articles in the root itself, or in too many folders to name them.
    """

    names: tuple[str, ...]
    need_pattern: bool


def article_folders(root: Path) -> ArticleFolders:
    """Return the folders below a root in which an article is, whether or not it says where its page is."""
    context = Context(UTC, _HOME, root)
    names: set[str] = set()
    need_pattern = False
    looked_at: dict[str, int] = {}
    for folder in files.find([root], excluding=[root / OUTPUT, root / STATE_DIR], on_error=lambda error: None):
        name = os.fsdecode(folder.path.split(b"/")[0]) or "."
        if name in names:
            continue
        for found in _files(root, folder):
            looked_at[name] = looked_at.get(name, 0) + 1
            if looked_at[name] > MAX_LOOKED_AT:
                break
            if _is_article(found, context):
                names.add(name)
                break
            if _is_article(found, replace(context, conventions=Conventions(permalink=PATTERN))):
                names.add(name)
                need_pattern = True
                break
    is_all = "." in names or len(names) > MAX_FOLDERS
    return ArticleFolders((".",) if is_all else tuple(sorted(names)), need_pattern)


def _is_article(found: Found, context: Context) -> bool:
    result = read(found, context)
    return result is not None and result.outcome.article is not None


def _files(root: Path, folder: Folder) -> Iterator[Found]:
    place = Root(root.absolute(), root.resolve().name)
    return (Found(place, folder.path, entry.name) for entry in folder.entries)
