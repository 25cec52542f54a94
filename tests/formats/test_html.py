"""The pages for people: what is on them, what they may load, and whose templates they are made from."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from msgspec.structs import replace

from feeds.core.errors import ConfigError
from feeds.core.model import ASSETS, Category, Feed, Group, Image, Item, Person, Provider, Publisher, Related
from feeds.formats.html import moment, pages, spelled
from tests.support import Site, render

DAY = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
SITE = Publisher("Night & News", "All of the night.", "https://night.example/", "https://f.example/", language="en-GB")
FEED = Feed(
    group=Group("topic", "owls"),
    name="Owls",
    title="Owls – Night & News",
    description="Birds <at> night.",
    home_url=SITE.url,
    about_url=SITE.feeds_url,
    urls={
        "rss": "https://f.example/topics/owls/rss.xml",
        "atom": "https://f.example/topics/owls/atom.xml",
        "json": "https://f.example/topics/owls/feed.json",
    },
    updated=DAY,
    day=date(2026, 1, 2),
    page_url="https://f.example/topics/owls/",
    formats=("rss", "atom", "json"),
    site=SITE,
)
ITEM = Item(
    id="1",
    title="Owls <hear> & see",
    url="https://planet.example/owls?a=1&b=2",
    published=DAY,
    updated=DAY,
    content="<p>never on a page</p>",
    provider=Provider("planet.example", "The Planet"),
    day=date(2026, 1, 2),
)
PICTURE = Image("https://img.example/owl.jpg", 1200, 630, title="An owl")


class _Tags(HTMLParser):
    """The elements of a document, each with its attributes."""

    def __init__(self, document: bytes) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(document.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.found.append((tag, dict(attrs)))


def tags(document: bytes, *names: str) -> list[dict[str, str | None]]:
    """Return the attributes of the elements of these names."""
    return [attributes for tag, attributes in _Tags(document).found if tag in names]


def page(*items: Item, feed: Feed = FEED) -> bytes:
    """Return the page of a feed."""
    return render("page", feed, items)


def test_a_page_names_every_format_of_the_feed() -> None:
    """Whoever pastes the page's address into a reader finds the feed in all formats that the site has."""
    links = {link["type"]: link["href"] for link in tags(page(ITEM), "link") if link["rel"] == "alternate"}
    assert links == {
        "application/rss+xml": "https://f.example/topics/owls/rss.xml",
        "application/atom+xml": "https://f.example/topics/owls/atom.xml",
        "application/feed+json": "https://f.example/topics/owls/feed.json",
    }
    only = page(feed=replace(FEED, formats=("atom",)))
    assert [link["href"] for link in tags(only, "link") if link["rel"] == "alternate"] == [FEED.urls["atom"]]
    assert [button["data-copy"] for button in tags(only, "button")] == [FEED.urls["atom"]]


def test_a_page_says_what_it_shows_to_other_sites() -> None:
    """A link to the page is shown elsewhere with title, description and the newest picture."""
    metas = {meta.get("property") or meta.get("name"): meta["content"] for meta in tags(page(), "meta")[2:]}
    assert metas["og:title"] == "Owls – Night & News"
    assert metas["og:url"] == "https://f.example/topics/owls/"
    assert (metas["twitter:card"], "og:image" in metas) == ("summary", False)
    covered = page(feed=replace(FEED, cover=PICTURE))
    metas = {meta.get("property") or meta.get("name"): meta["content"] for meta in tags(covered, "meta")[2:]}
    assert (metas["og:image"], metas["og:image:width"]) == (PICTURE.url, "1200")
    assert (metas["twitter:image"], metas["twitter:card"]) == (PICTURE.url, "summary_large_image")


