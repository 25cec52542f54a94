"""MDX is read as the Markdown that it is otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.markup.mdx import without_modules
from tests.fuzz.target import check, raw_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import A from './a';\nimport B from 'b';\n\n# Owls", "\n\n\n# Owls"),
        ("export const x = {\n\n  a: 1,\n};\n\nOwls", "\n\n\n\n\nOwls"),
        ("Owls\n\nimport {A} from 'a'", "Owls\n\n"),
        ("Owls {/* seen\n * by night */} hoot", "Owls \n hoot"),
        ("```js\nimport A from 'a';\n\n```\n", "```js\nimport A from 'a';\n\n```\n"),
        ("The import of owls\nimportant", "The import of owls\nimportant"),
        ("`{/* x */}`", "`{/* x */}`"),
        ("imports are few", "imports are few"),
    ],
)
def test_statements_and_comments_go(text: str, expected: str) -> None:
    """What is left has its lines where they were; code and prose stay."""
    assert without_modules(text) == expected


@given(st.text(st.sampled_from("import export {}()/*\n`a'")))
def test_the_lines_stay_the_same(text: str) -> None:
    """So problems are found where they are."""
    assert without_modules(text).count("\n") == text.count("\n")


@pytest.mark.parametrize("end", ["", "*/", "*/ }"])
def test_comments_without_an_end_are_text(end: str) -> None:
    """Any number of comments that begin and never end stay as they are; the end is looked for once."""
    text = "{/*" * 20_000 + end
    assert without_modules(text) == text


def test_a_text_that_is_too_much_is_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that is left out is not read as Markdown just to find its modules."""
    monkeypatch.setattr("feeds.articles.parse.without_modules", pytest.fail)
    outcome = check(raw_of(b"B" + b"{/*" * 500_000), "a.mdx")
    assert outcome is not None
    assert "is longer than" in outcome.problems[0].message


def test_a_comment_ends_at_its_first_end() -> None:
    """What follows a comment's end that is no brace is text, and the next comment is one."""
    assert without_modules("a {/* b */ c */} {/* d\n */} e") == "a {/* b */ c */} \n e"
