"""Feeds of items that are as large as an article allows stay within what `feeds validate` takes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

import feeds
from feeds import formats
from feeds.core.alternates import Alternate
from feeds.core.limits import MAX_BODY, MAX_IMAGES, MAX_MEDIA
from feeds.core.model import FEED_FORMATS, Category, Image, Item, Medium, Person, Provider, Related
from feeds.publish.share import WHOLE, of, room
from feeds.validation import limits
from tests.support import BASE_URL, NOW, Site

PICTURES: dict[str, Any] = {
    "images": [
        {"url": f"/{number}.png", "width": 9, "height": 9, "title": "T", "caption": "C", "credit": "R"}
        for number in range(MAX_IMAGES)
    ],
    "audio": [{"url": f"/{number}.mp3", "title": "T"} for number in range(MAX_MEDIA)],
    "video": [{"url": f"/{number}.mp4", "title": "T"} for number in range(MAX_MEDIA)],
}
SIGNS: dict[str, Any] = {
    "excerpt": "&" * 9_990,
    "authors": [f"{number}{'&' * 190}" for number in range(35)],
    "images": [{"url": f"/{number}{'p' * 7_000}.png", "width": 9, "height": 9} for number in range(4)],
}


@pytest.mark.parametrize(
    ("fields", "body", "count"),
    [
        pytest.param(PICTURES, "", 40, id="pictures and media"),
        pytest.param({}, "日" * (MAX_BODY - 100), 20, id="a long text"),
        pytest.param({}, "<b>&amp;</b> " * 1_900, 50, id="markup"),
        pytest.param(SIGNS, "", 50, id="signs to escape"),
        pytest.param({}, "&" * 2_500, 600, id="many short items of signs"),
    ],
)
def test_a_feed_of_large_items_has_fewer_of_them(site: Site, fields: dict[str, Any], body: str, count: int) -> None:
    """Builds say so, all formats have the same items, and a document that is written alone has them as well."""
    config = site.folder / "feeds.toml"
    config.write_text(f"limit = {count}\n")
    for number in range(count):
        link = f"https://lamps.example/{number}"
        site.write(f"{number}.md", title=f"Story {number}", webUrl=link, body=body, **fields)
    site.build(config=config)
    findings = feeds.validate(site.output, base_url=BASE_URL).findings
    assert [finding for finding in findings if finding.severity == "error"] == []
    before, is_cut = site.files(), len(site.titles()) < count
    assert any("fewer items than limit" in warning for warning in site.warnings) == is_cut
    assert is_cut or fields is not PICTURES
    (site.output / "all" / "rss.xml").unlink()
    site.build(config=config)
    assert site.files() == before


HOME = "https://lamps.example/"
LAMPS = Provider("lamps.example", "Lamps", (Image(f"{HOME}logo.png", 9, 9),))
PICTURE = Image(f"{HOME}1.png", 9, 9, "image/png", 9, "T", "A", "alt", "C", "R")
PARTS: dict[str, Any] = {
    "authors": Person("N", HOME, f"{HOME}n.png"),
    "categories": Category("t", "T", f"{HOME}topics/"),
    "alternates": Alternate("de", HOME),
    "images": PICTURE,
    "media": Medium(f"{HOME}1.mp3", "audio", "audio/mpeg", 9, 9, "T"),
    "related": Related("T", HOME, LAMPS, NOW),
}


@pytest.mark.parametrize("field", PARTS)
@pytest.mark.parametrize("count", [0, 1, 39])
def test_short_items_are_not_estimated_too_low(field: str, count: int) -> None:
    """Thousands of them have more tags, attributes and values than a document may have, in few bytes."""
    known: dict[str, Any] = {"original": HOME, "amp": HOME, "quality": 1, "heat": 1, "source": HOME, "language": "de"}
    item = Item("i", "T", HOME, NOW, NOW, "<p>x</p>", LAMPS, "s", "x", **(known | {field: (PARTS[field],) * count}))
    found = of(item, b"x" * 500, FEED_FORMATS, ())
    rendered = dict(zip(FEED_FORMATS, formats.parts([item], FEED_FORMATS)[0], strict=True))
    for name in ("rss", "atom"):
        tags = rendered[name].count(b"<")
        assert found / WHOLE >= tags / limits.MAX_TAGS
        assert found / WHOLE >= (tags + rendered[name].count(b'="')) / limits.MAX_PARTS
    assert found / WHOLE >= 2 * rendered["json"].count(b"\n") / limits.MAX_JSON_VALUES


def test_the_sizes_of_a_picture_are_its_parts() -> None:
    """Of a picture that comes in a hundred sizes not one tag is estimated, but counted."""
    variants = tuple(Image(f"{HOME}{width}.png", width, 9) for width in range(1, 100))
    item = Item("i", "T", HOME, NOW, NOW, "<p>x</p>", LAMPS, images=(replace(PICTURE, variants=variants),))
    (rendered,) = formats.parts([item], ("atom",))[0]
    assert of(item, b"x" * 500, ("atom",), [rendered]) / WHOLE > rendered.count(b"<") / limits.MAX_TAGS


@given(st.lists(st.integers(0, 2 * WHOLE)))
def test_there_is_room_for_the_newest(shares: list[int]) -> None:
    """As many as fit, in their order, and one at least if there are any: an empty feed says less than a large one."""
    found = room(shares)
    assert min(len(shares), 1) <= found <= len(shares)
    assert found <= 1 or sum(shares[:found]) <= WHOLE
    assert found == len(shares) or sum(shares[: found + 1]) > WHOLE


def test_texts_that_grow_are_estimated_as_they_are() -> None:
    """A short record may have a long text once it is rendered, by its addresses or its tables."""
    item = Item("i", "T", HOME, NOW, NOW, "<td></td>" * 10_000, LAMPS, text="<td></td>" * 10_000)
    rendered = formats.parts([item], FEED_FORMATS)[0]
    assert of(item, b"x" * 500, FEED_FORMATS, ()) / WHOLE >= max(map(len, rendered)) / limits.MAX_BYTES
