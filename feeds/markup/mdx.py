"""Take the statements of JavaScript and the comments out of MDX, which is Markdown otherwise."""

import re

from feeds.markup.code_spans import Code

_STATEMENT = re.compile(r"^(?:import|export)\b[ \t{*\"']", re.MULTILINE)
_COMMENT = re.compile(r"\{/\*[^*]*\*+(?>(?:[^/*][^*]*\*+)*)/\}")
_BLANK = re.compile(r"\n[ \t]*(?:\n|\Z)")
_OPENING, _CLOSING = "{[(", "}])"


def without_modules(text: str) -> str:
    """Return a text without its imports, exports and comments, as MDX shows it. The lines stay the same.

    A statement begins a line, and ends at a blank line outside of its brackets. What looks like one in code stays.
    """
    if "import" not in text and "export" not in text and "{/*" not in text:
        return text
    code = Code(text, markdown=True)
    found = sorted([*_STATEMENT.finditer(text), *_COMMENT.finditer(text)], key=lambda match: match.start())
    parts: list[str] = []
    end = 0
    for match in found:
        if match.start() < end or code.end(match.start()) is not None:
            continue
        last = _end_of_statement(text, match.end()) if match.re is _STATEMENT else match.end()
        parts += (text[end : match.start()], "\n" * text.count("\n", match.start(), last))
        end = last
    return "".join(parts) + text[end:]


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
