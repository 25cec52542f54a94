"""RSS 2.0, and 0.91 to 0.94, which are read in the same way: tables of elements."""

import re
from collections.abc import Mapping

from feeds.core.images import RSS_MAX_HEIGHT, RSS_MAX_WIDTH
from feeds.validation.formats.rss_rules import (
    channel_rules,
    guid_rules,
    image_rules,
    item_rules,
    skip_days_rules,
    skip_hours_rules,
)
from feeds.validation.values import Check, Complaint, error, shown
from feeds.validation.values.addresses import absolute, web
from feeds.validation.values.dates import rfc822
from feeds.validation.values.words import (
    anything,
    contact,
    filled,
    language,
    length,
    media_type,
    one_of,
    positive,
    within,
)
from feeds.validation.xml.spec import Attribute, Spec, once

_FIELD_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_:.-]*")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _hour(value: str) -> Complaint | None:
    """Check an hour; whether it may be 24 depends on the version, which only `skip_hours_rules` sees."""
    if value.isascii() and value.isdigit() and int(value[:9]) <= 24:
        return None
    return error(f"must be an hour from 0 to 23, not {shown(value)}")


def _name(value: str) -> Complaint | None:
    """Check the name of a form's field."""
    if _FIELD_NAME.fullmatch(value):
        return None
    return error(f"must be the name of a field, a letter and then letters, digits, -, _, : and ., not {shown(value)}")


def _scalar(name: str, text: Check, attributes: Mapping[str, Attribute] | None = None) -> Spec:
    return Spec(rule=f"RSS 2.0 {name}", text=text, attributes=attributes or {})


def _marker(name: str, **attributes: Check | None) -> Spec:
    """Return an element that is all attributes, each of which must be there."""
    wanted = {attribute: Attribute(look, is_required=True) for attribute, look in attributes.items()}
    return Spec(rule=f"RSS 2.0 {name}", attributes=wanted)


def _scalars(parent: str = "", **texts: Check) -> dict[str, Spec]:
    return {name: _scalar(f"{parent}{name}", text) for name, text in texts.items()}


_CATEGORY = _scalar("category", filled, {"domain": Attribute(filled)})

_IMAGE = Spec(
    rule="RSS 2.0 image",
    kind="image",
    children=_scalars(
        "image/",
        url=absolute,
        title=filled,
        link=absolute,
        description=filled,
        width=within(1, RSS_MAX_WIDTH, positive),
        height=within(1, RSS_MAX_HEIGHT, positive),
    ),
    min_occurs=once("url", "title", "link"),
    max_occurs=once("url", "title", "link", "description", "width", "height"),
    element_rule=image_rules,
)

_TEXT_INPUT = Spec(
    rule="RSS 2.0 textInput",
    kind="textInput",
    children=_scalars("textInput/", title=filled, description=filled, name=_name, link=absolute),
    min_occurs=once("title", "description", "name", "link"),
    max_occurs=once("title", "description", "name", "link"),
)

_SKIP_HOURS = Spec(
    rule="RSS 2.0 skipHours",
    children={"hour": _scalar("hour", _hour)},
    min_occurs=once("hour"),
    max_occurs={"hour": 24},
    element_rule=skip_hours_rules,
)
_SKIP_DAYS = Spec(
    rule="RSS 2.0 skipDays",
    children={"day": _scalar("day", one_of(_DAYS))},
    min_occurs=once("day"),
    max_occurs={"day": 7},
    element_rule=skip_days_rules,
)

_ITEM = Spec(
    rule="RSS 2.0 item",
    kind="item",
    children={
        **_scalars(title=filled, link=absolute, description=filled, author=contact, comments=absolute, pubDate=rfc822),
        "category": _CATEGORY,
        "enclosure": _marker("enclosure", url=web, length=length, type=media_type),
        "guid": Spec(
            rule="RSS 2.0 guid",
            text=anything,
            attributes={"isPermaLink": Attribute(one_of(("true", "false")))},
            element_rule=guid_rules,
        ),
        "source": _scalar("source", filled, {"url": Attribute(absolute, is_required=True)}),
    },
    max_occurs=once("title", "link", "description", "author", "comments", "pubDate", "guid", "source"),
    element_rule=item_rules,
)

CHANNEL = Spec(
    rule="RSS 2.0 channel",
    kind="channel",
    children={
        **_scalars(
            title=filled,
            link=absolute,
            description=filled,
            language=language,
            copyright=filled,
            managingEditor=contact,
            webMaster=contact,
            pubDate=rfc822,
            lastBuildDate=rfc822,
            generator=filled,
            docs=absolute,
            ttl=positive,
            rating=filled,
        ),
        "category": _CATEGORY,
        "cloud": _marker(
            "cloud",
            domain=filled,
            port=within(1, 65535, positive),
            path=filled,
            registerProcedure=None,
            protocol=one_of(("xml-rpc", "soap", "http-post")),
        ),
        "image": _IMAGE,
        "textInput": _TEXT_INPUT,
        "skipHours": _SKIP_HOURS,
        "skipDays": _SKIP_DAYS,
        "item": _ITEM,
    },
    min_occurs=once("title", "link", "description"),
    max_occurs=once(
        *("title", "link", "description", "language", "copyright", "managingEditor", "webMaster", "pubDate"),
        *(
            "lastBuildDate",
            "generator",
            "docs",
            "ttl",
            "rating",
            "cloud",
            "image",
            "textInput",
            "skipHours",
            "skipDays",
        ),
    ),
    element_rule=channel_rules,
)


def _version(value: str) -> Complaint | None:
    if value in ("0.91", "0.92", "0.93", "0.94", "2.0"):
        return None
    return error(f"must be 2.0, or 0.91 to 0.94, not {shown(value)}")


RSS = Spec(
    rule="RSS 2.0 rss",
    kind="rss",
    attributes={"version": Attribute(_version, is_required=True)},
    children={"channel": CHANNEL},
    min_occurs=once("channel"),
    max_occurs=once("channel"),
)
