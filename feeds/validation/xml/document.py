"""Parse the bytes of XML into a tree that knows positions. Nothing outside of the bytes is read."""

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from typing import Any

from lxml import etree

from feeds.core.apart import apart, awaited
from feeds.core.text import beginning
from feeds.validation.limits import (
    MAX_ATTRIBUTE_VALUES,
    MAX_ATTRIBUTES,
    MAX_EXPANDED,
    MAX_IN_ATTRIBUTES,
    MAX_NAMESPACE,
    MAX_PROLOGUE,
)
from feeds.validation.positions import lines_and_columns
from feeds.validation.values import shown
from feeds.validation.xml.admission import NotXMLError, check_encoding, check_limits, visible
from feeds.validation.xml.entities import expansion
from feeds.validation.xml.tags import start_tags

_OPTIONS = {
    **{"resolve_entities": False, "no_network": True, "load_dtd": False},
    **{"huge_tree": False, "recover": False, "remove_pis": False},
}
_HAS_MANY_ATTRIBUTES = etree.XPath(f"(//*[count(@*) > {MAX_ATTRIBUTES}])[1]")
_SPACE = " \t\r\n"
_LONGEST_NAME = 100  # characters of an element's name in a message, and of a version
_ADVICE = re.compile(r"[,.]? (?:use|see|try) xml\w+( option)?\.?$", re.IGNORECASE)
_PLACE = re.compile(r", line \d+, column \d+$")

Element = Any  # lxml has no types


class Document:
    """A well-formed XML document.

    `root` is its outermost element, and `format_version` the beginning of what that has as its `version`. `entities`
    are those that it declares: they are never resolved, so a text with one in it is not known.
    """

    def __init__(self, content: bytes) -> None:
        """Parse a document. Raises NotXMLError."""
        encoding = check_encoding(content)
        check_limits(content, encoding)
        self._content = content
        self.root = _parsed(content)
        _check_attributes(self.root)
        _check_namespaces(self.root)
        dtd = self.root.getroottree().docinfo.internalDTD
        self.entities = list(dtd.iterentities()) if dtd is not None else []
        if self.entities:
            _check_expansion(visible(content, encoding), self.entities)
            _check_attribute_values(self.root)
        info = self.root.getroottree().docinfo
        self.format_version = self.root.get("version", "")[:_LONGEST_NAME]  # which lxml makes anew for each who asks
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


def _check_expansion(text: bytes, entities: Sequence[Any]) -> None:
    """Raise NotXMLError where entities add up: lxml makes several copies of an attribute, whenever that is asked."""
    found = expansion(text, entities)
    if found.length > MAX_EXPANDED:
        raise NotXMLError(f"its entities stand for more than {MAX_EXPANDED:,} characters: write them out", 1, 1)
    if found.in_attributes > MAX_IN_ATTRIBUTES:
        message = f"more than {MAX_IN_ATTRIBUTES:,} of its own entities are in attributes: write them out"
        raise NotXMLError(message, 1, 1)


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
        log = parser.error_log  # the exception's is of all documents before, too
        first = next((one for one in log if one.level > etree.ErrorLevels.WARNING), next(iter(log), None))
        message = (first.message if first else _PLACE.sub("", error.msg)).strip()
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
