"""Globs, compared with a path side by side."""

import pytest

from feeds.articles.foreign.path_globs import Globs


@pytest.mark.parametrize(
    ("glob", "path", "expected"),
    [
        ("/a", "/a", True),
        ("/a", "/ab", False),
        ("/*", "/a/b", False),
        ("/**", "/a/b", True),
        ("/*/**/x", "/a//x", True),
        ("/***x", "/a/b/x", True),
        ("*a*a", "aXa", True),
        ("*a*a", "a", False),
        ("/?", "//", False),
        ("[a-cx]", "x", True),
        ("[!a-cx]", "b", False),
        ("[!a]", "b", True),
        ("[a--b]", "b", True),
        ("[a", "[a", True),
        ("\\*", "*", True),
        ("\\*", "a", False),
        ("", "", True),
        ("**", "", True),
    ],
)
def test_one(glob: str, path: str, expected: bool) -> None:
    """`*` stands within a name and `**` for anything, `?` and sets for a character, and a backslash takes that away."""
    assert Globs([(glob, 0)]).fit(path) == expected


def test_many() -> None:
    """All that fit are told, whatever the others are."""
    globs = Globs([("/a*", 1), ("", 2), ("**b", 3), ("/x", 4), ("/ab", 5)])
    assert globs.fitting("/ab") == {1, 3, 5}
    assert globs.fitting("") == {2}


def test_folders_above() -> None:
    """A glob may fit a folder above a file, but not a part of its name."""
    globs = Globs([("/a/b", 0)])
    assert [globs.fit(path, is_above=True) for path in ("/a/b/c/d", "/a/b", "/a/bc/d", "/a")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("glob", ["**a" * 300 + "b", "*a" * 300 + "b", "**/*" * 300 + "b"])
def test_each_character_is_looked_at_once(glob: str) -> None:
    """Globs that could be read in countless ways take a step for each character, and no more."""
    globs = Globs([(glob, 0)])
    steps = []
    step = globs._step
    globs._step = lambda state, character: steps.append(character) or step(state, character)  # type: ignore[method-assign,func-returns-value]
    assert not globs.fit("a/" * 500)
    assert len(steps) == 1_000


def test_any_number_of_characters() -> None:
    """What is kept in mind of characters is bounded."""
    globs = Globs([("*x", 0)])
    assert globs.fit("".join(map(chr, range(0x100, 0x800))) + "x")
    assert len(globs._moves) <= 200
