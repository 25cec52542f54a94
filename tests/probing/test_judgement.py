"""What a reply means, and when its address is asked again."""

from random import Random

import pytest

from feeds.core import contents
from feeds.core.limits import MAX_IMAGE_SIDE
from feeds.core.media import MAX_SECONDS
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
    found = judge(reply)
    assert found.is_there
    assert (found.type, found.width, found.height) == expected


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (_reply(b"<!DOCTYPE html><html>", 200, "text/html"), "a page"),
        (_reply(b"<!DOCTYPE html><html>", 200, "image/png"), "a page"),
        (_reply(b"", 200), "an empty file"),
        (_reply(b"", 416), "an empty file"),
        (_reply(b"", 404), "404"),
        (_reply(b"", 410), "410"),
    ],
)
def test_no_picture(reply: Reply, said: str) -> None:
    """A page that says in words that there is nothing is nothing, whatever its status and its type are."""
    found = judge(reply)
    assert (found.said, found.is_there, found.is_absent) == (said, False, True)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"Not found", "image/png"), (b"{}", "application/json"), (mp3(3), "image/png"), (b"%PDF-1.7", "image/png")],
)
def test_another_file(content: bytes, said: str) -> None:
    """What is no picture is still a file that is there: sound, say, which another article has as what it is."""
    found = judge(_reply(content, 200, said))
    assert (found.is_there, found.is_absent, found.is_picture) == (True, False, False)


@pytest.mark.parametrize("as_picture", [True, False])
def test_no_picture_after_three_times_over_three_days(as_picture: bool) -> None:
    """It is asked for as soon as what failed only if an article has it as a picture, and is never gone."""
    reply = _reply(mp3(3), 200, "audio/mpeg")
    last: Answer | None = None
    told = []
    for _ in range(4):
        last = answer(URL, reply, judge(reply), last, last.due if last else 0, as_picture=as_picture)
        told.append((last.due - last.asked < 5 * DAY, last.is_no_picture, last.is_gone, last.failures))
    assert [one[0] for one in told] == [as_picture] * 3 + [False]
    assert [one[1] for one in told] == [False, False, not as_picture, True]
    assert {one[2:] for one in told} == {(False, 0)}

    assert last is not None
    same = answer(URL, Reply(URL, 304), judge(Reply(URL, 304)), last, last.due)
    assert (same.no_pictures, same.is_no_picture) == (5, True)
    headers = answer(URL, Reply(URL, 200), Judgement("200", is_there=True), last, last.due)
    assert (headers.is_no_picture, headers.is_unread) == (True, True)
    back = answer(URL, _reply(), judge(_reply()), last, last.due)
    assert (back.no_pictures, back.no_picture_since, back.is_no_picture, back.width) == (0, None, False, 64)


SIGNS = [
    *(
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0\0\x10",
        b"GIF89a",
        b"BM",
        b"II*\0",
        b"RIFF\xff\0\0\0WEBPVP8 ",
        b"RIFF\0\0\0\0WAVE",
    ),
    *(
        b"\0\0\0\x18ftypavif",
        b"\0\0\0\x18ftypM4A ",
        b"\0\0\0\x18ftypmp42",
        b"OggS",
        b"ID3\x04\0",
        b"fLaC",
        b"\xff\xfb\x90\x64",
    ),
    *(b"FORM\0\0\0\0AIFF", b"\x1a\x45\xdf\xa3webm", b"<svg ", b"<svg width='9' height='"),
]
SIDES = [
    "9" * 400,
    "-" + "9" * 400,
    "1e999",
    "-1",
    "0",
    "nan",
    "inf",
    "1" * 308,
    "1e308em",
    "",
    "9" * 20 + "%",
    "\0",
    "7",
]


