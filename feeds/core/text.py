"""Make plain text of the values of front matter."""

import re
from collections.abc import Callable, Collection, Iterator
from itertools import islice

from feeds.core.limits import MAX_REPAIRED
from feeds.core.patterns import lazy

# Characters that XML 1.0 forbids, noncharacters, and the byte order mark.
_FORBIDDEN = lazy("[\x00-\x08\x0e-\x1b\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")
# Control characters that XML discourages; before mojibake is repaired, they may be part of it.
_C1 = lazy("[\x7f-\x9f]")
# Embeddings, overrides and isolates, which can reorder the text around a title (Unicode Standard Annex 9). The marks
# U+200E, U+200F and U+061C cannot, and stay.
_BIDI = lazy("[\u202a-\u202e\u2066-\u2069]")
# Separators, replaced by a space. YAML takes the last three for line ends and counts lines by them.
_SEPARATORS = lazy("[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
# Most texts need no change: ASCII, the usual typography, and accented letters. None of these is mojibake unless an
# accented letter is next to another character that is not ASCII.
_LETTER = r"(?<![^\x00-\x7f])[ÀÁÄ-ÖØ-öø-ÿ](?![^\x00-\x7f])"
_READY = lazy(rf"(?! )(?>(?:[ -%'-~–—‘’“”…•]++|{_LETTER}|&(?= ))*)(?<! )")
# Mojibake has two characters side by side that are not ASCII, a control character, or one of two letters, behind which
# a no-break space may have become a space. What has none of these need not be shown to ftfy, which takes its time.
_MAYBE_MOJIBAKE = lazy("[^\x00-\x7f]{2}|[\x7f-\x9fÂÃ]")
_LONGEST_QUOTED = 100  # characters of a text in a message
# Characters that nothing is shown for (Unicode's Default_Ignorable_Code_Point): joiners, soft hyphens, marks, fillers.
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_VISIBLE = lazy(rf"[^\s\u2800{INVISIBLE}]")
# With a semicolon only: `?a=1&copy=2` is an address, not a copyright sign.
_ENTITY = lazy(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# A single no-break space is typography and stays; any other run of white space becomes one space.
_SPACE = lazy(r"\s{2,}|[^\S\xa0\u202f]")


def plain(text: str, on_repair: Callable[[], None] | None = None) -> str:
    """Return `text` as one line of plain text.

    HTML entities are decoded once, mojibake is repaired (quotation marks are unchanged), characters that no document
    can hold are dropped, and so are controls that reorder text; white space is folded. Tags are ordinary text. Nothing
    is left of a text in which nothing can be seen.
    `on_repair` is called if there was mojibake.
    """
    return text if _READY.fullmatch(text) and "  " not in text else _made_plain(text, on_repair)


def plain_or_none(text: str | None) -> str | None:
    """Return plain text; None for None and for a text of which nothing is left."""
    return plain(text) or None if text else None


def has_entity(text: str) -> bool:
    """Return whether a text contains an HTML entity, which plain text only does if it was escaped twice."""
    return "&" in text and any(_character(match) != match[0] for match in _ENTITY.finditer(text))


def _made_plain(text: str, on_repair: Callable[[], None] | None = None) -> str:
    if "&" in text:
        text = _ENTITY.sub(_character, text)
    if not text.isascii():
        text = _FORBIDDEN.sub("", text)
        repaired = _repair(text)
        if on_repair and repaired != text:
            on_repair()
        text = repaired
    text = _SPACE.sub(" ", _BIDI.sub("", without_controls(text))).strip()
    return text if _VISIBLE.search(text) else ""


def _character(match: re.Match[str]) -> str:
    """Return the character of an entity; a name that HTML does not define is unchanged."""
    import html  # its table of all names takes longer to load than most starts have to read texts
    from html.entities import html5

    entity = match[0]
    return html.unescape(entity) if entity[1] == "#" or entity[1:] in html5 else entity


def without_controls(text: str) -> str:
    """Drop the characters that XML 1.0 forbids (section 2.2) or discourages; tabs and line ends stay."""
    if text.isprintable() or text.replace("\n", "").isprintable():  # as nearly all are; none of these characters is
        return text
    return _C1.sub("", _FORBIDDEN.sub("", _SEPARATORS.sub(" ", text)))


def readable(text: str) -> tuple[str, int | None]:
    """Return the text of a file without the characters that YAML forbids, and the first line with mojibake, if any.

    The lines stay the same, and are counted from 1. Mojibake is repaired because it may contain such characters, but no
    further than MAX_REPAIRED.
    """
    if text.replace("\n", "").isprintable():
        return text, None
    if not any(pattern.search(text) for pattern in (_FORBIDDEN, _C1, _SEPARATORS)):
        return text, None
    lines = text.split("\n")
    repaired = list(_repaired(lines))
    first = next(
        (number for number, pair in enumerate(zip(lines, repaired, strict=True), 1) if pair[0] != pair[1]), None
    )
    return without_controls("\n".join(repaired)), first


def _repaired(lines: list[str]) -> Iterator[str]:
    """Yield lines with mojibake repaired, as far as MAX_REPAIRED allows."""
    left = MAX_REPAIRED
    for line in lines:
        if line.isascii():
            yield line
            continue
        left -= len(line) + 20
        yield _repair(line) if left >= 0 else line


def _repair(text: str) -> str:
    """Repair UTF-8 text that was decoded in another encoding (`â€™` for `’`)."""
    if not _MAYBE_MOJIBAKE.search(text):
        return text
    import ftfy

    fixed: str = ftfy.fix_encoding(text)
    return fixed


def load_repair() -> None:
    """Load what repairs mojibake, which is otherwise loaded with the first text that may have any."""
    import ftfy  # noqa: F401


def some(names: Collection[str], most: int = 5) -> str:
    """Return the first of some names, `most` of them, and how many more there are."""
    more = len(names) - most
    return ", ".join(islice(names, most)) + (f" and {more} more" if more > 0 else "")


def quoted(text: str) -> str:
    """Return a text in quotation marks, for a message; of one that is longer than a line, the beginning."""
    return repr(beginning(text, _LONGEST_QUOTED))


def beginning(text: str, most: int) -> str:
    """Return a text as it is; of one that is longer than `most` characters, so many of them and an ellipsis."""
    return text if len(text) <= most else f"{text[:most]}…"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: `1 feed`, `2 feeds`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
