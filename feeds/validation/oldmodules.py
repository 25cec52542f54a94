"""Vocabularies that feeds are seldom extended with any more: most are modules of RSS 1.0."""

from collections.abc import Mapping

from feeds.validation import names
from feeds.validation.spec import Attribute, Module, Modules, Spec
from feeds.validation.values import Check
from feeds.validation.values.addresses import absolute
from feeds.validation.values.dates import w3c
from feeds.validation.values.words import filled, natural, number, one_of, or_nothing

_RSS = "http://purl.org/rss/1.0/modules/"
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


_EVENT = {"startdate": w3c, "enddate": w3c, "location": filled, "organizer": filled, "type": filled}
_AGGREGATION = {"source": filled, "sourceURL": absolute, "timestamp": w3c}
_WIKI = {
    "version": natural,
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

MODULES: Modules = {
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
