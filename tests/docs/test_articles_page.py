"""The page on what may stand in an article says what the program does."""

import re
from pathlib import Path

from feeds.articles.foreign.spellings import SPELLINGS
from feeds.core import limits

PAGE = Path(__file__).parents[2] / "docs" / "articles.md"
ROWS = {
    "MAX_FILE_BYTES": "a file, in bytes",
    "MAX_FRONT_MATTER": "front matter",
    "MAX_REPAIRED": "characters of a file searched for mojibake, if it has control characters (20 more for each line)",
    "MAX_DEPTH": "lists and groups of fields one inside another",
    "MAX_DIGITS": "a number in YAML, in characters",
    "MAX_KEY_PARTS": "parts of a dotted key of TOML",
    "MAX_DIRECTIVES": "lines that begin with `%` in a file of YAML alone",
    "MAX_MERGED_FIELDS": "fields that `<<` brings in",
    "MAX_WRITTEN_OUT": "characters and values of front matter, once each alias is written out",
    "MAX_SPELLINGS": "values of one field under several names, such as `tag` and `Tags`",
    "MAX_TITLE": "a title, also a related story's, a picture's, and a credit",
    "MAX_EXCERPT": "an excerpt",
    "MAX_NAME": "a name of a topic, a provider or a person; a domain, a type, a category",
    "MAX_ID": "an `id`",
    "MAX_PATTERN": "a pattern of addresses (`permalink` with `:title` and the like)",
    "MAX_URL": "an address, also once it is encoded",
    "MAX_EMBED": "`featuredContent`",
    "MAX_BODY": "the text",
    "MAX_NESTING": "HTML elements of the text one inside another",
    "MAX_MARKUP": "signs of markup in the text: `<` and `&`, in Markdown also brackets, stars, lines and the like",
    "MAX_SIGNS": "signs that markup may begin with in a text of Markdown: those above, `{`, `%`, `:`, `-` and others",
    "MAX_HOSTS": (
        "international host names in the text, and again in the front matter, in characters; each counts once"
    ),
    "MAX_ATTRIBUTES": "attributes of a tag in the text",
    "MAX_RENDERED": "the text, once it is rendered",
    "MAX_COPIED": (
        "an article in all documents of all its feeds together, in bytes: 9,000,000 of them for the text, the"
        " rest for the other fields"
    ),
    "MAX_ADDED": (
        "the addresses of its translations in all these documents, in bytes; and again those of other sizes of its"
        " pictures that its text names"
    ),
    "MAX_TOPICS": "topics",
    "MAX_IMAGES": "pictures of an article or a provider",
    "MAX_MEDIA": "entries of each of `enclosure`, `enclosures`, `audio`, `video`, `attachments`",
    "MAX_RELATED": "related stories",
    "MAX_TRANSLATIONS": "languages of an article's [translations](languages.md#translations)",
    "MAX_TRANSLATED": "addresses of an article's translations, in characters",
    "MAX_AUTHORS": "authors",
    "MAX_VALUES": "authors, sections and values of a field that make [groups](feeds.md), each",
    "MAX_IMAGE_SIDE": "a picture's width or height, in pixels",
    "MAX_INTEGER": "a whole number",
}


def test_the_table_of_limits() -> None:
    """Every limit is in the table with its number, and nothing else is."""
    table = PAGE.read_text(encoding="utf-8").partition("## Limits")[2]
    said = dict(re.findall(r"^\| (.+?) \| ([\d,]+) \|", table, re.MULTILINE))
    numbers = {name: value for name, value in vars(limits).items() if name.isupper()}
    assert said == {ROWS[name]: f"{value:,}" for name, value in numbers.items()}


def test_the_table_of_names() -> None:
    """Every name of a field that is read is in the table, in the order in which they count."""
    table = PAGE.read_text(encoding="utf-8").partition("| field | is also called |")[2].partition("\n\n")[0]
    said = [re.findall(r"`(\w+)`", line) for line in table.splitlines()[2:]]
    assert said == [[field, *names[1:]] for field, names in SPELLINGS.items()]
