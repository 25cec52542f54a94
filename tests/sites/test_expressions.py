"""Regular expressions for paths become shell patterns that stand for no path less, and cost little."""

import fnmatch
import re

import pytest

from feeds.sites.expressions import of_expression
from feeds.sites.globs import MAX_ALTERNATIVES, MAX_PATTERNS, TooMuchError

PATHS = (
    *("content/a.md", "content/a.tmp.md", "content/a.Rmd", "content/a.Rmarkdown", "drafts/a.md", "content/drafts/b.md"),
    *("content/posts/2021-05-03-owls.md", "content/posts/12-owls.md", "content/README.md", "content/readme.md"),
    *(
        "content/a+b.md",
        "content/a*b.md",
        "content/[x].md",
        "content/owls_files/x.md",
        "content/ab",
        "x",
        "-.md",
        "é.md",
    ),
)

EXACT = (
    *(
        r"\.tmp\.md$",
        "^content/a",
        r"\.(Rmd|Rmarkdown)$",
        "(^|/)drafts/",
        "_files$",
        r"(?i)readme\.md$",
        "x|y",
        "x|(y)",
    ),
    *(
        r"a\+b",
        r"a\*b",
        r"\[x\]",
        "[ab].md",
        r"\d{4}-\d{2}-\d{2}-.*\.md$",
        r"/.+\.tmp\.md$",
        "colou?r|o(w|wl)s?",
        "a.md",
    ),
    *("content/(?:a|b)", "(?P<name>owls)", "(?i:README)|x$", r"^(content/)?posts", "a^|b$", r"[\d.]md", "[^a-z]b", ""),
    *(r"\Acontent/[\w-]b\z", "(?i)r(?-i)eadme", r"\Wmd", "{x"),
)

WIDER = (
    *(
        r"^content/\d+-",
        r"[^/]*\.md$",
        r"\bdrafts\b",
        r"(ab)+",
        r"\p{L}\.md",
        "[]x]",
        "[[:alpha:]]b",
        "(?i)[a-z]wls",
        r"\sx|y",
    ),
    *(r"a{2,}|w{1,2}l", "(?i)é", r"(\d|o)*wls"),
)


def _found(expression: str) -> set[str]:
    patterns = of_expression(expression).patterns
    return {path for path in PATHS if any(fnmatch.fnmatchcase(path, pattern) for pattern in patterns)}


def _meant(expression: str) -> set[str]:
    """Return the paths that an expression of Go finds; the few signs that Python has otherwise are replaced."""
    python = expression.replace(r"\z", r"\Z").replace(r"\p{L}", "[^\\W\\d_]").replace("[[:alpha:]]", "[A-Za-z]")
    return {path for path in PATHS if re.search(python.replace("(?-i)", ""), path)}


@pytest.mark.parametrize("expression", EXACT)
def test_what_a_pattern_can_say(expression: str) -> None:
    """The patterns stand for the paths that the expression finds, and for no others."""
    assert of_expression(expression).is_exact
    if "(?-i)" not in expression:
        assert _found(expression) == _meant(expression)
    else:
        assert _found(expression) == {"content/readme.md"}


@pytest.mark.parametrize("expression", WIDER)
def test_what_a_pattern_cannot_say(expression: str) -> None:
    """They stand for all of these and more, which is told."""
    assert not of_expression(expression).is_exact
    assert _found(expression) >= _meant(expression)


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("a" * 1_001, "is longer than 1,000 characters"),
        ("(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)", "stands for more than 50 patterns"),
        ("a?" * 200, "stands for more than 50 patterns"),
        ("|".join(map(str, range(60))), "stands for more than 50 patterns"),
        ("((((a{20}){20}){20}){20}){20}", "stands for patterns of more than 10,000 characters"),
        ("(" * 30 + ")" * 30, "is none that feeds understands"),
        *((one, "is none that feeds understands") for one in ("(a", "a)", "[a", "*", "a**", "(?=a)", r"\x41", "a\\")),
    ],
)
def test_what_is_too_much_is_refused(expression: str, message: str) -> None:
    """So is what is no expression of Go, or of a kind that nobody writes for paths."""
    with pytest.raises(TooMuchError, match=message):
        of_expression(expression)


@pytest.mark.parametrize("expression", ["(a|)" * 5 + "b" * 900, "(|" * 15 + ")" * 15 + "b" * 900, "(a|a)" * 190])
def test_what_is_made_is_bounded(expression: str) -> None:
    """However an expression is written, it becomes no more patterns than a site may have."""
    try:
        found = of_expression(expression).patterns
    except TooMuchError:
        return
    assert len(found) <= MAX_ALTERNATIVES
    assert sum(map(len, found)) <= MAX_PATTERNS + 2 * MAX_ALTERNATIVES
