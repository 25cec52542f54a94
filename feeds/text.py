"""Plain text from whatever an article's front matter holds."""

import html
import re
from html.entities import html5

# Characters that XML 1.0 forbids, those it discourages (C1 controls, noncharacters), and the byte order mark.
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")
# Control characters that separate: a space stands for them.
_SEPARATORS = re.compile("[\x0b\x0c\x1c-\x1f]")
# With a semicolon only: `?a=1&copy=2` is an address, not a copyright sign.
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# A lone no-break space is typography and stays; every other run of white space is one space.
_SPACE = re.compile(r"\s{2,}|[^\S\xa0\u202f]")


def plain(text: str) -> str:
    """Return `text` as one line of plain text.

    HTML entities are decoded once, mojibake is repaired (quotation marks stay as they are), characters that no
    document can hold are dropped, white space is folded. Tags are text like any other.
    """
    if "&" in text:
        text = _ENTITY.sub(_character, text)
    if not text.isascii():
        text = _repair(text)
    return _SPACE.sub(" ", without_controls(text)).strip()


def _character(match: re.Match[str]) -> str:
    """Return what an entity stands for; a name that HTML does not know stays as it is."""
    entity = match[0]
    return html.unescape(entity) if entity[1] == "#" or entity[1:] in html5 else entity


def without_controls(text: str) -> str:
    """Drop what XML 1.0 cannot hold (section 2.2) or discourages; tabs and line ends stay."""
    return _UNWANTED.sub("", _SEPARATORS.sub(" ", text))


def readable(text: str) -> str:
    """Return the text of a file less the characters that no YAML reader takes, with the same lines as before."""
    if not _UNWANTED.search(text) and not _SEPARATORS.search(text):
        return text
    # Control characters from 0x80 on are often half of mojibake: mend it while it can be told.
    return without_controls("\n".join(_repair(line) for line in text.split("\n")))


def _repair(text: str) -> str:
    """Mend text that was UTF-8 and was read as something else (`â€™` for `’`)."""
    import ftfy

    fixed: str = ftfy.fix_encoding(text)
    return fixed
