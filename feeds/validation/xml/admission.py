"""Judge the bytes of XML before they are parsed: their encoding, and how much there would be to parse."""

import re
from itertools import islice

from feeds.validation.limits import (
    MAX_ATTRIBUTES,
    MAX_DECLARATION,
    MAX_DEFAULT_ATTRIBUTES,
    MAX_PARTS,
    MAX_PROLOGUE,
    MAX_TAGS,
)
from feeds.validation.values import shown
from feeds.validation.xml.entities import REFERENCE, declare_namespaces
from feeds.validation.xml.tags import document_type, without_hidden

_VALUE = re.compile(rb"=[ \t\r\n]*[\"']")
_PARAMETER_ENTITY = re.compile(r"<!ENTITY\s+%\s+[^\s\"'>]+\s*[\"']")  # an external one is not read
_SHORT_TYPE = 5_000  # characters of a document type whose entities may stand in namespaces, as tools for RDF write them
_SPACE = " \t\r\n"
_DECLARATION = re.compile(r"<\?xml\s.*?\?>", re.DOTALL)
_DECLARED = re.compile(r"\bencoding\s*=\s*[\"']([^\"']*)")
_ENCODINGS = re.compile(
    r"UTF-?(?:8|16(?:LE|BE)?)|(?:US-)?ASCII|ISO[_-]?8859[_-]\d{1,2}|LATIN-?\d{1,2}|(?:WINDOWS-|CP)(?:125\d|874)|TIS-620"
    r"|KOI8-[RU]|MACINTOSH|(?:IBM|CP)(?:437|850|852|866)|GB2312|GBK|GB18030|EUC-(?:CN|JP|KR|TW)|BIG5(?:-HKSCS)?"
    r"|SHIFT[_-]JIS|SJIS|WINDOWS-31J|CP(?:932|936|949|950)",
    re.IGNORECASE,
)
"""Encodings in which each `<` is the byte of that sign, so that limits can count bytes; in UTF-7 or JAVA it is not.

Neither has any of them escape sequences, which may stand within a tag: ISO-2022-JP has.
"""
_MARKS = {b"\xef\xbb\xbf": "UTF-8", b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


class NotXMLError(ValueError):
    """Bytes that are no well-formed XML; the text says why."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


def check_encoding(content: bytes) -> str:
    """Return the encoding of a document. Raises NotXMLError for another than it says, where libxml2 is silent."""
    if content[:2] == b"\0\0":
        raise NotXMLError("the encoding is UTF-32, which readers do not know: write UTF-8", 1, 1)
    if content[:2] == b"\x4c\x6f":
        raise NotXMLError("the encoding is EBCDIC, which readers do not know: write UTF-8", 1, 1)
    if content[:2] in (b"<\0", b"\0<"):
        raise NotXMLError("the encoding is UTF-16, and there is no byte order mark", 1, 1)
    encoding = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "")
    start = content[: 2 * MAX_DECLARATION].decode(encoding or "latin-1", "replace").lstrip("\ufeff")
    for declared in _DECLARED.findall(_declaration(start)):
        if not declared.upper().startswith(encoding):
            raise NotXMLError(f"the encoding is {encoding} by its mark, and {declared[:60]} by its declaration", 1, 1)
        if not _ENCODINGS.fullmatch(declared):
            raise NotXMLError(f"the encoding is {shown(declared)}, which readers do not know: write UTF-8", 1, 1)
        if not encoding and declared.upper().replace("-", "").startswith("UTF16"):
            raise NotXMLError("the encoding is UTF-16 by its declaration, and there is no byte order mark", 1, 1)
        encoding = encoding or declared
    return encoding or "UTF-8"


def _declaration(start: str) -> str:
    """Return the declaration with which a document starts, if it has one. Raises NotXMLError where it is too long."""
    if not start.startswith("<?xml") or start[5:6] not in _SPACE:
        return ""
    found = _DECLARATION.match(start, 0, MAX_DECLARATION)
    if not found:
        raise NotXMLError(f"its declaration is not closed within {MAX_DECLARATION:,} characters", 1, 1)
    return found[0]


def check_limits(content: bytes, encoding: str) -> None:
    """Raise NotXMLError for what would cost too much to parse. Counts in bytes, which all encodings here share."""
    text = content.replace(b"\0", b"")  # of UTF-16
    tags = text.count(b"<")
    if tags > MAX_TAGS:
        raise NotXMLError(f"it has more than {MAX_TAGS:,} tags", 1, 1)
    declarations = _document_type(content, encoding) if b"<!DOCTYPE" in text[: 2 * MAX_PROLOGUE] else ""
    parts = tags
    if declarations:  # else entities are not declared, which ends the parsing
        text = visible(content, encoding)
        parts += sum(1 for _ in islice(REFERENCE.finditer(text), MAX_PARTS + 1))
    if next(islice(_VALUE.finditer(text), max(MAX_PARTS - parts, 0), None), None) or parts > MAX_PARTS:
        raise NotXMLError(f"it has more than {MAX_PARTS:,} tags, attributes and entities", 1, 1)
    if declarations:
        _check_declarations(declarations, text, tags)


def _check_declarations(declarations: str, text: bytes, tags: int) -> None:
    """Raise NotXMLError for what a document type may make of a text with so many tags, which does not show in it."""
    if _PARAMETER_ENTITY.search(declarations):  # it may hide any declaration
        raise NotXMLError("its document type declares parameter entities, which no reader needs: leave them out", 1, 1)
    start = declarations.find("<!ATTLIST")
    if start >= 0 and (len(declarations) - start) * tags > MAX_DEFAULT_ATTRIBUTES:
        raise NotXMLError("its document type declares attributes, which no reader needs: leave them out", 1, 1)
    is_simple = len(declarations) <= _SHORT_TYPE and not REFERENCE.search(declarations.encode("utf-8", "replace"))
    if sum(islice(declare_namespaces(text), MAX_PARTS)) > (MAX_ATTRIBUTES if is_simple else 0):
        raise NotXMLError("namespaces are made of the document's own entities: write them out", 1, 1)


def visible(content: bytes, encoding: str) -> bytes:
    """Return the text of a document, each sign of ASCII as one byte, without what only looks like markup in it."""
    try:
        return without_hidden(content.decode(encoding, "replace")).encode("utf-8", "replace")
    except LookupError:  # libxml2 knows more encodings than Python
        return content


def _document_type(content: bytes, encoding: str) -> str:
    """Return the document type with which a document begins, as far as it may be long; nothing where there is none."""
    try:
        text = content[: 2 * MAX_PROLOGUE].decode(encoding, "replace")
    except LookupError:  # libxml2 knows more encodings than Python
        text = content[:MAX_PROLOGUE].decode("latin-1")
        return text[text.find("<!DOCTYPE") :]
    return text[document_type(text)]
