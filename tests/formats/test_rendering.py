"""Documents put together from parts are those that the libraries would write whole."""

import json
from collections.abc import Callable
from datetime import UTC, datetime

import msgspec
import pytest

from feeds.compose import Composer
from feeds.config import Site
from feeds.formats import Renderer, atom, generator, jsonfeed, rss
from feeds.model import Article, Body, Feed, Group, Image, Item, Provider
from feeds.taxonomy import Taxonomy

ALL = Group("all")


def _feed(count: int) -> Feed:
    """Return a feed of articles with a bit of everything in them."""
    articles = [
        Article(
            path=f"{number}.md",
            id=f"tag:a.example,2026:{number}",
            title="Tides & <moons>",
            published=datetime(2026, 1, 1 + number, tzinfo=UTC),
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
    whole = {"rss": generator.frame(feed, "rss"), "atom": generator.frame(feed, "atom")}
    for item in feed.items:
        whole["rss"].add_entry(generator.entry(item, "rss"), order="append")
        whole["atom"].add_entry(generator.entry(item, "atom"), order="append")
    assert Renderer().render("rss", feed) == whole["rss"].rss_str(pretty=True)
    assert Renderer().render("atom", feed) == whole["atom"].atom_str(pretty=True)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_json_is_formatted_as_a_whole(count: int) -> None:
    """A document of parts is to the byte the one that is encoded and indented as a whole."""
    document = Renderer().render("json", _feed(count))
    assert document == msgspec.json.format(document, indent=2) + b"\n"
    assert len(json.loads(document)["items"]) == count


def test_an_item_is_rendered_once_in_each_format(monkeypatch: pytest.MonkeyPatch) -> None:
    """A story in twenty feeds costs the rendering of one, and each feed has it all the same."""
    calls = []
    for form in (rss, atom, jsonfeed):

        def counted(item: Item, made: Callable[[Item], bytes] = form.item) -> bytes:
            calls.append(item)
            return made(item)

        monkeypatch.setattr(form, "item", counted)
    renderer, feed = Renderer(), _feed(2)
    documents = {renderer.render("rss", feed) for _ in range(3)} | {renderer.render("json", feed) for _ in range(3)}
    assert len(calls) == 4
    assert len(documents) == 2
