"""JSON Feed 1.1, and 1 before it."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from feeds.validation.finding import Finding
from feeds.validation.formats.json_reporter import JSONReporter
from feeds.validation.formats.json_text import Node, NotJSONError, parse
from feeds.validation.values import Check, Complaint, error, of_texts, shown, warning
from feeds.validation.values.addresses import absolute_iri, reference, web
from feeds.validation.values.dates import rfc3339
from feeds.validation.values.words import filled, language, media_type

VERSIONS = ("https://jsonfeed.org/version/1.1", "https://jsonfeed.org/version/1")
"""The addresses that say which version a document is of."""

_EXTENSION = re.compile(r"_[^.]+")
_MARKUP = re.compile(r"</[a-z][a-z0-9]*>", re.IGNORECASE)


def _version(value: str) -> Complaint | None:
    return None if value in VERSIONS else error(f"must be {VERSIONS[0]}, not {shown(value)}")


def _identifier(value: str) -> Complaint | None:
    return None if value.strip() else error("must not be empty: it is what readers know the item by")


@of_texts
def _plain(value: str) -> Complaint | None:
    return warning("is plain text, and has markup in it") if _MARKUP.search(value) else filled(value)


_FEED: dict[str, Check | type | str] = {
    "version": _version,
    "title": _plain,
    "home_page_url": web,
    "feed_url": web,
    "description": filled,
    "user_comment": filled,
    "next_url": web,
    "icon": web,
    "favicon": web,
    "language": language,
    "expired": bool,
    "author": "author",
    "authors": "authors",
    "hubs": "hubs",
    "items": "items",
}
_ITEM: dict[str, Check | type | str] = {
    "id": _identifier,
    "url": absolute_iri,
    "external_url": absolute_iri,
    "title": _plain,
    "content_html": str,
    "content_text": str,
    "summary": _plain,
    "image": absolute_iri,
    "banner_image": absolute_iri,
    "date_published": rfc3339,
    "date_modified": rfc3339,
    "language": language,
    "tags": "tags",
    "author": "author",
    "authors": "authors",
    "attachments": "attachments",
}
_AUTHOR: dict[str, Check | type | str] = {"name": filled, "url": absolute_iri, "avatar": absolute_iri}
_HUB: dict[str, Check | type | str] = {"type": filled, "url": reference}
_ATTACHMENT: dict[str, Check | type | str] = {
    "url": absolute_iri,
    "mime_type": media_type,
    "title": filled,
    "size_in_bytes": int,
    "duration_in_seconds": float,
}
_NEEDED = {"JSON Feed 1.1 hubs": ("type", "url"), "JSON Feed 1.1 attachments": ("url", "mime_type")}


def validate(path: str, content: bytes) -> tuple[list[Finding], dict[str, Any] | None] | None:
    """Return what is wrong with a document, and its values; None where it is JSON, and no kind of feed."""
    text = content.decode("utf-8", "replace")
    report = JSONReporter(path, text)
    try:
        content.decode("utf-8")
        root = parse(text.removeprefix("\ufeff"))
    except UnicodeDecodeError as wrong:
        start = len(content[: wrong.start].decode("utf-8", "replace"))
        report.error(start, "RFC 8259 8.1", "this is not UTF-8: save it in that encoding")
        return report.findings, None
    except NotJSONError as wrong:
        report.error(wrong.start, "RFC 8259", f"this is not JSON: {wrong}")
        return report.findings, None
    if not _is_feed(root):
        return None
    if text.startswith("\ufeff"):
        report.error(root, "RFC 8259 8.1", "a byte order mark stands in front: leave it out")
    _members(root, _FEED, "JSON Feed 1.1", "the feed", report)
    _check_feed(root, report)
    return report.findings, _plain_value(root)


def _is_feed(root: Node) -> bool:
    """Say whether a value looks like a feed: others have versions or items, but hardly both, or a version of ours."""
    if not isinstance(root.value, dict):
        return False
    version = root.value.get("version")
    return "items" in root.value or (
        version is not None and isinstance(version.value, str) and "jsonfeed" in version.value
    )


def _plain_value(node: Node) -> Any:
    if isinstance(node.value, dict):
        return {name: _plain_value(inner) for name, inner in node.value.items()}
    if isinstance(node.value, list):
        return [_plain_value(inner) for inner in node.value]
    return node.value


def _members(node: Node, known: Mapping[str, Check | type | str], rule: str, name: str, report: JSONReporter) -> None:
    """Check the members of an object by their table."""
    for key, start in node.repeated:
        report.error(start, "RFC 8259 4", f"{key} stands twice in {name}: which is meant cannot be told")
    for key, inner in node.value.items():
        wanted = known.get(key)
        if key.startswith("_"):
            _check_extension(key, inner, report)
        elif wanted is None:
            report.warning(inner, rule, f"{key} is not defined in {name}: an extension's name begins with _")
        elif inner.value is None:
            report.error(inner, f"{rule} {key}", f"{key} is null: leave it out")
        else:
            _check_member(key, inner, wanted, rule, report)


def _check_member(key: str, node: Node, wanted: Check | type | str, rule: str, report: JSONReporter) -> None:
    rule = f"{rule} {key}"
    if isinstance(wanted, str):
        _LISTS[wanted](node, report)
    elif isinstance(wanted, type):
        _check_type(key, node, wanted, rule, report)
    elif not isinstance(node.value, str):
        report.error(node, rule, f"{key} must be a text")
    else:
        complaint = report.judged(node, wanted)
        if complaint:
            report.add(complaint.severity, node, rule, f"{key} {complaint.message}")


def _check_type(key: str, node: Node, wanted: type, rule: str, report: JSONReporter) -> None:
    value = node.value
    if wanted in (int, float):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            report.error(node, rule, f"{key} must be a number")
        elif value < 0:
            report.error(node, rule, f"{key} must not be below 0")
    elif not isinstance(value, wanted):
        report.error(node, rule, f"{key} must be {'true or false' if wanted is bool else 'a text'}")


def _check_extension(key: str, node: Node, report: JSONReporter) -> None:
    if not _EXTENSION.fullmatch(key):
        report.error(node, "JSON Feed 1.1 extensions", f"the name of an extension has no dots: {shown(key)}")
    elif not isinstance(node.value, dict):
        report.error(node, "JSON Feed 1.1 extensions", f"{key} must be an object")


def _check_feed(root: Node, report: JSONReporter) -> None:
    for key in ("version", "title", "items"):
        if key not in root.value:
            report.error(root, f"JSON Feed 1.1 {key}", f"the feed has no {key}")
    version = root.value.get("version")
    if version and version.value == VERSIONS[0]:
        _check_author_form(root, report)
    for key in ("home_page_url", "feed_url"):
        if key not in root.value:
            report.warning(root, f"JSON Feed 1.1 {key}", f"the feed has no {key}")
    own, following = (root.value.get(key) for key in ("feed_url", "next_url"))
    if own and following and own.value == following.value:
        report.error(
            following, "JSON Feed 1.1 next_url", "next_url is the feed itself: readers would go round for ever"
        )


def _check_author_form(node: Node, report: JSONReporter) -> None:
    if "author" in node.value and "authors" not in node.value:
        report.warning(node.value["author"], "JSON Feed 1.1 authors", "author is of version 1: write authors, a list")


def _check_items(node: Node, report: JSONReporter) -> None:
    seen = set()
    for item in _objects(node, "items", report):
        _members(item, _ITEM, "JSON Feed 1.1 item", "an item", report)
        one = item.value.get("id")
        if one is None:
            report.error(item, "JSON Feed 1.1 item id", "an item has no id")
        elif isinstance(one.value, str):
            if one.value in seen:
                report.error(one, "JSON Feed 1.1 item id", f"id {shown(one.value)} is another item's too")
            seen.add(one.value)
        if not {"content_html", "content_text"} & set(item.value):
            report.error(item, "JSON Feed 1.1 item content_html", "an item has neither content_html nor content_text")
        _check_author_form(item, report)


def _check_tags(node: Node, report: JSONReporter) -> None:
    if not isinstance(node.value, list):
        report.error(node, "JSON Feed 1.1 item tags", "tags must be a list")
        return
    for tag in node.value:
        if not isinstance(tag.value, str):
            report.error(tag, "JSON Feed 1.1 item tags", "a tag must be a text")


def _check_author(node: Node, report: JSONReporter) -> None:
    rule = "JSON Feed 1.1 authors"
    if not isinstance(node.value, dict):
        report.error(node, rule, "an author must be an object")
        return
    _members(node, _AUTHOR, rule, "an author", report)
    if not set(_AUTHOR) & set(node.value):
        report.error(node, rule, "an author has neither name, url nor avatar")


def _check_authors(node: Node, report: JSONReporter) -> None:
    for author in _objects(node, "authors", report):
        _check_author(author, report)


def _check_parts(key: str, known: Mapping[str, Check | type | str]) -> Callable[[Node, JSONReporter], None]:
    """Return a check of a list of objects of one kind."""
    rule = f"JSON Feed 1.1 {key}"

    def look(node: Node, report: JSONReporter) -> None:
        for part in _objects(node, key, report):
            _members(part, known, rule, f"one of {key}", report)
            for name in _NEEDED[rule]:
                if name not in part.value:
                    report.error(part, rule, f"one of {key} has no {name}")

    return look


def _objects(node: Node, key: str, report: JSONReporter) -> list[Node]:
    """Return the objects in a list; report what is none."""
    if not isinstance(node.value, list):
        report.error(node, f"JSON Feed 1.1 {key}", f"{key} must be a list")
        return []
    for member in node.value:
        if not isinstance(member.value, dict):
            report.error(member, f"JSON Feed 1.1 {key}", f"{key} must be a list of objects")
    return [member for member in node.value if isinstance(member.value, dict)]


_LISTS: dict[str, Callable[[Node, JSONReporter], None]] = {
    "items": _check_items,
    "tags": _check_tags,
    "author": _check_author,
    "authors": _check_authors,
    "hubs": _check_parts("hubs", _HUB),
    "attachments": _check_parts("attachments", _ATTACHMENT),
}
