"""MDX is read as the Markdown that it is otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.markup.mdx import without_modules


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
