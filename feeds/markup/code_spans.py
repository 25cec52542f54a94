"""Find the code in a text: blocks of code, code within lines, and HTML's elements for it."""

import re
from collections.abc import Iterator

from feeds.markup.markdown import code_lines

_CODE_ELEMENT = re.compile(r"<(?P<code>pre|code|script|style|textarea|samp|kbd)\b|<!--", re.IGNORECASE)
_CODE_ENDS = {
    "comment": re.compile("-->"),
    **{
        name: re.compile(rf"</{name}\s*>", re.IGNORECASE)
        for name in ("pre", "code", "script", "style", "textarea", "samp", "kbd")
    },
}
TICKS = re.compile(r"`+")
"""A run of backticks, which begins or ends code within a line."""


class Code:
    """The parts of a text that are code, and in which nothing is template code."""

    def __init__(self, text: str, *, markdown: bool) -> None:
        self._spans = sorted(_code_spans(text, markdown=markdown))
        self._at = 0

    def end(self, position: int) -> int | None:
        """Return where the code ends that a position is in; None where it is in none. Positions must not go back."""
        while self._at < len(self._spans) and self._spans[self._at][1] <= position:
            self._at += 1
        if self._at < len(self._spans) and self._spans[self._at][0] <= position:
            return self._spans[self._at][1]
        return None

    def rewind(self) -> None:
        """Begin anew at the start of the text."""
        self._at = 0


def _code_spans(text: str, *, markdown: bool) -> Iterator[tuple[int, int]]:
    """Yield where code stands: elements of HTML for it and, in Markdown, blocks of code and code within lines."""
    blocks = list(_blocks(text)) if markdown else []
    yield from blocks
    unclosed: set[str] = set()  # of these, there is no end in the rest of the text
    position = 0
    while found := _CODE_ELEMENT.search(text, position):
        position = text.find(">", found.end()) + 1 if found["code"] else found.end()
        if not position:  # nothing ends in the rest of the text
            break
        name = (found["code"] or "comment").lower()
        last = _CODE_ENDS[name].search(text, position) if name not in unclosed else None
        if last is None:
            unclosed.add(name)
            continue
        yield found.start(), last.end()
        position = last.end()
    if markdown:
        yield from _ticked(text)


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the blocks of code of Markdown stand, as its parser finds them."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    for first, last in code_lines(text):
        yield starts[first], starts[min(last, len(starts) - 1)]


def _ticked(text: str) -> Iterator[tuple[int, int]]:
    """Yield where code within lines stands: between two runs of as many backticks (CommonMark 6.1)."""
    runs = [(run.start(), run.end()) for run in TICKS.finditer(text)]
    by_length: dict[int, list[int]] = {}
    for number, (start, end) in enumerate(runs):
        by_length.setdefault(end - start, []).append(number)
    number = 0
    at = dict.fromkeys(by_length, 0)
    while number < len(runs):
        start, end = runs[number]
        same = by_length[end - start]
        at_same = at[end - start]
        while at_same < len(same) and same[at_same] <= number:
            at_same += 1
        at[end - start] = at_same
        closing = same[at_same] if at_same < len(same) else None
        if closing is not None and text.find("\n\n", end, runs[closing][0]) < 0:
            yield start, runs[closing][1]
            number = closing
        number += 1
