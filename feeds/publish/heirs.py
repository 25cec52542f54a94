"""Find where the articles of emptied feeds are now: most often such a feed has another name."""

import re
from collections import Counter
from collections.abc import Iterable

from feeds.core.model import Group
from feeds.index.catalogue import Catalogue
from feeds.publish.state import State
from feeds.publish.tree import Tree

_GUID = re.compile(r"<guid[^<>]*>([^<]*)</guid>")
_MOST = 50
"""Items of a feed that are looked for, the newest."""


def heirs(folders: Iterable[str], before: State, catalogue: Catalogue, tree: Tree) -> dict[str, str | None]:
    """Return, for each folder of an emptied feed, the one of the same kind in which most of its articles are now.

    One that no build has known before goes before others. It is None where it cannot be known: the feed's documents,
    which still hold the items, cannot be read, or less than half of these are in any one feed.
    """
    known = {record.group for record in before.feeds.values()}
    return {folder: _heir(before.feeds[folder].group, known, catalogue, tree) for folder in folders}


def _heir(group: Group, known: set[Group], catalogue: Catalogue, tree: Tree) -> str | None:
    ids = _ids(tree, group)[:_MOST]
    found = Counter(other for item_id in ids for other in catalogue.groups_with(item_id) if other.kind == group.kind)
    likely = [other for other in found if other != group and found[other] * 2 >= len(ids)]
    return min(likely, key=lambda other: (other in known, -found[other], other)).folder if likely else None


def _ids(tree: Tree, group: Group) -> list[str]:
    """Return the ids of the items in a document of a feed, newest first."""
    from html import unescape  # few builds empty a feed

    from feeds.publish.heads import MAX_HEAD, read_head

    head = read_head(tree, group.document("json"), "json")
    if head is not None:
        return [item.id for item in head.items]
    try:
        text = tree.read(group.document("rss"), MAX_HEAD).decode("utf-8", "replace")
    except OSError:
        return []
    return [unescape(found) for found in _GUID.findall(text)]
