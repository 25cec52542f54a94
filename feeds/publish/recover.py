"""Rebuild the state from an existing output, so that no feed is forgotten when the state is lost.

Anybody may have made what is in the output: what is read of it is bounded, and what no build can have written counts as
nothing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count, takewhile
from typing import NamedTuple

from msgspec.structs import replace

from feeds import words
from feeds.config import Settings
from feeds.core.archives import ARCHIVE, is_month
from feeds.core.directory import directory_page, is_site_document
from feeds.core.kinds import ALL, AUTHOR, KINDS, LANGUAGE, OWN, PAIR, PROVIDER, SECTION, TOPIC, field_of, kind_of
from feeds.core.limits import MAX_VALUES
from feeds.core.model import (
    ASSETS,
    FEED_FORMATS,
    FRONT_PAGE,
    OPML,
    FormatName,
    Group,
    GroupKind,
)
from feeds.core.places import group_at, is_provider_key
from feeds.core.redirects import MAPS
from feeds.core.slugs import is_slug
from feeds.index.memory import PublishedItem
from feeds.publish.foreign import is_from_feeds, is_map, is_without_feeds
from feeds.publish.heads import Head, canonical, head_now
from feeds.publish.scope import Scope
from feeds.publish.state import ArchiveRecord, FeedRecord, State
from feeds.publish.tree import Tree

_MAX_ITEMS = 200_000
"""The most items that are found again: more than sites have in their feeds at one time."""


class Recovered(NamedTuple):
    """The state that follows from the documents in an output, and the address at which most feeds say they are.

    `items` are those of the JSON Feeds.
    """

    state: State
    base_url: str | None
    items: tuple[PublishedItem, ...]


def recover_state(settings: Settings, tree: Tree) -> Recovered:
    """Return the state that follows from the documents in the output whose self links are where they are served.

    Raises OSError where one cannot be read now: a feed that is not found would never be known again.

    A feed without items that bears the mark of this program may also be at another address: the site has moved since.
    Documents that the site would not have without an option count as asked for by one: they may have subscribers. The
    documents that belong to no feed are the site's where any feed bears the mark of this program, or where there was
    none yet, and they do themselves.
    """
    feeds: dict[str, FeedRecord] = {}
    files: set[str] = set()
    asked: set[str] = set()
    bases: Counter[str] = Counter()
    items: dict[str, PublishedItem] = {}
    is_from_feeds = False
    own = {feed.slug: feed for feed in settings.own}
    scope = Scope.of(settings)
    heads: dict[Group, list[Head]] = {}
    for group in groups_in(tree, settings):
        heads[group] = []
        found: list[FormatName] = []
        for format_name in FEED_FORMATS:
            document = group.document(format_name)
            head = head_now(tree, document, format_name)
            if head is None:
                continue
            heads[group].append(head._replace(items=()))
            is_from_feeds = is_from_feeds or head.is_from_feeds
            base = head.url.removesuffix(document)
            if base == head.url:
                continue
            if base == settings.site.base_url or head.is_from_feeds:
                bases[base] += 1
            if base != settings.site.base_url and not (head.is_from_feeds and head.is_empty):
                continue
            _note_items(items, head, group)
            name = _name(group, head, settings)
            definition = own[group.key] if group.kind == OWN else None
            record = FeedRecord(group, name, head.updated, empty=head.is_empty, definition=definition)
            feeds.setdefault(group.folder, record)
            found.append(format_name)

        page_url = canonical(tree, group.document("page"))
        if found and page_url in [f"{base}{group.folder}/" for base in bases]:
            found.append("page")

        files.update(map(group.document, found))
        if found:
            archives, documents = _archives(tree, group, group, settings)
            feeds[group.folder] = replace(feeds[group.folder], archives=archives)
            files.update(documents)
        asked.update(group.document(name) for name in found if name not in scope.configured(group))
    if is_from_feeds or is_without_feeds(tree, settings.site.base_url):
        files.update(_site_documents(tree, settings))
        moved = {record.group.folder: record for record in _former_places(settings, tree, heads)}
        feeds |= moved
        files.update(name for record in moved.values() for name in record.documents if tree.stamp(name))
    usual = bases.most_common(1)
    state = State(feeds=feeds, files=frozenset(files), asked=frozenset(asked))
    return Recovered(state, usual[0][0] if usual else None, tuple(items.values()))


def has_feeds(settings: Settings, tree: Tree) -> bool:
    """Say whether there is a document of a feed in an output that bears the mark of this program."""
    return any(head.is_from_feeds for group in groups_in(tree, settings) for head in _heads(tree, group))


def _name(group: Group, head: Head, settings: Settings) -> str:
    """Return what a feed is called by its title; that of a language has the tag, where its title has its own name."""
    return (
        words.canonical(group.key) if group.kind == LANGUAGE else head.title.removesuffix(f" – {settings.site.title}")
    )


def _note_items(items: dict[str, PublishedItem], head: Head, group: Group) -> None:
    """Note that the items of a document are in the feed of a group."""
    for item in filter(lambda item: item.id, head.items):
        before = items.get(item.id)
        if before is None and len(items) >= _MAX_ITEMS:
            continue
        in_feeds = (before.feeds if before else frozenset()) | {group.folder}
        items[item.id] = PublishedItem(item.id, item.url, item.title, item.date_published, in_feeds)


def _archives(tree: Tree, place: Group, now: Group, settings: Settings) -> tuple[tuple[ArchiveRecord, ...], set[str]]:
    """Return the archives in a place of a feed, newest first, and their documents, which say where the feed is now."""
    archives: dict[str, ArchiveRecord] = {}
    files: set[str] = set()
    base = settings.site.base_url
    for month in sorted(filter(is_month, tree.names(f"{place.folder}/{ARCHIVE}")), reverse=True):
        for name in FEED_FORMATS:
            document = place.document(name, month)
            head = head_now(tree, document, name)
            if head and head.is_archive and head.url == base + now.document(name, month):
                archives.setdefault(month, ArchiveRecord(month, head.updated))
                files.add(document)
        page = place.document("page", month)
        if month in archives and canonical(tree, page) == f"{base}{now.archive(month)}/":
            files.add(page)
    return tuple(archives.values()), files


def _former_places(settings: Settings, tree: Tree, heads: Mapping[Group, Sequence[Head]]) -> Iterator[FeedRecord]:
    """Yield records of the places whose documents say that they are those of a feed in another place.

    `heads` are those of the groups that have a folder. A feed that the site defined once is not among them.
    """
    base_url = settings.site.base_url
    own = (Group(OWN, slug) for slug in filter(is_slug, tree.names(kind_of(OWN).folder)))
    found = {**heads, **{group: list(_heads(tree, group)) for group in own if group not in heads}}
    for group, known in found.items():
        for head in known:
            folder, _, _ = head.url.removeprefix(base_url).rpartition("/")
            now = group_at(folder) if head.is_from_feeds and head.url.startswith(base_url) else None
            if now is not None and now != group:
                name = _name(group, head, settings)
                archives, _ = _archives(tree, group, now, settings)
                yield FeedRecord(group, name, head.updated, moved=now, archives=archives)
                break


def _heads(tree: Tree, group: Group) -> Iterator[Head]:
    return filter(None, (head_now(tree, group.document(name), name) for name in FEED_FORMATS))


def _site_documents(tree: Tree, settings: Settings) -> Iterator[str]:
    """Yield the documents that belong to no feed."""
    of_site = (OPML, FRONT_PAGE, *ASSETS) if "page" in settings.documents else (OPML,)
    yield from (name for name in of_site if tree.stamp(name))
    yield from _directory_pages(tree, settings.kinds)
    yield from (name for name in MAPS if is_map(tree, name))


def _directory_pages(tree: Tree, kinds: Iterable[GroupKind]) -> Iterator[str]:
    """Yield the names of the pages that list feeds from A to Z."""
    for kind in (*KINDS, *filter(field_of, kinds)):
        names = (directory_page(kind, number) for number in count(1))
        yield from takewhile(tree.stamp, names)


def with_orphans(before: State, found: State, tree: Tree) -> State:
    """Return a state that also knows the feeds, archives and documents which only the output tells of.

    A document of a feed that was known has to bear the mark of this program, or to lie beside a feed with it. If there
    is any that was not known, a later build than the state knows of has written to the output: then the documents that
    belong to no feed are the site's, too.
    """
    feeds = {**found.feeds, **before.feeds}
    for folder in found.feeds.keys() & before.feeds.keys():
        archives = {one.month: one for one in (*found.feeds[folder].archives, *before.feeds[folder].archives)}
        newest_first = tuple(archives[month] for month in sorted(archives, reverse=True))
        feeds[folder] = replace(feeds[folder], archives=newest_first)

    orphans = set().union(*(feeds[folder].documents for folder in found.feeds.keys() - before.feeds.keys()))
    unknown = found.files - before.files
    taken_up = {name for name in unknown if name in orphans or is_from_feeds(tree, name)}
    if not all(map(is_site_document, taken_up)):
        taken_up.update(filter(is_site_document, unknown))
    files, asked = before.files | taken_up, before.asked | found.asked & taken_up
    return State(feeds=feeds, files=files, asked=asked, taken=before.taken)


def groups_in(tree: Tree, settings: Settings) -> Iterator[Group]:
    """Yield the groups that have a folder in the output, whoever made it.

    What is in the feeds that a site defines, or in those of its articles' fields, only its configuration tells: without
    it they are left as they are.
    """
    yield Group(ALL)
    for provider in _providers(tree, kind_of(PROVIDER).folder):
        yield Group(PROVIDER, provider)
    for topic in filter(is_slug, tree.names(kind_of(TOPIC).folder)):
        yield Group(TOPIC, topic)
        for provider in _providers(tree, f"topics/{topic}/providers"):
            yield Group(PAIR, topic, provider)
    for own in settings.own:
        yield Group(OWN, own.slug)
    fields = (kind for kind in settings.kinds if field_of(kind))
    for kind in (AUTHOR, LANGUAGE, *fields):
        yield from (Group(kind, key) for key in tree.names(kind_of(kind).folder) if is_slug(key))
    sections = (Group(SECTION, key) for key in _nested(tree, kind_of(SECTION).folder))
    yield from (group for group in sections if not _is_archive(tree, group))


def _is_archive(tree: Tree, group: Group) -> bool:
    """Say whether what seems to be a section is an archive of the one above it."""
    above, _, month = group.key.rpartition("/")
    if not is_month(month) or above.rpartition("/")[2] != ARCHIVE:
        return False
    return any(head.is_archive for head in _heads(tree, group))


def _nested(tree: Tree, folder: str, above: str = "", depth: int = 0) -> Iterator[str]:
    """Yield the keys of sections that have a folder, one inside another."""
    for name in filter(is_slug, tree.names(folder)):
        key = f"{above}/{name}" if above else name
        yield key
        if depth < MAX_VALUES:
            yield from _nested(tree, f"{folder}/{name}", key, depth + 1)


def _providers(tree: Tree, folder: str) -> Iterator[str]:
    """Yield the providers that have a folder: it is named by a slug of the configuration, or by a host."""
    return filter(is_provider_key, tree.names(folder))
