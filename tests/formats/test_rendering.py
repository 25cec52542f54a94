"""Documents put together from parts are those that the libraries would write whole."""

import json
from datetime import UTC, datetime, timedelta

import feedparser
import msgspec
import pytest
from msgspec.structs import replace

from feeds.compose import Composer
from feeds.config import Site
from feeds.formats import document, generator, parts, render
from feeds.model import DOCUMENT_NAMES, Article, Body, Feed, FormatName, Group, Image, Person, Provider
from feeds.taxonomy import Taxonomy

ALL = Group("all")


def _feed(count: int) -> Feed:
    """Return a feed of articles with a bit of everything in them."""
    articles = [
        Article(
            path=f"{number}.md",
            id=f"tag:a.example,2026:{number}",
            title="Tides & <moons>",
            published=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number),
            link=f"https://a.example/{number}",
            provider=Provider("a.example", "A", authors=("B",)),
            excerpt="x < y & z" if number else "",
            topics=("C++", "Tides"),
            images=(Image("https://a.example/p.png", 3, 4, "image/png", 5, "T", "By me"),),
            body=Body("# Head\n\n    code\n\n\n    more", "markdown"),
        )
        for number in range(count)
    ]
    composer = Composer(Site("S", "https://f.example/", "https://s.example/"), Taxonomy())
    if not articles:
        return composer.emptied(ALL, "", datetime(2026, 1, 1, tzinfo=UTC))
    return composer.feed(ALL, articles)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_rss_and_atom_are_what_feedgen_writes(count: int) -> None:
    """A document of parts is to the byte the one that feedgen writes of the whole feed."""
    feed = _feed(count)
    rss, atom = generator.frame(feed, "rss"), generator.frame(feed, "atom")
    generator.add(rss, feed.items)
    generator.add(atom, feed.items)
    assert render("rss", feed) == rss.rss_str(pretty=True)
    assert render("atom", feed) == atom.atom_str(pretty=True)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_json_is_formatted_as_a_whole(count: int) -> None:
    """A document of parts is to the byte the one that is encoded and indented as a whole."""
    whole = render("json", _feed(count))
    assert whole == msgspec.json.format(whole, indent=2) + b"\n"
    assert len(json.loads(whole)["items"]) == count


def test_parts_come_in_the_order_of_items_and_formats() -> None:
    """Whoever asks for parts can tell which is which, also of more items than are rendered together."""
    items = _feed(250).items
    found = parts(items, ("json", "rss"))
    assert [json.loads(row[0])["id"] for row in found] == [item.id for item in items]
    assert [row[1] for row in found] == [row[0] for row in parts(items, ("rss",))]
    assert all(item.id.encode() in row[1] for item, row in zip(items, found, strict=True))


@pytest.mark.parametrize("form", DOCUMENT_NAMES)
def test_a_part_depends_on_its_item_alone(form: FormatName) -> None:
    """An item that is rendered alone, later and elsewhere is to the byte the one that was rendered among others."""
    items = _feed(3).items
    forms = tuple(DOCUMENT_NAMES)
    alone = [parts([item], forms)[0] for item in items]
    assert [row[0] for row in parts(items, (form,))] == [row[forms.index(form)] for row in alone]


@pytest.mark.parametrize("form", DOCUMENT_NAMES)
def test_a_document_shows_its_parts(form: FormatName) -> None:
    """A feed need not hold its items for its document to be put together."""
    feed = _feed(3)
    found = [part for (part,) in parts(feed.items, (form,))]
    assert document(form, replace(feed, items=()), found) == render(form, feed)


def test_text_that_looks_like_markup_ends_no_part() -> None:
    """Tags in a text, spelled and indented as those of a document are, stay in the text."""
    tags = "\n    <item>\n  <entry>\n  </entry>\n    </item>\n  </channel>\n</rss>\n</feed>\n"
    (item,) = _feed(1).items
    odd = replace(item, title=tags, content=tags, summary=tags, authors=(Person(tags),))
    for form in DOCUMENT_NAMES:
        (between,) = parts([item], (form,))
        first, second, third = parts([odd, item, odd], (form,))
        assert (first, second) == (third, between)
    entries = feedparser.parse(render("rss", replace(_feed(1), items=(odd, item)))).entries
    assert [entry.title for entry in entries] == [tags.strip(), item.title]
