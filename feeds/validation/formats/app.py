"""Documents of the Atom Publishing Protocol (RFC 5023): services and categories."""

import re

from feeds.validation.formats.atom import CATEGORY, tag
from feeds.validation.formats.atom_rules import text_rules
from feeds.validation.values import Complaint, error, shown
from feeds.validation.values.addresses import absolute_iri, reference
from feeds.validation.values.words import one_of
from feeds.validation.xml import names
from feeds.validation.xml.document import Element, children
from feeds.validation.xml.reporter import Reporter
from feeds.validation.xml.spec import Attribute, Spec, once

_RANGE = re.compile(r"(?:\*/\*|[\w!#$&.+^-]+/(?:\*|[\w!#$&.+^-]+))(?:\s*;.*)?")


def _app(name: str) -> str:
    return f"{{{names.APP}}}{name}"


def _accepted(value: str) -> Complaint | None:
    if not value or all(_RANGE.fullmatch(part.strip()) for part in value.split(",")):
        return None
    return error(f"must be media types such as image/*, not {shown(value)}")


def _categories_rules(categories: Element, report: Reporter) -> None:
    """Report categories that are both here and elsewhere."""
    if "href" not in categories.attrib:
        return
    for name in ("fixed", "scheme"):
        if name in categories.attrib:
            report.error(categories, "RFC 5023 7.2.1", f"categories has both href and {name}")
    if any(True for _ in children(categories)):
        report.error(categories, "RFC 5023 7.2.1", "categories has both href and categories of its own")


_TITLE = Spec(
    "RFC 5023 8.3",
    is_open=True,
    attributes={"type": Attribute(one_of(("text", "html", "xhtml")))},
    element_rule=text_rules,
)

CATEGORIES = Spec(
    "RFC 5023 7.2.1",
    attributes={
        "href": Attribute(reference),
        "fixed": Attribute(one_of(("yes", "no"))),
        "scheme": Attribute(absolute_iri),
    },
    children={tag("category"): CATEGORY},
    element_rule=_categories_rules,
)

_COLLECTION = Spec(
    "RFC 5023 8.3.3",
    attributes={"href": Attribute(reference, is_required=True)},
    children={
        tag("title"): _TITLE,
        _app("accept"): Spec("RFC 5023 8.3.4", text=_accepted),
        _app("categories"): CATEGORIES,
    },
    min_occurs=once(tag("title")),
    max_occurs=once(tag("title")),
)

_WORKSPACE = Spec(
    "RFC 5023 8.3.2",
    children={tag("title"): _TITLE, _app("collection"): _COLLECTION},
    min_occurs=once(tag("title")),
    max_occurs=once(tag("title")),
)

SERVICE = Spec(
    "RFC 5023 8.3.1",
    children={_app("workspace"): _WORKSPACE},
    min_occurs=once(_app("workspace")),
)
