"""Warnings about what the text of an article loses on its way into a document."""

import re
from collections.abc import Iterator

from feeds.core.model import Article, Problem
from feeds.markup.loss_check import losses

_LINE_END = re.compile(rb"\r\n?|\n")


def of_text(article: Article, raw: bytes, path: str) -> Iterator[Problem]:
    """Yield a warning for each kind of loss, with the line of the first one. `raw` is the file's."""
    if article.body is None:
        return
    for loss in losses(article.body, article.link):
        times = f" ({loss.times} times)" if loss.times > 1 else ""
        line = _line(raw, article.body.text, loss.words)
        yield Problem(path, line, "warning", f"in the text, {loss.what}{times}")


def _line(raw: bytes, text: str, words: str) -> int:
    """Return the line of a file in which words of its text are first found; that of the text where they are not.

    The text is what the file ends with, less white space, and has as many lines.
    """
    first = len(_LINE_END.findall(raw.rstrip())) - text.count("\n") + 1
    position = text.lower().find(words.lower())
    return max(1, first + text.count("\n", 0, max(position, 0)))
