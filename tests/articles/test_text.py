"""What a text loses is told with the line of the file."""

from datetime import UTC

import pytest

from feeds.articles.parse import Context, parse
from tests.support import BASE_URL

HEAD = 'title: "x"\npublishedDateTime: 2026-01-02T10:00:00Z\nwebUrl: "https://feeds.example.org/x"\n'
BODY = "\n\nText.\n\n<select>\n\n![x](data:image/gif;base64,AA) and <SELECT>\n\n<p hidden>hush</p>\n"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (f"---\n{HEAD}---{BODY}", 5),
        (f"\ufeff---\n{HEAD}quality: many\n---\n\n\n{BODY}\n\n", 9),
        (f"---\n{HEAD}---{BODY}".replace("\n", "\r\n"), 5),
        (f"---\n{HEAD}---{BODY}".replace("\n", "\r"), 5),
    ],
)
def test_each_loss_has_its_line(text: str, first: int) -> None:
    """Equal losses are told once, with the line of the first, whatever stands before the text."""
    outcome = parse(text.replace("<select>", "<select></select>").encode(), "a.md", Context(UTC, BASE_URL))
    assert outcome is not None
    told = [
        (problem.line - first, problem.message[:30]) for problem in outcome.problems if "text" in problem.message[:12]
    ]
    assert told == [
        (4, "in the text, a field of a form"),
        (6, "in the text, a picture that st"),
        (8, "in the text, hidden text is le"),
    ]


def test_a_text_that_loses_nothing_is_told_of_nothing() -> None:
    """No word about a text that every reader sees as its author wrote it."""
    outcome = parse(f"---\n{HEAD}---\nText with *stress*.\n".encode(), "a.md", Context(UTC, BASE_URL))
    assert outcome is not None
    assert outcome.article is not None
    assert outcome.problems == ()