def test_text_is_text() -> None:
    """Whatever a title, a description or a name holds, it is no markup on the page."""
    odd = "<script>alert(1)</script>\"'&amp;"
    item = replace(
        ITEM,
        title=odd,
        summary=odd,
        provider=Provider("p.example", odd),
        authors=(Person(odd),),
        categories=(Category("x", odd, "https://f.example/topics/", Group("topic", "x")),),
        images=(replace(PICTURE, title=odd, attribution=odd),),
        related=(Related(odd, "https://r.example/", Provider("r.example", odd)),),
        player="https://www.youtube.com/embed/x",
    )
    document = page(item, feed=replace(FEED, title=odd, description=odd, name=odd))
    assert len(tags(document, "script")) == 1
    assert odd.encode() not in document
    assert tags(document, "img")[0]["alt"] == odd


def test_a_card_has_what_the_item_has() -> None:
    """Picture with its size, title, provider, authors, date, excerpt, topics and the coverage of others are there."""
    item = replace(
        ITEM,
        summary="They hear.",
        images=(PICTURE,),
        authors=(Person("Ada", "https://ada.example/"), Person("Bo")),
        logo="https://img.example/planet.png",
        outlet=Group("provider", provider="planet.example"),
        categories=(
            Category("bats", "Bats", "https://f.example/topics/", Group("topic", "bats")),
            Category("moles", "Moles", "https://f.example/topics/"),
        ),
        related=(Related("Also owls", "https://r.example/1", Provider("r.example", "R Daily")),),
    )
    document = page(item)
    picture, icon = tags(document, "img")
    assert (picture["src"], picture["alt"]) == (PICTURE.url, "An owl")
    assert (picture["width"], picture["height"], picture["loading"]) == ("1200", "630", "lazy")
    assert icon["src"] == "https://img.example/planet.png"
    links = [link["href"] for link in tags(document, "a")]
    assert {
        "https://planet.example/owls?a=1&b=2",
        "../../topics/bats/",
        "https://r.example/1",
        "https://ada.example/",
    } <= set(links)
    assert b'<span class="author" dir="auto">Bo</span>' in document
    assert "../../providers/planet.example/" in links
    assert b"<span>Moles</span>" in document
    assert b'<time datetime="2026-01-02T03:04:05Z" data-day="2026-01-02">2 January 2026</time>' in document
    assert b"Owls &lt;hear&gt; &amp; see</a>" in document
    assert b'More coverage<span class="count"> (1)</span>' in document
    assert b"never on a page" not in document


@pytest.mark.parametrize("images", [(), (PICTURE,)], ids=["without a picture", "with a picture"])
def test_a_video_is_fetched_on_a_click_only(images: tuple[Image, ...]) -> None:
    """The address of a player is on the page, but nothing that loads it."""
    document = page(replace(ITEM, player="https://player.vimeo.com/video/1", images=images))
    assert tags(document, "iframe") == []
    players = [button for button in tags(document, "button") if "data-player" in button]
    assert [button["data-player"] for button in players] == ["https://player.vimeo.com/video/1"]
    assert all("hidden" in button for button in players)


def test_a_feed_without_items_says_so() -> None:
    """A person who follows an old link to an emptied feed is not left with a blank page."""
    document = page()
    assert b"There is no story here at the moment" in document
    assert tags(document, "article", "ol") == []


def test_the_way_to_the_root_is_that_of_the_folder() -> None:
    """Pages work wherever the output is served, and all share one stylesheet."""
    for group, root in (
        (Group("all"), "../"),
        (Group("topic", "owls"), "../../"),
        (Group("topic-provider", "owls", "p.example"), "../../../../"),
    ):
        document = page(ITEM, feed=replace(FEED, group=group))
        (style,) = [link["href"] for link in tags(document, "link") if link["rel"] == "stylesheet"]
        assert style is not None
        assert style.startswith(f"{root}feeds.css?")
        assert not re.search(rb"[\x00-\x08]", document)


def _loaded(document: bytes) -> Iterator[str]:
    """Yield the addresses that a browser fetches for a page by itself, pictures aside."""
    for link in tags(document, "link"):
        if link["rel"] in ("stylesheet", "preload", "manifest"):
            yield link["href"] or ""
    for element in tags(document, "script", "iframe", "embed", "object", "source", "track", "video", "audio"):
        yield element.get("src") or element.get("data") or ""


