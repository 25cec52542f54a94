"""Show as much as can be shown of an article that could not be rendered among others.

A lack of memory looks like a fault with an article: libraries crash, are killed, or raise errors of their own. So an
ordinary article of the same size is rendered as well: where that fails too it is the machine, and no feed loses an item
for that.
"""

from collections.abc import Callable
from datetime import UTC, datetime

import msgspec
from msgspec.structs import replace

from feeds.core.errors import OutputError
from feeds.core.model import Article, Body, Provider
from feeds.index import rows
from feeds.publish.waiting import RenderedItem

Attempt = Callable[[bytes], RenderedItem]
"""Renders the record of an article in a process of its own; the item has a fault where that fails."""

_URL = "https://www.example.org/"
_DATE = datetime(2000, 1, 1, tzinfo=UTC)
_PARAGRAPH = f'An <em>ordinary</em> text, with <a href="{_URL}">a link</a> &amp; more.\n\n'


def settle(record: bytes, attempt: Attempt) -> RenderedItem:
    """Return the item of an article: whole, else without its text, else with nothing but what it takes to be an item.

    It has the fault with the whole article, if any, and no parts where nothing of the article can be shown. Raises
    OutputError if an ordinary article cannot be rendered either, and MsgspecError for a record that is none.
    """
    whole = attempt(record)
    if whole.fault is None:
        return whole

    article = rows.article(record)
    for less in (_without_text(article), _bare(article)):
        _require_machine(article, attempt)
        found = attempt(msgspec.msgpack.encode(less))
        if found.fault is None:
            return found._replace(fault=whole.fault)
    _require_machine(article, attempt)
    return whole


def _require_machine(article: Article, attempt: Attempt) -> None:
    """Raise OutputError if an ordinary article, whose text is as long as that of another, cannot be rendered now."""
    body = article.body or Body("", "html")
    text = _PARAGRAPH * (len(body.text) // len(_PARAGRAPH) + 1)
    ordinary = Article(_URL, "Title", _DATE, _URL, Provider("www.example.org"), body=replace(body, text=text))
    fault = attempt(msgspec.msgpack.encode(ordinary)).fault
    if fault is not None:
        message = "no article can be rendered now, maybe for want of memory"
        raise OutputError(f"{message} ({fault}); the old feeds are still there")


def _without_text(article: Article) -> Article:
    return replace(article, body=None)


def _bare(article: Article) -> Article:
    """Return what is left of an article without all that it could do without; readers know the item again by it."""
    return Article(
        article.id,
        article.title,
        article.published,
        article.link,
        Provider(article.provider.domain, article.provider.name),
        excerpt=article.excerpt,
        gives_id=article.gives_id,
        original=article.original,
        has_page=article.has_page,
    )
