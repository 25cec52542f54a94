"""Find the translations of articles: what is published in other languages under the same key."""

from collections.abc import Collection, Iterator, Sequence
from sqlite3 import Connection

from feeds.core.alternates import Alternate
from feeds.index import rows


def groups_of(db: Connection, keys: Collection[int]) -> Iterator[tuple[bytes, int]]:
    """Yield the encoded groups of the selected articles that have one of some keys, and when they are published."""
    query = "SELECT groups, published FROM articles WHERE translation = ? AND why IS NULL"
    for key in sorted(keys):
        yield from db.execute(query, (key,)).fetchall()


def alternates(
    db: Connection, articles: Sequence[int], now: int, language: str | None
) -> dict[int, tuple[Alternate, ...]]:
    """Return the pages of articles in all languages in which they are published at a moment, their own page last.

    Articles in one language are absent. `language` is that of articles which name none; without it they have no
    translations. Of several articles in one language the earliest counts. What has the same page is no other one.
    """
    if not db.execute("SELECT 1 FROM articles WHERE translation IS NOT NULL LIMIT 1").fetchone():
        return {}
    pages: dict[int, list[Alternate]] = {}
    found = {}
    query = "SELECT translation, record FROM articles JOIN records ON article = id WHERE id = ?"
    for identifier in articles:
        key, record = db.execute(query, (identifier,)).fetchone()
        if key is None:
            continue
        if key not in pages:
            pages[key] = _pages(db, key, now, language)
        article = rows.article(record)
        spoken = article.language or language
        others = [
            one for one in pages[key] if one.language.lower() != (spoken or "").lower() and one.url != article.link
        ]
        if spoken and others:
            found[identifier] = (*others, Alternate(spoken, article.link))
    return found


def _pages(db: Connection, key: int, now: int, language: str | None) -> list[Alternate]:
    """Return the page of each language for a key, by language."""
    query = (
        "SELECT record FROM articles JOIN records ON article = id WHERE translation = ? AND why IS NULL"
        " AND duplicate_of IS NULL AND published <= ? ORDER BY published, item_id"
    )
    found: dict[str, Alternate] = {}
    for (record,) in db.execute(query, (key, now)).fetchall():
        article = rows.article(record)
        if spoken := article.language or language:
            found.setdefault(spoken.lower(), Alternate(spoken, article.link))
    return [found[code] for code in sorted(found)]
