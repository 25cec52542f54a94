"""Find where words end in scripts that have no spaces between them, by the models of BudouX."""

from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from feeds.core.patterns import lazy

if TYPE_CHECKING:
    from budoux import Parser

_SCRIPTS = lazy("(?P<ja>[\u3041-\u30ff])|(?P<th>[\u0e01-\u0e5b])|(?P<zh>[\u3400-\u9fff])")
_AHEAD = 4
"""Characters behind the end that are looked at: they say whether a word goes on."""


def last_end(text: str, start: int, end: int) -> int:
    """Return where the last word of a part of a text ends, at `end` at the latest; 0 if no word of it is known.

    Japanese, Thai and Chinese are known. Of other scripts, and of one long word, nothing is.
    """
    part = text[start : end + _AHEAD]
    found = {match.lastgroup or "" for match in _SCRIPTS.finditer(part)}
    if not found:
        return 0
    ends = accumulate(map(len, _parser(min(found)).parse(part)), initial=start)
    return max((one for one in ends if start < one <= end), default=0)


@cache
def _parser(language: str) -> "Parser":
    import budoux

    make = {
        "ja": budoux.load_default_japanese_parser,
        "th": budoux.load_default_thai_parser,
        "zh": budoux.load_default_simplified_chinese_parser,
    }
    return make[language]()
