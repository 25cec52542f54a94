"""Builds that die while they read or render only a few articles, which no child process does."""

import os
import signal
from collections.abc import Callable
from typing import Any

import pytest

from feeds.compose import Composer
from feeds.core.marks import MARK
from feeds.core.model import Article, Item
from feeds.index import changes, rows
from feeds.publish.build import Request
from feeds.publish.report import Report
from tests.support import Site


def _die() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


_read = rows.rows


def _die_reading(reader: bytes, files: list[rows.File]) -> Any:
    if any(file.name == b"3.md" for file in files):
        _die()
    return _read(reader, files)


def _die_rendering(monkeypatch: pytest.MonkeyPatch) -> None:
    real = Composer.item

    def item(self: Composer, article: Article, *others: Any) -> Item:
        if article.title == "Story 3" and article.body is not None:
            _die()
        return real(self, article, *others)

    monkeypatch.setattr(Composer, "item", item)


def _in_another_process(build: Callable[[], object]) -> int:
    """Build in a process of its own, and return the signal that ended it, 0 if none did."""
    process = os.fork()
    if process == 0:
        try:
            build()
        finally:
            os._exit(0)
    return os.waitpid(process, 0)[1]


def _built_after_a_death(site: Site, jobs: int | None, full: bool = False) -> Report:
    """Return the report of the build after one that has died."""
    for number in range(5):
        site.write(f"{number}.md", title=f"Story {number}", webUrl=f"https://lamps.example/{number}", body="A text.")

    def build() -> Report:
        return site.build(request=Request(jobs=jobs, full=full))

    assert _in_another_process(build) == signal.SIGSEGV
    assert _is_marked(site)
    return build()


def _is_marked(site: Site) -> bool:
    return any((site.folder / ".feeds").glob(f"*{MARK}"))


@pytest.mark.parametrize("jobs", [1, 2, None])
def test_an_article_that_ends_a_reading_here_costs_itself_alone(
    site: Site, monkeypatch: pytest.MonkeyPatch, jobs: int | None
) -> None:
    """The next build reads in children, names the article, and the one after it need not do so any more."""
    monkeypatch.setattr(changes, "_is_racy", lambda entry, now: False)  # a file that has just changed is read again
    monkeypatch.setattr(rows, "rows", _die_reading)
    report = _built_after_a_death(site, jobs)
    assert [problem.path for problem in report.errors] == [str(site.source / "3.md")]
    assert sorted(site.titles()) == ["Story 0", "Story 1", "Story 2", "Story 4"]
    site.build(request=Request(jobs=jobs))
    assert not _is_marked(site)


@pytest.mark.parametrize("jobs", [1, 2, None])
def test_an_article_that_ends_a_rendering_here_costs_its_text_alone(
    site: Site, monkeypatch: pytest.MonkeyPatch, jobs: int | None
) -> None:
    """Each build tries it again, in children; once that works, the text is there, and there is no mark."""
    with monkeypatch.context() as patch:
        _die_rendering(patch)
        report = _built_after_a_death(site, jobs)
        assert [problem.path for problem in report.errors] == [str(site.source / "3.md")]
        assert len(site.titles()) == 5
        assert _is_marked(site)
        assert len(site.build(request=Request(jobs=jobs)).errors) == 1
        assert _is_marked(site)
    assert site.build(request=Request(jobs=jobs)).errors == ()
    assert not _is_marked(site)


def test_a_build_that_only_was_killed_is_followed_by_a_usual_one(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What ended it is not in the articles: nothing is lost, and the mark goes."""
    with monkeypatch.context() as patch:
        patch.setattr(rows, "rows", lambda *given: os.kill(os.getpid(), signal.SIGKILL))
        site.write()
        assert _in_another_process(site.build) == signal.SIGKILL
        assert _is_marked(site)
    assert site.build().errors == ()
    assert not _is_marked(site)


def test_an_error_leaves_no_mark(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that ends in order has not died."""
    site.write()

    def fail(*given: Any) -> None:
        assert _is_marked(site)
        raise KeyboardInterrupt

    monkeypatch.setattr(rows, "rows", fail)
    with pytest.raises(KeyboardInterrupt):
        site.build()
    assert not _is_marked(site)
