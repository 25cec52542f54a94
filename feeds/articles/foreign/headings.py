"""Find the heading that a text begins with, which is the title of an article that has none."""

import re

_HEADING = re.compile(r" {0,3}#[ \t]+(?P<text>[^\n]*)")
_ENDS = re.compile(r"[ \t]*(?:\{#[^{}\n]*\})?[ \t]*$|[ \t]+#+[ \t]*$")
_STATEMENT = re.compile(r"(?:import|export)\b")


def first(text: str) -> str | None:
    """Return the text of a heading of the first level that is the first thing in a text, imports of MDX aside."""
    for line in text.split("\n", _MOST_LINES)[:_MOST_LINES]:
        if found := _HEADING.match(line):
            return _ENDS.sub("", found["text"]).strip() or None
        if line.strip() and not _STATEMENT.match(line):
            return None
    return None


_MOST_LINES = 50
"""Lines that are looked at at most."""
