"""Media RSS 1.5.1: tables of elements."""

from collections.abc import Mapping

from feeds.validation.namespaces.media_rules import (
    clock,
    content_rules,
    credit_rules,
    hash_rules,
    listed,
    npt,
    rating_rules,
    restriction_rules,
    scheme,
)
from feeds.validation.values import Check
from feeds.validation.values.addresses import absolute
from feeds.validation.values.words import (
    anything,
    currency,
    filled,
    language,
    media_type,
    natural,
    no_less_than_zero,
    number,
    one_of,
    positive,
)
from feeds.validation.xml import names
from feeds.validation.xml.spec import Attribute, Module, Modules, Rule, Spec, also_in

_ITEM = frozenset({"item", "entry"})
_HOLDERS = frozenset({"channel", "feed", "item", "entry", "media:group", "media:content"})
_TRUE_FALSE = one_of(("true", "false"))
_PLAIN_HTML = one_of(("plain", "html"))
_REQUIRED = True


def _tag(name: str) -> str:
    return f"{{{names.MEDIA}}}{name}"


def _optional(
    name: str,
    text: Check | None = None,
    attributes: Mapping[str, Attribute] | None = None,
    *,
    children: Mapping[str, Spec] | None = None,
    element_rule: Rule | None = None,
    max_occurs: int | None = None,
) -> Spec:
    """Return an element that may stand wherever the specification allows the optional ones."""
    return Spec(
        f"Media RSS media:{name}",
        text=text,
        attributes=attributes or {},
        children=children or {},
        within=_HOLDERS,
        max_occurs_within=max_occurs,
        element_rule=element_rule,
    )


def _inner(name: str, text: Check | None = None, **attributes: Check | None) -> Spec:
    """Return an element that stands in one other alone."""
    found = {key: Attribute(check) for key, check in attributes.items()}
    return Spec(f"Media RSS media:{name}", text=text, attributes=found)


def _list_of(name: str, member: str) -> Spec:
    return _optional(name, children={_tag(member): _inner(member, anything)})


_CONTENT = Spec(
    "Media RSS media:content",
    kind="media:content",
    within=_ITEM | {"media:group"},
    attributes={
        "url": Attribute(absolute),
        "fileSize": Attribute(positive),
        "type": Attribute(media_type),
        "medium": Attribute(one_of(("image", "audio", "video", "document", "executable"))),
        "isDefault": Attribute(_TRUE_FALSE),
        "expression": Attribute(one_of(("sample", "full", "nonstop"))),
        "bitrate": Attribute(no_less_than_zero),
        "framerate": Attribute(no_less_than_zero),
        "samplingrate": Attribute(no_less_than_zero),
        "channels": Attribute(positive),
        "duration": Attribute(positive),
        "height": Attribute(positive),
        "width": Attribute(positive),
        "lang": Attribute(language),
    },
    element_rule=content_rules,
)

_GROUP = Spec(
    "Media RSS media:group",
    kind="media:group",
    within=_ITEM,
    children={_tag("content"): _CONTENT},
    min_occurs={_tag("content"): 2},
)

_COMMUNITY = _optional(
    "community",
    children={
        _tag("starRating"): _inner("starRating", average=number, count=natural, min=number, max=number),
        _tag("statistics"): _inner("statistics", views=natural, favorites=natural),
        _tag("tags"): _inner("tags", anything),
    },
)

_EMBED = _optional(
    "embed",
    attributes={"url": Attribute(absolute, _REQUIRED), "width": Attribute(positive), "height": Attribute(positive)},
    children={
        _tag("param"): Spec("Media RSS media:param", text=anything, attributes={"name": Attribute(filled, True)})
    },
)

_PRICE = _optional(
    "price",
    attributes={
        "type": Attribute(one_of(("rent", "purchase", "package", "subscription"))),
        "price": Attribute(no_less_than_zero),
        "info": Attribute(absolute),
        "currency": Attribute(currency),
    },
)

