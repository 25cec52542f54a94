"""Have the Markdown parser read each part of a text a few times only.

Its own rules read a picture's description anew for every picture around it, and try a line that continues a paragraph
of a quotation as the end of every quotation around that, up to 20 of either. A quotation that a later line turns out
not to go on with has been looked for to the end of the text, and so has the next one.
"""

from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline, image

_DEEPEST_PICTURE = 1
"""Pictures in the description of a picture one inside another at most; of deeper ones, the signs are text."""

_MOST_TRIES = 40_000
"""How often lines without the sign are tried as the end of a quotation at most: twice for each line of a long text."""

_Rule = Callable[[StateBlock, int, int, bool], bool]


def read_less_often(markdown: MarkdownIt) -> None:
    """Have a parser read no part of a text again and again; what it makes of texts that people write is the same."""
    markdown.inline.ruler.at("image", _picture)
    rules_of = markdown.block.ruler.getRules

    def get_rules(chain: str = "") -> list[_Rule]:
        rules = rules_of(chain)
        return [_ending(rules)] if chain == "blockquote" else rules

    vars(markdown.block.ruler)["getRules"] = get_rules


def _picture(state: StateInline, silent: bool) -> bool:
    depth = state.env.get("picture_depth", 0)
    if depth > _DEEPEST_PICTURE:
        return False
    state.env["picture_depth"] = depth + (not silent)
    found = image(state, silent)
    state.env["picture_depth"] = depth
    return found


def _ending(rules: list[_Rule]) -> _Rule:
    """Return a rule that says whether a line ends a quotation as one of these does.

    A line that a quotation has taken, though it lacks the sign, has a negative indent: it ends none within that either.
    After too many tries every other line does.
    """

    def ends(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if state.sCount[start] < 0:
            return False
        tries = state.env["tries"] = state.env.get("tries", 0) + 1
        return tries > _MOST_TRIES or any(rule(state, start, end, silent) for rule in rules)

    return ends