def test_a_site_loads_nothing_foreign_and_runs_nothing_inline(site: Site) -> None:
    """The policy of every page needs no exception: no script or style in the page, none from elsewhere."""
    site.write(
        images=[{"url": "https://img.example/a.jpg"}],
        featuredContent='<iframe src="https://www.youtube.com/embed/x"></iframe>',
        body="<script>alert(1)</script><p style='color:red' onclick='x()'>Text</p>",
    )
    site.build()
    documents = {name: document for name, document in site.files().items() if name.endswith(".html")}
    assert len(documents) == 4
    for document in documents.values():
        assert all(urlsplit(url).netloc == "" for url in _loaded(document))
        assert all(script.get("src") for script in tags(document, "script"))
        assert tags(document, "style") == []
        for _, attributes in _Tags(document).found:
            assert not any(name == "style" or name.startswith("on") for name in attributes)
        (policy,) = [meta["content"] for meta in tags(document, "meta") if "http-equiv" in meta]
        assert policy is not None
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_days_are_spelled_the_same_everywhere() -> None:
    """Neither the locale nor the time zone of the machine shows on a page."""
    assert [spelled(date(2026, 1, 2)), spelled(date(1999, 12, 31))] == ["2 January 2026", "31 December 1999"]
    assert moment(DAY) == "2026-01-02T03:04:05Z"


def test_the_day_is_that_of_the_sites_zone(site: Site) -> None:
    """What was published late at night in UTC is the next day's news in Tokyo."""
    config = site.folder / "feeds.toml"
    config.write_text('[site]\ntimezone = "Asia/Tokyo"\n')
    site.write(publishedDateTime="2026-01-02T23:00:00Z")
    site.build(config=config)
    for name in ("index.html", "all/index.html"):
        shown = b'<time datetime="2026-01-02T23:00:00Z" data-day="2026-01-03">3 January 2026</time>'
        assert shown in site.files()[name]


def test_a_sites_own_templates_go_before_ours(site: Site) -> None:
    """A folder in `feeds.toml` replaces any template or file, and may extend the one that it replaces."""
    own = site.folder / "own"
    own.mkdir()
    (own / "page.html").write_text(
        '{% extends "feeds/page.html" %}{% block footer %}<p>Ours: {{ feed.name }}</p>{% endblock %}'
    )
    (own / "feeds.css").write_text("body { color: teal; }")
    config = site.folder / "feeds.toml"
    config.write_text('templates = "own"\n')
    site.write()
    site.build(config=config)
    assert b"<p>Ours: Light</p>" in site.files()["topics/light/index.html"]
    assert b"A lamp that remembers" in site.files()["topics/light/index.html"]
    assert site.files()["feeds.css"] == b"body { color: teal; }"
    (own / "feeds.css").write_text("body { color: plum; }")
    changed = site.build(config=config).written
    assert {name.rsplit(".", 1)[1] for name in changed} == {"html", "css"}


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        pytest.param("page.html", "one\n{% block %}", r"own/page\.html:2: ", id="no template"),
        pytest.param("page.html", "\n\n{{ fede.title }}", r"own/page\.html:3: 'fede' is undefined", id="no variable"),
        pytest.param("item.html", "{{ item.titel }}", r"own/item\.html:1: ", id="no attribute"),
        pytest.param("front.html", "{{ 1 / 0 }}", r"own/front\.html:1: division by zero", id="no number"),
    ],
)
def test_a_template_that_cannot_be_used_is_named(site: Site, name: str, text: str, said: str) -> None:
    """Whoever writes a template reads its file and line, and not a page that lacks half of it."""
    own = site.folder / "own"
    own.mkdir()
    (own / name).write_text(text)
    config = site.folder / "feeds.toml"
    config.write_text('templates = "own"\n')
    site.write()
    with pytest.raises(ConfigError, match=said):
        site.build(config=config)


def test_every_template_and_file_is_there() -> None:
    """The package has all that its pages are made of."""
    for name in ASSETS:
        assert pages(None).asset(name)
    assert not Path("feeds/formats/templates/unknown").exists()
