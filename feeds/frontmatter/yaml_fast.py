"""Load YAML with the meaning that PyYAML's safe loader gives it, mostly by a parser that is ten times as fast.

The fast parser, yaml-rs, follows YAML 1.2, takes quoted dates for dates, and copies aliases without bound. So it is
given only texts in which every line is of a form that it reads as PyYAML does: plain `name: value` lines and lists of
them, as scrapers and editors write front matter. All others, and those that it refuses, go to libyaml, under a bound.
Quoted dates are allowed where an article says when it was published or updated: both forms are the same moment there.
"""

import re
import threading
from functools import cache
from itertools import count
from types import ModuleType
from typing import Any

from feeds.core.patterns import lazy

_BREAKS = r"\n\r\x85\u2028\u2029"
_ESCAPE = r"\\(?:[\"\\/bnrt]|u(?![dD][89a-fA-F])[0-9A-Fa-f]{4})"
_ESCAPES, _DATED = re.compile(_ESCAPE), re.compile(r"\s*[0-9]{4}-")
_FLAGS = "yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF"  # in YAML 1.1; words in 1.2
_NO_FLAG = rf"(?!(?:{_FLAGS}) *(?:\n|\Z|:))"
_NO_WORD = r"(?!(?i:true|false|null) *:|_+[0-9])"  # keys are text as it is written, also `_1`
_DAY = r"(?:19|2[0-9])[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_TIME = r"[T ](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_ZONE = r"(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9])"
_MOMENT, _ZONED = rf"{_DAY}(?:{_TIME}{_ZONE}?)?", rf"{_DAY}(?:{_TIME}{_ZONE})?"
# The fields of which the moment alone counts: there a quoted date may be taken for a date. In those of others, a time
# without a zone may mean something else in quotes.
_DATES = "date|pubDate|publishDate|published_at|updated|updatedDate|lastmod|last_modified_at|modified|expiryDate"
_MOMENTS = (
    rf"(?:(?:publish|updat)edDateTime: {{1,3}}+(?:\"{_MOMENT}\"|'{_MOMENT}')"
    rf"|(?:{_DATES}): {{1,3}}+(?:\"{_ZONED}\"|'{_ZONED}'))(?= *+(?:\n|\Z))"
)
_SPACES = " {1,20}+"
_NUMBERED = r"[0-9]{1,9}[ -](?=[^\W\d_])"
"""What a text may begin with besides a letter: a number, and a word behind it."""

_OTHER_SIGNS = (
    "\u00d7\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u23ff\u2600-\u27bf\u3000-\u303f\U0001f300-\U0001faff"
)
"""Characters of texts that are no letters: dashes, quotation marks, arrows, signs of currencies, emoji."""


_ASCII = "A-Za-z0-9"
"""Most of what `\\w` means, which is found sooner in a set of characters than by their category."""


def _pattern(quoted: str, never: str) -> re.Pattern[str]:
    """Return what matches simple texts: what stands there in double quotes, and what never stands elsewhere."""
    item = (
        rf"(?:{quoted}|(?!(?:{_FLAGS}) *[,\]])[^\W\d_](?>(?:[\w./+$-]++| (?=[\w./+$-]))*)"
        r"|/(?>(?:[\w./+$-]++| (?=[\w./+$-]))*)|[1-9][0-9]{0,17}(?= *[,\]]))"
    )
    inner = '"' if not never else ""  # which begins no quotation inside of a text
    words = (
        rf"(?>(?:[{_ASCII}\w.,()/+?;$'!%*@=~^|<>\[\]{{}}#`{inner}{_OTHER_SIGNS}-]++|&(?= )|:(?=[^\s{never}])"
        rf"| (?=[{_ASCII}\w(./$+&<\[{inner}{_OTHER_SIGNS}-]))*)"
    )
    value = (
        rf"(?:{quoted}"
        rf"|'(?!\s*[0-9]{{4}}-)(?>(?:[^'{never}{_BREAKS}]++|'')*)'"
        r"|-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,15})?"
        r"|[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:Z|[+-][0-9]{2}:[0-5][0-9])?"
        r"| [0-9]{2}:[0-9]{2}(?::[0-9]{2})? [+-][0-9]{4})?"
        rf"|\[ *+(?:{item} *+(?>(?:, *+{item} *+)*))?\]"
        rf"|(?:https?://|/)(?>(?:[^\s:{never}]++|:(?=\S))*)"
        rf"|{_NO_FLAG}(?:[^\W\d_]|{_NUMBERED}){words})(?= *+(?:\n|\Z))"
    )
    pair = rf"{_NO_FLAG}{_NO_WORD}[A-Za-z_][{_ASCII}\w-]*+:(?>(?:{_SPACES}{value})?)"
    # At most 40 spaces deep; a list's dash may have a pair behind it, as in `- title: …`.
    line = rf" {{0,40}}+(?>(?:- {{1,3}}+)?)(?>(?:{_MOMENTS}|{pair}|{value})?) *+|#[^{never}{_BREAKS}]*+"
    return lazy(line)


_KNOWN_LINES, _LONGEST_KNOWN = 20_000, 40
"""How many lines that were seen to be simple are kept in mind, and their length at most: most lines come again."""


_SIMPLE_LINE = _pattern(rf"\"(?!\s*[0-9]{{4}}-)(?>(?:[^\"\\{_BREAKS}]++|{_ESCAPE})*)\"", "")
_SIMPLE_OUTLINE = _pattern('""', r"\"\x00")
"""A simple line, and the outline of one."""


def load(text: str, *, strict: bool = False, repeated: list[int] | None = None) -> tuple[Any, list[int]]:
    """Return what `yaml_safe.load` returns, mostly by the fast parser. Raises what that raises."""
    found = load_simple(text)
    if found is not None:
        return found, []

    from feeds.frontmatter import yaml_safe

    return yaml_safe.load(text, strict=strict, repeated=repeated)


_FEW = 60
"""How often libyaml is left to read a text before the fast parser and its patterns are loaded.

That takes as long as libyaml needs for seventy texts. A text may be asked about twice.
"""

_asked = count(1)


def expect_many() -> None:
    """Load the fast parser, which pays from the next text on, here and in children that are started then."""
    global _asked
    _asked = count(1 + _FEW)
    _parser()


def pays() -> bool:
    """Say, for each text that might be simple, whether there were enough before it for the fast parser to pay."""
    return next(_asked) > _FEW


def load_simple(text: str) -> Any:
    """Return what the fast parser says of a text; None where it may not have it, refuses it, or does not pay yet."""
    parser = _parser() if pays() and may_use_parser() else None
    if parser is not None and is_simple(text):
        try:
            return parser.loads(text)
        except parser.YAMLDecodeError:
            pass  # libyaml may take it, or says better what is wrong
    return None


_here, _first = threading.local(), iter((True,))


def may_use_parser() -> bool:
    """Say whether this thread may use the fast parser: the first that asks may, and no other, also once that has ended.

    The parser ends the process sooner or later where a thread has used it that has ended, and then another one does. A
    forked child goes on with the thread that forks it.
    """
    if not hasattr(_here, "is_first"):
        _here.is_first = next(_first, False)
    is_first: bool = _here.is_first
    return is_first


@cache
def _parser() -> ModuleType | None:
    """Return the fast parser; None where it is not installed. It is loaded once something is to be read."""
    try:
        import yaml_rs
    except ImportError:  # it is only faster
        return None
    return yaml_rs


def is_simple(text: str) -> bool:
    """Say whether every line of a text is of a form that the fast parser reads as PyYAML does."""
    outline = _outline(text)
    if outline is not None and all(map(_is_simple_line, set(outline.split("\n")) - _known)):
        return True
    # Single quotes may hold double ones, and so may a text in none.
    return ("'" in text or '"' in text) and all(map(_SIMPLE_LINE.fullmatch, text.split("\n")))


_known: set[str] = set()


def _is_simple_line(outline: str) -> bool:
    """Say whether a line of an outline is simple, and keep that in mind."""
    if not _SIMPLE_OUTLINE.fullmatch(outline):
        return False
    if len(outline) <= _LONGEST_KNOWN and len(_known) < _KNOWN_LINES:
        _known.add(outline)
    return True


def _outline(text: str) -> str | None:
    """Return a text less what stands in double quotes, which is most of it; None where that cannot be told.

    Of what is in quotes only what might be taken for a date stays. An escape outside of quotes becomes a zero byte.
    """
    if "\\" in text:
        text = _ESCAPES.sub("\0", text)
        if "\\" in text:
            return None
    pieces = text.split('"')
    if not len(pieces) % 2 or "\r" in text or "\x85" in text or "\u2028" in text or "\u2029" in text:
        return None
    in_quotes = pieces[1::2]
    if "\n" in "".join(in_quotes):
        return None
    pieces[1::2] = [piece if not piece[:1].isalpha() and _DATED.match(piece) else "" for piece in in_quotes]
    return '"'.join(pieces)
