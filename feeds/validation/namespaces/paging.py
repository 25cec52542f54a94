"""Feeds in several documents (RFC 5005): complete, paged and archived ones, of Atom and of RSS."""

from collections import Counter

from feeds.validation.xml import names
from feeds.validation.xml.document import Element
from feeds.validation.xml.reporter import Reporter
from feeds.validation.xml.spec import Module, Modules, Spec

_OTHERS = ("first", "last", "next", "previous", "prev", "prev-archive", "next-archive")
_RELATIONS = (*_OTHERS, "current")
_FEEDS = frozenset({"channel", "feed"})

MODULES: Modules = {
    names.HISTORY: Module(
        "RFC 5005",
        {
            "complete": Spec("RFC 5005 2", within=_FEEDS, max_occurs_within=1),
            "archive": Spec("RFC 5005 4", within=_FEEDS, max_occurs_within=1),
        },
    )
}
"""The elements of RFC 5005, by their namespace."""


def paging_rules(feed: Element, report: Reporter) -> None:
    """Report links between documents that contradict each other, in an Atom feed or an RSS channel."""
    links: dict[str, list[Element]] = {}
    for link in feed.iterchildren(f"{{{names.ATOM}}}link"):
        links.setdefault(link.get("rel", "alternate"), []).append(link)
    is_complete = feed.find(f"{{{names.HISTORY}}}complete") is not None
    is_archive = feed.find(f"{{{names.HISTORY}}}archive") is not None
    if is_complete:
        _check_complete(links, report)
    if is_archive and "current" not in links:
        report.warning(feed, "RFC 5005 4", 'an archive document should have a link rel="current" to the feed')
    if is_archive and is_complete:
        report.warning(feed, "RFC 5005 2", "a feed that is complete has no archive documents")
    _check_neighbours(links, is_archive, report)
    for relation in _RELATIONS:
        kinds = Counter(link.get("type", "") for link in links.get(relation, []))
        for link in links.get(relation, [])[1:2]:
            if kinds[link.get("type", "")] > 1:
                report.error(link, "RFC 5005 3", f'a second link rel="{relation}": which to follow cannot be told')


def _check_neighbours(links: dict[str, list[Element]], is_archive: bool, report: Reporter) -> None:
    own = {link.get("href") for link in links.get("self", [])}
    for relation in ("prev-archive", "next-archive", *(["current"] if is_archive else [])):
        for link in links.get(relation, []):
            if link.get("href") in own:
                report.error(link, "RFC 5005 4", f'the link rel="{relation}" leads to the document itself')


def _check_complete(links: dict[str, list[Element]], report: Reporter) -> None:
    for relation in _OTHERS:
        for link in links.get(relation, []):
            report.error(link, "RFC 5005 2", f'a complete feed must have no link rel="{relation}": this is all of it')
    own = {link.get("href") for link in links.get("self", [])}
    for link in links.get("current", []):
        if own and link.get("href") not in own:
            report.error(link, "RFC 5005 2", 'the link rel="current" of a complete feed must be its rel="self"')
