"""The pages for people: what is on them, what they may load, and whose templates they are made from."""

import os
import re
import struct
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from msgspec.structs import replace

from feeds.core.directory import Directory
from feeds.core.errors import ConfigError
from feeds.core.model import ASSETS, Category, Feed, Group, Image, Item, Person, Provider, Publisher, Related
from feeds.core.readers import Reader
from feeds.formats.cards import MAX_TEXTS
from feeds.formats.html import moment, pages
from feeds.publish.build import Request
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
LOCALES = {None: "en_US", "en-GB": "en_GB", "de": "de_DE", "sr-Latn": "sr_RS"}
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
    assert [button["data-copy"] for button in tags(only, "button") if "data-copy" in button] == [FEED.urls["atom"]]


def test_a_page_subscribes_in_an_app_in_readers_and_by_its_address() -> None:
    """The first format stands for the feed: for an app of the visitor's, and for every reader that the site offers."""
    readers = (Reader("Nook", "https://nook.example/add?feed={url}"), Reader("Den", "https://den.example/{url}"))
    document = page(ITEM, feed=replace(FEED, site=replace(SITE, readers=readers)))
    chosen = {link["data-reader"]: link["href"] for link in tags(document, "a") if "data-reader" in link}
    assert chosen == {
        "app": "feed:https://f.example/topics/owls/rss.xml",
        "Nook": "https://nook.example/add?feed=https%3A%2F%2Ff.example%2Ftopics%2Fowls%2Frss.xml",
        "Den": "https://den.example/https%3A%2F%2Ff.example%2Ftopics%2Fowls%2Frss.xml",
    }
    copied = [button["data-copy"] for button in tags(document, "button") if "data-copy" in button]
    assert copied == [FEED.urls[name] for name in ("rss", "atom", "json")]
    assert b"In a reader on the web" not in page(ITEM)


def test_a_page_says_what_it_shows_to_other_sites() -> None:
    """A link to the page is shown elsewhere with title, description and the newest picture, or else an icon."""
    metas = _metas(page())
    assert metas["og:title"] == "Owls – Night & News"
    assert metas["og:url"] == "https://f.example/topics/owls/"
    assert (metas["og:image"], metas["og:image:width"]) == ("https://f.example/icon.png", "512")
    assert (metas["twitter:card"], metas["og:image:alt"]) == ("summary", SITE.title)
    metas = _metas(page(feed=replace(FEED, cover=PICTURE)))
    assert (metas["og:image"], metas["og:image:width"]) == (PICTURE.url, "1200")
    assert (metas["twitter:image"], metas["twitter:card"]) == (PICTURE.url, "summary_large_image")
    assert metas["og:image:alt"] == metas["twitter:image:alt"] == "An owl"


@pytest.mark.parametrize(
    ("language", "locale"), [(None, "en_US"), ("en-GB", "en_GB"), ("de", "de_DE"), ("pt-BR", "pt_BR")]
)
def test_the_front_page_says_what_it_shows_to_other_sites(language: str | None, locale: str) -> None:
    """So does the list of all feeds, with the site's own icon where it has one, and it says which language it is in."""
    site = replace(SITE, language=language)
    metas = _metas(pages(None).front_page(Directory(site, ())))
    shared = ("site_name", "locale", "title", "description", "url", "image", "image:width", "image:height", "image:alt")
    assert {f"og:{name}" for name in shared} | {"og:type"} == {name for name in metas if name.startswith("og:")}
    assert (metas["og:locale"], metas["og:url"]) == (locale, SITE.feeds_url)
    assert {name for name in metas if name.startswith("twitter:")} == {
        f"twitter:{name}" for name in ("card", "title", "description", "image", "image:alt")
    }
    own = replace(site, icon=Image("https://n.example/i.png"))
    document = pages(None).front_page(Directory(own, ()))
    assert _metas(document)["og:image"] == "https://n.example/i.png"
    assert {link["href"] for link in tags(document, "link") if "icon" in (link["rel"] or "")} == {
        "https://n.example/i.png"
    }


def test_the_icon_is_there_for_programs_that_draw_no_svg() -> None:
    """It is a square picture without transparent parts, which a telephone would fill with black, and it is small."""
    icon = pages(None).asset("icon.png")
    assert icon[:8] == b"\x89PNG\r\n\x1a\n"
    width, height, _, colours = struct.unpack(">IIBB", icon[16:26])
    assert (width, height, colours) == (512, 512, 3)
    assert b"tRNS" not in icon
    assert len(icon) < 4_000


