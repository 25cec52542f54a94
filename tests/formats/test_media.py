"""Sound and film in each format: RSS has one enclosure, the others have all."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import etree

from feeds.compose import Composer
from feeds.config import Site
from feeds.core.model import Article, FormatName, Group, Image, Medium, Provider
from feeds.core.taxonomy import Taxonomy
from tests.documents import faults
from tests.support import render, whole

SOUND = Medium("https://a.example/owl.mp3", "audio", "audio/mpeg", 4711, 61, "Owl & mouse")
FILM = Medium("https://a.example/owl.mp4", "video", "video/mp4")
UNKNOWN = Medium("https://a.example/live", "audio")
PICTURE = Image("https://a.example/owl.png", 30, 20, "image/png", 9)
NAMES = {"a": "http://www.w3.org/2005/Atom", "m": "http://search.yahoo.com/mrss/"}


def _document(form: FormatName, media: tuple[Medium, ...], images: tuple[Image, ...] = (PICTURE,)) -> bytes:
    """Return the document of one item with media and pictures."""
    article = Article(
        id="https://a.example/1",
        title="Owls",
        published=datetime(2026, 1, 1, tzinfo=UTC),
        link="https://a.example/1",
        provider=Provider("a.example", "A"),
        media=media,
        images=images,
    )
    composer = Composer(Site("S", "https://f.example/", "https://s.example/"), Taxonomy())
    return render(form, *whole(composer, Group("all"), [article]))


def _enclosures(media: tuple[Medium, ...], images: tuple[Image, ...] = (PICTURE,)) -> list[dict[str, Any]]:
    return [dict(one.attrib) for one in etree.fromstring(_document("rss", media, images)).iter("enclosure")]


@pytest.mark.parametrize(
    ("media", "expected"),
    [
        ((), {"url": PICTURE.url, "length": "9", "type": "image/png"}),
        ((SOUND, FILM), {"url": SOUND.url, "length": "4711", "type": "audio/mpeg"}),
        ((FILM, SOUND), {"url": FILM.url, "length": "0", "type": "video/mp4"}),
        ((UNKNOWN, FILM), {"url": FILM.url, "length": "0", "type": "video/mp4"}),
        ((UNKNOWN,), {"url": PICTURE.url, "length": "9", "type": "image/png"}),
    ],
)
def test_rss_has_one_enclosure(media: tuple[Medium, ...], expected: dict[str, str]) -> None:
    """The first medium with a type goes before the picture; an unknown length is 0, as the RSS Board says."""
    assert _enclosures(media) == [expected]


def test_rss_without_any_type_has_no_enclosure() -> None:
    """An enclosure without a type is an error, so there is none; Media RSS has the address."""
    assert _enclosures((UNKNOWN,), ()) == []


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_media_rss_says_all_that_is_known(form: FormatName) -> None:
    """Sound and film come before the pictures, with their kind, length and duration; what is unknown is left out."""
    contents = list(etree.fromstring(_document(form, (SOUND, UNKNOWN))).iter(f"{{{NAMES['m']}}}content"))
    assert [dict(one.attrib) for one in contents[:2]] == [
        {
            "url": SOUND.url,
            "fileSize": "4711",
            "type": "audio/mpeg",
            "medium": "audio",
            "duration": "61",
        },
        {"url": UNKNOWN.url, "medium": "audio"},
    ]
    assert [one.findtext("m:title", namespaces=NAMES) for one in contents] == ["Owl & mouse", None, None]
    assert contents[2].get("url") == PICTURE.url


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_the_texts_of_a_picture(form: FormatName) -> None:
    """Media RSS has an element for each: the title, or what stands for the picture, the caption, credit and rights."""
    told = Image(PICTURE.url, alt="Alt", caption="Below <it>", attribution="Ann", copyright="© Ann")
    root = etree.fromstring(_document(form, (), (told,)))
    (content,) = root.iter(f"{{{NAMES['m']}}}content")
    assert {one.tag.rpartition("}")[2]: one.text for one in content} == {
        "title": "Alt",
        "description": "Below <it>",
        "credit": "Ann",
        "copyright": "© Ann",
    }


def test_the_texts_of_a_picture_for_people() -> None:
    """The page, and the content that readers show, have the caption, who made the picture, and who has the rights."""
    told = Image(PICTURE.url, title="Title", alt="Alt", caption="Below <it>", attribution="Ann", copyright="© Ann")
    page = _document("page", (), (told,)).decode()
    assert 'alt="Alt"' in page
    assert '<figcaption dir="auto">Below &lt;it&gt; · Ann · © Ann</figcaption>' in page
    (item,) = json.loads(_document("json", (), (told,)))["items"]
    below = "<br><small>Below &lt;it&gt;</small><br><small>Ann</small><br><small>© Ann</small>"
    assert item["content_html"].count(f'alt="Alt">{below}') == 1
    assert item["_feeds"]["images"][0]["caption"] == "Below <it>"


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_the_sizes_of_a_picture_are_a_group(form: FormatName) -> None:
    """A reader chooses the size that it needs; enclosure and page have the largest, and lists a small one."""
    sizes = tuple(
        Image(f"https://a.example/owl-{width}x{width}.png", width, width, "image/png") for width in (1200, 400, 150)
    )
    document = _document(form, (), sizes)
    root = etree.fromstring(document)
    (group,) = root.iter(f"{{{NAMES['m']}}}group")
    assert [(one.get("url"), one.get("isDefault")) for one in group] == [
        (sizes[0].url, "true"),
        (sizes[1].url, None),
        (sizes[2].url, None),
    ]
    (small,) = root.iter(f"{{{NAMES['m']}}}thumbnail")
    assert small.get("url") == sizes[1].url
    assert faults(form, document) == []


def test_atom_has_a_link_for_each() -> None:
    """Atom may have any number of enclosures, of which only the address must be known (RFC 4287, 4.2.7)."""
    links = etree.fromstring(_document("atom", (SOUND, UNKNOWN))).iterfind(".//a:link[@rel='enclosure']", NAMES)
    assert [{name: value for name, value in link.attrib.items() if name != "rel"} for link in links] == [
        {"href": SOUND.url, "type": "audio/mpeg", "length": "4711", "title": "Owl & mouse"},
        {"href": UNKNOWN.url},
        {"href": PICTURE.url, "type": "image/png", "length": "9"},
    ]


def test_json_feed_has_an_attachment_for_each_of_known_type() -> None:
    """JSON Feed has length and duration in members of their own, and demands a type."""
    (item,) = json.loads(_document("json", (SOUND, UNKNOWN)))["items"]
    assert item["attachments"] == [
        {
            "url": SOUND.url,
            "mime_type": "audio/mpeg",
            "title": "Owl & mouse",
            "size_in_bytes": 4711,
            "duration_in_seconds": 61,
        },
        {"url": PICTURE.url, "mime_type": "image/png", "size_in_bytes": 9},
    ]
    assert item["image"] == PICTURE.url


def test_a_page_has_a_player_that_loads_nothing_by_itself() -> None:
    """Whoever only looks at the page asks the hosts of sound and film for nothing."""
    page = _document("page", (SOUND, FILM, Medium("https://a.example/a.pdf", "document", "application/pdf")))
    text = page.decode()
    assert f'<audio class="medium" controls preload="none" src="{SOUND.url}" aria-label="Owl &amp; mouse">' in text
    assert f'<video class="medium" controls preload="none" src="{FILM.url}" aria-label="Owls">' in text
    assert '<a href="https://a.example/a.pdf" dir="auto">a.pdf</a>' in text
    assert "media-src &#39;self&#39; https: http:;" in text
