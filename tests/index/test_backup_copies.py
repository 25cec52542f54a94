"""A backup copy beside an article does not take its place in the feeds, and is told."""

from itertools import permutations

import pytest

from feeds import api
from tests.support import NOW, Site


@pytest.mark.parametrize(
    "copy",
    [
        "lamp-old.md", "lamp.bak.md", "lamp (1).md", "a lamp copy.md", "copy of lamp.md", "lamp~.md", "old/lamp.md",
        "backup/lamp.md", "lamp-2.md", "_posts.orig/lamp.md",
    ],
)  # fmt: skip
def test_the_original_stays(site: Site, copy: str) -> None:
    """Whatever the copy is called, the subscribers keep the article that they have."""
    site.write("lamp.md", title="As it is")
    site.build()
    before = site.files()
    site.write(copy, title="As it was")
    report = site.build()
    assert site.files() == before
    assert [str(problem) for problem in report.problems if problem.message.startswith("is a copy")] == [
        f"{site.source / copy}:5: warning: is a copy of {site.source / 'lamp.md'}, with the same link and date;"
        " that one is in the feeds: delete this one"
    ]
    assert report.warnings == 1


def test_the_one_that_was_updated_later_stays(site: Site) -> None:
    """An edit that says when it was made is newer than its backup, whatever the files are called."""
    site.write("lamp-v2-final.md", title="As it is", updatedDateTime="2026-02-02")
    site.write("lamp.md", title="As it was")
    site.build()
    assert site.titles() == ["As it is"]


def test_the_choice_does_not_depend_on_the_order_in_which_they_came(site: Site) -> None:
    """Nothing but the articles decides, so a build from nothing gives the same feeds."""
    names = ["lamp.md", "lamp-old.md", "older/lamp.md"]
    for order in permutations(names):
        for name in names:
            (site.source / name).unlink(missing_ok=True)
        for name in order:
            site.write(name, title=name)
            site.build()
        assert site.titles() == ["lamp.md"]


def test_check_tells_a_copy_once(site: Site) -> None:
    """It is no duplicate besides."""
    site.write("lamp.md")
    site.write("lamp-old.md")
    assert len(api.check(source=site.source, now=NOW).problems) == 1