def _metas(document: bytes) -> dict[str, str | None]:
    return {meta.get("property") or meta.get("name") or "": meta["content"] for meta in tags(document, "meta")[2:]}


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
    assert tags(document, "img")[0]["alt"] == ""  # the title is not said twice
    other = replace(item, images=(replace(PICTURE, title=f"{odd}!"),))
    assert tags(page(other), "img")[0]["alt"] == f"{odd}!"


def test_a_card_has_what_the_item_has() -> None:
    """Picture with its size, title, provider, authors, date, excerpt, topics and the coverage of others are there."""
    item = replace(
        ITEM,
        summary="They hear.",
        images=(PICTURE,),
        authors=(Person("Ada", "https://ada.example/"), Person("Bo")),
        logo="https://img.example/planet.png",
        outlet=Group("provider", "planet.example"),
        categories=(
            Category("bats", "Bats", "https://f.example/topics/", Group("topic", "bats")),
            Category("moles", "Moles", "https://f.example/topics/"),
        ),
        related=(Related("Also owls", "https://r.example/1", Provider("r.example", "R Daily")),),
    )
    document = page(item)
    picture, icon = tags(document, "img")
    assert (picture["src"], picture["alt"]) == (PICTURE.url, "An owl")
    assert (picture["width"], picture["height"]) == ("1200", "630")
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
    assert b'<span dir="auto">Moles</span>' in document
    assert b'<time datetime="2026-01-02T03:04:05Z">2 January 2026</time>' in document
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


def several(count: int, **changes: object) -> list[Item]:
    """Return items, newest first, each a day older than the one before."""
    return [
        replace(
            ITEM,
            id=str(number),
            url=f"https://planet.example/{number}",
            published=DAY - timedelta(days=number),
            day=DAY.date() - timedelta(days=number),
            **changes,
        )
        for number in range(count)
    ]


def test_the_newest_story_s_picture_is_loaded_at_once() -> None:
    """The picture that a visitor sees first does not wait until the page has its layout; the others do."""
    items = [replace(item, images=(Image(f"https://img.example/{item.id}.jpg"),)) for item in several(3)]
    loaded = [(image.get("loading"), image.get("fetchpriority")) for image in tags(page(*items), "img")]
    assert loaded == [(None, "high"), ("lazy", None), ("lazy", None)]


def test_a_picture_is_shown_once_and_not_if_it_is_tiny() -> None:
    """The newest of the stories that share a picture has it; a story has its first one that is wide enough."""
    items = several(
        3, images=(Image("https://img.example/dot.gif", 120, 90), PICTURE, Image("https://img.example/2.jpg"))
    )
    document = page(*items)
    assert [image["src"] for image in tags(document, "img")] == [PICTURE.url]
    assert [" plain" in (card["class"] or "") for card in tags(document, "article")] == [False, True, True]
    tiny = page(*several(2, images=(Image("https://img.example/dot.gif", 199, 90),)))
    assert tags(tiny, "img") == []
    assert b"cards bare unpictured" in tiny


def test_a_site_can_leave_pictures_whole() -> None:
    """Where a crop would cut what matters, the configuration has every picture shown whole."""
    item = replace(ITEM, images=(PICTURE,))
    assert b"bare whole" in page(item, item, feed=replace(FEED, site=replace(SITE, whole_pictures=True)))
    assert b"bare whole" not in page(item, item)


def test_a_page_has_no_chip_of_its_own_topic_and_few_of_others() -> None:
    """Six topics are shown and the others are counted, but for the page's own, wherever it stands."""
    categories = tuple(
        Category(slug, slug.title(), "https://f.example/topics/", Group("topic", slug))
        for slug in ("bats", "moles", "cats", "dogs", "mice", "rats", "owls", "elks", "hens")
    )
    for group, rest in ((Group("all"), "+3"), (Group("topic", "owls"), "+2"), (Group("topic", "bats"), "+3")):
        document = page(replace(ITEM, categories=categories), feed=replace(FEED, group=group)).decode()
        card = document.partition("<article")[2].partition("</article>")[0]
        assert f"{rest}</summary>" in card
        linked = re.findall(r'href="(?:\.\./)+topics/(\w+)/"', card)
        assert linked == [one.term for one in categories if one.term != group.key]
    few = page(replace(ITEM, categories=categories[:7]), feed=replace(FEED, group=Group("all")))
    assert b'<summary aria-label="More topics' not in few


