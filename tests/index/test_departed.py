"""An article that was published and is broken, or none any more, is told as that until somebody mends or removes it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from feeds import api
from feeds.publish.build import Request
from tests.support import NOW, Site

SINCE = "since 2026-06-01 12:00 UTC"


@pytest.fixture
def two(site: Site) -> Site:
    """Return a site with two published articles."""
    site.write("kept.md")
    site.write("lost.md", webUrl="https://lamps.example/2", publishedDateTime="2026-02-02")
    site.build()
    return site


def empty(path: Path) -> None:
    """Leave nothing of a file, as a full disk does."""
    path.write_text("")


def conflict(path: Path) -> None:
    """Leave the marks of a merge, as git does."""
    path.write_text(f"<<<<<<< HEAD\n{path.read_text()}=======\n>>>>>>> other\n")


def rename(path: Path) -> None:
    """Move to another kind of file."""
    path.rename(path.with_suffix(".mdown"))


def strip(path: Path) -> None:
    """Lose the front matter."""
    path.write_text("Only text.\n")


def gut(path: Path) -> None:
    """Keep the front matter, without anything of an article in it."""
    path.write_text("---\nlayout: page\n---\n")


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (empty, "the file is empty"),
        (conflict, "the file begins with the mark of a merge conflict"),
        (rename, "it is called lost.mdown now, and no build reads such files"),
        (strip, "it has no front matter"),
        (gut, "it has no title, no date and no link"),
    ],
)
def test_what_is_no_article_any_more_is_a_warning(two: Site, spoil: Callable[[Path], None], why: str) -> None:
    """It is told by every build and by `feeds check` until the article is back, and goes on through `--full`."""
    path = two.source / "lost.md"
    text = path.read_text()
    spoil(path)
    message = f"{path}:1: warning: was an article that was published, and is none any more {SINCE}: {why}"
    (checked,) = api.check(
        config=None, source=two.source, output=two.output, state_dir=two.folder / ".feeds", now=NOW
    ).problems
    assert str(checked) == message
    report = two.build(request=Request(news_only=True))
    assert (report.news, report.exit_status, report.warnings) == ((message,), 0, 1)
    later = NOW.replace(hour=15)
    for request in (Request(), Request(full=True), Request(news_only=True)):
        again = two.build(now=later, request=request)
        assert ([str(problem) for problem in again.lost], again.news) == ([message], ())
    path.write_text(text)
    back = two.build(now=later, request=Request(news_only=True))
    assert (back.lost, back.news) == ((), (f"{path}: nothing is wrong any more",))


def test_a_published_article_with_an_error_is_told_as_that(two: Site) -> None:
    """It costs subscribers something, unlike an article that never was right; it comes first."""
    two.write("a-new-one.md", title=None)
    two.write("lost.md", title=None, quality="much")
    report = two.build()
    assert [str(problem).removeprefix(f"{two.source}/") for problem in report.lost] == [
        f"lost.md:2: error: title is missing; the article was published, and is left out {SINCE}"
    ]
    assert len(report.errors) == 2
    later = two.build(now=NOW.replace(day=9), request=Request(news_only=True))
    assert [line.removeprefix(f"{two.source}/").partition(":")[0] for line in later.news] == ["lost.md", "a-new-one.md"]
    assert SINCE in later.news[0]


@pytest.mark.parametrize("how", ["deleted", "unpublished", "retracted", "moved"])
def test_what_somebody_does_on_purpose_is_not_told(two: Site, how: str) -> None:
    """Whoever takes an article back needs no mail about it."""
    path = two.source / "lost.md"
    fields = {"webUrl": "https://lamps.example/2", "publishedDateTime": "2026-02-02"}
    if how == "deleted":
        path.unlink()
    elif how == "moved":
        (two.source / "sub").mkdir()
        path.rename(two.source / "sub" / "lost.md")
    else:
        more = {"unpublished": {"published": False}, "retracted": {"deleted": True}}.get(how, {})
        two.write("lost.md", **(fields | more))
    report = two.build(request=Request(news_only=True))
    assert (report.lost, report.news) == ((), ())


@pytest.mark.parametrize("target", ["elsewhere", "sub"])
def test_a_folder_that_became_a_link_is_not_looked_into(two: Site, target: str) -> None:
    """Builds follow no link to a folder, nor do they say what lies behind one, or stop at one that leads to itself."""
    two.write("sub/a.md", title="A", webUrl="https://lamps.example/sub/a")
    two.build()
    elsewhere = two.folder / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a.md").write_text("")
    shutil.rmtree(two.source / "sub")
    (two.source / "sub").symlink_to(elsewhere if target == "elsewhere" else target)
    for _ in range(2):
        report = two.build(request=Request(details=True))
        told = [one.message for one in report.problems if one.path.endswith("sub/a.md")]
        assert len(told) == 1
        assert told[0].endswith("its folder is behind a link now, and no link to a folder is followed")


def test_a_departed_article_that_is_deleted_at_last_is_forgotten(two: Site) -> None:
    """The warning ends with what it is about."""
    path = two.source / "lost.md"
    empty(path)
    assert len(two.build().lost) == 1
    path.unlink()
    assert two.build().lost == ()
    empty(path)
    assert two.build().lost == ()


def test_an_empty_file_that_never_was_an_article_is_passed_over(two: Site) -> None:
    """Drafts begin as empty files."""
    (two.source / "new.md").write_text("")
    assert two.build().lost == ()


def test_a_build_of_other_sources_forgets_nothing(two: Site) -> None:
    """What is elsewhere can be neither right nor wrong."""
    empty(two.source / "lost.md")
    two.build()
    other = two.folder / "other"
    other.mkdir()
    (other / "new.md").write_text((two.source / "kept.md").read_text())
    assert two.build(sources=(other,), request=Request(allow_loss=True)).lost == ()
    assert len(two.build(request=Request(allow_loss=True)).lost) == 1


class TestIds:
    """What readers show as new is told once, with the number of items."""

    def test_an_id_that_changes(self, two: Site) -> None:
        """An edit of the link, or of the id, makes an old story new."""
        two.write("lost.md", webUrl="https://lamps.example/other", publishedDateTime="2026-02-02")
        two.write("kept.md", id="now-with-an-id")
        report = two.build()
        names = ", ".join(str(two.source / name) for name in ("kept.md", "lost.md"))
        assert report.notices == (f"2 items have another id than before, and readers show them as new: {names}",)
        assert two.build(request=Request(full=True)).notices == ()

    def test_an_id_that_changes_outside_the_newest(self, two: Site) -> None:
        """Only items in a feed are seen by readers."""
        two.write("kept.md", id="now-with-an-id")
        assert two.build(limit=1).notices == ()

    def test_a_program_that_makes_other_ids(self, two: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        """An upgrade that changes ids says so, although it reads everything anew."""
        monkeypatch.setattr("feeds.index.refresh.fingerprint", lambda: b"another")
        two.write("kept.md", id="from-the-upgrade")
        assert two.build().notices[0].startswith("1 item has another id than before, and readers show it as new: ")

    def test_another_article_in_the_same_file_is_none(self, two: Site) -> None:
        """A new story is new."""
        two.write("lost.md", webUrl="https://lamps.example/3", publishedDateTime="2026-03-03", title="Another")
        assert two.build().notices == ()

    def test_files_that_change_places_are_none(self, two: Site) -> None:
        """The items are the same, wherever they lie."""
        one, other = two.source / "kept.md", two.source / "lost.md"
        texts = one.read_text(), other.read_text()
        other.write_text(texts[0])
        one.write_text(texts[1])
        assert two.build().notices == ()
