"""Where in its file a field of an article stands, for whoever has something to say of it later."""

from pathlib import Path

from feeds.articles.problems import Lines
from feeds.frontmatter import split as frontmatter
from feeds.frontmatter.source import FrontMatterError


def line_of(file: Path, *names: str) -> int:
    """Return the line of the first of these fields that a file has; its first line where it has none of them."""
    try:
        source = frontmatter.split(file.read_bytes())
    except (OSError, FrontMatterError):
        return 1
    if source is None:
        return 1
    found = next((name for name in names if name in source.data), None)
    return Lines(source).of((found,) if found else ())
