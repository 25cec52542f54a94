"""Sound, film and other files that come with a story, in each of the ways in which articles name them."""

import pytest

from feeds.core.model import Image, Medium
from tests.articles import FIRST_FIELD, article_of, clean, mended, parsed, with_fields

OWL = "https://planet.example/owl.mp3"


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (f"enclosure: {OWL}", Medium(OWL, "audio", "audio/mpeg")),
        (f"enclosures: [{OWL}]", Medium(OWL, "audio", "audio/mpeg")),
        (f"attachments: [{{url: {OWL}}}]", Medium(OWL, "audio", "audio/mpeg")),
        ("audio: /owl.mp3", Medium("https://site.example/base/owl.mp3", "audio", "audio/mpeg")),
        ("audio: owl.mp3", Medium(OWL, "audio", "audio/mpeg")),
        ("video: /owl.ogg", Medium("https://site.example/base/owl.ogg", "audio", "audio/ogg")),
        ("video: {url: /owl, type: video/mp4}", Medium("https://site.example/base/owl", "video", "video/mp4")),
        ("audio: {url: /o, type: application/ogg}", Medium("https://site.example/base/o", "audio", "application/ogg")),
        ("enclosure: /owl.pdf", Medium("https://site.example/base/owl.pdf", "document", "application/pdf")),
        (
            f"enclosure: {{url: {OWL}, type: audio/x-m4a, length: 4711, duration: 61, title: ' An  owl'}}",
            Medium(OWL, "audio", "audio/x-m4a", 4711, 61, "An owl"),
        ),
        (f"enclosure: {{url: {OWL}, length: 0, duration: 0}}", Medium(OWL, "audio", "audio/mpeg")),
        (f"enclosure: {{url: {OWL}, duration: '1:02:03'}}", Medium(OWL, "audio", "audio/mpeg", duration=3723)),
        (f"enclosure: {{url: {OWL}, duration: 1:02:03}}", Medium(OWL, "audio", "audio/mpeg", duration=3723)),
        (f"audio: {OWL}\nenclosure: {{url: {OWL}, length: 5}}", Medium(OWL, "audio", "audio/mpeg", 5)),
    ],
)
def test_media(block: str, expected: Medium) -> None:
    """A medium may be an address or a group of fields, alone or in a list; the same address counts once."""
    assert clean(parsed(block)).media == (expected,)


def test_order() -> None:
    """Media come in the order of the fields, whatever the order in the file: the first becomes the enclosure of RSS."""
    block = "attachments: /5.mp3\nvideo: /4.mp4\naudio: /3.mp3\nenclosures: [/2.mp3]\nenclosure: /1.mp3"
    addresses = [medium.url[-5:-4] for medium in clean(parsed(block)).media]
    assert addresses == ["1", "2", "3", "4", "5"]


def test_a_picture_among_the_enclosures_is_a_picture() -> None:
    """Readers get it as they get the other pictures, after these."""
    pictures = [{"url": "/a.png", "width": 9, "height": 9}]
    article = clean(with_fields(enclosure="/b.jpg", images=pictures, provider={"domain": "planet.example"}))
    assert article.images[1:] == (Image("https://site.example/base/b.jpg", type="image/jpeg"),)
    assert article.media == ()


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("{url: /owl.mp4, width: 640, height: 360}", Medium("https://site.example/base/owl.mp4", "video", "video/mp4")),
        ("{url: /owl, type: audio/mpeg}", Medium("https://site.example/base/owl", "audio", "audio/mpeg")),
    ],
)
def test_sound_and_film_among_the_pictures_are_no_pictures(entry: str, expected: Medium) -> None:
    """They are published as what they are, with a warning, and no reader is told to show them as a picture."""
    article, [warning] = mended(parsed(f"images: [{entry}, {{url: /a.png, width: 9, height: 9}}]"))
    assert article.media == (expected,)
    assert [image.url for image in article.images] == ["https://site.example/base/a.png"]
    assert warning.message.startswith("images[1].url leads to sound or film")


@pytest.mark.parametrize("field", ["video", "enclosure"])
def test_the_page_of_a_film_is_its_player(field: str) -> None:
    """An address at YouTube or Vimeo is no file that a reader can play."""
    article = clean(parsed(f"{field}: https://www.youtube.com/watch?v=owls"))
    assert (article.player, article.media) == ("https://www.youtube.com/embed/owls", ())


def test_one_player() -> None:
    """An article shows one player: what featuredContent holds goes before, and another is named."""
    player = "featuredContent: https://vimeo.com/7\n"
    same = clean(parsed(f"{player}video: https://vimeo.com/7"))
    assert same.player == "https://player.vimeo.com/video/7"
    article, warnings = mended(parsed(f"{player}video: https://vimeo.com/8"))
    assert article.player == same.player
    assert [one.message for one in warnings] == ["video[1].url is left out: the article has another player already"]


@pytest.mark.parametrize(
    ("block", "message", "kept"),
    [
        ("audio: 5", "audio is a number, but must be a list", 0),
        ("audio: [5, /a.mp3]", "audio[1] is a number, but must be an address, or a group of fields", 1),
        ("audio: {type: audio/mpeg}", "audio[1].url is missing: the entry is left out", 0),
        ("audio: javascript:x", "audio[1].url is not an http or https address", 0),
        ("audio: {url: /a}", "audio[1].type cannot be told from the address: give it, such as audio/mpeg", 1),
        ("audio: {url: /a.mp3, type: sound}", "audio[1].type is no media type; audio/mpeg stands for it", 1),
        ("audio: {url: /a.mp3, duration: long}", "audio[1].duration is no duration: give seconds, or hours", 1),
        ("audio: {url: /a.mp3, length: big}", "audio[1].length is text, but must be a whole number", 1),
    ],
)
def test_a_faulty_entry_hurts_only_itself(block: str, message: str, kept: int) -> None:
    """What cannot be published of a medium is named with its line."""
    article, warnings = mended(parsed(block))
    assert len(article.media) == kept
    assert [(one.line, one.message[: len(message)]) for one in warnings] == [(FIRST_FIELD, message)]


def test_an_unknown_type_leaves_the_kind_that_the_field_says() -> None:
    """A page can show a player for an address without a suffix, if the article says what it is."""
    assert [medium.kind for medium in article_of(parsed("audio: /a\nenclosure: /b")).media] == [None, "audio"]


def test_too_many() -> None:
    """A list without end costs no more than its first hundred entries."""
    article, warnings = mended(parsed(f"audio: [{', '.join(f'/{n}.mp3' for n in range(101))}]"))
    assert len(article.media) == 100
    assert [one.message for one in warnings] == ["audio has 101 entries: only the first 100 count"]
