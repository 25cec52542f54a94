"""What a reply means, and when its address is asked again."""

import pytest

from feeds.probing.http import Reply
from feeds.probing.judgement import AGAIN, DAY, HOUR, Judgement, answer, judge, judge_headers
from feeds.probing.records import Answer
from tests.articles.test_local_files import heif, jpeg, mp3, mp4, png

URL = "https://a.example/a.png"
PICTURE = png(64, 48)


def _reply(head: bytes = PICTURE, status: int = 206, said: str = "image/png", length: int | None = None) -> Reply:
    return Reply(URL, status, head=head, length=length, type=said)


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (_reply(), ("image/png", 64, 48)),
        (_reply(said="text/plain"), ("image/png", 64, 48)),
        (_reply(said="image/jpeg"), ("image/png", 64, 48)),
        (_reply(heif(b"avif", (64, 48))), ("image/avif", 64, 48)),
        (_reply(b"\xff\x0a" + bytes(30), said="image/jxl"), ("image/jxl", None, None)),
        (_reply(PICTURE[:12]), ("image/png", None, None)),
    ],
)
def test_a_picture(reply: Reply, expected: tuple[str, int | None, int | None]) -> None:
    """The content tells the type; the server's word counts for types that no content is known of."""
    found = judge(reply, "picture")
    assert found.is_there
    assert (found.type, found.width, found.height) == expected


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (_reply(b"<!DOCTYPE html><html>", 200, "text/html"), "no picture"),
        (_reply(b"<!DOCTYPE html><html>", 200, "image/png"), "no picture"),
        (_reply(b"Not found", 200, "image/png"), "no picture"),
        (_reply(b"{}", 200, "application/json"), "no picture"),
        (_reply(mp3(3), 200, "image/png"), "no picture"),
        (_reply(b"", 200), "an empty file"),
        (_reply(b"", 416), "an empty file"),
        (_reply(b"", 404), "404"),
        (_reply(b"", 410), "410"),
    ],
)
def test_no_picture(reply: Reply, said: str) -> None:
    """A page that says in words that there is nothing is no picture, whatever its status and its type are."""
    found = judge(reply, "picture")
    assert (found.said, found.is_there, found.is_absent) == (said, False, True)


@pytest.mark.parametrize("status", [400, 401, 403, 429, 500, 502, 503, 999, None])
def test_an_error_says_nothing_of_the_picture(status: int | None) -> None:
    """A server that is out of order, or does not want us, has not said that there is no picture."""
    found = judge(Reply(URL, status, failure="timed out"), "picture")
    assert (found.is_there, found.is_absent) == (False, False)


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (_reply(mp3(383), 206, "audio/mpeg", 417 * 383), ("audio/mpeg", 10)),
        (_reply(mp3(150), 206, "application/octet-stream", 417 * 3830), ("audio/mpeg", 100)),
        (_reply(mp4(90), 206, "video/mp4", 10**7), ("video/mp4", 90)),
        (_reply(b"what is it?", 200, "audio/x-own"), ("audio/x-own", None)),
        (_reply(b"what is it?", 200, "application/octet-stream"), (None, None)),
        (_reply(b"what is it?", 200, ""), (None, None)),
    ],
)
def test_a_medium(reply: Reply, expected: tuple[str | None, int | None]) -> None:
    """Of sound the beginning and the length tell the duration; a server that knows no type says nothing."""
    found = judge(reply, "medium")
    assert found.is_there
    assert (found.type, found.duration) == expected


EMPTY_SEGMENT, EMPTY_BOX, LOOKS_LIKE_FRAMES = b"\xff\xe2\x00\x02", b"\0\0\0\x08free", b"\xff\xff"


@pytest.mark.parametrize(("count", "width"), [(100, 64), (20_000, None)])
def test_a_picture_of_many_parts(count: int, width: int | None) -> None:
    """Parts without content are passed over until they are more than any picture has, and then it has no size."""
    whole = jpeg(64, 48)
    parts = whole[:2] + EMPTY_SEGMENT * count + whole[2:]
    assert judge(_reply(parts), "picture").width == width
    boxes = heif(b"avif", *[(0, 0)] * min(count, 5_000), (64, 48))
    assert judge(_reply(boxes), "picture").width == width


