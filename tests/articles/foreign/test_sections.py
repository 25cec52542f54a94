"""The parts of a site that a file is in."""

import pytest

from feeds.articles.conventions import Conventions, Section
from feeds.articles.foreign.location import location_of
from feeds.articles.foreign.sections import Sections


def is_in(folder: str, path: str, conventions: Conventions) -> bool:
    """Say whether a file is in a part of a site."""
    sections = (Section(folder, defaults={"is": "in"}),)
    known = Conventions(generator=conventions.generator, sections=sections)
    return bool(Sections(known).of(location_of(path, known)).defaults)


JEKYLL, HUGO = Conventions(generator="jekyll"), Conventions(generator="hugo")


@pytest.mark.parametrize(
    ("folder", "path", "conventions", "expected"),
    [
        ("blog/*", "blog/a.md", HUGO, True),
        ("blog/*", "blog/a/b.md", HUGO, True),
        ("*/news", "blog/news/a.md", HUGO, True),
        ("*/news", "blog/a/news/a.md", HUGO, False),
        ("*/news", "blog/newsroom/a.md", HUGO, False),
        ("*/news", "blog/newsroom/a.md", JEKYLL, True),
        ("**/news", "blog/a/news/a.md", HUGO, True),
        ("**/news", "news/a.md", HUGO, True),
        ("blog/**", "blog/a/b.md", HUGO, True),
        ("blog/**", "blogs/a/b.md", HUGO, False),
        ("**/*b*", "a/b/c", HUGO, True),
        ("**/b/*c", "b/b/xc", HUGO, True),
        ("**", "a/b.md", HUGO, True),
        ("a*a*b", "aaab/x.md", HUGO, True),
        ("a*a*b", "aaac/x.md", HUGO, False),
        ("a*b.", "aab.md", JEKYLL, True),
    ],
)
def test_patterns(folder: str, path: str, conventions: Conventions, expected: bool) -> None:
    """`*` stands for a part of a name, `**` for folders; Jekyll compares beginnings."""
    assert is_in(folder, path, conventions) == expected


@pytest.mark.parametrize("conventions", [JEKYLL, HUGO], ids=["jekyll", "hugo"])
@pytest.mark.parametrize("folder", ["*a" * 40 + "b", "**/a/" * 2_000 + "b", "**/*/" * 2_000 + "b", "**a" * 40 + "b"])
def test_no_pattern_is_tried_again_and_again(folder: str, conventions: Conventions) -> None:
    """Patterns that others try in all ways they can be read are done with in one go."""
    assert not is_in(folder, "a" * 200, conventions)
    assert not is_in(folder, "a/" * 100 + "a.md", conventions)