_SCENES = _optional(
    "scenes",
    children={
        _tag("scene"): Spec(
            "Media RSS media:scene",
            children={
                name: Spec("Media RSS media:scene", text=check)
                for plain, check in {
                    "sceneTitle": anything,
                    "sceneDescription": anything,
                    "sceneStartTime": clock,
                    "sceneEndTime": clock,
                }.items()
                for name in (plain, _tag(plain))
            },
        )
    },
)

_ELEMENTS: dict[str, Spec] = {
    "group": _GROUP,
    "content": _CONTENT,
    "adult": _optional("adult", _TRUE_FALSE),
    "rating": _optional("rating", filled, {"scheme": Attribute(scheme)}, element_rule=rating_rules),
    "title": _optional("title", filled, {"type": Attribute(_PLAIN_HTML)}, max_occurs=1),
    "description": _optional("description", filled, {"type": Attribute(_PLAIN_HTML)}, max_occurs=1),
    "keywords": _optional("keywords", filled, max_occurs=1),
    "thumbnail": _optional(
        "thumbnail",
        attributes={
            "url": Attribute(absolute, _REQUIRED),
            "width": Attribute(positive),
            "height": Attribute(positive),
            "time": Attribute(npt),
        },
    ),
    "category": _optional("category", filled, {"scheme": Attribute(scheme), "label": Attribute(filled)}),
    "hash": _optional("hash", filled, {"algo": Attribute(one_of(("md5", "sha-1")))}, element_rule=hash_rules),
    "player": _optional(
        "player",
        attributes={"url": Attribute(absolute, _REQUIRED), "height": Attribute(positive), "width": Attribute(positive)},
        max_occurs=1,
    ),
    "credit": _optional(
        "credit", filled, {"role": Attribute(), "scheme": Attribute(scheme)}, element_rule=credit_rules
    ),
    "copyright": _optional("copyright", anything, {"url": Attribute(absolute)}, max_occurs=1),
    "text": _optional(
        "text",
        filled,
        {
            "type": Attribute(_PLAIN_HTML),
            "lang": Attribute(language),
            "start": Attribute(npt),
            "end": Attribute(npt),
        },
    ),
    "restriction": _optional(
        "restriction",
        listed,
        {
            "relationship": Attribute(one_of(("allow", "deny")), _REQUIRED),
            "type": Attribute(one_of(("country", "uri", "sharing"))),
        },
        element_rule=restriction_rules,
    ),
    "community": _COMMUNITY,
    "comments": _list_of("comments", "comment"),
    "embed": _EMBED,
    "responses": _list_of("responses", "response"),
    "backLinks": _optional("backLinks", children={_tag("backLink"): _inner("backLink", absolute)}),
    "status": _optional(
        "status",
        attributes={"state": Attribute(one_of(("active", "blocked", "deleted")), _REQUIRED), "reason": Attribute()},
    ),
    "price": _PRICE,
    "license": _optional("license", anything, {"type": Attribute(media_type), "href": Attribute(absolute)}),
    "subTitle": _optional(
        "subTitle",
        attributes={
            "type": Attribute(media_type),
            "lang": Attribute(language),
            "href": Attribute(absolute, _REQUIRED),
        },
    ),
    "peerLink": _optional(
        "peerLink", attributes={"type": Attribute(media_type), "href": Attribute(absolute, _REQUIRED)}
    ),
    "location": Spec(
        "Media RSS media:location",
        kind="media:location",
        within=_HOLDERS,
        attributes={"description": Attribute(), "start": Attribute(clock), "end": Attribute(clock)},
    ),
    "rights": _optional("rights", attributes={"status": Attribute(one_of(("userCreated", "official")), _REQUIRED)}),
    "scenes": _SCENES,
}

_MODULE = Module("Media RSS", _ELEMENTS)

MODULES: Modules = {
    names.MEDIA: _MODULE,
    names.MEDIA_BARE: also_in(_MODULE, names.MEDIA, names.MEDIA_BARE),
}
"""Media RSS, by its namespace, and by the one without a slash that its first versions left open."""
