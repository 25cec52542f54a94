"""Read an ordinary article, to find out whether one that cannot be read is to blame, or the machine.

A lack of memory looks like a fault with an article: libraries crash, are killed, or raise errors of their own.
"""

from feeds.articles.files import Found
from feeds.core.limits import MAX_BODY, MAX_FRONT_MATTER
from feeds.index import rows
from feeds.index.rows import File, Reader

_USUAL = (1_000, 3_000)
"""Characters of front matter and of text, where there is no article to compare with."""

_FENCES = (b"\n---", b"\n+++", b"\n}")

_HEAD = (
    "title: 'An ordinary article'\ndate: 2000-01-01 12:00:00 +00:00\nlink: https://www.example.org/\n"
    "summary: >\n  It is as long as another,\n  and nothing else.\nnotes:\n"
)
_NOTE = '- {said: "that is so", by: [somebody, somebody else]}\n'
_PARAGRAPH = 'An <em>ordinary</em> text, with [a link](https://www.example.org/) & <img src="/a.png" alt="">.\n\n'


def read(reader: bytes, like: File | None = None) -> None:
    """Read an ordinary article, whose front matter and text are as long as those of a file, if there is one.

    Whatever is raised here, and whatever ends the process, is no fault of an article. `reader` is as in `rows.rows`.
    """
    from feeds.articles.parse import parse  # and with it the parsers

    front_matter, text = _lengths(rows.decoded(reader), like)
    notes = _NOTE * ((min(front_matter, MAX_FRONT_MATTER) - len(_HEAD)) // len(_NOTE))
    paragraphs = _PARAGRAPH * (min(text, MAX_BODY) // len(_PARAGRAPH))
    parse(f"---\n{_HEAD}{notes}---\n{paragraphs}".encode(), "ordinary.md", rows.decoded(reader).context)


def _lengths(reader: Reader, like: File | None) -> tuple[int, int]:
    """Return the bytes of front matter and of text of a file."""
    from feeds.articles.read import bytes_of

    if like is None:
        return _USUAL
    try:
        raw = bytes_of(Found(reader.sources[like.source], like.path, like.name), reader.context)
    except OSError:
        return _USUAL
    end = max(raw.find(fence, 3) for fence in _FENCES)
    return (end, len(raw) - end) if end > 0 else (0, len(raw))
