"""Cut a text at the end of a word, in any script."""

import unicodedata

from feeds.markup.unspaced import last_end

_ENDS = "。、，．！？；：」』）】》〉・。、។៕၊။ฯ๚๛།་።፣፤᠂᠃\u200b"
"""What a word has ended before, in scripts without spaces between words; no word has it in itself."""

_LOOSE = " ,;:–—-、，；：\u200b"
"""What no text ends with that goes on."""

_JOINER = "\u200d"


def cut(text: str, longest: int) -> str:
    """Return a text of `longest` characters at most; a longer one is cut at a word, and ends in an ellipsis.

    Chinese, Japanese, Thai, Khmer and other scripts have no spaces between words: there it is cut after a clause, or at
    a space, which parts phrases. Where nothing ends so in the second half, it is cut after a word of Chinese, Japanese
    and Thai; in any other script no character is parted from its marks.
    """
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    at_word = head.rpartition(" ")[0] if not text[longest - 1].isspace() else head
    clause = "" if head.isascii() else head[: max(map(head.rfind, _ENDS)) + 1]
    best = max(at_word, clause, key=len)
    if len(best) <= longest // 2:
        end = 0 if head.isascii() else last_end(text, longest // 2, longest - 1)
        best = _whole(text, end or longest - 1)
    return best.rstrip(_LOOSE) + "…"


def _whole(text: str, size: int) -> str:
    """Return the beginning of a text, of a size at most, without a part of a character (UAX #29, roughly)."""
    while size and (_extends(text[size]) or text[size - 1] == _JOINER):
        size -= 1
    return text[:size]


def _extends(character: str) -> bool:
    """Say whether a character belongs to the one before it: a mark, a joiner, or a modifier of an emoji."""
    is_mark = unicodedata.category(character) in ("Mn", "Mc", "Me", "Sk") and not character.isascii()
    return is_mark or character == _JOINER
