"""Check one XML document: recognise its format, and apply the rules of that format."""

from contextlib import suppress
from functools import cache
from typing import NamedTuple

from feeds.validation.finding import Finding, bounded
from feeds.validation.formats import app, atom, opml, rdf, rss
from feeds.validation.namespaces import geo, itunes, media, modules, old_modules, paging
from feeds.validation.xml import names
from feeds.validation.xml.admission import NotXMLError
from feeds.validation.xml.document import Document, Element, split_name
from feeds.validation.xml.grammar import check_grammar
from feeds.validation.xml.reporter import Reporter, TooManyErrors
from feeds.validation.xml.spec import Modules, Spec, check

_SHARED: Modules = {
    **modules.MODULES,
    **old_modules.MODULES,
    **geo.MODULES,
    **itunes.MODULES,
    **media.MODULES,
    **paging.MODULES,
}
_IN_RSS: Modules = {**_SHARED, **atom.IN_RSS}
_IN_APP: Modules = {namespace: module for namespace, module in _SHARED.items() if namespace != names.APP}

ROOTS: dict[str, tuple[Spec, Modules]] = {
    "rss": (rss.RSS, _IN_RSS),
    "opml": (opml.OPML, {}),
    f"{{{names.RSS_11}}}Channel": (rdf.RSS_11, _IN_RSS),
    atom.tag("feed"): (atom.FEED, _SHARED),
    atom.tag("entry"): (atom.LONE_ENTRY, _SHARED),
    f"{{{names.APP}}}service": (app.SERVICE, _IN_APP),
    f"{{{names.APP}}}categories": (app.CATEGORIES, _IN_APP),
}
"""The table of each kind of document by its root's name, and the modules that extend it; RDF is told apart inside."""

_USUAL = frozenset({"UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "US-ASCII", "ASCII", "ISO-8859-1"})


class Verdict(NamedTuple):
    """What was found in a document, and its root: None where it is not well-formed or no feed at all."""

    findings: list[Finding]
    root: Element | None


def validate(path: str, content: bytes) -> Verdict | None:
    """Return what is wrong with a document, or None where it is well-formed and no kind of feed."""
    try:
        document = Document(content)
    except NotXMLError as error:
        return Verdict([Finding(path, error.line, error.column, "error", "XML 1.0", bounded(str(error)))], None)
    root = document.root
    report = Reporter(document)
    _plain_names(root)
    if split_name(root.tag)[0] in names.OLD_ATOM:
        report.error(root, "RFC 4287 2", f"this is Atom before 1.0: its namespace must be {names.ATOM}")
        return Verdict(report.findings(path), None)
    found = _table(root)
    if found is None:
        local = split_name(root.tag)[1]
        if local.lower() in ("rss", "feed", "entry", "opml", "rdf", "channel"):
            report.error(root, "XML Namespaces", f"{local} is not in the namespace of any feed: {_wanted(local)}")
            return Verdict(report.findings(path), None)
        return None
    with suppress(TooManyErrors):
        _check_prologue(document, report)
        _check_namespaces(root, report)
        check(root, found[0], report, found[1])
        if root.tag.startswith(f"{{{names.ATOM}}}") and not report.has_errors:
            check_grammar(root, report)
    return Verdict(report.findings(path), root)


def _wanted(local: str) -> str:
    if local.lower() in ("feed", "entry"):
        return f'write <{local.lower()} xmlns="{names.ATOM}">'
    return "write <rss> in no namespace" if local.lower() == "rss" else "write <rss>, <feed> or <opml>"


def _table(root: Element) -> tuple[Spec, Modules] | None:
    if root.tag == f"{{{names.RDF}}}RDF":
        namespaces = {split_name(child.tag)[0] for child in root.iterchildren("*")}
        is_new = names.RSS_10 in namespaces or names.RSS_090 not in namespaces
        return (rdf.RSS_10 if is_new else rdf.RSS_090, _IN_RSS)
    return ROOTS.get(root.tag)


def _plain_names(root: Element) -> None:
    """Take the elements of RSS out of a namespace that some once put them in."""
    namespace, local = split_name(root.tag)
    if local == "rss" and namespace in names.AS_RSS:
        for element in root.iter(f"{{{namespace}}}*"):
            element.tag = split_name(element.tag)[1]


def _check_prologue(document: Document, report: Reporter) -> None:
    if document.version != "1.0":
        report.error(document.root, "XML 1.0", f"the version of XML must be 1.0, not {document.version}")
    if document.encoding not in _USUAL:
        advice = f"the encoding {document.encoding} is one that not every reader knows: write UTF-8"
        report.warning(document.root, "XML 1.0 4.3.3", advice)
    if "netscape.com" in document.system_url:
        message = "the document type is gone from the address that it names: leave it out"
        report.error(document.root, "RSS 0.91 DOCTYPE", message)
    elif document.system_url and not document.public_id:
        message = f"the document type is outside of the document, at {document.system_url[:60]}: leave it out"
        tell = report.warning if document.root.tag == "opml" else report.error
        tell(document.root, "XML 1.0 4.2.2", message)
    for entity in document.entities:
        if entity.system_url:
            message = f"the entity {entity.name} is outside of the document, and never fetched: write its text"
            report.error(document.root, "XML 1.0 4.2.2", message)
        else:
            message = f"the entity {entity.name} is lost on readers that resolve none: write its text"
            report.warning(document.root, "XML 1.0 4.2.1", message)


def _check_namespaces(root: Element, report: Reporter) -> None:
    """Report namespaces that are nearly known ones, and prefixes that usually mean another."""
    nearly = _comparable()
    used = {(element.prefix or "", split_name(element.tag)[0]) for element in root.iter("*")}
    declared = {(prefix or "", namespace) for prefix, namespace in root.nsmap.items()}
    for prefix, namespace in sorted(used | declared):
        meant = nearly.get(names.comparable(namespace))
        if meant and namespace != meant and namespace not in (names.OPENSEARCH_10, names.APP_DRAFT):
            tell = report.error if namespace == names.MEDIA_BARE and (prefix, namespace) in used else report.warning
            tell(root, "XML Namespaces", f"the namespace {namespace} is not {meant}: readers miss what is in it")
        elif prefix in names.PREFIXES and namespace != names.PREFIXES[prefix]:
            usual = names.PREFIXES[prefix]
            report.warning(root, "XML Namespaces", f"the prefix {prefix} usually means {usual}, not {namespace}")


@cache
def _comparable() -> dict[str, str]:
    known = [namespace for namespace in _SHARED if namespace not in (names.MEDIA_BARE, names.ITUNES_CASE)]
    known += [names.ATOM, names.XHTML, names.RDF]
    return {names.comparable(namespace): namespace for namespace in known}
