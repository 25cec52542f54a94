"""The rendering of many feeds: a fault with one article costs that article alone."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from feeds.compose import Composer
from feeds.core.errors import OutputError
from feeds.core.model import Article, Item
from feeds.publish import render
from feeds.publish.build import Request
from feeds.publish.report import Report
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


def _many(site: Site, monkeypatch: pytest.MonkeyPatch, count: int = 30) -> Callable[..., Report]:
    """Write articles of which so many batches are made that children render them; return what builds the site."""
    monkeypatch.setattr(render, "BATCH", 5)
    for number in range(count):
        site.write(f"{number}.md", title=f"Story {number}", webUrl=f"https://lamps.example/{number}", body="A text.")
    return lambda **options: site.build(request=Request(jobs=2, **options))


def _failing(
    monkeypatch: pytest.MonkeyPatch, fails: Callable[[Article], bool], how: "signal.Signals | Exception", tries: Path
) -> None:
    """Have the rendering of some articles end its process by a signal, or raise an error; each is noted in a file."""
    parent, real = os.getpid(), Composer.item

    def item(self: Composer, article: Article, *others: Any) -> Item:
        if not fails(article):
            return real(self, article, *others)
        with tries.open("a") as file:
            file.write(f"{article.title}\n")
        if isinstance(how, Exception):
            raise how
        assert os.getpid() != parent
        os.kill(os.getpid(), how)
        raise AssertionError

    monkeypatch.setattr(Composer, "item", item)


WAYS = pytest.mark.parametrize("how", [signal.SIGSEGV, signal.SIGKILL, RuntimeError("Can't parse HTML")], ids=repr)


@WAYS
def test_a_lack_of_the_machine_that_looks_like_a_fault_costs_no_item(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: "signal.Signals | Exception"
) -> None:
    """Where no article can be rendered, whatever that looks like, the build ends at once, and the old feeds stay."""
    build = _many(site, monkeypatch, count=100)
    build()
    before = site.files()
    with monkeypatch.context() as patch:
        _failing(patch, lambda article: True, how, tmp_path / "tries")
        with pytest.raises(OutputError, match=r"no article can be rendered now.*the old feeds are still there"):
            build(full=True)
    assert site.files() == before
    tries = len((tmp_path / "tries").read_text().splitlines())
    assert tries < 60, "it tried more than the few batches that are under way at a time"
    assert build().errors == ()
    assert site.files() == before


@WAYS
def test_an_article_whose_text_cannot_be_rendered_keeps_its_item(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: "signal.Signals | Exception"
) -> None:
    """The excerpt stands for the text, which is told in every build, and the next one that can do so shows it."""
    build = _many(site, monkeypatch)
    build()
    before = site.files()
    with monkeypatch.context() as patch:
        _failing(patch, lambda one: one.title == "Story 7" and one.body is not None, how, tmp_path / "tries")
        for full in (True, False):
            report = build(full=full)
            kind = "RuntimeError" if isinstance(how, Exception) else "the process that tried has ended"
            assert [str(problem) for problem in report.errors] == [
                f"{site.source / '7.md'}:1: error: the article is shown without its text, by a fault in feeds ({kind})"
            ]
            assert (report.exit_status, report.tally.published, report.tally.left_out) == (1, 30, 0)
            (shown,) = (item for item in site.json("all")["items"] if item["title"] == "Story 7")
            assert "It glows a little longer" in shown["content_html"]
            assert sum("A text." in item["content_html"] for item in site.json("all")["items"]) == 29
    assert build().errors == ()
    assert site.files() == before


def test_an_article_of_which_only_its_title_can_be_rendered_keeps_its_item(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever field is at fault, readers know the item by its id, and do not see it as new later."""
    build = _many(site, monkeypatch)
    build()
    ids = {item["id"] for item in site.json("all")["items"]}
    _failing(monkeypatch, lambda one: one.title == "Story 7" and bool(one.topics), signal.SIGSEGV, tmp_path / "tries")
    assert build(full=True).tally.left_out == 0
    assert {item["id"] for item in site.json("all")["items"]} == ids
