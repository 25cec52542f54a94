"""Take the statements of JavaScript and the comments out of MDX, which is Markdown otherwise."""

import re
from collections.abc import Iterator

from feeds.markup.code_spans import Code

_STATEMENT = re.compile(r"^(?:import|export)\b[ \t{*\"']", re.MULTILINE)
_COMMENT, _COMMENT_END = "{/*", "*/"
_BLANK = re.compile(r"\n[ \t]*(?:\n|\Z)")
_OPENING, _CLOSING = "{[(", "}])"


def without_modules(text: str) -> str:
    """Return a text without its imports, exports and comments, as MDX shows it. The lines stay the same.

    A statement begins a line, and ends at a blank line outside of its brackets. What looks like one in code stays.
    """
    if "import" not in text and "export" not in text and "{/*" not in text:
        return text
    code = Code(text, markdown=True)
    statements = ((match.start(), match.end(), True) for match in _STATEMENT.finditer(text))
    comments = ((start, end, False) for start, end in _comments(text))
    parts: list[str] = []
    end = 0
    for start, last, is_statement in sorted([*statements, *comments]):
        if start < end or code.end(start) is not None:
            continue
        if is_statement:
            last = _end_of_statement(text, last)
        parts += (text[end:start], "\n" * text.count("\n", start, last))
        end = last
    return "".join(parts) + text[end:]


def _comments(text: str) -> Iterator[tuple[int, int]]:
    """Yield where comments begin and end. Each end is looked for once, however many begin before it."""
    start = close = text.find(_COMMENT)
    while start >= 0:
        if close < start + len(_COMMENT):
            close = text.find(_COMMENT_END, start + len(_COMMENT))
        if close < 0:
            return
        if text.startswith("}", close + len(_COMMENT_END)):
            yield start, close + len(_COMMENT_END) + 1
        start = text.find(_COMMENT, start + 1)


def _end_of_statement(text: str, position: int) -> int:
    """Return where a statement ends: at the first blank line outside of brackets, or at the end of the text."""
    depth = 0
    start = position
    while blank := _BLANK.search(text, position):
        piece = text[start : blank.start()]
        depth += sum(map(piece.count, _OPENING)) - sum(map(piece.count, _CLOSING))
        if depth <= 0:
            return blank.start()
        start = position = blank.start() + 1
    return len(text)
