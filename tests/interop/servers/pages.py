"""The code blocks of the pages in docs/, so that the tests run what a user copies."""

import re
from pathlib import Path

DOCS = Path(__file__).parents[3] / "docs"


def blocks(page: str, language: str) -> list[str]:
    """Return the code blocks of a page that are marked with a language, in their order."""
    text = (DOCS / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def filled_in(text: str, places: dict[str, str]) -> str:
    """Return a block with a user's own places in it. Each that is to be replaced must be there."""
    for example, own in places.items():
        assert example in text, example
        text = text.replace(example, own)
    return text
