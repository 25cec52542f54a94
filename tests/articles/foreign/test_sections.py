"""The parts of a site that a file is in."""

import pytest

from feeds.articles.conventions import Conventions, Generator, Section
from feeds.articles.foreign import sections as sections_module
from feeds.articles.foreign.location import location_of
from feeds.articles.foreign.sections import Rules, Sections


def is_in(folder: str, path: str, conventions: Conventions) -> bool:
    """Say whether a file is in a part of a site."""
    sections = (Section(folder, defaults={"is": "in"}),)
    known = Conventions(generator=conventions.generator, sections=sections)
    return bool(Sections(known).of(location_of(path, known)).defaults)


JEKYLL, OTHER = Conventions(generator="jekyll"), Conventions(generator="eleventy")


@pytest.mark.parametrize(
    ("folder", "path", "expected"),
    [
        ("blog/*", "blog/a.md", True),
        ("blog/*", "blog/a/b.md", True),
        ("*/news", "blog/news/a.md", True),
        ("*/news", "blog/a/news/a.md", False),
        ("*/news", "blog/newsroom/a.md", True),
        ("**/news", "blog/a/news/a.md", True),
        ("**/news", "news/a.md", True),
        ("blog/**", "blog/a/b.md", True),
        ("blog/**", "blogs/a/b.md", False),
        ("**/*b*", "a/b/c", True),
        ("**/b/*c", "b/b/xc", True),
        ("**", "a/b.md", True),
        ("a*a*b", "aaab/x.md", True),
        ("a*a*b", "aaac/x.md", False),
        ("a*b.", "aab.md", True),
        ("[ab]*", "b.md", True),
        ("[a--b]*", "[a--b].md", True),
    ],
)
def test_patterns(folder: str, path: str, expected: bool) -> None:
    """In Jekyll `*` stands for a part of a name, `**` for folders, and beginnings are compared."""
    assert is_in(folder, path, JEKYLL) == expected


@pytest.mark.parametrize("name", ["*", "?", "[ab]", "**/news"])
def test_folders_that_are_called_like_patterns(name: str) -> None:
    """Elsewhere the folder itself is meant."""
    assert is_in(name, f"{name}/a.md", OTHER)
    assert not any(is_in(name, path, OTHER) for path in ("a/b.md", "news/b.md", f"{name}s/b.md"))


def test_what_many_parts_say_is_put_together_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parts of one folder are merged for the first file in it, and those of the folders in it on top of that."""
    merged: list[Section] = []
    real = sections_module._merged

    def noted(rules: Rules, section: Section, generator: Generator | None) -> Rules:
        merged.append(section)
        return real(rules, section, generator)

    monkeypatch.setattr(sections_module, "_merged", noted)
    many = [Section("a", defaults={f"key {number}": number}) for number in range(2_000)]
    inner = [Section(f"a/{number}", defaults={"key 1": "inner"}) for number in range(100)]
    known = Conventions(generator="eleventy", sections=(*many, *inner))
    found = Sections(known)
    for number in range(100):
        for name in "bcd":
            assert found.of(location_of(f"a/{number}/{name}.md", known)).defaults["key 1"] == "inner"
    assert len(merged) == 2_100


def test_what_jekyll_finds_by_beginnings() -> None:
    """A scope is the beginning of a path, with the folder of collections or without it, and of one type or of all."""
    sections = (
        Section(defaults={"a": 1}),
        Section("_owls/x", defaults={"b": 1}),
        Section("_owls/x", type="owls", defaults={"c": 1}),
        Section("all/_owls", type="posts", defaults={"d": 1}),
        Section("all/_ow", defaults={"e": 1}),
    )
    conventions = Conventions(generator="jekyll", content="all", sections=sections)
    rules = Sections(conventions).of(location_of("all/_owls/xyz.md", conventions))
    assert "".join(sorted(rules.defaults)) == "abce"


@pytest.mark.parametrize("conventions", [JEKYLL, OTHER], ids=["jekyll", "other"])
@pytest.mark.parametrize("folder", ["*a" * 40 + "b", "**/a/" * 2_000 + "b", "**/*/" * 2_000 + "b", "**a" * 40 + "b"])
def test_no_pattern_is_tried_again_and_again(folder: str, conventions: Conventions) -> None:
    """Patterns that others try in all ways they can be read are done with in one go."""
    assert not is_in(folder, "a" * 200, conventions)
    assert not is_in(folder, "a/" * 100 + "a.md", conventions)


def test_sets_of_characters_warn_nobody(recwarn: pytest.WarningsRecorder) -> None:
    """What Python may read otherwise one day is no set, and no warning reaches the terminal."""
    for written in ("[a--b]*", "[!a--b]*", "[a-b--c-d]*", "[[a]*", "[a&&b]*", "[a||b]*", "[a~~b]*"):
        is_in(written, "a.md", JEKYLL)
    assert [str(warning.message) for warning in recwarn] == []
