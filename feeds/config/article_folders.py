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
from feeds.articles.outcome import Context, Outcome
from feeds.articles.read import Result, read
from feeds.config.settings import DEFAULT_CONFIG, OUTPUT, STATE_DIR
from feeds.core.confines import Confines

MAX_LOOKED_AT = 200
"""Files of a folder that are read at most to find an article."""

MAX_FOLDERS = 20
"""Folders that are named at most; of more, the one above them is meant."""

PATTERN = "/:path/"
"""The pattern of addresses that is proposed for articles which say nothing of theirs."""

_HOME = "https://example.org/"


class ArticleFolders(NamedTuple):
    """The names of the folders in which an article is, in order, and whether some of them need a pattern of addresses.

    The name is `.` for articles in the root itself, or in too many folders to name them. `missed` says which folders
    are left out for other reasons than that no article is in them.
    """

    names: tuple[str, ...]
    need_pattern: bool
    missed: tuple[str, ...] = ()


def article_folders(root: Path) -> ArticleFolders:
    """Return the folders below a root in which an article is, whether or not it says where its page is."""
    confines = Confines.of([root])
    context = Context(UTC, _HOME, root, confines=confines)
    excluding = [root / OUTPUT, root / STATE_DIR]
    names: set[str] = set()
    need_pattern = False
    looked_at: dict[str, int] = {}
    unread: dict[str, Found] = {}
    missed: list[str] = []

    def note(error: OSError) -> None:
        missed.append(f"{os.path.relpath(os.fsdecode(error.filename), root)}: it cannot be read: {error.strerror}")

    for folder in files.find([root], excluding=excluding, on_error=note, confines=confines):
        name = os.fsdecode(folder.path.split(b"/")[0]) or "."
        if name in names:
            continue
        for found in _files(root, folder):
            looked_at[name] = looked_at.get(name, 0) + 1
            if looked_at[name] > MAX_LOOKED_AT:
                break
            result = _read(found, context)
            if _is_article(result):
                names.add(name)
                break
            if result and result.again:
                unread.setdefault(name, found)
            elif _is_article(_read(found, replace(context, conventions=Conventions(permalink=PATTERN)))):
                names.add(name)
                need_pattern = True
                break
    is_all = "." in names or len(names) > MAX_FOLDERS
    missed += [f"{_path(found)}: it cannot be read" for name, found in unread.items() if name not in names]
    unwritten = set() if is_all else {name for name in names if not _is_unicode(name)}
    missed += [f"{name}: its name is not UTF-8, as {DEFAULT_CONFIG} is; rename it" for name in sorted(unwritten)]
    return ArticleFolders((".",) if is_all else tuple(sorted(names - unwritten)), need_pattern, tuple(missed))


def _is_unicode(name: str) -> bool:
    """Say whether a file can hold a name."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _path(found: Found) -> str:
    return str(Path(os.fsdecode(found.folder)) / os.fsdecode(found.name))


def _read(found: Found, context: Context) -> Result | None:
    """Return what became of a file, which is to be read again where it cannot be read at all."""
    try:
        return read(found, context)
    except Exception:  # noqa: BLE001 - whatever is wrong with one file must not hide the others
        return Result(Outcome(), again=True)


def _is_article(result: Result | None) -> bool:
    return result is not None and result.outcome.article is not None


def _files(root: Path, folder: Folder) -> Iterator[Found]:
    place = Root(root.absolute(), root.resolve().name)
    return (Found(place, folder.path, entry.name) for entry in folder.entries)
