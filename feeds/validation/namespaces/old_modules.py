"""Vocabularies that are seldom used any more: most are modules of RSS 1.0."""

import re
from collections.abc import Mapping

from feeds.validation.values import Check, Complaint, error, shown
from feeds.validation.values.addresses import absolute, reference
from feeds.validation.values.dates import local, rfc3339, w3c
from feeds.validation.values.words import anything, currency, filled, natural, number, one_of, or_nothing, positive
from feeds.validation.xml import names
from feeds.validation.xml.spec import Attribute, Module, Modules, Spec

_RSS = "http://purl.org/rss/1.0/modules/"
_SSE = "http://www.microsoft.com/schemas/rss/sse"
_LISTS = "http://www.microsoft.com/schemas/rss/core/2005"
_RESOURCE = f"{{{names.RDF}}}resource"


def _texts(prefix: str, checks: Mapping[str, Check]) -> dict[str, Spec]:
    return {name: Spec(f"{prefix}:{name}", text=check) for name, check in checks.items()}


def _pointers(prefix: str, *locals_: str) -> dict[str, Spec]:
    """Return elements that only name an address."""
    wanted = {_RESOURCE: Attribute(absolute, is_required=True)}
    return {name: Spec(f"{prefix}:{name}", attributes=wanted) for name in locals_}


def _either(prefix: str, checks: Mapping[str, Check]) -> dict[str, Spec]:
    """Return elements that have a text, or name an address in its place."""
    return {
        name: Spec(f"{prefix}:{name}", text=or_nothing(check), attributes={_RESOURCE: Attribute(absolute)})
        for name, check in checks.items()
    }


_EVENT = {"startdate": local, "enddate": local, "location": filled, "organizer": filled, "type": filled}
_AGGREGATION = {"source": filled, "sourceURL": absolute, "timestamp": w3c}
_WIKI = {
    "version": filled,
    "status": one_of(("new", "updated", "deleted")),
    "importance": one_of(("major", "minor")),
    "diff": absolute,
    "history": absolute,
    "host": filled,
    "interwiki": filled,
}
_STATUS = {
    "responding": one_of(("true", "false")),
    "lastChecked": w3c,
    "lastSeen": w3c,
    "availability": number,
    "averageResponseTime": number,
    "statusMessage": filled,
}
_COMPANY = {"name": filled, "symbol": filled, "market": filled, "category": filled}

_TRUE_FALSE = Attribute(one_of(("true", "false")))


def _sx(name: str) -> str:
    return f"{{{_SSE}}}{name}"


def _sharing() -> Module:
    """Return Simple Sharing Extensions 0.93, by which feeds are edited from several places."""
    history = Spec(
        "SSE sx:history",
        attributes={"sequence": Attribute(positive, True), "when": Attribute(rfc3339), "by": Attribute(filled)},
    )
    related = Spec(
        "SSE sx:related",
        attributes={
            "link": Attribute(reference, True),
            "title": Attribute(),
            "type": Attribute(one_of(("complete", "aggregated")), True),
        },
    )
    return Module(
        "SSE",
        {
            "sharing": Spec(
                "SSE sx:sharing",
                within=frozenset({"channel", "feed"}),
                max_occurs_within=1,
                attributes={name: Attribute(rfc3339) for name in ("since", "until", "expires")},
                children={_sx("related"): related},
            ),
            "sync": Spec(
                "SSE sx:sync",
                within=frozenset({"item", "entry"}),
                max_occurs_within=1,
                attributes={
                    "id": Attribute(filled, True),
                    "updates": Attribute(positive, True),
                    "deleted": _TRUE_FALSE,
                    "noconflicts": _TRUE_FALSE,
                },
                children={_sx("history"): history, _sx("conflicts"): Spec("SSE sx:conflicts", is_open=True)},
            ),
        },
    )


def _lists() -> Module:
    """Return Simple List Extensions, which say by what a feed that is a list can be sorted and grouped."""
    named = {name: Attribute() for name in ("ns", "element", "label")}
    kinds = {"data-type": Attribute(one_of(("date", "number", "text"))), "default": _TRUE_FALSE}
    inner = {"sort": Spec("cf:sort", attributes={**named, **kinds}), "group": Spec("cf:group", attributes=named)}
    holders = frozenset({"channel", "feed"})
    return Module(
        "cf",
        {
            "treatAs": Spec("cf:treatAs", text=one_of(("list",)), within=holders, max_occurs_within=1),
            "listinfo": Spec(
                "cf:listinfo",
                within=holders,
                max_occurs_within=1,
                children={f"{{{_LISTS}}}{name}": spec for name, spec in inner.items()},
            ),
        },
        is_open=True,
    )


def _day(value: str) -> Complaint | None:
    """Check a date of ISO 8601, with or without colons in its zone."""
    return w3c(re.sub(r"(?<=[+-]\d\d)(?=\d\d$)", ":", value))


def _year(value: str) -> Complaint | None:
    return natural(value) if len(value) == 4 else error(f"must be a year such as 2006, not {shown(value)}")


_GOODS: dict[str, Check] = {
    "currency": currency,
    "expiration_date": _day,
    "gender": one_of(("male", "female", "m", "f", "unisex"), fold=True),
    "image_link": absolute,
    "publish_date": _day,
    "quantity": natural,
    "year": _year,
    "label": anything,
}
"""Of the hundreds of attributes of Google's goods, those that have one form."""

MODULES: Modules = {
    _SSE: _sharing(),
    _LISTS: _lists(),
    "http://base.google.com/ns/1.0": Module("g", _texts("g", _GOODS), is_open=True),
    "http://rssnamespace.org/feedburner/ext/1.0": Module(
        "feedburner", _texts("feedburner", {"origLink": absolute, "origEnclosureLink": absolute}), is_open=True
    ),
    f"{_RSS}event/": Module("ev", _either("ev", _EVENT)),
    f"{_RSS}annotate/": Module("annotate", _pointers("annotate", "reference")),
    f"{_RSS}wiki/": Module("wiki", _either("wiki", _WIKI)),
    f"{_RSS}servicestatus/": Module("ss", _texts("ss", _STATUS)),
    f"{_RSS}company": Module("company", _texts("company", _COMPANY)),
    "http://purl.org/rss/modules/aggregation/": Module("ag", _texts("ag", _AGGREGATION)),
    "http://www.bloglines.com/about/specs/fac-1.0": Module(
        "access",
        {
            "restriction": Spec(
                "access:restriction",
                attributes={"relationship": Attribute(one_of(("allow", "deny")), is_required=True)},
            )
        },
    ),
}
"""The vocabularies, by their namespaces."""
