"""Read the fields by which a site groups its articles besides those that every article is read for."""

import re
from datetime import date, datetime
from typing import Any, NamedTuple

from msgspec.structs import replace

from feeds.articles.fields import Fields
from feeds.articles.problems import ProblemLog
from feeds.core.limits import MAX_VALUES
from feeds.core.mail import without_address
from feeds.core.model import Article, Problem
from feeds.frontmatter.source import Source

_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:Z|[+-][0-9]{2}:[0-9]{2})?")
"""A moment as YAML writes it, which some parsers take for one in quotes, too, and others for text."""

_INSIDE = ("taxonomies", "extra")
"""Tables in which some generators have the fields that are the site's own."""


class Values(NamedTuple):
    """The values of an article's fields by which the site groups, and the problems with them."""

    found: dict[str, tuple[str, ...]] = {}  # noqa: RUF012 - a NamedTuple's is never changed
    problems: tuple[Problem, ...] = ()

    @property
    def number(self) -> int:
        """Return how many groups the values make."""
        return sum(map(len, self.found.values()))

    def added_to(self, article: Article | None) -> Article | None:
        """Return an article with the values."""
        return replace(article, fields=self.found) if article is not None and self.found else article


def values(source: Source, names: tuple[str, ...], path: str) -> Values:
    """Return the values of fields that an article has, and the problems with them.

    A value is a text, a number or a date, in quotes or not, or a list of these. The case of a field's name makes no
    difference.
    """
    if not names:
        return Values()
    log = ProblemLog(source, path)
    found: dict[str, tuple[str, ...]] = {}
    for name in names:
        for table, called in _places(source.data, name):
            data = {called: _as_text(table[called])}
            fields = Fields(data, log.note)
            if given := fields.names(called, MAX_VALUES):
                found[name] = tuple(filter(None, map(without_address, given)))
                if len(found[name]) < len(given):
                    fields.warn(called, "holds an e-mail address, which is not published")
                break
    return Values({name: given for name, given in found.items() if given}, log.problems())


def _places(data: dict[str, Any], name: str) -> list[tuple[dict[str, Any], str]]:
    """Return the tables of front matter that have a field, each with the field's name as it is written there."""
    tables = [data, *(inner for table in _INSIDE if isinstance(inner := data.get(table), dict))]
    return [
        (table, called)
        for table in tables
        for called in table
        if isinstance(called, str) and called.casefold() == name.casefold()
    ]


def _as_text(value: object) -> object:
    """Return a value as a text that is the same whether a moment was in quotes or not; lists of these also."""
    if isinstance(value, list):  # but for lists in it, which aliases may make endless
        return [one if isinstance(one, list) else _as_text(one) for one in value[:MAX_VALUES]] + value[MAX_VALUES:]
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:  # the 31st of February
            return value
    return value.isoformat() if isinstance(value, date) else value
