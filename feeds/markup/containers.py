"""The boxes of Docusaurus, VitePress and VuePress: text between a line `:::note Title` and the next line `:::`."""

import re
from bisect import bisect_right

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

_KINDS = "note|tip|info|warning|danger|caution|important|details|secondary|success"
_OPENING = re.compile(
    rf"(?P<colons>:{{3,20}}) ?(?P<kind>{_KINDS})(?:\[(?P<label>[^\]\n]*)\]|(?= )(?P<title>[^\n]*))? *\Z"
)

_MOST_LINES = 200_000
"""Lines that are looked at at most for all boxes of a text: one may be in many boxes that are none."""


def containers(markdown: MarkdownIt) -> None:
    """Add boxes, as quotations that begin with their titles, else with their kinds. One without an end is text."""
    markdown.block.ruler.before(
        "fence", "container", _container, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )


def _container(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    first = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith(":::", first) or state.is_code_block(start):
        return False
    found = _OPENING.match(state.src[first : min(state.eMarks[start], first + 300)])
    last = _end(state, start, len(found["colons"])) if found else None
    if found is None or last is None or last >= end:
        return False
    if _leads_out(state, start, last):
        return False
    if silent:
        return True
    _put(state, start, last, (found["label"] or found["title"] or "").strip() or found["kind"].capitalize())
    return True


def _leads_out(state: StateBlock, start: int, last: int) -> bool:
    """Say whether a box ends outside of the item of a list that it begins in, or whether too much was looked at."""
    looked_at = state.env["looked_at"] = state.env.get("looked_at", 0) + last - start
    return looked_at > _MOST_LINES or any(
        state.sCount[line] < state.blkIndent and not state.isEmpty(line) for line in range(start + 1, last + 1)
    )


def _put(state: StateBlock, start: int, last: int, title: str) -> None:
    """Put the box between two lines into the text."""
    state.push("blockquote_open", "blockquote", 1).map = [start, last]
    state.push("paragraph_open", "p", 1)
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = f"**{title}**", [start, start + 1], []
    state.push("paragraph_close", "p", -1)
    line_max, parent, state.lineMax, state.parentType = state.lineMax, state.parentType, last, "container"
    state.md.block.tokenize(state, start + 1, last)
    state.lineMax, state.parentType = line_max, parent
    state.push("blockquote_close", "blockquote", -1)
    state.line = last + 1


def _end(state: StateBlock, start: int, colons: int) -> int | None:
    """Return the line that ends a box of so many colons. The lines of the whole text are looked at once."""
    if "containers" not in state.env:
        ends: dict[int, list[int]] = {}
        for number, line in enumerate(state.src.split("\n")):
            sign = line.lstrip(" >").rstrip() if ":::" in line else ""
            if sign and not sign.strip(":"):
                ends.setdefault(len(sign), []).append(number)
        state.env["containers"] = ends
    lines = state.env["containers"].get(colons, [])
    position = bisect_right(lines, start)
    return lines[position] if position < len(lines) else None