def test_more_coverage_is_cut_after_five() -> None:
    """Forty outlets on one story do not bury the next one; how many there are is said."""
    related = tuple(Related(f"No {n}", f"https://r.example/{n}", Provider("r.example")) for n in range(40))
    document = page(replace(ITEM, related=related))
    assert sum("//r.example/" in (link["href"] or "") for link in tags(document, "a")) == 5
    assert b"and 35 more" in document
    assert b"more</li>" not in page(replace(ITEM, related=related[:5]))


def test_a_page_says_how_many_stories_there_are() -> None:
    """A visitor reads how many stories a feed has, also if it shows the newest only, and from when they are."""
    document = page(*several(8), feed=replace(FEED, total=2827))
    assert b"8 newest of 2,827" in document
    assert b"8 stories" in page(*several(8))
    assert b"1 story<" in page(ITEM)
    for items, headings in (
        (several(5), [b"Newest stories"]),
        (several(40), [b"January 2026", b"December 2025", b"November 2025"]),
    ):
        found = re.findall(rb'<h2 class="period">(.*?)</h2>', page(*items))
        assert found == headings


@pytest.mark.parametrize(
    ("others", "classes"),
    [(1, " odd over-1"), (2, " over-2"), (3, " odd"), (4, " over-1"), (5, " odd over-2"), (6, "")],
)
def test_a_page_says_how_many_cards_are_left_over_from_full_rows(others: int, classes: str) -> None:
    """Browsers lay cards out before they know how many come; none is to move then. The lead is not counted."""
    assert re.findall(rb'<ol class="cards bare unpictured(.*?)">', page(*several(others + 1))) == [classes.encode()]


def test_a_page_leads_on_to_topics_and_outlets() -> None:
    """At its end stand the other feeds that its stories are in, the most frequent first, but not the page's own."""
    owls, bats, cats = (
        Category(slug, slug.title(), "https://f.example/topics/", Group("topic", slug))
        for slug in ("owls", "bats", "cats")
    )
    outlet = Group("provider", "planet.example")
    items = several(3, categories=(owls, bats), outlet=outlet)
    items[2] = replace(items[2], categories=(owls, cats, bats))
    end = page(*items).decode().partition('<section class="onward"')[2]
    assert re.findall(r'href="../../(.*?)/"', end) == ["topics/bats", "topics/cats", "providers/planet.example"]
    assert b'href="#subscribe">Subscribe</a>' in page(ITEM).partition(b'class="onward"')[2]
    assert b'class="onward"' not in page()


def test_a_text_can_be_read_on_the_page() -> None:
    """The text of the article, and not its picture or other parts of the content, is in a fold of its card."""
    document = page(replace(ITEM, text="<h2>Why</h2>\n<p>They hear.</p>"))
    fold = document.partition(b'<details class="story">')[2].partition(b"</details>")[0]
    assert b"<h4>Why</h4>\n<p>They hear.</p>" in fold
    assert b'aria-label="Read here: Owls &lt;hear&gt; &amp; see"' in fold
    assert b"Read here" not in page(ITEM)


def test_a_page_holds_the_texts_of_the_newest_stories() -> None:
    """However long the texts of a feed are, a page stays light: the others are links to the stories."""
    text = f"<p>{'x' * (MAX_TEXTS // 3)}</p>"
    document = page(*several(5, text=text))
    folds = [b'<details class="story">' in card for card in document.split(b"<article")[1:]]
    assert folds == [True, True, False, False, False]
    assert page(replace(ITEM, text=f"<p>{'x' * MAX_TEXTS}</p>")).count(b"Read here") == 0


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


def test_times_are_written_for_programs_in_utc() -> None:
    """The time zone of the machine does not show on a page."""
    assert moment(DAY) == "2026-01-02T03:04:05Z"


