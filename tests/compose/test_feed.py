"""Items and feeds, as every format shows them."""

from datetime import UTC, datetime
from typing import Any

import pytest

from feeds.compose import Composer
from feeds.config import Site
from feeds.core.model import Category, Feed, Group, Image, Person, Provider, Related
from feeds.core.taxonomy import ProviderInfo, Taxonomy, TopicInfo
from feeds.formats import document
from tests.compose import ARTICLE, article
from tests.support import whole

SITE = Site("Night News", "https://feeds.example/n/", "https://site.example/", language="en-GB", author="The desk")
BIG, LITTLE = Image("https://a.example/big.png", 500, 500), Image("https://a.example/little.png", 50, 50)
TAXONOMY = Taxonomy(
    [
        TopicInfo("owls", "OWLS", "All of owls", "Birds at night.", (LITTLE, BIG)),
        TopicInfo("bats", "Bats", aliases=("Flying mice",)),
    ],
    [ProviderInfo("planet.example", "planet.example", "Planet", images=(BIG, LITTLE))],
)
OWLS, PLANET, ALL = Group("topic", "owls"), Group("provider", "planet.example"), Group("all")
DAY = datetime(2024, 6, 1, tzinfo=UTC)


def composer(site: Site = SITE, taxonomy: Taxonomy = TAXONOMY) -> Composer:
    """Return a composer of the tests' site."""
    return Composer(site, taxonomy)


def test_an_item_has_what_the_article_has() -> None:
    """No field of an article is lost or changed on its way to the formats."""
    picture = Image("https://a.example/p.png", 3, 4, "image/png", 5, "t", "c")
    item = composer().item(
        article(
            excerpt="Short.",
            updated=DAY,
            original="https://o.example/",
            amp="https://amp.example/",
            quality=5,
            heat=-1,
            images=(picture,),
        )
    )
    assert (item.id, item.title, item.url) == (ARTICLE.id, ARTICLE.title, ARTICLE.link)
    assert (item.published, item.updated, item.summary) == (ARTICLE.published, DAY, "Short.")
    assert (item.original, item.amp) == ("https://o.example/", "https://amp.example/")
    assert (item.quality, item.heat, item.images) == (5, -1, (picture,))
    assert "<p>Short.</p>" in item.content


def test_an_item_never_changed_was_updated_when_published() -> None:
    """Atom demands a date of change: it is the article's own and not the clock's."""
    assert composer().item(ARTICLE).updated == ARTICLE.published


def test_the_authors() -> None:
    """The people who wrote it are the authors, and the outlet is named beside them."""
    people = (Person("Ada", "https://ada.example/"), Person("Bo"))
    item = composer().item(article(provider=Provider("planet.example", "The Planet"), authors=people))
    assert item.authors == people
    assert (item.provider.name, item.logo) == ("The Planet", LITTLE.url)


@pytest.mark.parametrize(
    ("site", "provider", "person"),
    [
        ("The desk", Provider("night.example"), Person("The desk")),
        (None, Provider("night.example"), Person("night.example", "https://night.example/")),
        ("The desk", Provider("night.example", "Night"), Person("Night", "https://night.example/")),
        ("The desk", Provider("other.example"), Person("other.example", "https://other.example/")),
    ],
)
def test_who_stands_for_an_author_that_is_not_named(site: str | None, provider: Provider, person: Person) -> None:
    """The outlet does; for what is the site's own and of no outlet, the site's author does."""
    own = Site("Night News", "https://feeds.example/", "https://night.example/", author=site)
    assert Composer(own, Taxonomy()).item(article(provider=provider)).authors == (person,)


@pytest.mark.parametrize(
    ("people", "options", "source"),
    [
        ((Person("Ada"),), {}, "https://feeds.example/providers/b.example/rss.xml"),
        ((), {}, None),
        ((Person("Ada"),), {"formats": ("atom",)}, None),
        ((Person("Ada"),), {"kinds": ("all",)}, None),
    ],
)
def test_the_source(people: tuple[Person, ...], options: dict[str, Any], source: str | None) -> None:
    """Beside people, the outlet is the source of an item if it has a feed in RSS, which alone can say so."""
    site = Site("Night News", "https://feeds.example/", "https://night.example/")
    given: dict[str, Any] = {"kinds": ("all", "provider")} | options
    made = Composer(site, Taxonomy(), **given)
    assert made.item(article(provider=Provider("b.example"), authors=people)).source == source


@pytest.mark.parametrize(
    ("provider", "person"),
    [
        (Provider("planet.example"), Person("Planet", "https://planet.example/", LITTLE.url)),
        (Provider("new.example"), Person("new.example", "https://new.example/")),
        (Provider("new.example", "New", (BIG,)), Person("New", "https://new.example/", BIG.url)),
    ],
)
def test_the_outlet_as_author(provider: Provider, person: Person) -> None:
    """An outlet is named and pictured by what the site says of it, else by what the article does."""
    item = composer().item(article(provider=provider))
    assert item.authors == (person,)
    assert item.provider.name == person.name


