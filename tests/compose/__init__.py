"""What the tests of composing share: an article to vary."""

from datetime import UTC, datetime
from typing import Any

from msgspec.structs import replace

from feeds.core.model import Article, Provider

ARTICLE = Article(
    id="https://planet.example/owls",
    title="Owls & otters",
    published=datetime(2024, 3, 5, 6, 7, 8, tzinfo=UTC),
    link="https://planet.example/owls?a=1&b=2",
    provider=Provider("planet.example", "The Planet"),
)


def article(**fields: Any) -> Article:
    """Return the article with these fields changed."""
    return replace(ARTICLE, **fields)
