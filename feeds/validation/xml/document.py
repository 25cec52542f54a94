"""Parse the bytes of XML into a tree that knows positions. Nothing outside of the bytes is read."""

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice, zip_longest
from typing import Any

from lxml import etree

from feeds.core.apart import apart, awaited
from feeds.core.text import beginning
from feeds.validation.limits import (
    MAX_ATTRIBUTE_VALUES,
    MAX_ATTRIBUTES,
    MAX_DECLARATION,
    MAX_DEFAULT_ATTRIBUTES,
    MAX_EXPANDED,
    MAX_NAMESPACE,
    MAX_PARTS,
    MAX_PROLOGUE,
    MAX_TAGS,
)
from feeds.validation.positions import lines_and_columns
from feeds.validation.values import shown
from feeds.validation.xml.entities import REFERENCE, expanded
from feeds.validation.xml.tags import document_type, start_tags

_OPTIONS = {
    **{"resolve_entities": False, "no_network": True, "load_dtd": False},
    **{"huge_tree": False, "recover": False, "remove_pis": False},
}
_HAS_MANY_ATTRIBUTES = etree.XPath(f"(//*[count(@*) > {MAX_ATTRIBUTES}])[1]")
_VALUE = re.compile(rb"=[ \t\r\n]*[\"']")
_HIDING = re.compile(rb"<!ATTLIST|<!ENTITY\s+%")
_PARAMETER_ENTITY = re.compile(r"<!ENTITY\s+%\s+[^\s\"'>]+\s*[\"']")  # an external one is not read
_SPACE = " \t\r\n"
_LONGEST_NAME = 100  # characters of an element's name in a message
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
_ADVICE = re.compile(r"[,.]? (?:use|see) xml\w+( option)?\.?$", re.IGNORECASE)
_MARKS = {b"\xef\xbb\xbf": "UTF-8", b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}

Element = Any  # lxml has no types