def test_the_day_is_that_of_the_sites_zone(site: Site) -> None:
    """What was published late at night in UTC is the next day's news in Tokyo."""
    config = site.folder / "feeds.toml"
    config.write_text('[site]\ntimezone = "Asia/Tokyo"\n')
    site.write(publishedDateTime="2026-01-02T23:00:00Z")
    site.write("older.md", publishedDateTime="2026-01-01", webUrl="https://lamps.example/older")
    site.build(config=config)
    for name in ("index.html", "all/index.html"):
        assert re.search(rb'<time datetime="2026-01-02T23:00:00Z"[^>]*>3 January 2026</time>', site.files()[name])


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
        pytest.param("item.html", "one\nd\xe9j\xe0 vu", r"own/item\.html:2: it is not UTF-8", id="no UTF-8"),
        pytest.param("item.html", "{% include 'b.html' %}", r"item\.html:1: there is no template b", id="not there"),
        pytest.param("item.html", "{{ 'x' * 10**15 }}", r"own/item\.html:1: MemoryError", id="no memory"),
        pytest.param("front.html", "{{ 1 / 0 }}", r"own/front\.html:1: division by zero", id="no number"),
    ],
)
def test_a_template_that_cannot_be_used_is_named(site: Site, name: str, text: str, said: str) -> None:
    """Whoever writes a template reads its file and line, and not a page that lacks half of it."""
    own = site.folder / "own"
    own.mkdir()
    (own / name).write_text(text, encoding="latin-1")
    config = site.folder / "feeds.toml"
    config.write_text('templates = "own"\n')
    site.write()
    with pytest.raises(ConfigError, match=said):
        site.build(config=config)


def test_what_was_written_before_a_template_failed_is_said(site: Site) -> None:
    """Feeds that are new although the build ended at the front page are no secret; a trial run wrote none."""
    own = site.folder / "own"
    own.mkdir()
    (own / "front.html").write_text("{{ 1 / 0 }}")
    config = site.folder / "feeds.toml"
    config.write_text('templates = "own"\n')
    site.write()
    with pytest.raises(ConfigError, match=r"division by zero$"):
        site.build(config=config, request=Request(dry_run=True))
    with pytest.raises(ConfigError, match=r"division by zero; before that, the build wrote \d+ documents$"):
        site.build(config=config)
    assert site.titles() == ["A lamp that remembers"]
    with pytest.raises(ConfigError, match=r"division by zero$"):
        site.build(config=config)
    (own / "front.html").unlink()
    assert "index.html" in site.build(config=config).written


def test_what_is_no_template_does_no_harm(site: Site) -> None:
    """An editor's lock is a link to nowhere, and a name need not be UTF-8; neither stops a build."""
    own = site.folder / "own"
    own.mkdir()
    (own / ".#page.html").symlink_to("somebody@host.1234")
    (own / os.fsdecode(b"caf\xe9.html")).write_text("")
    config = site.folder / "feeds.toml"
    config.write_text('templates = "own"\n')
    site.write()
    assert site.build(config=config).exit_status == 0
    (own / "page.html").symlink_to("gone.html")
    site.write(title="A lamp that forgets")
    with pytest.raises(ConfigError, match=r"own/page\.html: the link leads nowhere"):
        site.build(config=config)


def test_a_template_that_another_one_includes(site: Site) -> None:
    """Builds of one process, such as those of `feeds serve`, show a change in any folder of the templates."""
    macros = site.folder / "own" / "macros"
    macros.mkdir(parents=True)
    (macros / "sign.html").write_text("one")
    (site.folder / "own" / "item.html").write_text("{% include 'macros/sign.html' %}")
    config = site.folder / "feeds.toml"
    config.write_text('templates = "own"\n')
    site.write()
    site.build(config=config)
    (macros / "sign.html").write_text("another")
    site.build(config=config)
    assert b"another" in site.files()["all/index.html"]


def test_every_template_and_file_is_there() -> None:
    """The package has all that its pages are made of."""
    for name in ASSETS:
        assert pages(None).asset(name)
    assert not Path("feeds/formats/templates/unknown").exists()


@pytest.mark.parametrize(("name", "limit"), [("feeds.css", 16 * 1024), ("feeds.js", 8 * 1024)])
def test_what_pages_load_stays_small(name: str, limit: int) -> None:
    """A visitor on a slow line waits for one small stylesheet and one small script."""
    assert len(pages(None).asset(name)) < limit
