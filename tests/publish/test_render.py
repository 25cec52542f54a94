"""The rendering of many feeds: a fault with one article costs that article alone."""

from typing import Any

import pytest

from feeds.compose import Composer
from feeds.core.errors import OutputError
from feeds.core.model import Article, Item
from feeds.publish.build import Request
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


@pytest.mark.parametrize("lack", [MemoryError(), OSError(24, "Too many open files"), ImportError("cannot map")])
def test_a_lack_of_the_machine_publishes_no_feed_without_an_article(
    site: Site, monkeypatch: pytest.MonkeyPatch, lack: Exception
) -> None:
    """What may pass ends the build, and the old feeds stay: an article that comes back later would look new."""
    for number in range(5):
        site.write(f"{number}.md", title=f"Story {number}", webUrl=f"https://lamps.example/{number}")
    site.build()
    before = site.files()

    def fails(self: Composer, article: Article, *others: Any) -> Item:
        raise lack

    monkeypatch.setattr(Composer, "item", fails)
    with pytest.raises(OutputError, match="the old feeds are still there"):
        site.build(request=Request(full=True))
    assert site.files() == before
    monkeypatch.undo()
    site.build()
    assert len(site.titles()) == 5


def test_documents_without_a_faulty_article_are_known_as_ours(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The build after a fault does not say that something else has replaced what the faulty build has written."""
    site.write("0.md", title="Story 0", webUrl="https://lamps.example/0")
    site.write("1.md", title="Story 1", webUrl="https://lamps.example/1")
    site.build()
    real = Composer.item

    def broken(self: Composer, article: Article, *others: Any) -> Item:
        if article.title == "Story 0":
            raise RuntimeError
        return real(self, article, *others)

    monkeypatch.setattr(Composer, "item", broken)
    site.build(request=Request(full=True))
    assert site.titles() == ["Story 1"]
    monkeypatch.undo()
    report = site.build()
    assert sorted(site.titles()) == ["Story 0", "Story 1"]
    assert not [notice for notice in report.notices if "something else" in notice]
