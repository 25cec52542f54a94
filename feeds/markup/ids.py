"""Make ids in a text unique, with the links to them, so that a page can show many texts."""

import re
from hashlib import blake2s
from urllib.parse import unquote

from feeds.markup.tree import Attributes, Node

_PLAIN = re.compile(r"[A-Za-z][\w.:-]{0,63}", re.ASCII)


class Ids:
    """The ids of one text: those that it had and a link in it leads to, and what they are now.

    The old id comes first in the new one: readers know notes by their names (`fn1`).
    """

    def __init__(self, root: Node | None, key: str, link: str) -> None:
        """Look for the ids in a tree. `key` is what makes the text another one than all others."""
        self._link = link
        self._new: dict[str, str] = {}
        self._unplaced: set[str] = set()
        if root is None or (parent := root.parent) is None:
            return
        wanted = {name for node in parent.css("a[href*='#']") if (name := _target(node.attributes.get("href"), link))}
        if not wanted:
            return
        given = (node.attributes for node in parent.css("[id], a[name]"))
        there = [name for one in given for name in (one.get("id"), one.get("name")) if name]
        suffix = blake2s(key.encode(errors="replace"), digest_size=4).hexdigest()
        for number, name in enumerate(dict.fromkeys(name for name in there if name in wanted), 1):
            self._new[name] = f"{name if _PLAIN.fullmatch(name) else f'id{number}'}-{suffix}"
        self._unplaced = set(self._new)

    def place(self, attributes: Attributes) -> str | None:
        """Return the new id of an element that is written, if a link leads to it; None also for a second one."""
        if not self._unplaced:
            return None
        for name in (attributes.get("id"), attributes.get("name")):
            if name in self._unplaced:
                self._unplaced.discard(name)
                return self._new[name]
        return None

    def named_by(self, href: str | None) -> str | None:
        """Return the old id that a link within the text leads to; None for a link to anywhere else."""
        name = _target(href, self._link) if self._new else None
        return name if name in self._new else None

    def address(self, name: str) -> str | None:
        """Return the address of a place in the text, once all is written; None for one that was not."""
        return None if name in self._unplaced else f"#{self._new[name]}"


def _target(href: str | None, link: str) -> str | None:
    """Return the id that an address leads to in the text of the article that it stands in; `link` is the article's."""
    address, _, name = (href or "").strip().partition("#")
    if address and address.rstrip("/") != link.partition("#")[0].rstrip("/"):
        return None
    return unquote(name) or None
