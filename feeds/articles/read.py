"""Reads an article's file, and looks up the size of pictures that lie beside it."""

from pathlib import Path

from msgspec.structs import replace

from feeds import urls
from feeds.articles.files import Found
from feeds.articles.parse import Context, Outcome, parse
from feeds.model import Article, Image, Problem

NEWS_FOLDER, NEWS = "_news", "news"
"""Articles below a folder of this name are of this category where they name none."""


def read(found: Found, context: Context) -> Outcome | None:
    """Return what became of a file; None where it is no article. A file that cannot be read is a problem."""
    try:
        raw = found.path.read_bytes()
    except OSError as error:
        problem = Problem(str(found.name), 1, "error", f"the file cannot be read: {error.strerror}")
        return Outcome(problems=(problem,))
    category = NEWS if NEWS_FOLDER in found.folders else None
    try:
        outcome = parse(raw, found.name, context, category=category)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one article must not cost the others
        fault = f"the article cannot be read, by a fault in feeds ({type(error).__name__})"
        return Outcome(problems=(Problem(str(found.name), 1, "error", fault),))
    if outcome is None or outcome.article is None:
        return outcome
    return replace(outcome, article=_with_lengths(outcome.article, found, context))


def _with_lengths(article: Article, found: Found, context: Context) -> Article:
    images = tuple(_with_length(image, found, context) for image in article.images)
    return replace(article, images=images) if images != article.images else article


def _with_length(image: Image, found: Found, context: Context) -> Image:
    """Return the picture with its size in bytes where its file lies below the article's source or the site's root."""
    local = urls.local_path(image.url, context.home_url)
    if image.length is not None or not local or "\0" in local:
        return image
    sizes = (_size(root.resolve(), local.lstrip("/")) for root in (found.root, context.root) if root)
    return replace(image, length=next(filter(None, sizes), None))


def _size(root: Path, name: str) -> int | None:
    """Return the size of a file below a folder; None where there is none, or it lies elsewhere."""
    try:
        path = (root / name).resolve()
        return path.stat().st_size if path.is_relative_to(root) and path.is_file() else None
    except (OSError, RuntimeError, ValueError):  # links in a circle, a name that no file can have
        return None
