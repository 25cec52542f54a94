"""The page on what may stand in an article says what the program does."""

import re
from pathlib import Path

from feeds.core import limits

PAGE = Path(__file__).parents[2] / "docs" / "input.md"
ROWS = {
    "LONGEST_FILE": "a file, in bytes",
    "LONGEST_FRONT_MATTER": "front matter",
    "MOST_BRACKETS": "brackets, and list dashes one behind another, in YAML",
    "MOST_MERGED": "fields that `<<` brings in",
    "LONGEST_TITLE": "a title, also a related story's, a picture's, and a credit",
    "LONGEST_EXCERPT": "an excerpt",
    "LONGEST_NAME": "a name of a topic, a provider or a person; a domain, a type, a category",
    "LONGEST_ID": "an `id`",
    "LONGEST_URL": "an address, also once it is encoded",
    "LONGEST_EMBED": "`featuredContent`",
    "LONGEST_BODY": "the text",
    "MOST_NESTED": "HTML elements of the text one inside another",
    "MOST_TOPICS": "topics",
    "MOST_IMAGES": "pictures of an article or a provider",
    "MOST_RELATED": "related stories",
    "MOST_AUTHORS": "authors",
    "LARGEST_SIDE": "a picture's width or height, in pixels",
    "LARGEST_NUMBER": "a whole number",
}


def test_the_table_of_bounds() -> None:
    """Every bound is in the table with its number, and nothing else is."""
    table = PAGE.read_text(encoding="utf-8").partition("## Bounds")[2]
    said = dict(re.findall(r"^\| (.+?) \| ([\d,]+) \|", table, re.MULTILINE))
    numbers = {name: value for name, value in vars(limits).items() if name.isupper()}
    assert said == {ROWS[name]: f"{value:,}" for name, value in numbers.items()}
