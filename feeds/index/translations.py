"""Find the translations of articles: what is published in other languages under the same key."""

from collections.abc import Collection, Iterator, Sequence
from sqlite3 import Connection

from feeds.core.alternates import Alternate
from feeds.core.limits import MAX_TRANSLATED, MAX_TRANSLATIONS
from feeds.index import rows

_MAX_READ = 10 * MAX_TRANSLATIONS
"""Articles with one key that are read at most, to find those in different languages."""


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
    """Return the page of each language for a key, by language; those of the earliest articles, if there are too many.

    Each item has links to all, so what they come to would grow with the square of their number.
    """
    query = (
        "SELECT record FROM articles JOIN records ON article = id WHERE translation = ? AND why IS NULL"
        " AND duplicate_of IS NULL AND published <= ? ORDER BY published, item_id LIMIT ?"
    )
    found: dict[str, Alternate] = {}
    left = MAX_TRANSLATED
    for (record,) in db.execute(query, (key, now, _MAX_READ)):  # each may be long
        article = rows.article(record)
        spoken = article.language or language
        if not spoken or spoken.lower() in found:
            continue
        left -= len(spoken) + len(article.link)
        if len(found) == MAX_TRANSLATIONS or left < 0:
            break
        found[spoken.lower()] = Alternate(spoken, article.link)
    return [found[code] for code in sorted(found)]
