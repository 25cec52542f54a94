"""An index of articles that lie nowhere, to ask."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from feeds.articles.parse import Context
from feeds.config import Selection
from feeds.core.model import Article, Group, Provider
from feeds.core.taxonomy import Taxonomy
from feeds.index import duplicates
from feeds.index.catalogue import Catalogue
from feeds.index.database import Database, open_database
from feeds.index.rows import File, Reader, Row, article
from feeds.index.writer import IndexWriter

NOW = datetime(2024, 6, 1, tzinfo=UTC)
READER = Reader(Context(UTC, "https://a.example/"), Selection(), Taxonomy(), ())
ALL, OWLS, HERE = Group("all"), Group("topic", "owls"), Group("provider", "a.example")


def story(name: str, day: int = 1, **fields: Any) -> Article:
    """Return an article of a day in May 2024 whose id and link come from its name."""
    given: dict[str, Any] = {
        "id": f"id-{name}",
        "title": name,
        "published": datetime(2024, 5, day, tzinfo=UTC),
        "link": f"https://a.example/{name}",
        "provider": Provider("a.example"),
    }
    return Article(**(given | fields))


class Site:
    """An index in memory, of articles that are put into it by name."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.changed: list[int] = []
        database.db.execute("INSERT INTO folders VALUES (1, 0, x'', x'')")

    def put(self, **articles: Article | Row | None) -> list[Group]:
        """Put articles, or rows, under names; None takes one out. Returns the groups that this touches."""
        index = IndexWriter(self.database, int(NOW.timestamp()))
        rows = [READER.row_of(one, (b"", b"")) if isinstance(one, Article) else one for one in articles.values()]
        index.put([File(1, 0, b"", name.encode()) for name in articles], rows)
        self.changed = duplicates.settle(self.database, index.touched_stories)
        index.touch_articles(self.changed)
        return list(index.touched())

    def catalogue(self, now: datetime = NOW) -> Catalogue:
        """Return the answers at a moment."""
        return Catalogue(self.database, [Path("site")], now)

    def titles(self, group: Group = ALL, count: int = 10, now: datetime = NOW) -> list[str]:
        """Return the titles of the newest articles of a group."""
        catalogue = self.catalogue(now)
        return [article(record).title for record in catalogue.records(catalogue.newest(group, count))]

    def duplicates(self) -> list[tuple[str, str]]:
        """Return the names of the articles that lost, each with that of the one that is kept."""
        return [(Path(one.path).name, Path(one.kept).name) for one in self.catalogue().duplicates()]


@contextmanager
def index() -> Iterator[Site]:
    """Open an empty index for the time of the body."""
    with open_database(Path("/nowhere/state.sqlite"), print, scratch=True) as database:
        yield Site(database)
