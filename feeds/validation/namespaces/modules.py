"""Small vocabularies that extend feeds: Dublin Core, content, syndication, slash and others."""

from collections.abc import Iterable

from feeds.validation.values import Check, Complaint, error, shown
from feeds.validation.values.addresses import absolute, absolute_iri, reference, web
from feeds.validation.values.dates import rfc3339, w3c
from feeds.validation.values.words import (
    anything,
    filled,
    integers,
    language,
    media_type,
    natural,
    one_of,
    or_nothing,
    positive,
)
from feeds.validation.xml import names
from feeds.validation.xml.document import Element, shown_name, strip, text_of
from feeds.validation.xml.reporter import Reporter
from feeds.validation.xml.spec import Attribute, Module, Modules, Spec, also_in

ITEMS = frozenset({"item", "entry"})
FEEDS = frozenset({"channel", "feed", "source"})

_RESOURCE = f"{{{names.RDF}}}resource"

_DC = "title creator subject description publisher contributor type format identifier source relation coverage rights"
_TERMS = """
    abstract accessRights accrualMethod accrualPeriodicity accrualPolicy alternative audience available
    bibliographicCitation conformsTo contributor coverage creator date description educationLevel extent format
    hasFormat hasPart hasVersion identifier instructionalMethod isFormatOf isPartOf isReferencedBy isReplacedBy
    isRequiredBy isVersionOf license mediator medium provenance publisher references relation replaces requires rights
    rightsHolder source spatial subject tableOfContents temporal title type valid
"""


_LICENCE_CLASSES = """
    Agent Attribution CommercialUse Copyleft DerivativeWorks Distribution HighIncomeNationUse Jurisdiction
    LesserCopyleft License Notice Permission Prohibition PublicDomain Reproduction Requirement ShareAlike Sharing
    SourceCode Work
"""


def _texts(
    module: str,
    locals_: Iterable[str],
    check: Check,
    within: frozenset[str] = frozenset(),
    max_occurs: int | None = None,
) -> dict[str, Spec]:
    return {name: Spec(f"{module}:{name}", text=check, within=within, max_occurs_within=max_occurs) for name in locals_}


def _dublin_core() -> dict[str, Spec]:
    return {
        **_texts("dc", _DC.split(), filled),
        "date": Spec(rule="dc:date", text=w3c),
        "language": Spec(rule="dc:language", text=language),
    }


def _terms() -> dict[str, Spec]:
    found = _texts("dcterms", _TERMS.split(), filled)
    found |= _texts(
        "dcterms", ("created", "dateAccepted", "dateCopyrighted", "dateSubmitted", "issued", "modified"), w3c
    )
    return found | {"language": Spec(rule="dcterms:language", text=language)}


def _resource(rule: str, within: frozenset[str] = frozenset(), max_occurs: int | None = None) -> Spec:
    return Spec(
        rule, attributes={_RESOURCE: Attribute(absolute, is_required=True)}, within=within, max_occurs_within=max_occurs
    )


def _address_rules(element: Element, report: Reporter) -> None:
    """Report an element that has neither an address as text nor one as an attribute."""
    text = text_of(element)
    if text is not None and not strip(text) and _RESOURCE not in element.attrib:
        name = shown_name(element)
        report.error(element, name, f"{name} has no address, neither as text nor as rdf:resource")


def _marked(prefix: str) -> dict[str, Spec]:
    """Return TrackBack's addresses, which RSS writes as text and RDF as an attribute."""
    return {
        name: Spec(
            rule=f"{prefix}:{name}",
            text=or_nothing(web),
            attributes={_RESOURCE: Attribute(web)},
            element_rule=_address_rules,
            within=ITEMS,
            max_occurs_within=1 if name == "ping" else None,
        )
        for name in ("ping", "about")
    }


def collection_rules(collection: Element, report: Reporter) -> None:
    """Report a collection that has no title, or more than one."""
    count = len(collection.findall(f"{{{names.ATOM}}}title"))
    if count != 1:
        report.error(collection, "RFC 5023 8.3.3", f"{shown_name(collection)} must have one title, and has {count}")


def _yes_or_no(value: str) -> Complaint | None:
    return None if value in ("yes", "no") else error(f"must be yes or no, not {shown(value)}")


def _role(value: str) -> Complaint | None:
    if ":" in value or value in ("request", "example", "related", "correction", "subset", "superset"):
        return None
    return error(f"must be request, example, related, correction, subset or superset, not {shown(value)}")