@pytest.mark.parametrize("side", SIDES)
def test_sides_that_no_picture_has(side: str) -> None:
    """A width of more digits than a number may have costs the size of the picture, and nothing else."""
    found = judge(_reply(f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="10"></svg>'.encode()))
    assert (found.is_there, found.type) == (True, "image/svg+xml")
    assert (found.width, found.height) == ((7, 10) if side == "7" else (None, None))
    boxed = judge(_reply(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"></svg>'.encode()))
    assert boxed.width is None or 1 <= boxed.width <= MAX_IMAGE_SIDE


@pytest.mark.parametrize("sign", SIGNS)
def test_any_content_has_a_size_that_files_have_or_none(sign: bytes) -> None:
    """Whatever follows the sign of a kind of file, the libraries that measure it end no run."""
    random = Random(sign)
    whole = [PICTURE, jpeg(64, 48), mp3(5), mp4(90), heif(b"avif", (64, 48))]
    for _ in range(60):
        tail = bytearray(random.choice([random.randbytes(random.randrange(300)), *whole]))
        for _ in range(random.randrange(20)):
            if tail:
                tail[random.randrange(len(tail))] = random.choice((0, 1, 0x7F, 0x80, 0xFF))
        found = judge(
            _reply(sign + tail if random.random() < 0.8 else bytes(tail), length=random.choice((None, 1, 2**62)))
        )
        assert found.said != "an answer that cannot be used"
        assert all(side is None or 1 <= side <= MAX_IMAGE_SIDE for side in (found.width, found.height))
        assert found.duration is None or 1 <= found.duration <= MAX_SECONDS


def test_what_cannot_be_judged_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error in the judging of one answer costs that address."""

    def fail(_: bytes) -> None:
        raise OverflowError("cannot convert float infinity to integer")

    monkeypatch.setattr(contents, "media_type", fail)
    found = judge(_reply())
    assert (found.said, found.is_there, found.is_absent) == ("an answer that cannot be used", False, False)


@pytest.mark.parametrize("status", [400, 401, 403, 429, 500, 502, 503, 999, None])
def test_an_error_says_nothing_of_the_picture(status: int | None) -> None:
    """A server that is out of order, or does not want us, has not said that there is no picture."""
    found = judge(Reply(URL, status, failure="timed out"))
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
    found = judge(reply)
    assert found.is_there
    assert (found.type, found.duration) == expected


EMPTY_SEGMENT, EMPTY_BOX, LOOKS_LIKE_FRAMES = b"\xff\xe2\x00\x02", b"\0\0\0\x08free", b"\xff\xff"


@pytest.mark.parametrize(("count", "width"), [(100, 64), (20_000, None)])
def test_a_picture_of_many_parts(count: int, width: int | None) -> None:
    """Parts without content are passed over until they are more than any picture has, and then it has no size."""
    whole = jpeg(64, 48)
    parts = whole[:2] + EMPTY_SEGMENT * count + whole[2:]
    assert judge(_reply(parts)).width == width
    boxes = heif(b"avif", *[(0, 0)] * min(count, 5_000), (64, 48))
    assert judge(_reply(boxes)).width == width


@pytest.mark.parametrize(("count", "duration"), [(100, 90), (30_000, None)])
def test_sound_and_film_of_many_parts(count: int, duration: int | None) -> None:
    """The beginning of a file is read so often for a duration, whatever it is made of."""
    film = mp4(90)
    begins = int.from_bytes(film[:4])
    parts = film[:begins] + EMPTY_BOX * count + film[begins:]
    assert judge(_reply(parts, length=10**7)).duration == duration
    sound = LOOKS_LIKE_FRAMES * count + mp3(150)
    assert (judge(_reply(sound, length=417 * 3_830)).duration is None) == (duration is None)


def test_a_page_is_no_sound() -> None:
    """A page where sound should be is as good as nothing."""
    assert judge(_reply(b"<html><p>Log in", 200, "text/html")).is_absent
    assert judge(_reply(b"Log in", 200, "text/html; charset=utf-8")).is_absent


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
    return answer(URL, reply, judge(reply), before, now)


def test_a_good_answer_lasts_about_a_month() -> None:
    """Pictures seldom change, and not all are due on one day."""
    good = _asked(None, _reply(length=7), 1000)
    assert (good.seen, good.width, good.length, good.failures) == (1000, 64, 7, 0)
    assert AGAIN * 3 // 4 <= good.due - 1000 <= AGAIN * 5 // 4
    same = _asked(good, Reply(URL, 304), 5000)
    assert (same.seen, same.width, same.said) == (5000, 64, "304")
    others = {answer(f"{URL}?{n}", _reply(), judge(_reply()), None, 0).due for n in range(50)}
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
