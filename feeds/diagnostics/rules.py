"""Word the rules that keep an article out of the feeds, with the field, value and line that each is about."""

import os
from functools import lru_cache
from itertools import islice
from pathlib import Path

from msgspec import Struct

from feeds.articles.outcome import NO_ARTICLE, PROTECTED, UNDECLARED, UNLISTED
from feeds.config import Selection
from feeds.core.kinds import FACETS
from feeds.core.limits import MAX_FILE_BYTES
from feeds.core.real_paths import real_path
from feeds.core.safe_files import read_regular
from feeds.frontmatter.lines import FieldLines
from feeds.frontmatter.source import FrontMatterError
from feeds.frontmatter.split import split_file
from feeds.index import selection
from feeds.index.facets import Facets
from feeds.index.rows import EXPIRED

MAX_SHOWN, MAX_INNER, MAX_INTEGER_BITS = 60, 5, 200
"""How much of a value is shown: characters of a text, values in a list or table, bits of a number."""

_FIELD_OF = {
    "topics": "topics",
    "providers": "provider",
    "authors": "authors",
    "types": "type",
    "categories": "category",
    "languages": "language",
    "sections": "section",
}
"""The field of an article by what a selection can name; its section is its folder."""


class Rule(Struct, frozen=True, omit_defaults=True):
    """The rule that keeps an article out, and the field, value and line that it is about."""

    rule: str
    field: str | None = None
    value: str | None = None
    line: int | None = None


def front_matter(path: Path) -> "FrontMatter":
    """Return the front matter of a file. The last one is remembered: reading it may take a second."""
    try:
        status = path.stat()
    except OSError:
        return FrontMatter(path)
    return _front_matter(path, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=1)
def _front_matter(path: Path, size: int, mtime: int) -> "FrontMatter":
    """Return the front matter of a file, as it is with a size and time."""
    return FrontMatter(path)


class FrontMatter:
    """The front matter of a file, empty if it cannot be read, and the lines of its fields."""

    def __init__(self, path: Path) -> None:
        try:
            source = split_file(read_regular(real_path(path) or os.fspath(path), MAX_FILE_BYTES))
        except (OSError, FrontMatterError):
            source = None
        self.data = source.data if source else {}
        self._lines = FieldLines(source) if source else None

    def decided(self, reason: str, chosen: Selection, facets: Facets) -> Rule:
        """Return the rule behind a reason of `feeds.index.selection`; `facets` are the groups of the article."""
        for facet, kind in FACETS.items():
            if reason in (selection.OTHER[kind], selection.UNWANTED[kind]):
                is_wanted = reason == selection.OTHER[kind]
                keys = ", ".join(sorted((chosen.wanted if is_wanted else chosen.unwanted)[kind]))
                words = f"must be {'one' if is_wanted else 'none'} of: {keys}"
                field, found = _FIELD_OF[facet], ", ".join(facets[kind].values())
                return Rule(f"{field} {words}", field, brief(found) if found else None, self.rule("", field).line)
        return self.rule(*_rule_of(reason, chosen))

    def rule(self, rule: str, field: str) -> Rule:
        """Return a rule about a field, with its value and line if the file has it."""
        if self._lines is None or field not in self.data:
            return Rule(rule, field)
        return Rule(rule, field, brief(self.data[field]), self._lines.of((field,)))


def brief(value: object, depth: int = 2) -> str:
    """Return a value of front matter in a few words, however large it is: aliases can make it gigantic."""
    if isinstance(value, dict):
        pairs = [f"{brief(key, 0)}: {brief(value[key], depth - 1)}" for key in islice(value, MAX_INNER if depth else 0)]
        return "{" + _listed(pairs, len(value)) + "}"
    if isinstance(value, (list, tuple, set, frozenset)):
        shown = [brief(inner, depth - 1) for inner in islice(value, MAX_INNER if depth else 0)]
        return f"[{_listed(shown, len(value))}]"

    if isinstance(value, int) and value.bit_length() > MAX_INTEGER_BITS:
        return f"a whole number of {value.bit_length():,} bits"
    text = value[: MAX_SHOWN + 1] if isinstance(value, str) else str(value)
    return text if len(text) <= MAX_SHOWN else text[:MAX_SHOWN] + "…"


def _listed(shown: list[str], count: int) -> str:
    return ", ".join([*shown, "…"] if count > len(shown) else shown)


def _rule_of(reason: str, chosen: Selection) -> tuple[str, str]:
    """Return the rule that a reason stands for, and the field that it is about."""
    rules = {
        NO_ARTICLE: ("a page without title, date and link is not an article", "title"),
        PROTECTED: ("a page behind a password is in no feed, as its text would be", "title"),
        UNLISTED: ("the site's generator has it in no list of pages", "title"),
        UNDECLARED: ("the site publishes no page in this folder", "webUrl"),
        selection.FUTURE: ("its time has not come", "publishedDateTime"),
        EXPIRED: ("its time is over", "expiryDate"),
        selection.TOO_OLD: (f"published before {chosen.since}", "publishedDateTime"),
        selection.LOW_QUALITY: (f"quality must be {chosen.min_quality} or more", "quality"),
        selection.LOW_HEAT: (f"heat must be {chosen.min_heat} or more", "heat"),
    }
    return rules[reason]


def in_words(rule: Rule | None) -> str:
    """Return a rule in words, with the field, value and line that it is about."""
    if rule is None:
        return "unknown"

    line = f" (line {rule.line})" if rule.line else ""
    if rule.field is None:
        return f"{rule.rule}{line}"
    field = f"{rule.field} is {rule.value}" if rule.value is not None else f"{rule.field} is not given"
    return f"{field}{line}; {rule.rule}"