@pytest.mark.parametrize(("count", "duration"), [(100, 90), (30_000, None)])
def test_sound_and_film_of_many_parts(count: int, duration: int | None) -> None:
    """The beginning of a file is read so often for a duration, whatever it is made of."""
    film = mp4(90)
    begins = int.from_bytes(film[:4])
    parts = film[:begins] + EMPTY_BOX * count + film[begins:]
    assert judge(_reply(parts, length=10**7), "medium").duration == duration
    sound = LOOKS_LIKE_FRAMES * count + mp3(150)
    assert (judge(_reply(sound, length=417 * 3_830), "medium").duration is None) == (duration is None)


def test_a_page_is_no_sound() -> None:
    """A page where sound should be is as good as nothing."""
    assert judge(_reply(b"<html><p>Log in", 200, "text/html"), "medium").is_absent
    assert judge(_reply(b"Log in", 200, "text/html; charset=utf-8"), "medium").is_absent


def test_headers_alone() -> None:
    """Headers are enough where all else is known, or where they say that nothing has changed."""
    headers = Reply(URL, 200, length=5, type="image/png", etag='"a"')
    before = Answer(URL, "206", 0, 0, seen=0, length=5, etag='"a"')
    assert judge_headers(headers, None) == Judgement("200", is_there=True)
    assert judge_headers(headers, before) == Judgement("200", is_there=True, is_same=True)
    assert judge_headers(headers._replace(etag='"b"'), before) is None
    assert judge_headers(headers._replace(length=6), before) is None
    assert judge_headers(headers._replace(etag=None), Answer(URL, "206", 0, 0, seen=0, length=5)) is None
    assert judge_headers(headers._replace(status=405), None) is None
    assert judge_headers(headers._replace(type="text/html"), None) is None


def _asked(before: Answer | None, reply: Reply, now: int) -> Answer:
    return answer(URL, reply, judge(reply, "picture"), before, now)


def test_a_good_answer_lasts_about_a_month() -> None:
    """Pictures seldom change, and not all are due on one day."""
    good = _asked(None, _reply(length=7), 1000)
    assert (good.seen, good.width, good.length, good.failures) == (1000, 64, 7, 0)
    assert AGAIN * 3 // 4 <= good.due - 1000 <= AGAIN * 5 // 4
    same = _asked(good, Reply(URL, 304), 5000)
    assert (same.seen, same.width, same.said) == (5000, 64, "304")
    others = {answer(f"{URL}?{n}", _reply(), judge(_reply(), "picture"), None, 0).due for n in range(50)}
    assert len(others) > 40


def test_what_fails_is_asked_again_soon_and_then_seldom() -> None:
    """A failure keeps what was known, and is never taken for an absence."""
    last = _asked(None, _reply(), 0)
    waits = []
    for _ in range(9):
        last = _asked(last, Reply(URL, 503), last.due)
        waits.append(last.due - last.asked)
    assert waits[:4] == [HOUR, DAY, 2 * DAY, 7 * DAY]
    assert waits[-1] == AGAIN
    assert (last.width, last.is_gone) == (64, False)
    assert _asked(last, _reply(), last.due).failures == 0


def test_a_server_says_when_it_may_be_asked_again() -> None:
    """Retry-After is heeded where it is later, and at most a month."""
    assert _asked(None, Reply(URL, 429, retry_after=5), 0).due == HOUR
    assert _asked(None, Reply(URL, 429, retry_after=2 * DAY), 0).due == 2 * DAY
    assert _asked(None, Reply(URL, 429, retry_after=10**12), 0).due == AGAIN


def test_gone_after_three_times_over_three_days() -> None:
    """A picture that is missing for an hour, or that was asked for three times in a day, may come back."""
    last = _asked(None, _reply(), 0)
    gone = []
    for _ in range(4):
        last = _asked(last, Reply(URL, 404), last.due)
        gone.append((last.absences, last.is_gone))
    assert gone == [(1, False), (2, False), (3, False), (4, True)]
    assert last.asked - (last.absent_since or 0) >= 3 * DAY
    back = _asked(last, _reply(), last.due)
    assert (back.is_gone, back.absences, back.absent_since) == (False, 0, None)


def test_errors_between_do_not_bring_a_picture_back() -> None:
    """What is gone stays gone while its server is out of order."""
    last: Answer | None = None
    for status in (404, 500, 404, 404):
        last = _asked(last, Reply(URL, status), last.due if last else 0)
    assert last is not None
    assert last.is_gone
    assert _asked(last, Reply(URL, 500), last.due).is_gone
