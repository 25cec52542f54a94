"""RSS 2.0: rules that compare elements with each other, and the advice of the RSS Board's profile."""

from collections.abc import Iterator, Mapping
from itertools import islice

from feeds.validation.formats.html_content import look_at_html, look_at_plain
from feeds.validation.namespaces.paging import paging_rules
from feeds.validation.values.addresses import web
from feeds.validation.xml import names
from feeds.validation.xml.document import Element, children, strip, text_of
from feeds.validation.xml.reporter import Reporter

PROFILE = "RSS Profile"
_ENCODED = f"{{{names.CONTENT}}}encoded"


def _value(element: Element, tag: str) -> str | None:
    """Return the text of an element's first child of a name; None where there is none, or it is not known."""
    child = element.find(tag)
    text = text_of(child) if child is not None else None
    return strip(text) if text is not None else None


def channel_rules(channel: Element, report: Reporter) -> None:
    """Report what only shows in the whole channel."""
    _check_self(channel, report)
    _check_guids(channel, report)
    _check_order(channel, report)
    paging_rules(channel, report)
    for child in channel.iterchildren("title", "description"):
        look_at_plain(child, PROFILE, report)


def _check_self(channel: Element, report: Reporter) -> None:
    links = channel.findall(f"{{{names.ATOM}}}link")
    if not any(link.get("rel") == "self" for link in links):
        advice = 'has no atom:link rel="self" that says where the feed is served'
        report.warning(channel, f"{PROFILE} atom:link", f"channel {advice}")


def _check_guids(channel: Element, report: Reporter) -> None:
    seen = set()
    for guid in channel.iterfind("item/guid"):
        value = strip(text_of(guid) or "")
        if value and value in seen:
            report.error(guid, "RSS 2.0 guid", f"guid {value[:80]!r} is another item's too: each needs its own")
        seen.add(value)


def _check_order(channel: Element, report: Reporter) -> None:
    has_item = False
    for child in children(channel):
        if has_item and child.tag in ("title", "link", "description", "image", "language"):
            report.warning(child, f"{PROFILE} item", f"{child.tag} stands behind an item: some readers miss it")
            return
        has_item = has_item or child.tag == "item"


def item_rules(item: Element, report: Reporter) -> None:
    """Report what only shows in the whole item."""
    first = _first_children(item)
    title, description = first.get("title"), first.get("description")
    if title is None and description is None:
        is_optional = report.document.format_version in ("0.92", "0.93")
        message = "item has neither a title nor a description: write one of them"
        (report.warning if is_optional else report.error)(item, "RSS 2.0 item", message)
    if "guid" not in first:
        report.warning(item, "RSS 2.0 guid", "item has no guid: readers cannot tell it from others for sure")
    if title is not None:
        look_at_plain(title, PROFILE, report)
    for child in item.iterchildren("description", _ENCODED):
        look_at_html(child, f"{PROFILE} description", report)
    for enclosure in islice(item.iterchildren("enclosure"), 1, 2):
        report.warning(enclosure, f"{PROFILE} enclosure", "item has a second enclosure: readers show one of them")
    _check_twins(first, report)
    content = first.get(_ENCODED)
    if content is not None and description is not None and _stands_before(content, description):
        report.warning(content, f"{PROFILE} content:encoded", "content:encoded stands before description: swap them")


def _first_children(element: Element) -> dict[str, Element]:
    """Return the first child of each name: looking for one after another takes longer."""
    first: dict[str, Element] = {}
    for child in element.iterchildren("*"):
        first.setdefault(child.tag, child)
    return first


def _check_twins(first: Mapping[str, Element], report: Reporter) -> None:
    for own, other in (("author", "creator"), ("pubDate", "date")):
        twin = first.get(f"{{{names.DC}}}{other}")
        if twin is not None and own in first:
            report.warning(twin, f"{PROFILE} {own}", f"dc:{other} says the same as {own}: write one of them")


def _stands_before(one: Element, other: Element) -> bool:
    parent = one.getparent()
    return bool(parent.index(one) < parent.index(other))


def guid_rules(guid: Element, report: Reporter) -> None:
    """Report a guid that says to be an address and is none."""
    text = text_of(guid)
    if text is None or guid.get("isPermaLink", "true") != "true":
        if text is not None and not strip(text):
            report.warning(guid, "RSS 2.0 guid", "guid is empty: leave it out, or say something in it")
        return
    wrong = report.judged(guid, web, strip(text))
    if wrong and wrong.severity == "error":
        advice = 'or be marked isPermaLink="false"'
        report.error(guid, "RSS 2.0 guid", f"guid must be an absolute address, {advice}: {strip(text)[:60]!r}")


def image_rules(image: Element, report: Reporter) -> None:
    """Report an image that names its channel differently than the channel does."""
    channel = image.getparent()
    for tag in ("title", "link"):
        own, whole = _value(image, tag), _value(channel, tag)
        if own and whole and own != whole:
            child = image.find(tag)
            report.warning(child, f"{PROFILE} image", f"the {tag} of image differs from the channel's: {whole[:60]!r}")


def skip_hours_rules(element: Element, report: Reporter) -> None:
    """Report an hour that stands there twice, and midnight by its other name, which only versions before 2.0 have."""
    is_old = report.document.format_version != "2.0"
    for child in children(element):
        if strip(text_of(child) or "") == "24":
            (report.warning if is_old else report.error)(child, "RSS 2.0 hour", "hour is 24: midnight is 0")
    for child, value in _repeated(element):
        report.error(child, "RSS 2.0 skipHours", f"hour {value} stands there twice")


def skip_days_rules(element: Element, report: Reporter) -> None:
    """Report a day that stands there twice."""
    for child, value in _repeated(element):
        report.error(child, "RSS 2.0 skipDays", f"day {value} stands there twice")


def _repeated(element: Element) -> Iterator[tuple[Element, str]]:
    seen = set()
    for child in children(element):
        value = strip(text_of(child) or "")
        value = value.lstrip("0") or "0" if value.isdigit() else value
        if value in seen:
            yield child, value
        seen.add(value)
