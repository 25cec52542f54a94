"""Hold what the index has of an article, for comparison with what is read of it."""

from typing import NamedTuple

COLUMNS = (
    *("id", "why", "published", "item_id", "story_key", "id_key", "gives_id", "updated", "expires", "groups"),
    "translation",
)
SELECTED = ", ".join(COLUMNS)
"""The columns of the table of articles that a Known holds, and the same as SQL."""


class Shown(NamedTuple):
    """Where a change of an article shows: its groups, when it is published, and the key of its translations."""

    groups: bytes
    published: int | None
    translation: int | None


class Known(NamedTuple):
    """What the index holds of an article: the values of COLUMNS."""

    key: int
    why: str | None
    published: int | None
    item_id: str | None
    story_key: int | None
    id_key: int | None
    gives_id: int
    updated: int | None
    expires: int | None
    groups: bytes
    translation: int | None

    @property
    def standing(self) -> tuple[str | None, int | None, int | None, int | None]:
        """Return what decides whether the article is published, as which story, and under which id."""
        return self.why, self.published, self.story_key, self.id_key

    @property
    def stories(self) -> tuple[int | None, int | None]:
        """Return the keys by which the article may be a duplicate of another."""
        return self.story_key, self.id_key

    @property
    def shown(self) -> Shown:
        """Return where a change of the article shows."""
        return Shown(self.groups, self.published, self.translation)
