"""The rendering of many feeds: a fault with one article costs that article alone."""

from typing import Any

import pytest

from feeds.compose import Composer
from feeds.core.model import Article, Item
from tests.support import Site


@pytest.mark.parametrize("count", [1, 9])
def test_an_article_that_cannot_be_shown_costs_only_itself(
    site: Site, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    """A fault of ours is told with the article that it happened on, in every build; the others are published."""
    for number in range(count):
        site.write(f"{number}.md", title=f"Story {number}", webUrl=f"https://lamps.example/{number}")
    real = Composer.item

    def broken(self: Composer, article: Article, *others: Any) -> Item:
        if article.title == "Story 0":
            raise RuntimeError("private")
        return real(self, article, *others)

    monkeypatch.setattr(Composer, "item", broken)
    for _ in range(2):
        report = site.build()
        assert [str(problem) for problem in report.errors] == [
            f"{site.source / '0.md'}:1: error: the article cannot be shown, by a fault in feeds (RuntimeError)"
        ]
        assert sorted(site.titles()) == [f"Story {number}" for number in range(1, count)]
        assert report.tally.published == count - 1
        assert f"{count - 1} published, 1 left out for errors" in report.summary()
    monkeypatch.undo()
    assert site.build().errors == ()
    assert len(site.titles()) == count