def test_the_categories() -> None:
    """Each topic is there once, by slug, spelled as the site does, else as the article does."""
    categories = composer().item(article(topics=("Owls", "flying mice", "BATS", "Night life"))).categories
    scheme = "https://feeds.example/n/topics/"
    assert categories == (
        Category("OWLS", "OWLS", scheme),
        Category("Bats", "Bats", scheme),
        Category("Night life", "Night life", scheme),
    )


def test_no_picture_twice() -> None:
    """An article that lists a picture twice has it once, in its first place."""
    first, again = Image("https://a.example/p.png", 300, 400), Image("https://a.example/p.png")
    assert composer().item(article(images=(first, BIG, again))).images == (first, BIG)


def test_related_stories_are_named() -> None:
    """The formats need not look up who an outlet is."""
    item = composer().item(article(related=(Related("t", "https://b.example/", Provider("planet.example"), DAY),)))
    assert item.related == (Related("t", "https://b.example/", Provider("planet.example", "Planet"), DAY),)


@pytest.mark.parametrize(
    ("group", "name", "title", "description"),
    [
        (ALL, "Night News", "Night News", "News from Night News"),
        (OWLS, "OWLS", "All of owls", "Birds at night."),
        (Group("topic", "bats"), "Bats", "Bats – Night News", "News on Bats from Night News"),
        (Group("topic", "moths"), "Möths", "Möths – Night News", "News on Möths from Night News"),
        (PLANET, "Planet", "Planet – Night News", "News from Planet"),
        (Group("provider", "b.example"), "The Planet", "The Planet – Night News", "News from The Planet"),
        (Group("topic-provider", "owls", "planet.example"), "OWLS – Planet", "OWLS – Planet – Night News", "News on"),
    ],
)
def test_what_a_feed_is_called(group: Group, name: str, title: str, description: str) -> None:
    """A feed is called as the site says, else as its newest article calls its topic or outlet."""
    feed, _ = whole(composer(), group, [article(topics=("Owls", "Möths")), article(topics=("moths",))])
    assert (feed.name, feed.title) == (name, title)
    assert feed.description.startswith(description)


def test_a_site_that_is_its_own_provider_is_named_once() -> None:
    """Where outlet and site have one name, no title says it twice."""
    own = composer().feed(Group("provider", "night.example"), "Night News", DAY)
    both = composer().feed(Group("topic-provider", "bats", "night.example"), "Bats – Night News", DAY)
    assert (own.title, own.description) == ("Night News", "News from Night News")
    assert (both.title, both.description) == ("Bats – Night News", "News on Bats – Night News")


def test_the_site_describes_the_feed_of_everything() -> None:
    """The site's own description is that of the feed of everything."""
    site = Site("N", "https://f.example/", "https://s.example/", description="Of the night.")
    assert composer(site).feed(ALL, "N", DAY).description == "Of the night."


def test_where_a_feed_is() -> None:
    """A feed says where each of its documents is served, as readers ask for them."""
    feed = composer().feed(OWLS, "OWLS", DAY)
    assert feed.urls == {
        "rss": "https://feeds.example/n/topics/owls/rss.xml",
        "atom": "https://feeds.example/n/topics/owls/atom.xml",
        "json": "https://feeds.example/n/topics/owls/feed.json",
    }
    assert (feed.home_url, feed.about_url) == ("https://site.example/", "https://feeds.example/n/")
    assert (feed.language, feed.author) == ("en-GB", "The desk")


def test_no_more_articles_are_looked_at_than_needed() -> None:
    """The name of a group costs the reading of one article where that says it."""
    articles = iter([article(topics=("Möths",)), article()])
    assert composer().name(Group("topic-provider", "moths", "b.example"), articles) == "Möths – The Planet"
    assert len(list(articles)) == 1


def pictures(feed: Feed) -> tuple[str | None, str | None]:
    """Return the addresses of a feed's icon and logo."""
    return (feed.icon.url if feed.icon else None, feed.logo.url if feed.logo else None)


def test_icon_and_logo() -> None:
    """A feed's icon is its smallest picture and its logo the largest; without any they are the site's."""
    site = Site("N", "https://f.example/", "https://s.example/", icon="https://s.example/i.png")
    bats = Group("topic", "bats")
    assert pictures(composer().feed(OWLS, "Name", DAY)) == (LITTLE.url, BIG.url)
    assert pictures(composer(site).feed(bats, "Name", DAY)) == (site.icon, site.icon)
    assert composer(site).feed(bats, "Name", DAY).icon == Image("https://s.example/i.png", type="image/png")
    assert pictures(composer().feed(bats, "Name", DAY)) == (None, None)


def test_the_channel_shows_the_largest_picture_that_it_may() -> None:
    """Of small, middling and large pictures, RSS gets the middling one: the largest within its bounds."""
    pictures = tuple(Image(f"https://a.example/{size}.png", size, size) for size in (16, 100, 1200))
    info = ProviderInfo("planet.example", "planet.example", "Planet", images=pictures)
    feed = Composer(SITE, Taxonomy(providers=[info])).feed(PLANET, "Planet", DAY)
    assert b"<url>https://a.example/100.png</url>" in document("rss", feed, [])
