"""What is known of sound and film from an address, a name of a type, or a duration as people write it."""

import pytest

from feeds.core import media


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/talk.mp3", "audio/mpeg"),
        ("https://a.example/talk.MP3?token=a.mp4#t=5", "audio/mpeg"),
        ("https://a.example/talk.m4a", "audio/mp4"),
        ("https://a.example/talk.opus", "audio/ogg"),
        ("https://a.example/film.mp4", "video/mp4"),
        ("https://a.example/film.webm", "video/webm"),
        ("https://a.example/film.m3u8", "application/vnd.apple.mpegurl"),
        ("https://a.example/paper.pdf", "application/pdf"),
        ("https://a.example/photo.jpg", "image/jpeg"),
        ("https://a.example/download?file=a.mp3", None),
        ("https://a.mp3/", None),
    ],
)
def test_type_of(url: str, expected: str | None) -> None:
    """The type comes from the path alone: a wrong one makes readers offer what they cannot play."""
    assert media.type_of(url) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("audio/mpeg", "audio/mpeg"),
        ("Audio/MPEG; charset=binary", "audio/mpeg"),
        ("audio/mp3", "audio/mpeg"),
        ("mp3", "audio/mpeg"),
        (".M4A", "audio/mp4"),
        ("audio/x-m4a", "audio/x-m4a"),
        ("JPG", "image/jpeg"),
        ("audio", None),
        ("audio/", None),
        ("audio/a b", None),
        ("", None),
    ],
)
def test_meant_type(given: str, expected: str | None) -> None:
    """A type is taken as it is registered, or as people write it, and nothing else is one."""
    assert media.meant_type(given) == expected


@pytest.mark.parametrize(
    ("media_type", "expected"),
    [
        ("audio/ogg", "audio"),
        ("video/mp4", "video"),
        ("application/vnd.apple.mpegurl", "video"),
        ("application/pdf", "document"),
    ],
)
def test_kind_of(media_type: str, expected: str) -> None:
    """A type says whether readers need a player for sound, one for film, or none."""
    assert media.kind_of(media_type) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (61, 61),
        (61.5, 62),
        (0.2, 1),
        ("61", 61),
        ("1:02", 62),
        ("01:02:03", 3723),
        ("62:03", 3723),
        (" 1:02.5 ", 62),
        (0, None),
        (-5, None),
        (True, None),
        (float("nan"), None),
        (float("inf"), None),
        (10**9, None),
        ("1:2:3:4", None),
        ("PT5M", None),
        ("an hour", None),
        ("", None),
        (None, None),
        ("9" * 5000, None),
    ],
)
def test_seconds(value: object, expected: int | None) -> None:
    """A duration is seconds, or hours, minutes and seconds; nothing is guessed."""
    assert media.seconds(value) == expected
