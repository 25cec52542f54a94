"""Count the attributes of tags, which a parser compares each with all before it.

What hides a tag from a reader (a comment, CDATA, the text of a script or a title, an open quotation mark) hides it in
one place and shows it in another. So nothing is taken for hidden: wherever a tag can begin, one is followed to its end.
"""

from bisect import bisect_left

from feeds.core.patterns import lazy

_SPACE = r"\t\n\f\r "
_BEGIN = lazy(rf"</?[a-zA-Z][^{_SPACE}/>]*+")
"""How a tag begins. There may be another `<` in its name: both names end at the same place."""

_ATTRIBUTE = lazy(
    rf"[{_SPACE}/]*+[^{_SPACE}/>][^{_SPACE}/>=]*+"
    rf"(?>(?:[{_SPACE}]*+=[{_SPACE}]*+(?>(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|(?P<bare>[^{_SPACE}>\"']))?))?)"
)
"""An attribute and what separates it from the one before (HTML standard, 13.2.5.32 to 13.2.5.39).

Of a value without quotation marks it has the first character. Each of many tags could have all that follows for one.
"""

_END_OF_BARE = lazy(rf"[{_SPACE}>]")

_BEFORE_ATTRIBUTES = " \n\t\r\f/\"'"
_TAG = lazy(r"</?(?=[a-zA-Z])")
_PLAIN_TAG = lazy(
    r"</?[a-zA-Z][^\s\"'<>/=]*+"
    r"(?>(?:[ \t/]++(?>(?:[^\s\"'<>/=]++(?>(?:=(?:\"[^\"<>\n]*+\"|'[^'<>\n]*+'|[^\s\"'<>=`]++))?))?))*)>"
)
"""A tag in one line, which ends at its `>` whatever stands before it or becomes of the text around it."""


def may_be_crowded(text: str, most: int) -> bool:
    """Return whether there are enough characters that an attribute can follow: white space, `/` and quotation marks."""
    return len(text) > 2 * most and "<" in text and sum(map(text.count, _BEFORE_ATTRIBUTES)) > most


def is_crowded(html: str, most: int) -> bool:
    """Return whether a tag may have more attributes than `most`, wherever it begins, also one that never ends."""
    if not may_be_crowded(html, most):
        return False
    ends = [end.start() for end in _END_OF_BARE.finditer(html)]
    known: dict[int, int] = {}
    begins = (begin.end() for begin in _BEGIN.finditer(html) if not html.startswith(">", begin.end()))
    return any(_attributes(html, begin, most, known, ends) > most for begin in begins)


def may_become_crowded(markdown: str, most: int) -> bool:
    """Return whether a tag may have more attributes than `most` in what Markdown becomes.

    There quotation marks are escaped and lines go apart, so that other tags than the text's may be left open.
    """
    if not may_be_crowded(markdown, most):
        return False
    tags = _PLAIN_TAG.findall(markdown)
    return len(tags) < len(_TAG.findall(markdown)) or max(map(len, tags), default=0) > 2 * most


def _attributes(html: str, position: int, most: int, known: dict[int, int], ends: list[int]) -> int:
    """Return how many attributes follow a place in a tag; no more than a few beyond `most` are counted.

    `known` has the number for the places at which tags have been followed before, so that none is followed twice, and
    `ends` are the places at which values without quotation marks end.
    """
    places: list[int] = []
    while position not in known and len(places) <= most and (found := _ATTRIBUTE.match(html, position)):
        places.append(position)
        position = _bare_end(html, found.end(), ends) if found["bare"] else found.end()
    number = known.setdefault(position, 0)
    for place in reversed(places):
        number += 1
        known[place] = number
    return number


def _bare_end(html: str, position: int, ends: list[int]) -> int:
    """Return where a value ends that has no quotation marks, from a place in it on."""
    following = bisect_left(ends, position)
    return ends[following] if following < len(ends) else len(html)
