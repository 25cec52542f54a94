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


JEKYLL, OTHER = Conventions(generator="jekyll"), Conventions(generator="eleventy")


@pytest.mark.parametrize(
    ("folder", "path", "conventions", "expected"),
    [
        ("blog/*", "blog/a.md", OTHER, True),
        ("blog/*", "blog/a/b.md", OTHER, True),
        ("*/news", "blog/news/a.md", OTHER, True),
        ("*/news", "blog/a/news/a.md", OTHER, False),
        ("*/news", "blog/newsroom/a.md", OTHER, False),
        ("*/news", "blog/newsroom/a.md", JEKYLL, True),
        ("**/news", "blog/a/news/a.md", OTHER, True),
        ("**/news", "news/a.md", OTHER, True),
        ("blog/**", "blog/a/b.md", OTHER, True),
        ("blog/**", "blogs/a/b.md", OTHER, False),
        ("**/*b*", "a/b/c", OTHER, True),
        ("**/b/*c", "b/b/xc", OTHER, True),
        ("**", "a/b.md", OTHER, True),
        ("a*a*b", "aaab/x.md", OTHER, True),
        ("a*a*b", "aaac/x.md", OTHER, False),
        ("a*b.", "aab.md", JEKYLL, True),
        ("[ab]*", "b.md", OTHER, True),
        ("[a--b]*", "[a--b].md", OTHER, True),
    ],
)
def test_patterns(folder: str, path: str, conventions: Conventions, expected: bool) -> None:
    """`*` stands for a part of a name, `**` for folders; Jekyll compares beginnings."""
    assert is_in(folder, path, conventions) == expected


@pytest.mark.parametrize("conventions", [JEKYLL, OTHER], ids=["jekyll", "other"])
@pytest.mark.parametrize("folder", ["*a" * 40 + "b", "**/a/" * 2_000 + "b", "**/*/" * 2_000 + "b", "**a" * 40 + "b"])
def test_no_pattern_is_tried_again_and_again(folder: str, conventions: Conventions) -> None:
    """Patterns that others try in all ways they can be read are done with in one go."""
    assert not is_in(folder, "a" * 200, conventions)
    assert not is_in(folder, "a/" * 100 + "a.md", conventions)


def test_sets_of_characters_warn_nobody(recwarn: pytest.WarningsRecorder) -> None:
    """What Python may read otherwise one day is no set, and no warning reaches the terminal."""
    for written in ("[a--b]*", "[!a--b]*", "[a-b--c-d]*", "[[a]*", "[a&&b]*", "[a||b]*", "[a~~b]*"):
        is_in(written, "a.md", OTHER)
    assert [str(warning.message) for warning in recwarn] == []
