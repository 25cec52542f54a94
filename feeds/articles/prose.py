"""Make plain text of titles and excerpts that are written in HTML or Markdown.

Only what is surely markup is taken out: a type such as `Vec<T>`, "the <select> element", `2 * 3 * 4` and `snake_case`
are text. Every pattern takes linear time.
"""

import html
import re

from feeds.core.patterns import lazy
from feeds.markup.elements import INLINE, USUAL

# Elements that are markup wherever their tag stands, and others (`the <select> element`), of which only a closing tag
# is, or one with an attribute, or one that a closing tag belongs to. One letter may be a type (`Option<A>`).
_MARKUP = "big|br|center|cite|code|div|em|font|h[1-6]|hr|img|pre|small|span|strike|strong|sub|sup|tt"
_OTHER = "|".join(sorted(name for name in USUAL if len(name) > 1 and not re.fullmatch(_MARKUP, name)))
_ANY = rf"(?:{_MARKUP}|{_OTHER}|[abipqsu])"
_WITHOUT_TEXT = lazy(r"<!--[^>]{0,2000}-->|<(script|style)\b[^<>]*>[^<]*</\1\s*>", re.IGNORECASE)
_INLINE = lazy(rf"/?(?:{'|'.join(sorted(INLINE))}|wbr)\b", re.IGNORECASE)

# What comes out of another feed as it was in there: HTML that is escaped as a whole, or a section of CDATA.
_WRAPPED = lazy(
    r"\s*(?:&lt;(?P<escaped>p|div|span|section|article|blockquote|ul|ol|table|figure|h[1-6])\b.*&lt;/(?P=escaped)&gt;"
    r"|<!\[CDATA\[(?P<text>.*)\]\]>)\s*",
    re.DOTALL | re.IGNORECASE,
)

_CODE = lazy(r"(?<!`)(`{1,3})(?!`)([^`\n]+)(?<!`)\1(?!`)")
_MARKDOWN = lazy(
    r"!?\[(?P<words>[^\[\]\n]{1,500})\]\((?:[^()\s]|\([^()\s]*\)){1,2000}(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\)"
    r"|(?<![*\w\\])\*\*(?=[^\s*])(?P<strong>[^*\n]{1,2000})(?<!\s)\*\*(?!\*)"
    r"|(?<![*\w\\])\*(?=[^\s*])(?P<stress>[^*\n]{1,2000})(?<!\s)\*(?![*\w])"
    r"|(?<![\w\\])__(?=[^\s_]+[^\S\n])(?P<low>[^_\n]{1,2000})(?<!\s)__(?!\w)"
    r"|(?<![\w\\])_(?=[^\s_])(?P<line>[^_\n]{1,2000})(?<!\s)_(?!\w)"
)
_HEADING = lazy(r"^#{2,6} +(?=\S)", re.MULTILINE)

_TAG = lazy(
    rf"</(?P<end>{_ANY})\s*>|<(?P<start>{_ANY})\s[^<>=]*=[^<>]*>|<(?P<sure>{_MARKUP})\s*/?>"
    rf"|(?<!\w)<(?P<letter>(?-i:[abipqsu]))\s*/?>",
    re.IGNORECASE,
)
_MAYBE_TAG = lazy(rf"<(?P<name>{_OTHER}|[abipqsu])\s*/?>", re.IGNORECASE)
"""What is a tag, or a word in angle brackets."""

_BEGIN = lazy(r"<[a-z/!]", re.IGNORECASE)
"""What each of these begins with: a text full of `<` alone is not searched for them at every one."""

_CUT_TAG = lazy(rf"<{_ANY}\s[^<>=]*=[^<>]*…\Z", re.IGNORECASE)
"""A tag that is cut off at the end."""


def without_markup(text: str) -> str:
    """Return text of front matter as it was written, less its HTML tags and its Markdown; what these mark stays.

    Entities are left to who reads plain text. Code between backticks is text, whatever it looks like.
    """
    if not ("<" in text or "*" in text or "_" in text or "`" in text or "](" in text or "##" in text or "&lt;" in text):
        return text
    if wrapped := _WRAPPED.fullmatch(text):
        text = html.unescape(text) if wrapped["escaped"] else wrapped["text"]
    parts: list[str] = []
    end = 0
    for code in _CODE.finditer(text):
        parts += (_marked(text[end : code.start()]), code[2])
        end = code.end()
    parts.append(_marked(text[end:]))
    return "".join(parts)


def _marked(text: str) -> str:
    if "<" in text and _BEGIN.search(text):
        text = _without_tags(text)
    if "*" in text or "_" in text or "](" in text or "##" in text:
        text = _HEADING.sub("", text)
        for _ in range(3):  # a link in strong text in stressed text
            text, number = _MARKDOWN.subn(_words, text)
            if not number:
                break
    return text


def _words(match: re.Match[str]) -> str:
    return str(match[match.lastgroup or 0])


def _without_tags(text: str) -> str:
    text = _CUT_TAG.sub("…", _WITHOUT_TEXT.sub(" ", text))
    ends = {tag["end"].lower() for tag in _TAG.finditer(text) if tag["end"]}
    if ends:
        text = _MAYBE_TAG.sub(lambda tag: _space(tag[0]) if tag["name"].lower() in ends else tag[0], text)
    return _TAG.sub(lambda tag: _space(tag[0]), text)


def _space(tag: str) -> str:
    """Return what stands for a tag: nothing within a line, a space between blocks."""
    return "" if _INLINE.match(tag, 1) else " "
