"""How articles stand, and how many of them: the answers of a `Catalogue`."""

from datetime import datetime
from typing import NamedTuple

from msgspec import Struct

from feeds.core.model import Group


class GroupCount(Struct, frozen=True):
    """A group with the number of its articles and the date of the newest."""

    group: Group
    count: int
    newest: datetime


class Tally(NamedTuple):
    """How many files with front matter there are, and how many of them are what.

    `usable` are the articles without errors, drafts included; `reasons` say why the others are in no feed. `warnings`
    counts what was mended or dropped.
    """

    read: int
    published: int
    usable: int
    left_out: int
    reasons: dict[str, int]
    duplicates: int
    warnings: int

    def with_broken(self, number: int) -> "Tally":
        """Return the tally once it has shown that so many of the published articles cannot be rendered."""
        return self._replace(published=self.published - number, left_out=self.left_out + number)


class Duplicate(NamedTuple):
    """The path of an article that is on the same story as an earlier one, and the path of that."""

    path: str
    kept: str


class Standing(NamedTuple):
    """How an article stands: its key, why it is in no feed, if so, and the path of the one that stands for it."""

    key: int
    why: str | None
    duplicate_of: str | None
