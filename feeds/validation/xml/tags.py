"""Find where the start tags of XML begin in its text, in time that grows with its length."""

import re
from collections.abc import Iterator

_IN_DOCUMENT_TYPE = re.compile(r"[\"'\[\]>]|<!--|<\?")
"""What is looked for next in a document type, outside of literals, comments and processing instructions."""

_CLOSED_BY = {"<!--": "-->", "<![CDATA[": "]]>", "<?": "?>"}
_HIDDEN = re.compile("|".join(map(re.escape, _CLOSED_BY)))


def start_tags(text: str) -> Iterator[int]:
    """Yield the position of each start tag of a well-formed document.

    What only looks like one is passed over, in comments, CDATA sections, processing instructions and the document type.
    Of a text that is not well-formed, those after the first thing that is never closed are missing.
    """
    at = text.find("<")
    while at >= 0:
        sign = text[at + 1 : at + 2]
        if sign == "!":
            end = _behind_declaration(text, at)
        elif sign == "?":
            end = _behind(text, "?>", at)
        else:
            if sign != "/":
                yield at
            end = at + 1
        at = text.find("<", end) if end >= 0 else -1


def document_type(text: str) -> slice:
    """Return where the document type of a document stands, to the end where it has none; an empty slice without one."""
    at = text.find("<")
    while at >= 0:
        if text.startswith("<!DOCTYPE", at):
            end = _behind_document_type(text, at)
            return slice(at, end if end >= 0 else len(text))
        if text.startswith("<?", at):
            end = _behind(text, "?>", at)
        elif text.startswith("<!--", at):
            end = _behind(text, "-->", at + len("<!--"))
        else:
            break
        at = text.find("<", end) if end >= 0 else -1
    return slice(0, 0)


def without_hidden(text: str) -> str:
    """Return a document without what looks like markup in it and is none: CDATA sections, comments and instructions.

    The document type stays as it is, and so does all behind the first of these that is never closed.
    """
    last: int = document_type(text).stop
    parts = [text[:last]]
    for found in _HIDDEN.finditer(text, last):
        if found.start() < last:
            continue
        end = _behind(text, _CLOSED_BY[found[0]], found.end())
        if end < 0:
            break
        parts.append(text[last : found.start()])
        last = end
    return "".join([*parts, text[last:]])


def _behind_declaration(text: str, start: int) -> int:
    if text.startswith("<!--", start):
        return _behind(text, "-->", start + len("<!--"))
    if text.startswith("<![CDATA[", start):
        return _behind(text, "]]>", start)
    return _behind_document_type(text, start)


def _behind_document_type(text: str, start: int) -> int:
    is_inside = False
    at = start + len("<!")
    while at >= 0 and (found := _IN_DOCUMENT_TYPE.search(text, at)):
        part, at = found[0], found.end()
        if part in ("'", '"'):
            at = _behind(text, part, at)
        elif part in ("[", "]"):
            is_inside = part == "["
        elif part == "<!--":
            at = _behind(text, "-->", at)
        elif part == "<?":
            at = _behind(text, "?>", at)
        elif not is_inside:
            return at
    return -1


def _behind(text: str, mark: str, start: int) -> int:
    """Return the position behind the next mark; -1 where there is none."""
    found = text.find(mark, start)
    return found + len(mark) if found >= 0 else -1
