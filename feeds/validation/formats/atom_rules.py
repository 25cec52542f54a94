"""Atom 1.0 (RFC 4287): rules that compare elements with each other, and rules of texts and content."""

import binascii
from base64 import b64decode

from feeds.validation.formats.html_content import look_at_html, look_at_plain
from feeds.validation.namespaces.paging import paging_rules
from feeds.validation.values import shown
from feeds.validation.values.dates import read
from feeds.validation.xml import names
from feeds.validation.xml.document import Element, children, shown_name, split_name, strip, text_of
from feeds.validation.xml.reporter import Reporter

_ATOM, _XHTML = f"{{{names.ATOM}}}", f"{{{names.XHTML}}}"
_XML_TYPES = ("text/xml-external-parsed-entity", "application/xml-external-parsed-entity", "application/xml-dtd")


def feed_rules(feed: Element, report: Reporter) -> None:
    """Report what only shows in the whole feed."""
    entries = feed.findall(f"{_ATOM}entry")
    if feed.find(f"{_ATOM}author") is None:
        for entry in entries:
            _check_author(entry, report, "nor has its feed")
    if not any(link.get("rel") == "self" for link in feed.iterchildren(f"{_ATOM}link")):
        report.warning(feed, "RFC 4287 4.1.1", 'feed has no link rel="self" that says where it is served')
    _check_alternates(feed, report)
    _check_ids(entries, report)
    paging_rules(feed, report)


def entry_rules(entry: Element, report: Reporter) -> None:
    """Report what only shows in the whole entry."""
    _check_alternates(entry, report)
    content = entry.find(f"{_ATOM}content")
    links = entry.findall(f"{_ATOM}link")
    if content is None and not any(_relation(link) == "alternate" for link in links):
        report.error(entry, "RFC 4287 4.1.2", 'entry has neither content nor a link rel="alternate": write one of them')
    if content is not None and entry.find(f"{_ATOM}summary") is None and _needs_summary(content):
        report.error(
            entry, "RFC 4287 4.1.2", "entry has no summary, which content that is elsewhere or in Base64 needs"
        )
    source = entry.find(f"{_ATOM}source")
    if source is not None:
        _check_alternates(source, report)
        missing = [name for name in ("id", "title", "updated") if source.find(_ATOM + name) is None]
        if missing:
            report.warning(source, "RFC 4287 4.2.11", f"source has no {' and no '.join(missing)}")


def lone_entry_rules(entry: Element, report: Reporter) -> None:
    """Report what only shows in the whole of an entry that stands in no feed."""
    entry_rules(entry, report)
    _check_author(entry, report, "and stands in no feed that has one")


def _check_author(entry: Element, report: Reporter, reason: str) -> None:
    if entry.find(f"{_ATOM}author") is None and entry.find(f"{_ATOM}source/{_ATOM}author") is None:
        report.error(entry, "RFC 4287 4.1.2", f"entry has no author, {reason}")


def _relation(link: Element) -> str:
    relation: str = link.get("rel", "alternate")
    return relation.removeprefix("http://www.iana.org/assignments/relation/")


def _check_alternates(element: Element, report: Reporter) -> None:
    seen = set()
    for link in element.iterchildren(f"{_ATOM}link"):
        if _relation(link) == "alternate":
            key = (link.get("type", "").lower(), link.get("hreflang", "").lower())
            if key in seen:
                message = 'a second link rel="alternate" of the same type and hreflang: write one, or tell them apart'
                report.error(link, "RFC 4287 4.1.1", message)
            seen.add(key)


def _check_ids(entries: list[Element], report: Reporter) -> None:
    seen = set()
    for entry in entries:
        one = strip(entry.findtext(f"{_ATOM}id") or "")
        version = (one, read(entry.findtext(f"{_ATOM}updated") or ""))
        if one and version in seen:
            message = f"id {shown(one)} is another entry's too, of the same date: each should have its own"
            report.warning(entry.find(f"{_ATOM}id"), "RFC 4287 4.1.1", message)
        seen.add(version)


def text_rules(element: Element, report: Reporter) -> None:
    """Report a text construct that does not hold what its type says."""
    kind = element.get("type", "text")
    if kind == "xhtml":
        _check_xhtml(element, "RFC 4287 3.1.1.3", report)
    elif kind in ("text", "html"):
        _check_childless(element, kind, "RFC 4287 3.1.1", report)
        _check_blank(element, report)


