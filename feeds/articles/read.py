"""Read an article's file."""

import os
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from feeds.articles import hints
from feeds.articles.answered import Answered
from feeds.articles.files import Found, readable_name
from feeds.articles.foreign.location import Location, location_of
from feeds.articles.foreign.translation import translate
from feeds.articles.local_files import LocalFile, LocalFiles
from feeds.articles.origins import OURS, Origins
from feeds.articles.outcome import UNDECLARED
from feeds.articles.parse import Context, Outcome, parse, source_of
from feeds.core.errors import passes
from feeds.core.model import Article, Problem
from feeds.frontmatter.file import read_bytes
from feeds.frontmatter.source import FrontMatterError
from feeds.probing.answers import Looked

NEWS_FOLDER, NEWS = "_news", "news"
"""The category, by a folder above it, of an article that names none."""


def origins(found: Found, context: Context) -> Origins:
    """Return where the values of an article come from that are not called as in our own vocabulary.

    There are none for a file that cannot be read.
    """
    try:
        source = source_of(bytes_of(found, context), context)
    except (OSError, FrontMatterError):
        source = None
    return translate(source.data, source.body, context, lambda: _location(found, context)).origins if source else OURS


class Result(NamedTuple):
    """What became of a file, the local files and the answers that were looked up, and whether to read it again.

    Of a file that has vanished since it was listed the outcome is empty, and it is to be read again: it may be back.
    So is one that cannot be opened, and one with a picture that cannot be read now.
    """

    outcome: Outcome
    local_files: tuple[LocalFile, ...] = ()
    answers: tuple[Looked, ...] = ()
    again: bool = False


def read(found: Found, context: Context) -> Result | None:
    """Return what became of a file; None if it is not an article. A file that cannot be read is a problem.

    Nothing can be said yet of one that is gone, and it is to be read again. Problems name the file without its folder.
    Raises OSError for what is wrong with the machine and not with the file, and whatever a library does that cannot
    cope with the article.
    """
    called = readable_name(found.name)
    try:
        raw = bytes_of(found, context)
    except FileNotFoundError:  # since it was listed
        return Result(Outcome(), again=True)
    except OSError as error:
        if passes(error):
            raise
        return Result(_failed(called, f"the file cannot be read: {error.strerror}"), again=True)

    category = NEWS if found.is_below(NEWS_FOLDER) else None
    files = LocalFiles(found.root.path, found.folder, context)
    answered = Answered(files, context.answers) if context.answers else None
    outcome = parse(
        raw,
        called,
        context,
        category=category,
        completion=answered or files,
        locate=lambda: _location(found, context),
    )
    if outcome is None:
        return None
    if outcome.article is not None and _is_undeclared(found, outcome.article, context):
        return Result(Outcome(skipped=UNDECLARED))

    answers = tuple(answered.looked) if answered else ()
    return Result(outcome, tuple(files.looked), answers, again=not files.all_read)


def bytes_of(found: Found, context: Context) -> bytes:
    """Return the bytes of a file. Raises OSError as `read_bytes` does."""
    return read_bytes(os.path.join(os.fsencode(found.root.path), found.folder, found.name), context.confines)


def _location(found: Found, context: Context) -> Location:
    """Return where a file is in its site, whose root is above its source, or the source itself."""
    start = _below(found.root.path, context.root) if context.root else ""
    path = readable_name(os.path.join(os.fsencode(start), found.folder, found.name))
    return location_of(path, context.conventions)


@lru_cache(maxsize=64)
def _below(source: Path, root: Path) -> str:
    """Return the path of a source below the root of its site; an empty one if it is the root, or elsewhere."""
    path = os.path.relpath(source, root.absolute())
    return "" if path == "." or path.startswith("..") else path


def _is_undeclared(found: Found, article: Article, context: Context) -> bool:
    """Return whether an article is a page of a Jekyll site that Jekyll does not publish."""
    if not context.is_jekyll or b"_" not in found.folder or not hints.is_own(article.link, context.home_url):
        return False
    names = found.folder.decode("utf-8", "replace").split("/")
    return any(name.startswith("_") and name not in context.jekyll_folders for name in names)


def _failed(called: str, message: str) -> Outcome:
    return Outcome(problems=(Problem(called, 1, "error", message),))
