"""The patterns of generators become shell patterns, within bounds: a configuration is as hostile as an article."""

from pathlib import Path

import pytest

from feeds.core.errors import ConfigError
from feeds.sites import globs
from tests.sites.support import site


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("a/{b,c}/d", ["a/b/d", "a/c/d"]),
        ("{a,b}{c,d}", ["ac", "ad", "bc", "bd"]),
        ("{a}", ["a"]),
        ("a{b", ["a{b"]),
    ],
)
def test_braces(pattern: str, expected: list[str]) -> None:
    """Each choice between braces makes a pattern of its own."""
    assert list(globs.alternatives(pattern)) == expected


def test_as_many_choices_as_there_may_be() -> None:
    """A pattern may stand for 50 others, however its braces are nested; the same one twice counts once."""
    many = ",".join(map(str, range(globs.MAX_ALTERNATIVES)))
    assert len(globs.alternatives(f"{{{many}}}")) == globs.MAX_ALTERNATIVES
    assert globs.alternatives("{a,a}" * globs.MAX_BRACES) == ("a" * globs.MAX_BRACES,)


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("{a,b}" * 11, "has more than 10 pairs of braces"),
        ("{a,b}" * 30_000, "is longer than 1,000 characters"),
        ("{" + "," * 150_000 + "}", "is longer than 1,000 characters"),
        ("{a,b}" * 6, "stands for more than 50 patterns"),
        ("{a,b}" * 10, "stands for more than 50 patterns"),
        (f"{{{','.join(map(str, range(51)))}}}", "stands for more than 50 patterns"),
    ],
)
def test_there_are_not_any_number_of_choices(pattern: str, message: str) -> None:
    """A pattern that stands for more, or is very long, is refused as a whole: nobody takes its beginning for it."""
    with pytest.raises(globs.TooMuchError, match=message):
        globs.alternatives(pattern)


@pytest.mark.parametrize(
    "files",
    [
        {"_config.yml": "skip_render: [{}]", "source/_posts/a.md": ""},
        {"_config.yml": "exclude: [{}]"},
    ],
    ids=["hexo", "jekyll"],
)
def test_a_site_has_not_any_number_of_patterns(tmp_path: Path, files: dict[str, str]) -> None:
    """Every file is compared with all patterns: too many of them stop the builds, as what they keep out stays so."""
    few, many = (", ".join(f'"{number}{"x" * 150}"' for number in range(count)) for count in (60, 400))
    found, problems = site(tmp_path, {name: text.format(few) for name, text in files.items()})
    written = sum(map(len, (*found.exclude, *(one.expression for one in found.unread))))
    assert (written > 60 * 150, problems) == (True, [])
    with pytest.raises(ConfigError, match=r"_config.yml:1: the patterns of what is not read are longer than 10,000 ch"):
        site(tmp_path, {name: text.format(many) for name, text in files.items()})


MANY = "{,}" * 333


def test_a_pattern_with_many_braces(tmp_path: Path) -> None:
    """One that holds nothing back stands for nothing, and is named by its line."""
    text = f"title: a\ncascade: [{{a: 1, target: {{kind: '{MANY}'}}}}]\n"
    _, problems = site(tmp_path, {"hugo.yaml": text})
    assert [problem.partition(": warning: a pattern ")[0] for problem in problems] == ["hugo.yaml:2"]
    assert problems[0].endswith("has too many braces, and the entry is passed over")


def test_an_ignored_pattern_with_many_braces(tmp_path: Path) -> None:
    """It stops the builds of its site, as what it keeps out would be published, and is named by its line."""
    with pytest.raises(ConfigError, match=r"\.eleventyignore:2: a pattern has more than 10 pairs of braces: what it"):
        site(tmp_path, {".eleventy.js": "", ".eleventyignore": f"a\n{MANY}\n"})


def test_an_ignored_file_that_cannot_be_read(tmp_path: Path) -> None:
    """So does a list of what is not read that is too long itself."""
    with pytest.raises(ConfigError, match=r"\.eleventyignore:1: the file cannot be read: the file is longer than"):
        site(tmp_path, {".eleventy.js": "", ".eleventyignore": "a\n" * 100_001})


def test_no_more_patterns_are_made_than_a_site_may_have() -> None:
    """What is cut later is not made first, and no pattern is so short that any number of it counts."""
    many = [f"{number}{'{a,b}' * 5}" for number in range(6_000)]
    assert sum(map(len, globs.of_globs(many))) < globs.MAX_PATTERNS + 100
    assert globs.are_too_many(globs.of_globs(many))
    assert globs.are_too_many([""] * 20_000)
