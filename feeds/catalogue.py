"""Knows the selected articles by group: the newest N of each, and which of two articles on one story is kept."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from feeds import urls
from feeds.model import Article, Group


class GroupCount(Struct, frozen=True):
    """A group with the number of its articles and the date of the newest."""

    group: Group
    count: int
    newest: datetime


class Duplicate(Struct, frozen=True):
    """An article that lost to an earlier one on the same story."""

    article: Article
    kept: Article


class Catalogue:
    """The selected articles of one build. Complete when all are added; it answers only then."""

    def __init__(self) -> None:
        self._articles: dict[str, tuple[Article, tuple[Group, ...]]] = {}
        self._members: dict[Group, list[Article]] = {}
        self._duplicates: list[Duplicate] | None = None

    def add(self, article: Article, groups: Iterable[Group]) -> None:
        """Add a selected article; one of the same path takes the place of the earlier."""
        self._articles[article.path] = (article, tuple(groups))
        self._duplicates = None

    def duplicates(self) -> list[Duplicate]:
        """Return the articles that lost to another with the same link or id, by path."""
        self._settle()
        return list(self._duplicates or ())

    def groups(self) -> list[GroupCount]:
        """Return every group that has an article, in an order that never changes."""
        self._settle()
        return [
            GroupCount(group, len(articles), articles[0].published) for group, articles in sorted(self._members.items())
        ]

    def newest(self, group: Group, count: int) -> list[Article]:
        """Return the newest articles of a group: by date of publication, those of one moment by id."""
        self._settle()
        return self._members.get(group, [])[:count]

    def __len__(self) -> int:
        """Return how many articles are in the feeds."""
        return len(self._articles) - len(self.duplicates())

    def _settle(self) -> None:
        if self._duplicates is not None:
            return
        # The sort is stable: of two articles that nothing else tells apart, the one read first is kept.
        articles = sorted((article for article, _ in self._articles.values()), key=_seniority)
        first: dict[str, Article] = {}
        duplicates = []
        members: dict[Group, list[Article]] = defaultdict(list)
        for article in articles:
            keys = (f"link {urls.story_key(article.link)}", f"id {article.id}")
            kept = next((first[key] for key in keys if key in first), None)
            if kept is not None:
                duplicates.append(Duplicate(article, kept))
                continue
            first.update(dict.fromkeys(keys, article))
            for group in self._articles[article.path][1]:
                members[group].append(article)
        for found in members.values():
            found.sort(key=lambda article: (-article.published.timestamp(), article.id))
        self._members = dict(members)
        self._duplicates = sorted(duplicates, key=lambda duplicate: duplicate.article.path)


def _seniority(article: Article) -> tuple[datetime, str]:
    """Order the articles on one story: the first is the one that is kept."""
    return (article.published, article.id)