def content_rules(content: Element, report: Reporter) -> None:
    """Report content that is not what its type says, or is both here and elsewhere."""
    kind = content.get("type", "text")
    if "src" in content.attrib:
        _check_elsewhere(content, kind, report)
    elif kind == "xhtml":
        _check_xhtml(content, "RFC 4287 4.1.3.3", report)
    elif kind in ("text", "html") or (kind.lower().startswith("text/") and not _is_xml(kind)):
        _check_childless(content, kind, "RFC 4287 4.1.3.3", report)
        _check_blank(content, report)
    elif kind.lower().partition(";")[0].strip() == "image/svg+xml":
        _check_svg(content, report)
    elif _is_xml(kind):
        if len(list(children(content))) != 1 or strip(text_of(content) or ""):
            report.warning(content, "RFC 4287 4.1.3.3", f"content of type {kind} should be a single element")
    elif "/" in kind:
        _check_base64(content, kind, report)


def _is_xml(kind: str) -> bool:
    """Say whether a media type is one of XML, by its name alone."""
    bare = kind.partition(";")[0].rstrip().lower()
    return bare.endswith(("/xml", "+xml")) or bare in _XML_TYPES


def _check_svg(content: Element, report: Reporter) -> None:
    """Report a picture that is not a single element of SVG, or has elements in it that have no namespace or Atom's."""
    rule = "RFC 4287 4.1.3.3"
    inner = list(children(content))
    if len(inner) != 1 or inner[0].tag != f"{{{names.SVG}}}svg" or strip(text_of(content) or ""):
        report.error(content, rule, "content of type image/svg+xml must be a single svg element, and nothing beside it")
        return
    for below in inner[0].iter("*"):
        if split_name(below.tag)[0] in ("", names.ATOM):
            report.error(below, rule, f"{shown_name(below)} in content of type image/svg+xml is no element of SVG")
            return


def _check_elsewhere(content: Element, kind: str, report: Reporter) -> None:
    if strip(text_of(content) or "") or any(True for _ in children(content)):
        report.error(content, "RFC 4287 4.1.3.2", "content with src must be empty: it is elsewhere")
    if "type" not in content.attrib:
        report.warning(content, "RFC 4287 4.1.3.2", "content with src should have a type")
    elif kind in ("text", "html", "xhtml"):
        report.error(
            content, "RFC 4287 4.1.3.2", f"content with src must have a media type, not {kind}: text/html, say"
        )


def _needs_summary(content: Element) -> bool:
    kind = content.get("type", "text").lower()
    is_encoded = "/" in kind and not kind.startswith("text/") and not _is_xml(kind)
    return "src" in content.attrib or is_encoded


def _check_base64(content: Element, kind: str, report: Reporter) -> None:
    text = text_of(content)
    if any(True for _ in children(content)):
        report.error(content, "RFC 4287 4.1.3.3", f"content of type {kind} must be Base64, and has elements in it")
    elif text is not None:
        try:
            b64decode(_without_space(text), validate=True)
        except (binascii.Error, ValueError):
            report.error(content, "RFC 4287 4.1.3.3", f"content of type {kind} must be Base64, and is not")


def _without_space(text: str) -> str:
    for sign in " \t\r\n":
        text = text.replace(sign, "")
    return text


def _check_childless(element: Element, kind: str, rule: str, report: Reporter) -> None:
    child = next(children(element), None)
    if child is not None:
        advice = "escape the markup" if kind == "html" else "escape it, or give a type that has elements"
        name = shown_name(element)
        report.error(child, rule, f"{name} of type {kind} must have no elements in it: {advice}")
    elif kind in ("html", "text/html"):
        look_at_html(element, rule, report)
    elif kind == "text":
        look_at_plain(element, rule, report)


def _check_blank(element: Element, report: Reporter) -> None:
    text = text_of(element)
    if text is not None and not strip(text) and not len(element):
        report.warning(element, "RFC 4287 3.1", f"{shown_name(element)} is empty")


def _check_xhtml(element: Element, rule: str, report: Reporter) -> None:
    inner = list(children(element))
    name = shown_name(element)
    if len(inner) != 1 or inner[0].tag != f"{_XHTML}div" or strip(text_of(element) or ""):
        message = f"{name} of type xhtml must be a single div of {names.XHTML}, and nothing beside it"
        report.error(element, rule, message)
        return
    for below in inner[0].iter("*"):
        namespace = split_name(below.tag)[0]
        if namespace in ("", names.ATOM):
            report.error(below, rule, f"{shown_name(below)} in {name} of type xhtml is no element of XHTML")
            return
        if split_name(below.tag)[1] in ("script", "object", "embed", "applet", "meta"):
            report.warning(below, rule, f"{name} has <{split_name(below.tag)[1]}>, which readers drop")
