"""OPML 2.0, and 1.0 and 1.1 before it."""

from feeds.validation.values import Check, Complaint, error, judged, of_any_length, shown, warning
from feeds.validation.values.addresses import absolute
from feeds.validation.values.dates import rfc822
from feeds.validation.values.words import anything, email, integer, integers, language, natural, one_of
from feeds.validation.xml.document import Element
from feeds.validation.xml.reporter import Reporter
from feeds.validation.xml.spec import Attribute, Spec, once

_TRUE_FALSE = one_of(("true", "false"))
_VERSIONS = ("RSS", "RSS1", "RSS2", "scriptingNews", "ATOM", "JSON")
_KNOWN = {
    name.lower(): name
    for name in (
        "text",
        "type",
        "isComment",
        "isBreakpoint",
        "created",
        "category",
        "url",
        "xmlUrl",
        "htmlUrl",
        "language",
    )
}
"""Attributes of an outline whose spelling matters."""


def _version(value: str) -> Complaint | None:
    if value in ("1.0", "1.1", "2.0"):
        return None
    return error(f"must be 2.0, or 1.0 or 1.1, not {shown(value)}")


def _unless_empty(check: Check) -> Check:
    def look(value: str) -> Complaint | None:
        return judged(check, value) if value else warning("is empty: leave it out")

    return of_any_length(look)


def _scalar(name: str, check: Check) -> Spec:
    return Spec(f"OPML 2.0 {name}", text=check)


_HEAD_VALUES: dict[str, Check] = {
    "title": anything,
    "dateCreated": rfc822,
    "dateModified": rfc822,
    "ownerName": anything,
    "ownerEmail": email,
    "ownerId": absolute,
    "docs": absolute,
    "expansionState": integers,
    "vertScrollState": natural,
    "windowTop": integer,
    "windowLeft": integer,
    "windowBottom": integer,
    "windowRight": integer,
}

_HEAD = Spec(
    "OPML 2.0 head",
    children={name: _scalar(name, check) for name, check in _HEAD_VALUES.items()},
    max_occurs=once(*_HEAD_VALUES),
)


def _body_rules(body: Element, report: Reporter) -> None:
    """Look at every outline; a table cannot say that one stands in another, and a tree of them may be deep."""
    is_new = body.getparent().get("version", "2.0") == "2.0"
    for element in body.iter("*"):
        if element is body:
            continue
        if element.tag == "outline":
            _check_outline(element, report, is_new=is_new)
        elif "}" not in element.tag:
            report.error(element, "OPML 2.0 body", f"{element.tag} is not defined in body: it holds outlines alone")
    texts = [
        element for element in body.iter("outline") if (element.text or "").strip() or (element.tail or "").strip()
    ]
    for element in texts[:1] or ([body] if (body.text or "").strip() else []):
        report.error(element, "OPML 2.0 outline", "outlines have no text between them: write it in the attribute text")


_CHECKS: dict[str, Check] = {
    "isComment": _TRUE_FALSE,
    "isBreakpoint": _TRUE_FALSE,
    "created": rfc822,
    "url": absolute,
    "xmlUrl": absolute,
    "htmlUrl": _unless_empty(absolute),
    "language": _unless_empty(language),
}


def _check_outline(outline: Element, report: Reporter, *, is_new: bool) -> None:
    rule = "OPML 2.0 outline"
    if "text" not in outline.attrib:
        (report.error if is_new else report.warning)(outline, rule, "outline has no text")
    elif not outline.get("text", "").strip():
        report.warning(outline, rule, "the text of outline is empty")
    for name, value in outline.attrib.items():
        if name in _CHECKS:
            report.complain(outline, rule, f"the {name} of outline", report.judged(outline, _CHECKS[name], value))
        elif _KNOWN.get(name.lower(), name) != name:
            meant = _KNOWN[name.lower()]
            report.warning(outline, rule, f"outline has an attribute {name}, which no reader knows: write {meant}")
    _check_type(outline, rule, report)


def _check_type(outline: Element, rule: str, report: Reporter) -> None:
    kind = outline.get("type")
    if kind is None:
        if "xmlUrl" in outline.attrib:
            report.warning(outline, rule, 'outline has an xmlUrl and no type: write type="rss"')
        return
    if kind.lower() == "rss":
        if "xmlUrl" not in outline.attrib:
            report.error(outline, rule, "outline of type rss has no xmlUrl, the address of the feed")
        version = outline.get("version")
        if version and version not in _VERSIONS:
            report.warning(outline, rule, f"the version of outline should be RSS, RSS1 or RSS2, not {shown(version)}")
    elif kind in ("link", "include"):
        if "url" not in outline.attrib:
            tell = report.error if kind == "include" else report.warning
            tell(outline, rule, f"outline of type {kind} has no url")
    elif kind != "JSONFeed":
        report.warning(outline, rule, f"the type of outline should be rss, link or include, not {shown(kind)}")


_BODY = Spec("OPML 2.0 body", is_open=True, element_rule=_body_rules)


def _opml_rules(opml: Element, report: Reporter) -> None:
    body, head = opml.find("body"), opml.find("head")
    if body is not None and body.find("outline") is None:
        report.error(body, "OPML 2.0 body", "body has no outline")
    if head is not None and head.find("title") is None:
        report.warning(head, "OPML 2.0 title", "head has no title")
    if body is not None and head is not None and opml.index(body) < opml.index(head):
        report.error(body, "OPML 2.0 body", "body stands before head")


OPML = Spec(
    "OPML 2.0 opml",
    attributes={"version": Attribute(_version, is_required=True)},
    children={"head": _HEAD, "body": _BODY},
    min_occurs=once("head", "body"),
    max_occurs=once("head", "body"),
    element_rule=_opml_rules,
)