_QUERY = Spec(
    rule="OpenSearch Query",
    is_open=True,
    attributes={
        "role": Attribute(_role, is_required=True),
        "title": Attribute(),
        "totalResults": Attribute(natural),
        "searchTerms": Attribute(),
        "count": Attribute(natural),
        "startIndex": Attribute(natural),
        "startPage": Attribute(natural),
        "language": Attribute(),
        "inputEncoding": Attribute(),
        "outputEncoding": Attribute(),
    },
)


def _opensearch() -> dict[str, Spec]:
    counts = ("totalResults", "startIndex", "itemsPerPage")
    found = {name: Spec(rule=f"OpenSearch {name}", text=natural, within=FEEDS, max_occurs_within=1) for name in counts}
    return found | {"Query": _QUERY, "link": Spec(rule="OpenSearch link", is_open=True)}


def _syndication() -> dict[str, Spec]:
    periods = one_of(("hourly", "daily", "weekly", "monthly", "yearly"))
    checks = {"updatePeriod": periods, "updateFrequency": positive, "updateBase": w3c}
    return {
        name: Spec(rule=f"sy:{name}", text=check, within=FEEDS, max_occurs_within=1) for name, check in checks.items()
    }


def _slash() -> dict[str, Spec]:
    checks = {"section": filled, "department": filled, "comments": natural, "hit_parade": integers}
    return {
        name: Spec(rule=f"slash:{name}", text=check, within=ITEMS, max_occurs_within=1)
        for name, check in checks.items()
    }


_IN_REPLY_TO = Spec(
    rule="RFC 4685 3",
    within=ITEMS,
    is_open=True,
    attributes={
        "ref": Attribute(absolute_iri, is_required=True),
        "href": Attribute(reference),
        "source": Attribute(reference),
        "type": Attribute(media_type),
    },
)

_CONTROL = Spec(
    rule="RFC 5023 13.1.1",
    within=frozenset({"entry"}),
    max_occurs_within=1,
    kind="control",
    children={f"{{{names.APP}}}draft": Spec(rule="RFC 5023 13.1.1", text=_yes_or_no)},
    max_occurs={f"{{{names.APP}}}draft": 1},
)

_COLLECTION = Spec(
    "RFC 5023 8.3.3",
    is_open=True,
    within=frozenset({"feed", "source"}),
    attributes={"href": Attribute(reference, is_required=True)},
    element_rule=collection_rules,
)

_APP = Module(
    "RFC 5023",
    {
        "control": _CONTROL,
        "edited": Spec("RFC 5023 10.2", text=rfc3339, within=frozenset({"entry"}), max_occurs_within=1, is_exact=True),
        "draft": Spec("RFC 5023 13.1.1", text=_yes_or_no, within=frozenset({"control"})),
        "collection": _COLLECTION,
    },
)

MODULES: Modules = {
    names.DC: Module("dc", _dublin_core()),
    names.DCTERMS: Module("dcterms", _terms()),
    names.CONTENT: Module(
        "content",
        {
            "encoded": Spec(rule="content:encoded", text=anything, within=ITEMS, max_occurs_within=1),
            "items": Spec(rule="content:items", is_open=True),
        },
    ),
    names.SYNDICATION: Module("sy", _syndication()),
    names.SLASH: Module("slash", _slash()),
    names.WFW: Module("wfw", _texts("wfw", ("comment", "commentRss", "commentRSS"), absolute, ITEMS, 1)),
    names.ADMIN: Module(
        "admin", {name: _resource(f"admin:{name}", FEEDS, 1) for name in ("errorReportsTo", "generatorAgent")}
    ),
    names.TRACKBACK: Module("trackback", _marked("trackback")),
    names.CREATIVE_COMMONS: Module("creativeCommons", _texts("creativeCommons", ("license",), absolute)),
    names.CC: Module(
        "cc",
        {
            **{name: _resource(f"cc:{name}") for name in ("license", "permits", "requires", "prohibits")},
            **{name: Spec(f"cc:{name}", is_open=True) for name in _LICENCE_CLASSES.split()},
        },
    ),
    names.BLOG_CHANNEL: Module(
        "blogChannel",
        _texts("blogChannel", ("blogRoll", "mySubscriptions", "blink", "changes"), absolute, FEEDS, 1),
    ),
    names.THREAD: Module(
        "RFC 4685",
        {"in-reply-to": _IN_REPLY_TO, "total": Spec("RFC 4685 5", text=natural, within=ITEMS, max_occurs_within=1)},
        {"count": Attribute(natural), "updated": Attribute(rfc3339)},
    ),
    names.APP: _APP,
    names.APP_DRAFT: also_in(_APP, names.APP, names.APP_DRAFT),
    names.OPENSEARCH: Module("OpenSearch", _opensearch()),
    names.OPENSEARCH_10: Module("OpenSearch", _opensearch()),
}
"""The small modules, by their namespaces."""