class NotXMLError(ValueError):
    """Bytes that are no well-formed XML; the text says why."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class Document:
    """A well-formed XML document.

    `root` is its outermost element. `has_entities` says whether it declares entities of its own: those are never
    resolved, so a text with one in it is not known.
    """

    def __init__(self, content: bytes) -> None:
        """Parse a document. Raises NotXMLError."""
        _check_limits(content, _check_encoding(content))
        self._content = content
        self.root = _parsed(content)
        _check_attributes(self.root)
        _check_namespaces(self.root)
        dtd = self.root.getroottree().docinfo.internalDTD
        self.entities = list(dtd.iterentities()) if dtd is not None else []
        if self.entities:
            _check_expansion(content, self.entities)
            _check_attribute_values(self.root)
        info = self.root.getroottree().docinfo
        self.version: str = info.xml_version or "1.0"
        self.encoding: str = (info.encoding or "UTF-8").upper()
        self.system_url: str = info.system_url or ""
        self.public_id: str = info.public_id or ""

    def places(self, elements: Collection[Element]) -> dict[Element, tuple[int, int]]:
        """Return the line and the column, from 1, of each element's start tag.

        lxml only knows the line in which a start tag ends; where the text cannot be searched, that has to do.
        """
        found = self._search(frozenset(elements))
        return {element: found.get(element) or (element.sourceline or 1, 1) for element in elements}

    def _search(self, wanted: frozenset[Element]) -> dict[Element, tuple[int, int]]:
        """Return where start tags begin in the text; nothing where its tags are not those of the tree."""
        try:
            text = self._content.decode(self.encoding, "replace").replace("\r\n", "\n").replace("\r", "\n")
        except LookupError:  # libxml2 knows more encodings than Python
            return {}
        text = text.removeprefix("\ufeff")

        tags = zip_longest(self.root.iter("*"), start_tags(text))
        found = []
        for element, start in tags:
            if element is None or start is None:  # there are characters that Python decodes in another way, say
                return {}
            if element in wanted:
                found.append((element, start))
        lines = lines_and_columns(text, (start for _, start in found))
        return {element: place for (element, _), place in zip(found, lines, strict=True)}


def _check_encoding(content: bytes) -> str:
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


def _check_limits(content: bytes, encoding: str) -> None:
    """Raise NotXMLError for what would cost too much to parse. Counts in bytes, which all encodings here share."""
    text = content.replace(b"\0", b"")
    tags = text.count(b"<")
    if tags > MAX_TAGS:
        raise NotXMLError(f"it has more than {MAX_TAGS:,} tags", 1, 1)
    kind = text.find(b"<!DOCTYPE", 0, MAX_PROLOGUE)
    parts = tags
    if kind >= 0:  # else entities are not declared, which ends the parsing
        parts += sum(1 for _ in islice(REFERENCE.finditer(text), MAX_PARTS + 1))
    if next(islice(_VALUE.finditer(text), max(MAX_PARTS - parts, 0), None), None) or parts > MAX_PARTS:
        raise NotXMLError(f"it has more than {MAX_PARTS:,} tags, attributes and entities", 1, 1)
    # Attributes that a document type gives to elements are not in the text, and a parameter entity may hide them.
    if kind < 0 or not _HIDING.search(text, kind, 2 * MAX_PROLOGUE):
        return
    declarations = _document_type(content, encoding)
    if _PARAMETER_ENTITY.search(declarations):
        raise NotXMLError("its document type declares parameter entities, which no reader needs: leave them out", 1, 1)
    start = declarations.find("<!ATTLIST")
    if start >= 0 and (len(declarations) - start) * tags > MAX_DEFAULT_ATTRIBUTES:
        raise NotXMLError("its document type declares attributes, which no reader needs: leave them out", 1, 1)


def _document_type(content: bytes, encoding: str) -> str:
    """Return the document type with which a document begins, as far as it may be long; nothing where there is none."""
    try:
        text = content[: 2 * MAX_PROLOGUE].decode(encoding, "replace")
    except LookupError:  # libxml2 knows more encodings than Python
        text = content[:MAX_PROLOGUE].decode("latin-1")
        return text[text.find("<!DOCTYPE") :]
    return document_type(text)


def _check_namespaces(root: Element) -> None:
    """Raise NotXMLError for a namespace that is too long: lxml writes it anew each time that a name in it is asked."""
    for element in root.iter("*"):  # not by an XPath, which would ask all before it tells the first
        for name in (element.tag, *element.keys()):
            if len(name) > MAX_NAMESPACE and len(namespace := split_name(name)[0]) > MAX_NAMESPACE:
                message = f"the namespace {shown(namespace)} is longer than {MAX_NAMESPACE:,} characters"
                raise NotXMLError(message, element.sourceline or 1, 1)


def _check_attributes(root: Element) -> None:
    """Raise NotXMLError where an element has too many attributes: lxml needs time by the square of their number."""
    if len(root.nsmap) > MAX_ATTRIBUTES:
        raise NotXMLError(f"{shown_name(root)} has more than {MAX_ATTRIBUTES} namespaces", root.sourceline or 1, 1)
    try:
        found = _HAS_MANY_ATTRIBUTES(root)
    except etree.XPathError as error:  # it has nothing else to say of an expression that never changes
        raise MemoryError from error
    for element in found:
        line = element.sourceline or 1
        raise NotXMLError(f"{shown_name(element)} has more than {MAX_ATTRIBUTES} attributes", line, 1)


def _check_expansion(content: bytes, entities: Sequence[Any]) -> None:
    """Raise NotXMLError where the values of entities add up: lxml makes several copies of an attribute."""
    if expanded(content.replace(b"\0", b""), entities) > MAX_EXPANDED:
        raise NotXMLError(f"its entities stand for more than {MAX_EXPANDED:,} characters: write them out", 1, 1)


def _check_attribute_values(root: Element) -> None:
    """Raise NotXMLError where entities make attributes too long: they are kept by their names until one is asked."""
    left = MAX_ATTRIBUTE_VALUES
    for element in root.iter("*"):
        attributes = element.attrib
        for name in attributes:  # one value after another: all those of an element take much memory
            left -= len(attributes[name])
            if left < 0:
                message = f"it declares entities, and has more than {MAX_ATTRIBUTE_VALUES:,} characters of attributes"
                raise NotXMLError(message, element.sourceline or 1, 1)


def _parsed(content: bytes) -> Element:
    """Return the root of a document. Raises NotXMLError."""
    # The names in a document are kept until the end of the thread that parsed it, and those of many are too many.
    return awaited(apart(_parsed_here, content))


def _parsed_here(content: bytes) -> Element:
    if len(content) > MAX_PROLOGUE and b"<!DOCTYPE" in content.replace(b"\0", b""):
        _check_prologue(content[:MAX_PROLOGUE])
    parser = etree.XMLParser(**_OPTIONS)
    with _told(parser):
        return etree.fromstring(content, parser)


def _check_prologue(beginning: bytes) -> None:
    """Raise NotXMLError where no element begins: of declarations libxml2 makes more than a hundred times their size."""
    parser = etree.XMLPullParser(("start",), **_OPTIONS)
    with _told(parser):
        parser.feed(beginning)
    if next(parser.read_events(), None) is None:
        message = f"its first element does not begin within {MAX_PROLOGUE:,} bytes: leave its document type out"
        raise NotXMLError(message, 1, 1)


@contextmanager
def _told(parser: etree.XMLParser) -> Iterator[None]:
    """Raise NotXMLError for what a parser raises, with its words and its place."""
    try:
        yield
    except etree.XMLSyntaxError as error:
        first = next(iter(parser.error_log), None)  # the exception's log is of all documents before, too
        message = (first.message if first else str(error)).strip()
        line, column = (first.line, first.column) if first else (error.lineno or 1, error.offset or 1)
        message = " ".join(_ADVICE.sub("", message).split())  # without advice to programmers, in one line
        raise NotXMLError(message[:200] or "cannot be read", max(line, 1), max(column, 1)) from error
    except (ValueError, LookupError) as error:
        raise NotXMLError(f"cannot be read: {shown(str(error))}", 1, 1) from error


def children(element: Element) -> Iterator[Element]:
    """Yield the elements directly in another; no comments, no processing instructions."""
    for child in element:
        if isinstance(child.tag, str):
            yield child


def text_of(element: Element) -> str | None:
    """Return the text directly in an element; None where an entity stands in it, which nothing here resolves."""
    if not len(element):
        return element.text or ""
    parts = [element.text or ""]
    for child in element:
        if child.tag is etree.Entity:
            return None
        parts.append(child.tail or "")
    return "".join(parts)


def split_name(name: str) -> tuple[str, str]:
    """Return the namespace and the local name of an element or attribute as lxml names it."""
    if name[:1] == "{":
        namespace, _, local = name[1:].partition("}")
        return namespace, local
    return "", name


def shown_name(element: Element) -> str:
    """Return an element's name as the document writes it; of a long one, the beginning."""
    local = split_name(element.tag)[1]
    name = f"{element.prefix}:{local}" if element.prefix else local
    return beginning(name, _LONGEST_NAME)


def strip(text: str) -> str:
    """Return a text less the white space of XML around it; other white space is part of it."""
    return text.strip(_SPACE)
