"""Read an article's file, and look up the size of local pictures."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from feeds.articles.files import Found, readable_name, size_below
from feeds.articles.parse import Context, Outcome, parse
from feeds.core import urls
from feeds.core.model import Article, Image, Problem
from feeds.frontmatter.file import read_bytes

NEWS_FOLDER, NEWS = "_news", "news"
"""Articles below a folder of this name are of this category where they name none."""


class Picture(NamedTuple):
    """A picture's file that was looked for: below which root (0 the source, 1 the site), and its size in bytes."""

    root: int
    name: str
    size: int | None


class Result(NamedTuple):
    """What became of a file, the local pictures that were looked for, and whether the next build must read it again.

    Of a file that has vanished since it was listed the outcome is empty, and it is to be read again: it may be back.
    """

    outcome: Outcome
    pictures: tuple[Picture, ...] = ()
    again: bool = False


def read(found: Found, context: Context) -> Result | None:
    """Return what became of a file; None if it is not an article. A file that cannot be read is a problem.

    Nothing can be said yet of one that is gone, and it is to be read again. Problems name the file without its folder.
    """
    called = readable_name(found.name)
    try:
        raw = read_bytes(os.path.join(os.fsencode(found.root.path), found.folder, found.name))
    except FileNotFoundError:  # since it was listed
        return Result(Outcome(), again=True)
    except OSError as error:
        return Result(_failed(called, f"the file cannot be read: {error.strerror}"), again=True)

    category = NEWS if found.is_below(NEWS_FOLDER) else None
    try:
        outcome = parse(raw, called, context, category=category)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one article must not cost the others
        return Result(_failed(called, f"the article cannot be read, by a fault in feeds ({type(error).__name__})"))
    if outcome is None:
        return None

    if outcome.article is None or not any(image.url.startswith(context.home_url) for image in outcome.article.images):
        return Result(outcome)
    article, pictures = _with_lengths(outcome.article, found.root.path, context)
    return Result(replace(outcome, article=article), pictures) if pictures else Result(outcome)


def _failed(called: str, message: str) -> Outcome:
    return Outcome(problems=(Problem(called, 1, "error", message),))


def _with_lengths(article: Article, source: Path, context: Context) -> tuple[Article, tuple[Picture, ...]]:
    """Return the article with the sizes of its pictures whose files are here, and all the files looked for."""
    looked: list[Picture] = []
    images = []
    for image in article.images:
        seen = list(_looked_for(image, source, context))
        length = next((picture.size for picture in seen if picture.size), None)
        images.append(replace(image, length=length) if length else image)
        looked += seen
    return (replace(article, images=tuple(images)) if looked else article), tuple(dict.fromkeys(looked))


def _looked_for(image: Image, source: Path, context: Context) -> Iterator[Picture]:
    """Yield where a picture's file may be, up to where it is: below the article's source, or the site's root."""
    local = urls.local_path(image.url, context.home_url)
    if image.length is not None or not local or "\0" in local:
        return
    for position, root in enumerate((source, context.root)):
        size = size_below(root, local.lstrip("/"))
        yield Picture(position, local.lstrip("/"), size)
        if size:
            return
