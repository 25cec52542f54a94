"""Documents put together from parts are those that the libraries would write whole."""

import json
from datetime import UTC, datetime, timedelta

import feedparser
import msgspec
import pytest
from msgspec.structs import replace

from feeds.compose import Composer
from feeds.config import Site
from feeds.core.model import DOCUMENT_NAMES, Article, Body, Feed, FormatName, Group, Image, Item, Person, Provider
from feeds.core.taxonomy import Taxonomy
from feeds.formats import feedgen_adapter, parts
from tests.support import render, whole

ALL = Group("all")


def _feed(count: int) -> tuple[Feed, list[Item]]:
    """Return a feed of articles with a bit of everything in them, and its items."""
    articles = [
        Article(
            id=f"tag:a.example,2026:{number}",
            title="Tides & <moons>",
            published=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number),
            link=f"https://a.example/{number}",
            provider=Provider("a.example", "A"),
            authors=(Person("B"), Person("C", "https://c.example/", "https://c.example/c.png")),
            excerpt="x < y & z" if number else "",
            topics=("C++", "Tides"),
            images=(Image("https://a.example/p.png", 3, 4, "image/png", 5, "T", "By me"),),
            body=Body("# Head\n\n    code\n\n\n    more", "markdown"),
        )
        for number in range(count)
    ]
    composer = Composer(Site("S", "https://f.example/", "https://s.example/"), Taxonomy())
    if not articles:
        return composer.feed(ALL, "", datetime(2026, 1, 1, tzinfo=UTC)), []
    return whole(composer, ALL, articles)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_rss_and_atom_are_what_feedgen_writes(count: int) -> None:
    """A document of parts is to the byte the one that feedgen writes of the whole feed."""
    feed, items = _feed(count)
    rss, atom = feedgen_adapter.frame(feed, "rss"), feedgen_adapter.frame(feed, "atom")
    feedgen_adapter.add(rss, items)
    feedgen_adapter.add(atom, items)
    assert render("rss", feed, items) == rss.rss_str(pretty=True)
    assert render("atom", feed, items) == atom.atom_str(pretty=True)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_json_is_formatted_as_a_whole(count: int) -> None:
    """A document of parts is to the byte the one that is encoded and indented as a whole."""
    written = render("json", *_feed(count))
    assert written == msgspec.json.format(written, indent=2) + b"\n"
    assert len(json.loads(written)["items"]) == count


def test_parts_come_in_the_order_of_items_and_formats() -> None:
    """Whoever asks for parts can tell which is which, also of more items than are rendered together."""
    _, items = _feed(250)
    found = parts(items, ("json", "rss"))
    assert [json.loads(row[0])["id"] for row in found] == [item.id for item in items]
    assert [row[1] for row in found] == [row[0] for row in parts(items, ("rss",))]
    assert all(item.id.encode() in row[1] for item, row in zip(items, found, strict=True))


@pytest.mark.parametrize("form", DOCUMENT_NAMES)
def test_a_part_depends_on_its_item_alone(form: FormatName) -> None:
    """An item that is rendered alone, later and elsewhere is to the byte the one that was rendered among others."""
    _, items = _feed(3)
    forms = tuple(DOCUMENT_NAMES)
    alone = [parts([item], forms)[0] for item in items]
    assert [row[0] for row in parts(items, (form,))] == [row[forms.index(form)] for row in alone]


def test_text_that_looks_like_markup_ends_no_part() -> None:
    """Tags in a text, spelled and indented as those of a document are, stay in the text."""
    tags = "\n    <item>\n  <entry>\n  </entry>\n    </item>\n  </channel>\n</rss>\n</feed>\n"
    feed, (item,) = _feed(1)
    odd = replace(item, title=tags, content=tags, summary=tags, authors=(Person(tags),))
    for form in DOCUMENT_NAMES:
        (between,) = parts([item], (form,))
        first, second, third = parts([odd, item, odd], (form,))
        assert (first, second) == (third, between)
    entries = feedparser.parse(render("rss", feed, [odd, item])).entries
    assert [entry.title for entry in entries] == [tags.strip(), item.title]
